"""What this room keeps of people: what they wrote, and what they did about others'."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from wagtail_remacto.contributions import merging, small_pictures, space  # noqa: F401
from wagtail_remacto.contributions.models import (
    Attachment,
    AuthorKind,
    Comment,
    CommentSupport,
    Contribution,
    Draft,
    DraftFile,
    Follow,
    ModerationAct,
    Report,
    Standing,
    Support,
)
from wagtail_remacto.contributions.shown import (
    shown_discussion,
    shown_name,
    shown_text,
)
from wagtail_remacto.normalise import fold
from wagtail_remacto.people import registry, retention
from wagtail_remacto.people.models import Participant
from wagtail_remacto.people.registry import PersonalData, Row
from wagtail_remacto.people.retention import Rule

# What was never given, or was taken back: its words stay (domain rule 1), but nobody
# will ask for its files and its point on the map.
NOT_GIVEN = (Standing.UNCONFIRMED, Standing.WITHDRAWN)

registry.register_trace(
    "wagtail_remacto.Contribution.entered_by",
    _("which officer entered an idea given on paper"),
)
registry.register_trace(
    "wagtail_remacto.ModerationAct.by", _("which officer moderated a text")
)


def _discard(files: models.QuerySet[Any]) -> None:
    """Delete the rows, and after the commit what is stored and used nowhere else.

    A draft that was sent has left its files to the contribution.
    """
    stored = [(row.file.storage, row.file.name) for row in files]
    files.delete()

    def delete() -> None:
        for storage, name in stored:
            used = (Attachment, DraftFile)
            if not any(each.objects.filter(file=name).exists() for each in used):
                small_pictures.delete(storage, name)

    transaction.on_commit(delete)


def _moderation(acts: Iterable[ModerationAct]) -> list[Row]:
    return [
        {
            "decision": act.verb,
            "at": act.at,
            "words": act.words,
            "answer": act.answer,
            "answered_at": act.answered_at,
        }
        for act in acts
    ]


@registry.register
class Contributions(PersonalData):
    name = "contributions"
    label = _("Your contributions, their wordings and their files")
    kept = _(
        "Title and text, for others have supported, discussed and answered them; the "
        "files of what is public too. What was never confirmed or was withdrawn keeps "
        "its words, which nobody sees, and loses its files and its place."
    )
    keys = (
        "wagtail_remacto.Contribution.author",
        "wagtail_remacto.ContributionRevision.edited_by",
    )

    def export(self, participant: Participant) -> Iterable[Row]:
        rows = participant.contributions.select_related("phase", "axis")
        for row in rows.prefetch_related("revisions", "attachments", "moderation"):
            yield {
                "reference": row.shown_reference,
                "title": row.title,
                "text": row.text,
                "language": row.language,
                "phase": row.phase.title,
                "axis": row.axis and row.axis.title,
                "themes": [theme.name for theme in row.themes.all()],
                "origin": row.origin,
                "association_or_group": row.author_name,
                "place": row.place,
                "latitude": row.latitude,
                "longitude": row.longitude,
                "standing": row.standing,
                "outcome": row.outcome,
                "supports": row.supports_count,
                "comments": row.comments_count,
                "sent_at": row.created_at,
                "edited_at": row.edited_at,
                "withdrawn_at": row.withdrawn_at,
                "wordings": [
                    {"title": each.title, "text": each.text, "at": each.at}
                    for each in row.revisions.all()
                ],
                "files": [each.name for each in row.attachments.all()],
                "moderation": _moderation(row.moderation.all()),
            }

    def files(self, participant: Participant) -> Iterable[tuple[str, Any]]:
        rows = Attachment.objects.filter(contribution__author=participant)
        for row in rows.select_related("contribution"):
            yield f"{row.contribution.shown_reference}/{row.name}", row.file

    def erase(self, participant: Participant) -> None:
        rows = Contribution.objects.filter(author=participant)
        own = fold(participant.display_name)
        for row in rows.exclude(author_name=""):
            # An association keeps its name; somebody who gave their own does not.
            if fold(row.author_name) == own:
                Contribution.objects.filter(pk=row.pk).update(author_name="")
        # The name that waits for the confirmation of an address.
        rows.filter(standing=Standing.UNCONFIRMED).exclude(
            author_kind=AuthorKind.ASSOCIATION
        ).update(author_name="")
        _lose_person(rows.filter(standing__in=NOT_GIVEN))
        # Of what stays too: it may be the door of a home.
        rows.update(place="", latitude=None, longitude=None)
        ModerationAct.objects.filter(contribution__author=participant).update(answer="")

    def active_since(self, moment: dt.datetime) -> models.QuerySet[Any]:
        rows = Contribution.objects.filter(author__isnull=False, created_at__gte=moment)
        return rows.order_by().values("author")


def _lose_person(rows: models.QuerySet[Any]) -> None:
    """Take from contributions that nobody sees what is not their words."""
    _discard(Attachment.objects.filter(contribution__in=rows.values("pk")))
    rows.update(place="", latitude=None, longitude=None)


@registry.register
class Comments(PersonalData):
    name = "comments"
    label = _("Your comments")
    kept = _("The text, for others have answered it.")
    keys = ("wagtail_remacto.Comment.author",)

    def export(self, participant: Participant) -> Iterable[Row]:
        rows = participant.comments.select_related(
            "discussion__contribution__phase", "discussion__page"
        )
        for row in rows.prefetch_related("moderation"):
            yield {
                "on": shown_discussion(row.discussion, participant),
                "text": row.text,
                "stance": row.stance,
                "language": row.language,
                "standing": row.standing,
                "supports": row.supports_count,
                "sent_at": row.created_at,
                "withdrawn_at": row.withdrawn_at,
                "moderation": _moderation(row.moderation.all()),
            }

    def erase(self, participant: Participant) -> None:
        ModerationAct.objects.filter(comment__author=participant).update(answer="")

    def active_since(self, moment: dt.datetime) -> models.QuerySet[Any]:
        rows = Comment.objects.filter(created_at__gte=moment)
        return rows.order_by().values("author")


def _related(comment: str) -> list[str]:
    """What says whether a comment may be read, in one query."""
    return [f"{comment}__discussion__{name}" for name in ("contribution", "cycle")]


@registry.register
class Supports(PersonalData):
    name = "supports"
    label = _("What you support")
    kept = _("The count, so that it stays true; nobody can read whose support it was.")
    keys = (
        "wagtail_remacto.Support.participant",
        "wagtail_remacto.CommentSupport.participant",
    )

    def export(self, participant: Participant) -> Iterable[Row]:
        for row in participant.supports.select_related("contribution__phase"):
            name = shown_name(row.contribution, participant)
            yield {"contribution": name, "at": row.created_at}
        for each in participant.comment_supports.select_related(*_related("comment")):
            text = shown_text(each.comment, participant)
            yield {"comment": text, "at": each.created_at}

    def active_since(self, moment: dt.datetime) -> models.QuerySet[Any]:
        rows = Support.objects.filter(created_at__gte=moment).values("participant")
        others = CommentSupport.objects.filter(created_at__gte=moment)
        return rows.order_by().union(others.order_by().values("participant"))


@registry.register
class Reports(PersonalData):
    name = "reports"
    label = _("What you have reported to the moderators")
    kept = _("That something was reported and for which reason; your words go.")
    keys = ("wagtail_remacto.Report.participant",)

    def export(self, participant: Participant) -> Iterable[Row]:
        rows = participant.reports.select_related(
            "contribution__phase", *_related("comment")
        )
        for row in rows:
            yield {
                "on": shown_name(row.contribution, participant)
                if row.contribution
                else shown_text(row.comment, participant),
                "reason": row.reason,
                "text": row.text,
                "at": row.created_at,
            }

    def erase(self, participant: Participant) -> None:
        Report.objects.filter(participant=participant).update(text="")


@registry.register
class Drafts(PersonalData):
    name = "drafts"
    label = _("What you have begun to write and not sent")
    kept = _("Nothing: drafts and their files are deleted.")
    keys = ("wagtail_remacto.Draft.participant",)

    def export(self, participant: Participant) -> Iterable[Row]:
        for row in participant.drafts.prefetch_related("files"):
            yield {
                "written": row.data,
                "files": [file.name for file in row.files.all()],
                "begun_at": row.created_at,
                "changed_at": row.updated_at,
            }

    def files(self, participant: Participant) -> Iterable[tuple[str, Any]]:
        rows = DraftFile.objects.filter(draft__participant=participant)
        for row in rows:
            yield f"{row.draft_id}/{row.name}", row.file

    def erase(self, participant: Participant) -> None:
        theirs = models.Q(participant=participant)
        if participant.email:
            # Begun before anybody knew who it was.
            theirs |= models.Q(
                participant__isnull=True, data__email__iexact=participant.email
            )
        _delete_drafts(Draft.objects.filter(theirs))


def _delete_drafts(drafts: models.QuerySet[Any]) -> None:
    _discard(DraftFile.objects.filter(draft__in=drafts.values("pk")))
    drafts.delete()


@registry.register
class Follows(PersonalData):
    name = "follows"
    label = _("What you follow")
    kept = _("Nothing.")
    keys = ("wagtail_remacto.Follow.participant",)

    def export(self, participant: Participant) -> Iterable[Row]:
        for row in participant.follows.select_related("contribution__phase", "page"):
            of = row.contribution
            name = shown_name(of, participant) if of else str(row.page)
            yield {"what": name, "at": row.created_at}

    def erase(self, participant: Participant) -> None:
        Follow.objects.filter(participant=participant).delete()


def _forget_unconfirmed(rows: models.QuerySet[Any]) -> None:
    """Nobody has stood up for these: the words stay unseen, and nobody's."""
    found = Contribution.objects.filter(pk__in=list(rows.values_list("pk", flat=True)))
    for row in found.prefetch_related("revisions"):
        row.revisions.update(edited_by=None)
    _lose_person(found)
    found.update(author=None, author_name="")


retention.register(
    Rule(
        "drafts",
        _("drafts that nobody has touched"),
        lambda before: Draft.objects.filter(updated_at__lt=before),
        _delete_drafts,
    )
)
retention.register(
    Rule(
        "unconfirmed",
        _("contributions from addresses that nobody has confirmed"),
        lambda before: Contribution.objects.filter(
            standing=Standing.UNCONFIRMED, author__isnull=False, created_at__lt=before
        ),
        _forget_unconfirmed,
    )
)
retention.register(
    Rule(
        "reports",
        _("words of reports that are settled"),
        lambda before: Report.objects.filter(settled_at__lt=before).exclude(text=""),
        lambda rows: rows.update(text=""),
    )
)
