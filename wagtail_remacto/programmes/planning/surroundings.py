"""What a plan is judged against, read from the records of the collectivité."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from wagtail_remacto import conf
from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.cycles.calendar_words import partial_period_words
from wagtail_remacto.cycles.clock import day_of
from wagtail_remacto.cycles.closed_periods import closed_periods
from wagtail_remacto.cycles.kinds import ORDER, Precision
from wagtail_remacto.cycles.models import CyclePage, CycleTemplate, PhasePage
from wagtail_remacto.programmes.models import CouncilSession, SessionKind, SessionMonth
from wagtail_remacto.programmes.planning.flags import Busy, Surroundings
from wagtail_remacto.programmes.planning.plans import LONG, notice_of
from wagtail_remacto.programmes.planning.schedule import Span, Target


def today(now: dt.datetime | None = None) -> dt.date:
    return day_of(now or timezone.now())


def target_of(
    collectivite: CollectivitePage, *, date: Any, kind: str = SessionKind.ORDINARY
) -> Target:
    """The session of a day, or of a month whose day is not known yet."""
    return Target(
        first=date.first,
        last=date.last,
        notice=notice_of(collectivite.kind).days,
        ordinary=kind != SessionKind.EXTRAORDINARY,
    )


def date_of(session: CouncilSession) -> Any:
    """The sitting as far as it is known, else the month; empty without either."""
    sitting: Any = session.sitting
    if sitting and sitting.precision == "day":
        return sitting
    return session.month or sitting


def session_months(collectivite: CollectivitePage) -> dict[int, str]:
    """The months of its council's ordinary sessions, each with its legal source."""
    wanted = [conf.fallback_language(), conf.content_language()]
    rows = SessionMonth.objects.filter(
        collectivite_kind=collectivite.kind
    ).select_related("locale")

    def rank(row: SessionMonth) -> int:
        code = row.locale.language_code
        return wanted.index(code) if code in wanted else -1

    # The last one stays: any language, the site’s, the one of the screen.
    return {row.month: row.basis for row in sorted(rows, key=rank)}


def surroundings(
    collectivite: CollectivitePage,
    *,
    spans: Sequence[Span],
    cycle: CyclePage | None = None,
    now: dt.datetime | None = None,
) -> Surroundings:
    """What speaks for or against these dates; ``cycle`` is the one they are for."""
    short = [span for span in spans if span.kind not in LONG]
    first = min((span.start for span in short), default=today(now))
    last = max((span.end for span in short), default=today(now))
    return Surroundings(
        today=today(now),
        notice=notice_of(collectivite.kind),
        announce=conf.get("ANNOUNCE_DAYS"),
        months=session_months(collectivite),
        closed=closed_periods(first, last),
        others=_other_cycles(collectivite, cycle),
    )


def _other_cycles(
    collectivite: CollectivitePage, cycle: CyclePage | None
) -> list[Busy]:
    """The dated phases of its other cycles, drafts too, in the canonical language."""
    cycles = {
        other.path: other
        for other in CyclePage.objects.child_of(collectivite)
        if cycle is None or other.pk != cycle.pk
    }
    phases = (
        PhasePage.objects.descendant_of(collectivite)
        .exclude(kind__in=LONG)
        .order_by("start", "path")
    )
    return [
        Busy(other.title, phase.title, span.start, span.end)
        for phase in phases
        if (other := cycles.get(phase.path[: -Page.steplen])) is not None
        and (span := span_of(phase)) is not None
    ]


def span_of(phase: PhasePage) -> Span | None:
    """The days of a phase that has a first and a last one."""
    if phase.precision == Precision.TEXT or not (phase.start and phase.end):
        return None
    announced: Any = phase.announced
    return Span(
        phase.kind,
        day_of(phase.start),
        day_of(phase.end),
        announced.first if announced and announced.precision == "day" else None,
    )


def phases_of(cycle: CyclePage) -> dict[str, PhasePage]:
    """The phases that the cycle has already, by kind; the first of each.

    A phase that only a translation has counts too: it is not made a second time.
    """
    paths = CyclePage.objects.filter(translation_key=cycle.translation_key)
    found: dict[str, PhasePage] = {}
    for each in sorted(paths, key=lambda one: one.pk != cycle.pk):
        for phase in PhasePage.objects.child_of(each).order_by("path"):
            found.setdefault(phase.kind, phase)
    return dict(sorted(found.items(), key=lambda item: ORDER.get(item[0], 0)))


def templates_offered() -> list[CycleTemplate]:
    """Each calendar of the network once, as the row that cycles point at."""
    found: dict[Any, CycleTemplate] = {}
    rows = CycleTemplate.objects.select_related("locale").order_by("pk")
    language = conf.fallback_language()
    for row in sorted(rows, key=lambda one: one.locale.language_code != language):
        found.setdefault(row.translation_key, row)
    return sorted(found.values(), key=lambda one: one.identifier, reverse=True)


def in_language_of_screen(template: CycleTemplate) -> CycleTemplate:
    """The same calendar in the reader's language, where the network has it."""
    found: CycleTemplate | None = CycleTemplate.objects.filter(
        translation_key=template.translation_key,
        locale__language_code=conf.content_language(),
    ).first()
    return found or template


def template_months(template: CycleTemplate | None) -> dict[str, str]:
    """When the network's calendar has each kind of phase, in words."""
    if template is None:
        return {}
    return {
        phase.kind: partial_period_words(phase.start, phase.end) or phase.date_text
        for phase in in_language_of_screen(template).phases.all()
    }
