"""What is moderated and reported: a contribution or a comment, handled alike."""

from typing import Any

from wagtail.models import Page

from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.contributions.models import Comment, Contribution

Subject = Contribution | Comment

KINDS: dict[str, type[Contribution] | type[Comment]] = {
    "contribution": Contribution,
    "comment": Comment,
}


def kind_of(subject: Subject) -> str:
    return "contribution" if isinstance(subject, Contribution) else "comment"


def key_of(subject: Subject) -> dict[str, Any]:
    """The key by which reports and decisions point at it."""
    return {kind_of(subject): subject}


def name_of(subject: Subject) -> str:
    """What names it where its words may not be read."""
    if isinstance(subject, Contribution):
        return subject.shown_reference
    return f"{subject._meta.verbose_name} {subject.pk}"


def page_of(subject: Subject) -> Page:
    """The page to which a moderator needs the right."""
    if isinstance(subject, Contribution):
        return subject.phase
    return subject.discussion.cycle


def collectivite_of(subject: Subject) -> CollectivitePage:
    if isinstance(subject, Contribution):
        return subject.collectivite
    return subject.discussion.collectivite


def locked(subject: Subject) -> Any:
    """The subject as it is in the database now, held until the commit.

    Whoever locks it has locked its phase before, so that nobody waits in a circle.
    """
    related = ["phase", "phase__locale", "author__user"]
    if isinstance(subject, Contribution):
        rows: Any = Contribution.objects.select_related(*related, "collectivite")
    else:
        rows = Comment.objects.select_related(
            *related, "discussion__cycle", "discussion__collectivite"
        )
    return rows.select_for_update(of=("self",)).get(pk=subject.pk)
