"""The numbers of the desk: of many cycles at once, and of one by axis."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from wagtail.models import Page

from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.collectivites.permissions import changeable
from wagtail_remacto.committees.desk.access import Desk, seats_now
from wagtail_remacto.committees.desk.listing import NO_AXIS
from wagtail_remacto.committees.models import Review
from wagtail_remacto.committees.queries import (
    ideas_owed,
    ideas_to_read,
    remarks_owed,
    unanswered_ideas,
)
from wagtail_remacto.committees.services.closing import Figures
from wagtail_remacto.contributions.models import Contribution, Nature, Standing
from wagtail_remacto.contributions.queries import axes_by_row
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.models import CyclePage
from wagtail_remacto.cycles.queries import attach_cycles

# Of more cycles, those where most waits.
SHOWN = 10
_PUBLIC = Q(standing=Standing.PUBLIC)
COUNTED = {
    "received": Count("pk", filter=_PUBLIC),
    "owed": Count("pk", filter=_PUBLIC & Q(outcome="")),
    "held": Count("pk", filter=Q(standing=Standing.HELD)),
}


def _figures(row: dict[str, Any]) -> Figures:
    return Figures(
        received=row["received"],
        answered=row["received"] - row["owed"],
        owed=row["owed"],
        held=row["held"],
    )


def by_cycle(cycles: Iterable[Any]) -> dict[int, Figures]:
    """For each canonical cycle what ``closing.figures`` says; one query for all."""
    keys = [cycle.pk for cycle in cycles]
    rows = (
        Contribution.objects.filter(cycle__in=keys, nature=Nature.IDEA)
        .order_by()
        .values("cycle_id")
        .annotate(**COUNTED)
    )
    found = {row["cycle_id"]: _figures(row) for row in rows}
    return {key: found.get(key, Figures(0, 0, 0, 0)) for key in keys}


@dataclass(frozen=True, slots=True)
class AxisFigures:
    """``code`` is what the filter of the list calls the axis."""

    code: str
    title: Words
    figures: Figures


def by_axis(desk: Desk) -> list[AxisFigures]:
    """The numbers on each axis of the cycle, then of ideas on none; two queries."""
    axes = axes_by_row(cycle__path=desk.cycle.path)
    rows = (
        Contribution.objects.filter(cycle=desk.cycle, nature=Nature.IDEA)
        .order_by()
        .values("axis_id")
        .annotate(**COUNTED)
    )
    sums: dict[Any, list[int]] = {}
    shown = {axis.translation_key: axis for axis in axes.values() if axis.active}
    for key in shown:
        sums[key] = [0, 0, 0]
    for row in rows:
        axis = axes.get(row["axis_id"])
        key = axis.translation_key if axis is not None else None
        if axis is not None:
            shown.setdefault(key, axis)
        before = sums.setdefault(key, [0, 0, 0])
        sums[key] = [
            number + row[name] for number, name in zip(before, COUNTED, strict=True)
        ]
    found = []
    for key, axis in sorted(
        shown.items(), key=lambda pair: (pair[1].order, pair[1].pk)
    ):
        title = Words(axis.title, axis.locale.language_code)
        code = str(axis.order) if axis.active else ""
        found.append(AxisFigures(code, title, _of(sums[key])))
    if None in sums:
        found.append(AxisFigures(NO_AXIS, Words("", ""), _of(sums[None])))
    return found


def _of(numbers: list[int]) -> Figures:
    received, owed, held = numbers
    return Figures(received, received - owed, owed, held)


def to_review(desk: Desk) -> int:
    """How many ideas wait for a review of this person; no query without a seat."""
    if desk.seat is None:
        return 0
    own = Review.objects.filter(contribution=OuterRef("pk"), seat=desk.seat)
    waiting = ideas_to_read(desk.cycle).filter(outcome="")
    return waiting.filter(~Exists(own)).count()


def waiting_for_review(user: Any, now: dt.datetime) -> list[tuple[CyclePage, int]]:
    """Each cycle with ideas that wait for this member’s review, and how many.

    One query for whoever has no seat, four at most.
    """
    step = Page.steplen
    paths = [seat.committee.path[:-step] for seat in seats_now(user, now)]
    if not paths:
        return []
    own = Review.objects.filter(contribution=OuterRef("pk"), seat__user=user)
    return _counted(unanswered_ideas().filter(~Exists(own), cycle__path__in=paths))


def owed_by_cycle(user: Any, now: dt.datetime) -> list[tuple[CyclePage, int]]:
    """Each cycle of an officer’s in which answers to ideas are owed, and how many.

    No query without the right, three at most.
    """
    return _of_officer(user, ideas_owed(now))


def remarks_by_cycle(user: Any, now: dt.datetime) -> list[tuple[CyclePage, int]]:
    """The same for answers to remarks on draft programmes."""
    return _of_officer(user, remarks_owed(now))


def _of_officer(user: Any, owed: QuerySet[Contribution]) -> list[tuple[CyclePage, int]]:
    if not user.has_perm(gate.OFFICERS_RIGHTS[gate.Deed.OUTCOME]):
        return []
    return _counted(owed.filter(cycle__in=changeable(user).order_by().values("pk")))


def _counted(ideas: QuerySet[Contribution]) -> list[tuple[CyclePage, int]]:
    """The cycles with most of these ideas, each with its ``collectivite``.

    And with its ``cycle_page``, itself in the language of the screen.
    """
    rows = ideas.order_by().values("cycle_id").annotate(n=Count("pk"))
    numbers = {row["cycle_id"]: row["n"] for row in rows.order_by("-n")[:SHOWN]}
    if not numbers:
        return []
    cycles = CyclePage.objects.select_related("locale").in_bulk(list(numbers))
    attach_cycles(cycles.values())
    return [(cycles[key], number) for key, number in numbers.items()]
