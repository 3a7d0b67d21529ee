"""How a partnership goes on: confirmed or accepted, declined, ended."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wagtail_remacto.contributions.text import clean, guess_language
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Deed
from wagtail_remacto.monitoring import messages
from wagtail_remacto.monitoring.errors import NoPartner, NotYours, WordsMissing
from wagtail_remacto.monitoring.models import Partner, PartnerState
from wagtail_remacto.monitoring.services.locking import Ground
from wagtail_remacto.monitoring.services.partners.ground import (
    held,
    log_deed,
    require_open,
    require_own,
    require_side,
    require_waiting,
)
from wagtail_remacto.people.happened import Event, tell
from wagtail_remacto.people.models import Participant


@transaction.atomic
def confirm(
    *,
    partner: Partner,
    by: Any,
    administration_brings: str = "",
    now: dt.datetime | None = None,
) -> Partner:
    """The administration’s side, for an association that has proposed itself.

    Twice is once. Raises ``gate.Refused``, ``CycleClosed``, ``PartnershipOver``, and
    ``NotYours`` where the association’s answer is waited for.
    """
    now = now or timezone.now()
    ground, partner = held(partner)
    gate.require(by, Deed.PARTNER, ground.project, now)
    if partner.state == PartnerState.CONFIRMED:
        return partner
    require_open(ground)
    require_waiting(partner)
    if partner.state != PartnerState.PROPOSED:
        raise NotYours
    partner.administration_brings = clean(administration_brings).strip()
    partner.administration_confirmed_at = now
    partner.confirmed_by = by
    _confirmed(ground, partner, now)
    messages.confirmed(partner, ground)
    log_deed(ground, partner, "confirm_partner", by)
    return partner


@transaction.atomic
def accept(
    *,
    partner: Partner,
    participant: Participant,
    brings: str = "",
    now: dt.datetime | None = None,
) -> Partner:
    """The association’s side, for one that was invited and has opened its link.

    ``brings`` takes the place of what the invitation says that it contributes. Twice
    is once. Raises ``gate.Refused``, ``NotYours``, ``CycleClosed``,
    ``PartnershipOver`` and ``ValidationError``.
    """
    now = now or timezone.now()
    ground, partner = held(partner)
    gate.require(participant, Deed.JOIN, ground.project, now)
    require_own(partner, participant)
    if partner.state == PartnerState.CONFIRMED:
        return partner
    require_open(ground)
    require_waiting(partner)
    if partner.state != PartnerState.INVITED:
        raise NotYours
    partner.brings = clean(brings).strip() or partner.brings
    if not partner.brings:
        raise ValidationError({"brings": _("Say what your association contributes.")})
    partner.language = guess_language(partner.brings, partner.language)
    partner.association_confirmed_at = now
    partner.email = ""
    _confirmed(ground, partner, now)
    return partner


@transaction.atomic
def decline(
    *,
    partner: Partner,
    by: Any = None,
    participant: Participant | None = None,
    words: str = "",
    now: dt.datetime | None = None,
) -> Partner:
    """One side says no, or takes back what it has proposed; the row stays.

    An officer who declines what an association has proposed says why. Twice is once.
    Raises ``gate.Refused``, ``NotYours``, ``PartnershipOver`` and ``WordsMissing``.
    """
    now = now or timezone.now()
    ground, partner = held(partner)
    require_side(ground, partner, by, participant, now)
    if partner.state == PartnerState.DECLINED:
        return partner
    require_waiting(partner)
    words = clean(words).strip()
    if participant is None and partner.state == PartnerState.PROPOSED and not words:
        raise WordsMissing
    address = partner.email
    _close(partner, PartnerState.DECLINED, words, now)
    if participant is None:
        messages.closed(partner, ground, address=address)
        log_deed(ground, partner, "decline_partner", by)
    return partner


@transaction.atomic
def end(
    *,
    partner: Partner,
    words: str,
    by: Any = None,
    participant: Participant | None = None,
    now: dt.datetime | None = None,
) -> Partner:
    """One side ends a confirmed partnership and says why; everything said stays.

    Twice is once. Raises ``gate.Refused``, ``NotYours``, ``CycleClosed``,
    ``NoPartner`` and ``WordsMissing``.
    """
    now = now or timezone.now()
    ground, partner = held(partner)
    require_side(ground, partner, by, participant, now)
    if partner.state == PartnerState.ENDED:
        return partner
    if partner.state != PartnerState.CONFIRMED:
        raise NoPartner
    require_open(ground)
    words = clean(words).strip()
    if not words:
        raise WordsMissing
    _close(partner, PartnerState.ENDED, words, now)
    if participant is None:
        messages.closed(partner, ground)
        log_deed(ground, partner, "end_partner", by)
    return partner


def _confirmed(ground: Ground, partner: Partner, now: dt.datetime) -> None:
    partner.state = PartnerState.CONFIRMED
    partner.save()
    tell(
        Event(
            kind="partner",
            key=f"partner:{partner.pk}",
            at=now,
            page=ground.project,
            project=ground.project,
            facts={"partner": partner.pk, "role": partner.role},
        )
    )


def _close(partner: Partner, state: str, words: str, now: dt.datetime) -> None:
    partner.state, partner.closed_at, partner.closed_words = state, now, words
    partner.email = ""
    partner.save()
