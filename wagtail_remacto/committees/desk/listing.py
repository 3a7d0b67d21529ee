"""The ideas of a cycle as its committee works through them; an address a state."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wagtail_remacto.committees import queries
from wagtail_remacto.committees.desk.access import Desk
from wagtail_remacto.committees.desk.selection import readable_ideas
from wagtail_remacto.committees.models import Review, Seat
from wagtail_remacto.committees.queries import Progress
from wagtail_remacto.contributions.lists import (
    ORDERINGS,
    Choice,
    ContributionList,
    holding_words,
)
from wagtail_remacto.contributions.models import Contribution, Outcome

# What the filter of axes calls ideas that stand on none.
NO_AXIS = "none"


class State(models.TextChoices):
    """How far the committee is with an idea; outcomes follow in the same filter."""

    OPEN = "open", _("without an outcome")
    MINE = "mine", _("without my review")
    READ = "read", _("reviewed by everyone")
    CONFLICT = "conflict", _("with a conflict of interest")


@dataclass
class Line:
    """An idea of the list; no progress for whoever sees no reviews."""

    idea: Contribution
    progress: Progress | None = None
    mine: Review | None = None


class DeskList(ContributionList):
    """One state of the queue; as many queries for ten ideas as for ten thousand."""

    parameters = ("q", "axis", "state", "origin", "language")

    def __init__(self, desk: Desk, data: Mapping[str, str]) -> None:
        super().__init__(readable_ideas(desk), desk.cycle.path, data)
        self.desk = desk

    @cached_property
    def members(self) -> list[Seat]:
        return queries.reviewers(self.desk.cycle, self.desk.now)

    @property
    def states(self) -> list[Choice]:
        desk = self.desk
        offered: list[tuple[Any, Any]] = [(State.OPEN, State.OPEN.label)]
        if desk.may_review:
            offered.append((State.MINE, State.MINE.label))
        if desk.sees_reviews:
            offered += [(s, s.label) for s in (State.READ, State.CONFLICT)]
        return self._choices("state", [*offered, *Outcome.choices])

    @property
    def axes(self) -> list[Choice]:
        return [
            *super().axes,
            Choice(
                NO_AXIS,
                pgettext_lazy("priority axis", "none"),
                self.data["axis"] == NO_AXIS,
            ),
        ]

    @cached_property
    def whole(self) -> int:
        return self.all.count()

    @cached_property
    def _whatever_state(self) -> QuerySet[Contribution]:
        rows: QuerySet[Contribution] = self.all.annotate(
            came_after_closing=queries.came_after_closing()
        )
        if self.data["axis"] == NO_AXIS:
            rows = rows.filter(axis=None)
        elif self.data["axis"]:
            rows = rows.filter(axis_id__in=self._axis_rows)
        for name in ("origin", "language"):
            if self.data[name]:
                rows = rows.filter(**{name: self.data[name]})
        return rows.filter(holding_words(self.q))

    @cached_property
    def filtered(self) -> QuerySet[Contribution]:
        state, rows = self.data["state"], self._whatever_state
        if state == State.OPEN:
            return rows.filter(outcome="")
        if state in Outcome:
            return rows.filter(outcome=state)
        if state not in {choice.code for choice in self.states}:
            return rows
        reviews = Review.objects.filter(contribution=OuterRef("pk")).order_by()
        if state == State.MINE:
            return rows.filter(~Exists(reviews.filter(seat=self.desk.seat)), outcome="")
        if state == State.CONFLICT:
            return rows.filter(Exists(reviews.filter(conflict=True)))
        ours = reviews.filter(seat__in=self.members).values("contribution")
        number = ours.annotate(n=Count("pk")).values("n")
        counted = rows.annotate(
            read_by=Coalesce(Subquery(number), 0, output_field=models.IntegerField())
        )
        if not self.members:
            return rows.none()
        return counted.filter(read_by__gte=len(self.members))

    @cached_property
    def lines(self) -> list[Line]:
        return lines_of(self.desk, self.page.items, self.members)

    def next_to_review(self, idea: Contribution) -> Contribution | None:
        """After ``idea`` in this order, else from the beginning; two queries at most.

        Whatever the state that is filtered by: without an outcome, and without a
        review of one's own.
        """
        seat = self.desk.seat
        if seat is None:
            return None
        own = Review.objects.filter(contribution=OuterRef("pk"), seat=seat)
        return self._after(idea, ~Exists(own))

    def next_to_answer(self, idea: Contribution) -> Contribution | None:
        """The same for whoever records outcomes, whether or not they have reviewed."""
        return self._after(idea, Q())

    def _after(self, idea: Contribution, condition: Any) -> Contribution | None:
        order = ORDERINGS[self.sort]
        rows = (
            self._whatever_state.filter(condition, outcome="")
            .exclude(pk=idea.pk)
            .order_by(*order)
        )
        name, step = order[0].lstrip("-"), "lt" if order[0][0] == "-" else "gt"
        value = getattr(idea, name)
        beyond = Q(**{f"{name}__{step}": value}) | Q(
            **{name: value, f"pk__{step}": idea.pk}
        )
        return rows.filter(beyond).first() or rows.first()


def lines_of(
    desk: Desk, ideas: Iterable[Contribution], members: list[Seat]
) -> list[Line]:
    """A line for each idea; two queries, none for whoever sees no reviews."""
    ideas = list(ideas)
    if not desk.sees_reviews or not ideas:
        return [Line(idea) for idea in ideas]
    reviews = queries.reviews_of(ideas)
    return [line_of(desk, idea, reviews[idea.pk], members) for idea in ideas]


def line_of(
    desk: Desk, idea: Contribution, reviews: list[Review], members: list[Seat]
) -> Line:
    mine = desk.seat.pk if desk.seat else 0
    return Line(
        idea,
        queries.progress_of(reviews, members),
        next((review for review in reviews if review.seat_id == mine), None),
    )
