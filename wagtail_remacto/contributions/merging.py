"""Two participants who are one person: what they wrote, supported and reported."""

from typing import Any

from django.db.models import F, Model, Q

from wagtail_remacto.contributions.models import (
    Comment,
    CommentSupport,
    Contribution,
    ContributionRevision,
    Draft,
    Follow,
    Report,
    Support,
)
from wagtail_remacto.people import merging
from wagtail_remacto.people.models import Participant


@merging.register
def one_person(gone: Participant, kept: Participant) -> None:
    Contribution.objects.filter(author=gone).update(author=kept)
    ContributionRevision.objects.filter(edited_by=gone).update(edited_by=kept)
    Comment.objects.filter(author=gone).update(author=kept)
    Draft.objects.filter(participant=gone).update(participant=kept)
    _unite(Support, "contribution", gone, kept)
    _unite(CommentSupport, "comment", gone, kept)
    # Nobody supports their own idea, and now it is their own.
    own = Support.objects.filter(participant=kept, contribution__author=kept)
    _drop(own, "contribution", "supports_count")
    for thing in ("contribution", "comment"):
        _unite(Report, thing, gone, kept, settled_at__isnull=True)
    Report.objects.filter(participant=gone).update(participant=kept)
    for thing in ("contribution", "page"):
        _unite(Follow, thing, gone, kept)


_COUNTERS: dict[type[Model], str] = {
    Support: "supports_count",
    CommentSupport: "supports_count",
    Report: "reports_count",
}


def _unite(
    rows: type[Any], thing: str, gone: Participant, kept: Participant, **only: Any
) -> None:
    """Hand over the rows about a ``thing``; drop those that the other has as well."""
    about = Q(**{f"{thing}__isnull": False}, **only)
    theirs = rows.objects.filter(about, participant=gone)
    had = rows.objects.filter(about, participant=kept).values(thing)
    _drop(theirs.filter(**{f"{thing}__in": had}), thing, _COUNTERS.get(rows, ""))
    theirs.update(participant=kept)


def _drop(rows: Any, thing: str, counter: str) -> None:
    """Delete the rows, each with its count; what two do at once is counted once."""
    target = rows.model._meta.get_field(thing).related_model
    for pk, about in list(rows.order_by(thing).values_list("pk", thing)):
        deleted, _by_model = rows.model.objects.filter(pk=pk).delete()
        if deleted and counter:
            target.objects.filter(pk=about).update(**{counter: F(counter) - 1})
