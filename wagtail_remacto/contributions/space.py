"""This room's parts of my space: contributions, comments, what one follows."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail_remacto import conf
from wagtail_remacto.contributions.models import Comment, Contribution, Follow, Standing
from wagtail_remacto.contributions.services.moderating import awaits_answer
from wagtail_remacto.contributions.shown import shown_title
from wagtail_remacto.people.models import Participant
from wagtail_remacto.people.space import register_section


def _part(
    rows: models.QuerySet[Any], params: Mapping[str, str], name: str
) -> dict[str, Any]:
    """The newest rows, or those before the one that the address names; one query.

    ``older`` is what the address of the next part says, and empty at the end.
    """
    size = conf.get("LIST_SIZE")
    parameter = f"{name}_before"
    before = params.get(parameter, "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.order_by("-pk")[: size + 1])
    older = f"?{parameter}={found[size - 1].pk}#{name}" if len(found) > size else ""
    return {"rows": found[:size], "older": older, "is_later": bool(before)}


def _with_decision(rows: list[Any]) -> None:
    """Give each row ``decision``, the moderators' last one, where it concerns now.

    ``may_answer`` says whether its author may answer it.
    """
    for row in rows:
        acts = list(row.moderation.all())
        last = acts[-1] if acts else None
        told = row.standing in (Standing.HELD, Standing.HIDDEN)
        row.decision = last if last is not None and (told or last.words) else None
        row.may_answer = last is not None and awaits_answer(last, row)


def contributions(
    participant: Participant, params: Mapping[str, str]
) -> dict[str, Any]:
    rows = Contribution.objects.filter(author=participant)
    rows = rows.select_related("phase__locale", "collectivite__locale")
    part = _part(rows.prefetch_related("moderation__reason"), params, "contributions")
    _with_decision(part["rows"])
    return part


def comments(participant: Participant, params: Mapping[str, str]) -> dict[str, Any]:
    rows = Comment.objects.filter(author=participant)
    rows = rows.select_related(
        "discussion__contribution__phase__locale", "discussion__page__locale"
    )
    part = _part(rows.prefetch_related("moderation__reason"), params, "comments")
    _with_decision(part["rows"])
    for row in part["rows"]:
        of = row.discussion.contribution
        row.about = shown_title(of, participant) if of else row.discussion.page.title
    return part


def follows(participant: Participant, params: Mapping[str, str]) -> dict[str, Any]:
    rows = Follow.objects.filter(participant=participant)
    rows = rows.select_related("contribution__phase__locale", "page__locale")
    part = _part(rows, params, "follows")
    for row in part["rows"]:
        of = row.contribution
        row.about = shown_title(of, participant) if of else row.page.title
    return part


_TEMPLATES = "wagtail_remacto/contributions/space_{}.html"

register_section(
    "contributions",
    100,
    _("My contributions"),
    _TEMPLATES.format("contributions"),
    contributions,
)
register_section(
    "comments", 200, _("My comments"), _TEMPLATES.format("comments"), comments
)
register_section(
    "follows", 400, _("What I follow"), _TEMPLATES.format("follows"), follows
)
