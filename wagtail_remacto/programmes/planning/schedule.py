"""Dates proposed backwards from the session of the council; no database.

Every date is a day, and the first and the last day of a span both belong to it.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wagtail_remacto.cycles.kinds import PhaseKind
from wagtail_remacto.programmes.planning.plans import ANNOUNCED, Plan, Step

DAY = dt.timedelta(days=1)
SATURDAY = 5
# How finely the steps are shortened until the first of them is still to come.
SHARES = 20


@dataclass(frozen=True, slots=True)
class Target:
    """The session that is aimed at: its day, or the whole month while that is unknown.

    ``notice`` is how many days before it the members of the council are told.
    """

    first: dt.date
    last: dt.date
    notice: int = 0
    ordinary: bool = True

    @property
    def is_month(self) -> bool:
        return self.first != self.last


@dataclass(frozen=True, slots=True)
class Span:
    """The days of one phase, and the day on which people are told of it."""

    kind: str
    start: dt.date
    end: dt.date
    announced: dt.date | None = None

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def first(self) -> dt.date:
        """The first day on which something has to be done for it."""
        return min(self.start, self.announced or self.start)


def propose(
    plan: Plan,
    target: Target,
    *,
    announce: int = 0,
    today: dt.date | None = None,
    fixed: Mapping[str, Span] | None = None,
) -> tuple[Span, ...]:
    """The phases of the plan, in its order, so that the council can vote at ``target``.

    A step ends on a working day, early enough for the free days after it. Where the
    usual lengths would begin before ``today``, all steps are shortened alike, down to
    the least that each may have and never further: what does not fit then begins in
    the past, and is flagged. Spans in ``fixed`` stay as they are, and the steps before
    them are proposed around them. ``announce`` is how many days before its start a
    phase with meetings is announced.
    """
    fixed = fixed or {}
    spans: tuple[Span, ...] = ()
    for share in range(SHARES + 1):
        lengths = {step.kind: _length(step, share) for step in plan.steps}
        spans = _lay_out(plan.steps, target, lengths, announce, fixed)
        free = [span.first for span in spans if span.kind not in fixed]
        if today is None or not free or min(free) >= today:
            break
    return spans


def _length(step: Step, share: int) -> int:
    """The usual days, less so many twentieths of what may be saved."""
    return step.days - -(-(step.days - step.least) * share // SHARES)


def _lay_out(
    steps: Sequence[Step],
    target: Target,
    lengths: Mapping[str, int],
    announce: int,
    fixed: Mapping[str, Span],
) -> tuple[Span, ...]:
    """Backwards from the vote, then forwards from it."""
    kinds = [step.kind for step in steps]
    vote = kinds.index(PhaseKind.ADOPTION) if PhaseKind.ADOPTION in kinds else None
    adoption = fixed.get(PhaseKind.ADOPTION) or Span(
        PhaseKind.ADOPTION, target.first, target.last
    )
    before = list(steps) if vote is None else list(steps[:vote])
    spans: list[Span] = [] if vote is None else [adoption]
    following, notice = adoption, target.notice
    for step in reversed(before):
        span = fixed.get(step.kind)
        if span is None:
            last = working_day(following.start - DAY * (1 + max(step.gap, notice)))
            start = last - DAY * (lengths[step.kind] - 1)
            span = Span(step.kind, start, last, _announced(step.kind, start, announce))
        spans.insert(0, span)
        following, notice = span, 0
    if vote is None:
        return tuple(spans)
    previous, gap = adoption, steps[vote].gap
    for step in steps[vote + 1 :]:
        span = fixed.get(step.kind)
        if span is None:
            start = previous.end + DAY * (1 + gap)
            span = Span(
                step.kind,
                start,
                # What follows the vote is not in a hurry: it keeps its usual length.
                _end(start, step),
                _announced(step.kind, start, announce),
            )
        spans.append(span)
        previous, gap = span, step.gap
    return tuple(spans)


def _announced(kind: str, start: dt.date, announce: int) -> dt.date | None:
    if kind not in ANNOUNCED:
        return None
    return working_day(start - DAY * announce)


def _end(start: dt.date, step: Step) -> dt.date:
    if not step.years:
        return start + DAY * (step.days - 1)
    year = start.year + step.years
    try:
        return start.replace(year=year) - DAY
    except ValueError:
        return dt.date(year, 2, 28)


def working_day(day: dt.date) -> dt.date:
    """The day itself, or the Friday before a weekend."""
    return day - DAY * max(0, day.weekday() - SATURDAY + 1)


def days_in_common(span: Span, first: dt.date, last: dt.date) -> int:
    return max(0, (min(span.end, last) - max(span.start, first)).days + 1)


def days_lost(spans: Iterable[Span], closed: Iterable[tuple[dt.date, dt.date]]) -> int:
    """How many days of the spans are in closed ones, each day counted once."""
    periods = list(closed)
    lost: set[dt.date] = set()
    for span in spans:
        for first, last in periods:
            start = max(span.start, first)
            lost.update(
                start + DAY * number
                for number in range(days_in_common(span, first, last))
            )
    return len(lost)
