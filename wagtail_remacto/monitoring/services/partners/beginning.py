"""How a partnership begins: an association offers, or an officer invites one."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wagtail_remacto import conf
from wagtail_remacto.contributions.text import clean, guess_language
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Deed
from wagtail_remacto.monitoring import messages
from wagtail_remacto.monitoring.errors import InvitedAlready, PartnershipOver
from wagtail_remacto.monitoring.models import Partner, PartnerRole, PartnerState
from wagtail_remacto.monitoring.services.locking import lock
from wagtail_remacto.monitoring.services.partners.ground import (
    held,
    log_deed,
    open_of,
    require_open,
)
from wagtail_remacto.people.models import Participant
from wagtail_remacto.programmes.models import ProjectPage

NAME_LENGTH = 200


@transaction.atomic
def offer(
    *,
    project: ProjectPage,
    participant: Participant,
    organisation: str,
    brings: str,
    role: str = PartnerRole.SUPPORT,
    organisation_ar: str = "",
    language: str = "",
    now: dt.datetime | None = None,
) -> Partner:
    """An association proposes itself; it counts once the administration confirms.

    Who has an open partnership in this project gets that one. Raises ``gate.Refused``,
    ``CycleClosed`` and ``ValidationError`` (by field).
    """
    now = now or timezone.now()
    ground = lock(project)
    gate.require(participant, Deed.JOIN, ground.project, now)
    require_open(ground)
    found = open_of(ground.project, participant)
    if found is not None:
        return found
    brings = clean(brings).strip()
    names = _names(organisation, organisation_ar)
    wrong = _wrong(names, role)
    if not brings:
        wrong["brings"] = _("Say what your association contributes.")
    if wrong:
        raise ValidationError(wrong)
    return Partner.objects.create(
        project=ground.project,
        participant=participant,
        **names,
        role=role,
        brings=brings,
        language=language or guess_language(brings, conf.content_language()),
        state=PartnerState.PROPOSED,
        association_confirmed_at=now,
        created_at=now,
    )


@transaction.atomic
def invite(
    *,
    project: ProjectPage,
    by: Any,
    organisation: str,
    email: str,
    brings: str = "",
    administration_brings: str = "",
    role: str = PartnerRole.SUPPORT,
    organisation_ar: str = "",
    language: str = "",
    now: dt.datetime | None = None,
) -> Partner:
    """An officer invites an association by e-mail, with a link to what is asked.

    ``language`` is the one of the message. The invitation is the administration’s
    side of the confirmation. Raises ``gate.Refused``, ``CycleClosed``,
    ``InvitedAlready`` and ``ValidationError`` (by field).
    """
    now = now or timezone.now()
    ground = lock(project)
    gate.require(by, Deed.PARTNER, ground.project, now)
    require_open(ground)
    email = email.strip().lower()
    names = _names(organisation, organisation_ar)
    wrong = _wrong(names, role)
    try:
        validate_email(email)
    except ValidationError as error:
        wrong["email"] = error.messages[0]
    if wrong:
        raise ValidationError(wrong)
    if ground.project.partnerships.filter(
        email=email, state=PartnerState.INVITED
    ).exists():
        raise InvitedAlready
    partner = Partner.objects.create(
        project=ground.project,
        email=email,
        **names,
        role=role,
        brings=clean(brings).strip(),
        administration_brings=clean(administration_brings).strip(),
        language=language or conf.fallback_language(),
        state=PartnerState.INVITED,
        administration_confirmed_at=now,
        confirmed_by=by,
        created_at=now,
    )
    messages.invited(partner, ground)
    log_deed(ground, partner, "invite_partner", by)
    return partner


@transaction.atomic
def open_invitation(*, partner: Partner, participant: Participant) -> bool:
    """Whoever has the address of an invitation speaks for the association from now on.

    False where the invitation had found somebody before. Raises ``PartnershipOver``,
    and ``InvitedAlready`` where the person has another open partnership here.
    """
    ground, partner = held(partner)
    if partner.participant_id is not None:
        return False
    if partner.state != PartnerState.INVITED:
        raise PartnershipOver
    if open_of(ground.project, participant) is not None:
        raise InvitedAlready
    Partner.objects.filter(pk=partner.pk).update(participant=participant)
    return True


def _names(organisation: str, organisation_ar: str) -> dict[str, str]:
    return {
        "organisation": " ".join(clean(organisation).split()),
        "organisation_ar": " ".join(clean(organisation_ar).split()),
    }


def _wrong(names: dict[str, str], role: str) -> dict[str, str]:
    wrong = {}
    if not any(names.values()):
        wrong["organisation"] = _("Write the name of the association.")
    for field, name in names.items():
        if len(name) > NAME_LENGTH:
            wrong[field] = _("This has %(length)d characters; %(most)d fit.") % {
                "length": len(name),
                "most": NAME_LENGTH,
            }
    if role not in PartnerRole:
        wrong["role"] = _("Choose one of these.")
    return wrong
