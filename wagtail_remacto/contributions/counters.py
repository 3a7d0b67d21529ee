"""Counters are columns moved with what they count, and can be checked against it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Model, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from wagtail_remacto.contributions.models import (
    Comment,
    CommentSupport,
    Contribution,
    Discussion,
    Report,
    Standing,
    Support,
)


def comment_moved(comment: Comment, before: str, after: str) -> None:
    """Follow a comment that has become public, or is so no more.

    ``before`` is empty for a comment that is new. Called in the transaction that
    changes its standing.
    """
    change = (after == Standing.PUBLIC) - (before == Standing.PUBLIC)
    if not change:
        return
    # The comments before what they stand on, as whoever decides about the parent does:
    # in one discussion of a page they may belong to different phases.
    if comment.parent_id:
        Comment.objects.filter(pk=comment.parent_id).update(
            replies_count=F("replies_count") + change
        )
    Discussion.objects.filter(pk=comment.discussion_id).update(
        comments_count=F("comments_count") + change
    )
    # One row by its key: a join would leave it to the planner, which guesses in a
    # transaction that has written much.
    discussed = Discussion.objects.filter(pk=comment.discussion_id)
    Contribution.objects.filter(pk=Subquery(discussed.values("contribution"))).update(
        comments_count=F("comments_count") + change
    )


@dataclass(frozen=True, slots=True)
class Drift:
    """A counter that says something else than the rows it counts."""

    model: type[Model]
    pk: int
    field: str
    says: Any
    is_really: Any

    def __str__(self) -> str:
        name = self.model._meta.model_name
        return f"{name} {self.pk}: {self.field} says {self.says}, is {self.is_really}"


def _count(rows: type[Model], key: str, **conditions: str) -> Coalesce:
    counted = (
        rows._default_manager.filter(Q(**{key: OuterRef("pk")}), **conditions)
        .order_by()
        .values(key)
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(counted), 0)


def _truths() -> Iterator[tuple[type[Model], str, Coalesce]]:
    public = {"standing": Standing.PUBLIC}
    yield Contribution, "supports_count", _count(Support, "contribution")
    yield (
        Contribution,
        "comments_count",
        _count(Comment, "discussion__contribution", **public),
    )
    yield Contribution, "reports_count", _count(Report, "contribution")
    yield Discussion, "comments_count", _count(Comment, "discussion", **public)
    yield Comment, "supports_count", _count(CommentSupport, "comment")
    yield Comment, "replies_count", _count(Comment, "parent", **public)
    yield Comment, "reports_count", _count(Report, "comment")


def drifts() -> Iterator[Drift]:
    """Every counter that is wrong, in a number of queries that does not grow."""
    for model, field, truth in _truths():
        wrong = (
            model._default_manager.annotate(is_really=truth)
            .exclude(**{field: F("is_really")})
            .values_list("pk", field, "is_really")
        )
        for pk, says, is_really in wrong.iterator():
            yield Drift(model, pk, field, says, is_really)


def recount() -> list[Drift]:
    """Put every wrong counter right; returns what was wrong.

    Each row is held alone and counted anew: what was written since it was found wrong
    is counted, and nobody waits in a circle.
    """
    truths = {(model, field): truth for model, field, truth in _truths()}
    found = [
        _put_right(drift, truths[drift.model, drift.field]) for drift in list(drifts())
    ]
    return [drift for drift in found if drift is not None]


@transaction.atomic
def _put_right(drift: Drift, truth: Coalesce) -> Drift | None:
    row = drift.model._default_manager.filter(pk=drift.pk)
    # Whoever adds a row that points here waits too, or is waited for.
    list(row.order_by().select_for_update().values_list("pk"))
    counted = row.annotate(is_really=truth).values_list(drift.field, "is_really")
    says, is_really = counted.get()
    if says == is_really:
        return None
    row.update(**{drift.field: is_really})
    return Drift(drift.model, drift.pk, drift.field, says, is_really)
