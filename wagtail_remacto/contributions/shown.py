"""What names a text where not everybody may read its words."""

from typing import Any

from django.db.models import QuerySet

from wagtail_remacto.contributions.models import (
    Comment,
    Contribution,
    ContributionRevision,
    Discussion,
)
from wagtail_remacto.contributions.queries import is_author, is_moderator, may_read
from wagtail_remacto.contributions.subjects import name_of, page_of


def shown_title(contribution: Contribution, reader: Any = None) -> str:
    """Its title; where this reader may not read it, its reference alone.

    A public one costs no query.
    """
    if may_read(reader, contribution):
        return contribution.title
    return contribution.shown_reference


def shown_name(contribution: Contribution, reader: Any = None) -> str:
    """Reference and title, or the reference alone."""
    if may_read(reader, contribution):
        return str(contribution)
    return contribution.shown_reference


def shown_text(comment: Comment, reader: Any = None) -> str:
    """Its text; where this reader may not read it, its number alone.

    Nobody reads on where the contribution that it stands on is not public yet.
    """
    of = comment.discussion.contribution
    is_reachable = of is None or of.has_public_page
    if (
        (comment.is_public and is_reachable)
        or is_author(reader, comment)
        or is_moderator(reader, page_of(comment))
    ):
        return comment.text
    return name_of(comment)


def shown_discussion(discussion: Discussion, reader: Any = None) -> str:
    """What is discussed: the name of the contribution, or the title of the page."""
    if discussion.contribution is None:
        return str(discussion)
    return shown_name(discussion.contribution, reader)


def shown_wordings(
    contribution: Contribution, reader: Any
) -> "QuerySet[ContributionRevision]":
    """The wordings this reader may read: all of them for author and moderators."""
    rows = ContributionRevision.objects.filter(contribution=contribution)
    if is_author(reader, contribution) or is_moderator(reader, contribution.phase):
        return rows
    return rows.filter(is_public=True) if contribution.is_public else rows.none()
