"""What is read of a committee's work: how far its members are, and what they say.

*3 of 5 have reviewed*: those who have to are the seats in use, within their mandate and
with an account. A seat that declares a conflict of interest is done with the idea and
is counted on neither side. Whoever has left since is not counted either, though what
they said stays readable.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.db.models.functions import Left
from django.utils import timezone

from wagtail_remacto.committees.membership import within_mandate
from wagtail_remacto.committees.models import (
    AnalysisClosing,
    LeadText,
    OutcomeRecord,
    Review,
    ReviewMark,
    Seat,
)
from wagtail_remacto.contributions import similarity
from wagtail_remacto.contributions.models import (
    Contribution,
    Nature,
    Outcome,
    Standing,
)
from wagtail_remacto.contributions.queries import COMPARED, COMPARED_SIGNS
from wagtail_remacto.cycles.models import CyclePage


def came_after_closing() -> Exists:
    """For ideas: whether one was entered after the analysis of its cycle was closed."""
    closings = AnalysisClosing.objects.filter(
        reopened_at__isnull=True,
        phase__path__startswith=OuterRef("cycle__path"),
        at__lt=OuterRef("created_at"),
    )
    return Exists(closings)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the members are with one idea."""

    reviewed: int
    have_to: int
    conflicts: int = 0

    @property
    def is_complete(self) -> bool:
        return self.reviewed >= self.have_to


@dataclass(frozen=True, slots=True)
class CriterionMarks:
    """What the members give an idea for one criterion; ``mean`` is exact."""

    criterion_id: int
    marks: tuple[int, ...]

    @property
    def mean(self) -> Fraction:
        return Fraction(sum(self.marks), len(self.marks))

    @property
    def lowest(self) -> int:
        return min(self.marks)

    @property
    def highest(self) -> int:
        return max(self.marks)


@dataclass(frozen=True, slots=True)
class Summary:
    """What the reviews of one idea say together; conflicts say nothing.

    ``opinions``: pairs of an outcome and how many would choose it, most first.
    """

    opinions: list[tuple[Outcome, int]]
    marks: dict[int, CriterionMarks]


@dataclass
class Side:
    """One idea beside others: all that is needed to choose between them."""

    contribution: Contribution
    progress: Progress
    summary: Summary
    reviews: list[Review] = field(default_factory=list)
    records: list[OutcomeRecord] = field(default_factory=list)
    merged: list[Contribution] = field(default_factory=list)
    wording: LeadText | None = None


def reviewers(cycle: CyclePage, now: dt.datetime | None = None) -> list[Seat]:
    """The seats that have to review the ideas of a canonical cycle; one query."""
    now = now or timezone.now()
    seats = Seat.objects.filter(
        committee__path__startswith=cycle.path, active=True, user__isnull=False
    ).select_related("committee", "user")
    return [seat for seat in seats if within_mandate(seat, now)]


def ideas_to_read(cycle: CyclePage) -> "QuerySet[Contribution]":
    """What the committee of a canonical cycle has to answer."""
    return Contribution.objects.filter(
        cycle=cycle, nature=Nature.IDEA, standing=Standing.PUBLIC
    )


def unanswered_ideas() -> "QuerySet[Contribution]":
    """Ideas that are public and have no outcome, of all cycles."""
    return Contribution.objects.filter(
        nature=Nature.IDEA, standing=Standing.PUBLIC, outcome=""
    )


def ideas_owed(now: dt.datetime) -> "QuerySet[Contribution]":
    """Those to which an answer is owed: once the phase they were given in is closed."""
    return unanswered_ideas().filter(phase__end__lt=now)


def remarks_owed(now: dt.datetime) -> "QuerySet[Contribution]":
    """Those of second consultations to which an answer is owed, likewise."""
    return Contribution.objects.filter(
        nature=Nature.REMARK,
        standing=Standing.PUBLIC,
        answered_at=None,
        phase__end__lt=now,
    )


