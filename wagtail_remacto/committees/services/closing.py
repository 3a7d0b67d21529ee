"""The committee has read everything, or says why it goes on without (domain rule 2)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from wagtail.log_actions import log

from wagtail_remacto import conf
from wagtail_remacto.committees.errors import (
    AnswersOwed,
    ClosedAlready,
    NotAnAnalysis,
    ReopenedAlready,
    WhyReopened,
)
from wagtail_remacto.committees.models import AnalysisClosing
from wagtail_remacto.contributions.branches import place_of
from wagtail_remacto.contributions.models import Contribution, Nature, Standing
from wagtail_remacto.contributions.text import clean, guess_language
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.kinds import PhaseKind
from wagtail_remacto.cycles.models import CyclePage, PhasePage


@dataclass(frozen=True, slots=True)
class Figures:
    """What a cycle’s committee has to read: its ideas, the remarks left out.

    ``received`` are public, ``held`` are not: a moderator has not read them yet.
    """

    received: int
    answered: int
    owed: int
    held: int

    @property
    def is_complete(self) -> bool:
        return not self.owed and not self.held


def figures(cycle: CyclePage) -> Figures:
    """The ideas of the cycle as they stand now; one query for a canonical page."""
    is_public = Q(standing=Standing.PUBLIC)
    found = Contribution.objects.filter(
        cycle=cycle.canonical, nature=Nature.IDEA
    ).aggregate(
        received=Count("pk", filter=is_public),
        owed=Count("pk", filter=is_public & Q(outcome="")),
        held=Count("pk", filter=Q(standing=Standing.HELD)),
    )
    return Figures(
        received=found["received"],
        answered=found["received"] - found["owed"],
        owed=found["owed"],
        held=found["held"],
    )


def current(cycle: CyclePage) -> AnalysisClosing | None:
    """The closing that stands for this cycle’s analysis, if there is one.

    One query for a canonical page.
    """
    return (
        AnalysisClosing.objects.filter(
            phase__path__startswith=cycle.canonical.path, reopened_at__isnull=True
        )
        .select_related("phase__locale", "by")
        .order_by("-at", "-pk")
        .first()
    )


@transaction.atomic
def close(
    *,
    phase: PhasePage,
    by: Any,
    override: str = "",
    language: str = "",
    now: dt.datetime | None = None,
) -> AnalysisClosing:
    """That the analysis is over, with the figures of this moment.

    While answers are owed or ideas are held, only ``override`` closes it: the reason,
    which everyone reads, from whoever may record decisions (``Deed.DECIDE``). Where
    nothing is owed no override is kept. Raises ``gate.Refused``, ``NotAnAnalysis``,
    ``ClosedAlready``, ``AnswersOwed``.
    """
    now = now or timezone.now()
    phase = phase.canonical
    place = place_of(phase)
    phase = _locked(place.cycle, phase)
    gate.require(by, gate.Deed.OUTCOME, place.cycle, now)
    if phase.kind != PhaseKind.ANALYSIS:
        raise NotAnAnalysis
    standing = AnalysisClosing.objects.filter(phase=phase, reopened_at__isnull=True)
    if standing.exists():
        raise ClosedAlready
    found, words = figures(place.cycle), ""
    if not found.is_complete:
        words = clean(override).strip()
        if not words:
            raise AnswersOwed(found)
        gate.require(by, gate.Deed.DECIDE, place.cycle, now, even_closed=True)
    made = AnalysisClosing.objects.create(
        phase=phase,
        collectivite=place.collectivite,
        received=found.received,
        answered=found.answered,
        owed=found.owed,
        held=found.held,
        override_words=words,
        language=language or guess_language(words, conf.content_language())
        if words
        else "",
        by=by,
        at=now,
    )
    log(
        phase,
        "wagtail_remacto.close_analysis",
        user=by,
        data={"owed": found.owed, "held": found.held},
    )
    return made


@transaction.atomic
def reopen(
    *,
    closing: AnalysisClosing,
    by: Any,
    words: str,
    now: dt.datetime | None = None,
) -> AnalysisClosing:
    """That it was closed too early; the closing stays readable, with these words.

    For whoever may record decisions. Raises ``gate.Refused``, ``ReopenedAlready``,
    ``WhyReopened``.
    """
    now = now or timezone.now()
    closing = (
        AnalysisClosing.objects.select_for_update(of=("self",))
        .select_related("phase__locale")
        .get(pk=closing.pk)
    )
    gate.require(by, gate.Deed.DECIDE, place_of(closing.phase).cycle, now)
    if closing.reopened_at is not None:
        raise ReopenedAlready
    words = clean(words).strip()
    if not words:
        raise WhyReopened
    closing.reopened_at, closing.reopened_by = now, by
    closing.reopened_words = words
    closing.save(update_fields=["reopened_at", "reopened_by", "reopened_words"])
    log(closing.phase, "wagtail_remacto.reopen_analysis", user=by)
    return closing


def _locked(cycle: CyclePage, phase: PhasePage) -> PhasePage:
    """The phase, with all of its cycle: nothing is sent while answers are counted."""
    phases = (
        PhasePage.objects.child_of(cycle)
        .select_for_update(of=("page_ptr", "self"), no_key=True)
        .select_related("locale")
        .order_by("pk")
    )
    return {each.pk: each for each in phases}[phase.pk]
