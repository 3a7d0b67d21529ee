"""What speaks against the dates of a plan, in sentences; no database."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wagtail_remacto.cycles.calendar_words import month_words, weekday_date
from wagtail_remacto.cycles.kinds import ORDER, PhaseKind
from wagtail_remacto.programmes.planning.plans import LONG, Notice, Plan
from wagtail_remacto.programmes.planning.schedule import (
    SATURDAY,
    Span,
    Target,
    days_in_common,
    days_lost,
)


class Why(models.TextChoices):
    """Of which kind a flag is; for whoever reads it by machine."""

    PAST = "past", gettext_lazy("in the past")
    OVERLAP = "overlap", gettext_lazy("two steps at once")
    GAP = "gap", gettext_lazy("too little time between two steps")
    SHORT = "short", gettext_lazy("shorter than usual")
    CLOSED = "closed", gettext_lazy("in a closed period")
    ANNOUNCED = "announced", gettext_lazy("announced late")
    NOTICE = "notice", gettext_lazy("the council is told late")
    MONTH = "month", gettext_lazy("not a month of ordinary sessions")
    CYCLE = "cycle", gettext_lazy("at the time of another cycle")
    DAY_OFF = "day_off", gettext_lazy("ends on a day off")


@dataclass(frozen=True, slots=True)
class Flag:
    why: Why
    sentence: str


class Closed(Protocol):
    """A closed period, as its row says it."""

    title: Any
    start: Any
    end: Any


@dataclass(frozen=True, slots=True)
class Busy:
    """A phase of another cycle of the same collectivité."""

    cycle: str
    phase: str
    start: dt.date
    end: dt.date


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the dates are judged against.

    ``months`` are those of the council's ordinary sessions by their number, each with
    its legal source; none known, none asked. ``announce`` is how many days before it a
    phase with meetings is announced.
    """

    today: dt.date
    notice: Notice = Notice(0)
    announce: int = 0
    months: Mapping[int, str] = field(default_factory=dict)
    closed: Sequence[Closed] = ()
    others: Sequence[Busy] = ()


# What may well go on at the same time.
_TOGETHER = {
    frozenset(pair)
    for pair in (
        (PhaseKind.INFORMATION, PhaseKind.AXES),
        (PhaseKind.INFORMATION, PhaseKind.CO_CREATION),
        (PhaseKind.IMPLEMENTATION, PhaseKind.EVALUATION),
        (PhaseKind.IMPLEMENTATION, PhaseKind.NEXT_CYCLE),
        (PhaseKind.EVALUATION, PhaseKind.NEXT_CYCLE),
    )
}


def flags(
    spans: Sequence[Span], plan: Plan, target: Target, around: Surroundings
) -> dict[str, list[Flag]]:
    """The flags of each kind of phase; every kind of ``spans`` has a list."""
    ordered = sorted(spans, key=lambda span: ORDER[span.kind])
    found: dict[str, list[Flag]] = {}
    for number, span in enumerate(ordered):
        earlier = ordered[:number]
        later = ordered[number + 1] if number + 1 < len(ordered) else None
        by_month = span.kind == PhaseKind.ADOPTION and target.is_month
        found[span.kind] = [
            *_past(span, around),
            *_overlaps(span, earlier),
            *_gap(span, later, plan, around),
            *_length(span, plan),
            *_announcement(span, around),
            *_month(span, target, around),
            *_closed(span, around),
            *_busy(span, around),
            *([] if by_month else _day_off(span)),
        ]
    return found


def lost_days(spans: Sequence[Span], around: Surroundings) -> int:
    """How many days of all the short phases nobody can use."""
    return days_lost(
        [span for span in spans if span.kind not in LONG],
        [(each.start, each.end) for each in around.closed],
    )


def kind_label(kind: str) -> str:
    return str(PhaseKind(kind).label)


def _past(span: Span, around: Surroundings) -> Iterator[Flag]:
    if span.start < around.today:
        yield Flag(
            Why.PAST,
            _("It would have begun on %(day)s, which is past.")
            % {"day": weekday_date(span.start)},
        )
    elif span.announced and span.announced < around.today:
        yield Flag(
            Why.PAST,
            _("It would have been announced on %(day)s, which is past.")
            % {"day": weekday_date(span.announced)},
        )


def _overlaps(span: Span, earlier: Sequence[Span]) -> Iterator[Flag]:
    for other in earlier:
        together = frozenset((other.kind, span.kind)) in _TOGETHER
        if other.end < span.start or together:
            continue
        yield Flag(
            Why.OVERLAP,
            _("It begins before “%(phase)s” has ended, on %(day)s.")
            % {"phase": kind_label(other.kind), "day": weekday_date(other.end)},
        )