def progress_of(reviews: Iterable[Review], seats: Iterable[Seat]) -> Progress:
    """How far ``seats`` are with the idea that these reviews are about; no query."""
    members = {seat.pk for seat in seats}
    given = [review for review in reviews if review.seat_id in members]
    conflicts = sum(review.conflict for review in given)
    return Progress(
        reviewed=len(given) - conflicts,
        have_to=len(members) - conflicts,
        conflicts=conflicts,
    )


def reviews_of(contributions: Iterable[Contribution]) -> dict[int, list[Review]]:
    """The reviews of each, with seat and marks, by seat; two queries in all."""
    found: dict[int, list[Review]] = {row.pk: [] for row in contributions}
    rows = Review.objects.filter(contribution__in=list(found)).select_related("seat")
    marks = ReviewMark.objects.order_by("criterion__order", "criterion")
    for review in rows.prefetch_related(Prefetch("marks", marks)):
        found[review.contribution_id].append(review)
    return found


def summary_of(reviews: Iterable[Review]) -> Summary:
    """What they say together; no query for reviews of :func:`reviews_of`."""
    opinions: dict[str, int] = {}
    marks: dict[int, list[int]] = {}
    for review in reviews:
        if review.conflict:
            continue
        opinions[review.opinion] = opinions.get(review.opinion, 0) + 1
        for mark in review.marks.all():
            marks.setdefault(mark.criterion_id, []).append(mark.mark)
    order = {code: place for place, code in enumerate(Outcome.values)}
    ranked = sorted(opinions.items(), key=lambda one: (-one[1], order[one[0]]))
    return Summary(
        opinions=[(Outcome(code), number) for code, number in ranked],
        marks={
            pk: CriterionMarks(pk, tuple(sorted(given))) for pk, given in marks.items()
        },
    )


def side_by_side(
    contributions: Sequence[Contribution], seats: Iterable[Seat]
) -> list[Side]:
    """The ideas in their order, each with all that was said of it; five queries."""
    seats = list(seats)
    keys = [row.pk for row in contributions]
    reviews = reviews_of(contributions)
    records: dict[int, list[OutcomeRecord]] = {}
    for record in OutcomeRecord.objects.filter(contribution__in=keys).select_related(
        "merged_into", "by"
    ):
        records.setdefault(record.contribution_id, []).append(record)
    merged: dict[Any, list[Contribution]] = {}
    ideas = Contribution.objects.filter(merged_into__in=keys).select_related("author")
    for idea in ideas.order_by("pk"):
        merged.setdefault(idea.merged_into_id, []).append(idea)
    wordings = {
        each.contribution_id: each
        for each in LeadText.objects.filter(contribution__in=keys).order_by("number")
    }
    return [
        Side(
            contribution=row,
            progress=progress_of(reviews[row.pk], seats),
            summary=summary_of(reviews[row.pk]),
            reviews=reviews[row.pk],
            records=records.get(row.pk, []),
            merged=merged.get(row.pk, []),
            wording=wordings.get(row.pk),
        )
        for row in contributions
    ]


def resembling(
    contributions: Sequence[Contribution], cycle: CyclePage, limit: int = 3
) -> dict[int, list[Contribution]]:
    """For each idea those that say nearly the same, the closest first; one query.

    Looked for among the latest ``COMPARED`` ideas of the canonical cycle and those that
    are given; what is merged into one of both already is not named again.
    """
    latest = (
        ideas_to_read(cycle)
        .annotate(first_words=Left("search_text", COMPARED_SIGNS))
        .defer("text", "html", "search_text")
        .order_by("-created_at", "-pk")
    )
    texts: dict[int, tuple[Contribution, str]] = {
        row.pk: (row, row.search_text[:COMPARED_SIGNS]) for row in contributions
    }
    for row in latest[:COMPARED]:
        found: Any = row
        texts.setdefault(row.pk, (row, found.first_words))
    return {
        row.pk: similarity.rank(
            f"{row.title} {row.text}",
            [
                pair
                for pk, pair in texts.items()
                if pk != row.pk and not _are_one(row, pair[0])
            ],
            limit=limit,
        )
        for row in contributions
    }


def _are_one(one: Contribution, other: Contribution) -> bool:
    leads = {one.merged_into_id or one.pk, other.merged_into_id or other.pk}
    return len(leads) == 1
