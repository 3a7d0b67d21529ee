"""Ideas given on paper: entered by officers, claimed by whoever gave them."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from wagtail_remacto.contributions import references
from wagtail_remacto.contributions.branches import place_of
from wagtail_remacto.contributions.errors import AlreadyClaimed, WrongCode
from wagtail_remacto.contributions.models import (
    AuthorKind,
    Contribution,
    Nature,
    Origin,
    Standing,
)
from wagtail_remacto.contributions.services.composing import (
    axis_of,
    fitting,
    free_reference,
    give_words,
    locked,
)
from wagtail_remacto.contributions.services.copying import share_claim
from wagtail_remacto.contributions.services.wordings import keep_wording
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.models import Axis, PhasePage
from wagtail_remacto.cycles.rates import Sender
from wagtail_remacto.people.models import Participant


@transaction.atomic
def enter(
    *,
    phase: PhasePage,
    by: Any,
    title: str,
    text: str,
    nature: str = Nature.IDEA,
    workshop: Any = None,
    origin: str = Origin.WORKSHOP,
    axis: Axis | None = None,
    language: str = "",
    themes: Iterable[str] = (),
    author_kind: str = AuthorKind.GROUP,
    author_name: str = "",
    collected_by: str = "",
    external_key: str = "",
    reference: str = "",
    now: dt.datetime | None = None,
) -> tuple[Contribution, bool]:
    """An idea given on paper, entered by an officer; and whether it is new.

    ``external_key`` names it in the phase: what was entered under the same key is
    returned as it stands. ``reference`` is the one printed on its slip. Public at once.
    Raises ``gate.Refused`` and ``ValidationError`` (by field).
    """
    phase = gate.lock(phase)
    now = now or timezone.now()
    gate.require(by, gate.Deed.ENTER, phase, now)
    external_key = fitting("external_key", external_key)
    if external_key:
        known = Contribution.objects.filter(
            phase=phase, external_key=external_key
        ).first()
        if known is not None:
            return known, False
    where = place_of(phase)
    contribution = Contribution(
        reference=_printed_reference(reference) if reference else free_reference(),
        nature=nature,
        phase=phase,
        cycle=where.cycle,
        collectivite=where.collectivite,
        axis=axis_of(axis, where.cycle),
        origin=origin,
        workshop=workshop.canonical if workshop is not None else None,
        author_kind=author_kind,
        author_name=fitting("author_name", author_name),
        collected_by=fitting("collected_by", collected_by),
        external_key=external_key,
        entered_by=by,
        standing=Standing.PUBLIC,
        published_at=now,
    )
    give_words(contribution, title, text, language)
    contribution.save()
    if themes:
        contribution.themes.add(*themes)
    keep_wording(contribution, None)
    # The log outlives a moderator’s decision: it names it without its words.
    log(
        contribution,
        "wagtail_remacto.enter",
        user=by,
        title=contribution.shown_reference,
    )
    return contribution, True


@transaction.atomic
def claim(
    *,
    contribution: Contribution,
    participant: Participant,
    code: str,
    now: dt.datetime | None = None,
    sender: Sender | None = None,
) -> Contribution:
    """Whoever gave an idea on paper has it among their own, by the code of its slip.

    They read its way and answer for it; its words, and the group or association that
    gave it, stay as they were given. Raises ``gate.Refused``, ``WrongCode``,
    ``AlreadyClaimed``.
    """
    gate.lock(contribution.phase)
    contribution = locked(contribution)
    gate.require(participant, gate.Deed.CLAIM, contribution.phase, now, sender=sender)
    if contribution.origin == Origin.ONLINE or not references.claim_code_matches(
        contribution.reference, code
    ):
        raise WrongCode
    if contribution.author_id == participant.pk:
        return contribution
    if contribution.author_id is not None:
        raise AlreadyClaimed
    contribution.author = participant
    contribution.claimed_at = now or timezone.now()
    contribution.save(update_fields=["author", "claimed_at"])
    share_claim(contribution)
    log(
        contribution,
        "wagtail_remacto.claim",
        user=participant.user,
        title=contribution.shown_reference,
    )
    return contribution


def _printed_reference(text: str) -> str:
    reference = references.read(text)
    if reference is None:
        raise ValidationError(
            {
                "reference": _("“%(text)s” is not a reference: one sign is wrong.")
                % {"text": text}
            }
        )
    if Contribution.objects.filter(reference=reference).exists():
        raise ValidationError(
            {"reference": _("The slip “%(text)s” was entered before.") % {"text": text}}
        )
    return reference