def _gap(
    span: Span, later: Span | None, plan: Plan, around: Surroundings
) -> Iterator[Flag]:
    """Too little time: for the notice of the council, for answers, for a version."""
    step = plan.step(span.kind)
    if later is None or span.end >= later.start:
        return
    free = (later.start - span.end).days - 1
    if later.kind == PhaseKind.ADOPTION and free < around.notice.days:
        yield Flag(
            Why.NOTICE,
            ngettext(
                "The members of the council are told %(notice)d day before the "
                "session (%(source)s); what is left is %(free)d.",
                "The members of the council are told %(notice)d days before the "
                "session (%(source)s); what is left is %(free)d.",
                around.notice.days,
            )
            % {
                "notice": around.notice.days,
                "source": around.notice.source,
                "free": free,
            },
        )
    elif step is not None and free < step.gap:
        yield Flag(
            Why.GAP,
            ngettext(
                "%(free)d day is left until “%(phase)s” begins; %(usual)d are usual.",
                "%(free)d days are left until “%(phase)s” begins; %(usual)d are usual.",
                free,
            )
            % {"free": free, "phase": kind_label(later.kind), "usual": step.gap},
        )


def _length(span: Span, plan: Plan) -> Iterator[Flag]:
    step = plan.step(span.kind)
    if step is None or span.days >= step.days:
        return
    words = {"days": span.days, "usual": step.days, "least": step.least}
    if span.days < step.least:
        yield Flag(
            Why.SHORT,
            ngettext(
                "%(days)d day is very short: at least %(least)d are needed, and "
                "%(usual)d are usual.",
                "%(days)d days are very short: at least %(least)d are needed, and "
                "%(usual)d are usual.",
                span.days,
            )
            % words,
        )
    elif not step.years:
        yield Flag(
            Why.SHORT,
            ngettext(
                "%(days)d day is shorter than the usual %(usual)d.",
                "%(days)d days are shorter than the usual %(usual)d.",
                span.days,
            )
            % words,
        )


def _announcement(span: Span, around: Surroundings) -> Iterator[Flag]:
    if span.announced is None:
        return
    ahead = (span.start - span.announced).days
    if ahead < 0:
        yield Flag(Why.ANNOUNCED, _("It would be announced after it has begun."))
    elif ahead < around.announce:
        yield Flag(
            Why.ANNOUNCED,
            ngettext(
                "Announced %(ahead)d day before it begins; %(usual)d are usual, so "
                "that people can come.",
                "Announced %(ahead)d days before it begins; %(usual)d are usual, so "
                "that people can come.",
                ahead,
            )
            % {"ahead": ahead, "usual": around.announce},
        )


def _month(span: Span, target: Target, around: Surroundings) -> Iterator[Flag]:
    """Whether the law foresees an ordinary session in this month."""
    if span.kind != PhaseKind.ADOPTION or not (target.ordinary and around.months):
        return
    if span.start.month in around.months:
        return
    named = [
        month_words(dt.date(span.start.year, number, 1))
        for number in sorted(around.months)
    ]
    sources = dict.fromkeys(filter(None, around.months.values()))
    yield Flag(
        Why.MONTH,
        _(
            "The ordinary sessions of this council are in %(months)s (%(source)s); "
            "another month needs an extraordinary session."
        )
        % {"months": ", ".join(named), "source": "; ".join(sources)},
    )


def _closed(span: Span, around: Surroundings) -> Iterator[Flag]:
    if span.kind in LONG:
        return
    for period in around.closed:
        lost = days_in_common(span, period.start, period.end)
        if lost:
            yield Flag(
                Why.CLOSED,
                ngettext(
                    "%(lost)d day of %(days)d falls into “%(period)s”, from %(start)s "
                    "to %(end)s.",
                    "%(lost)d days of %(days)d fall into “%(period)s”, from %(start)s "
                    "to %(end)s.",
                    lost,
                )
                % {
                    "lost": lost,
                    "days": span.days,
                    "period": period.title,
                    "start": weekday_date(period.start),
                    "end": weekday_date(period.end),
                },
            )


def _busy(span: Span, around: Surroundings) -> Iterator[Flag]:
    if span.kind in LONG:
        return
    for other in around.others:
        if days_in_common(span, other.start, other.end):
            yield Flag(
                Why.CYCLE,
                _(
                    "“%(phase)s” of “%(cycle)s” is at the same time, from %(start)s to "
                    "%(end)s."
                )
                % {
                    "phase": other.phase,
                    "cycle": other.cycle,
                    "start": weekday_date(other.start),
                    "end": weekday_date(other.end),
                },
            )


def _day_off(span: Span) -> Iterator[Flag]:
    if span.kind in LONG or span.end.weekday() < SATURDAY:
        return
    if span.kind == PhaseKind.ADOPTION:
        yield Flag(
            Why.DAY_OFF,
            _("The council would sit on %(day)s, a day off.")
            % {"day": weekday_date(span.end)},
        )
    else:
        yield Flag(
            Why.DAY_OFF,
            _("It ends on %(day)s, a day off: nobody is at the office to help.")
            % {"day": weekday_date(span.end)},
        )
