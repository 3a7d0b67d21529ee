"""What is read of contributions: in the reader's language, the same in every one."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Count, Model, Q, QuerySet
from django.db.models.functions import Left
from django.http import Http404
from wagtail.models import Page

from wagtail_remacto import conf
from wagtail_remacto.collectivites.languages import best_for_the_screen
from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.collectivites.queries import in_language, published, readable
from wagtail_remacto.contributions import similarity
from wagtail_remacto.contributions.models import (
    Comment,
    Contribution,
    ModerationAct,
    ModerationReason,
    Nature,
    Standing,
    Verb,
)
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.models import Axis
from wagtail_remacto.people.models import Participant

P = TypeVar("P", bound=Page)
M = TypeVar("M", bound=Model)

# Likeness is reckoned in Python: over the latest of the cycle, by their first words.
COMPARED = 200
COMPARED_SIGNS = 240


def page_or_404(model: type[P], pk: int) -> P:
    """The published page in the reader's language; ``pk`` may be a translation's."""
    key = readable(model._default_manager.filter(pk=pk)).values("translation_key")
    found = published(model).filter(translation_key__in=key).first()
    if found is None:
        raise Http404("No published page has this number.")
    return found


def public() -> "QuerySet[Contribution]":
    """What anyone may read, with what a card of it shows."""
    return Contribution.objects.filter(standing=Standing.PUBLIC).select_related(
        "author"
    )


def ideas(**lookup: Any) -> "QuerySet[Contribution]":
    """Ideas, whatever their standing: remarks on a draft are no rivals of theirs."""
    return Contribution.objects.filter(nature=Nature.IDEA, **lookup)


def axes_by_row(**lookup: Any) -> dict[int, Axis]:
    """From the key of every row of an axis to the row in the reader's language.

    ``lookup`` says which axes; one query.
    """
    languages = {conf.content_language(), conf.fallback_language()}
    rows = Axis.objects.filter(
        locale__language_code__in=languages, **lookup
    ).select_related("locale")
    best = best_for_the_screen(rows)
    return {row.pk: best[row.translation_key] for row in rows}


def dress(
    contributions: Iterable[Contribution], axes: dict[int, Axis] | None = None
) -> list[Contribution]:
    """Give each its ``shown_axis`` and ``shown_workshop``, in the reader's language.

    None where there is none or where the page is not published. At most two queries.
    """
    rows = list(contributions)
    if axes is None:
        keys = {row.axis_id for row in rows if row.axis_id}
        axes = (
            axes_by_row(
                translation_key__in=Axis.objects.filter(pk__in=keys).values(
                    "translation_key"
                )
            )
            if keys
            else {}
        )
    workshops = _workshops({row.workshop_id for row in rows if row.workshop_id})
    for row in rows:
        shown: Any = row
        shown.shown_axis = axes.get(row.axis_id) if row.axis_id else None
        shown.shown_workshop = workshops.get(row.workshop_id)
    return rows


def _workshops(keys: set[int]) -> dict[int | None, Any]:
    if not keys:
        return {}
    # The room of workshops is above this one: the field knows its model.
    model: Any = Contribution._meta.get_field("workshop").related_model
    canonical = model._default_manager.filter(pk__in=keys)
    rows = list(
        readable(
            model._default_manager.filter(
                translation_key__in=canonical.values("translation_key"),
                alias_of__isnull=True,
                locale__language_code__in={
                    conf.content_language(),
                    conf.fallback_language(),
                },
            )
        ).select_related("locale")
    )
    best = best_for_the_screen(rows)
    return {row.pk: best[row.translation_key] for row in rows}


def standings(contributions: "QuerySet[Contribution]") -> dict[str, int]:
    """How many everyone knows of, by standing; one query.

    What was withdrawn before anybody could read it is not among them.
    """
    never = Q(standing=Standing.WITHDRAWN, published_at=None)
    counted = (
        contributions.exclude(never)
        .order_by()
        .values("standing")
        .annotate(n=Count("pk"))
    )
    return {row["standing"]: row["n"] for row in counted}


def similar(
    text: str, *, cycle_id: int, other_than: int | None = None, limit: int = 4
) -> list[Contribution]:
    """Public ideas of the cycle that resemble the text, the closest first.

    One query, over the latest ``COMPARED`` alone.
    """
    candidates = (
        ideas(cycle_id=cycle_id, standing=Standing.PUBLIC)
        .annotate(first_words=Left("search_text", COMPARED_SIGNS))
        .only(
            "reference",
            "title",
            "language",
            "outcome",
            "supports_count",
            "comments_count",
        )
        .order_by("-created_at", "-pk")
    )
    if other_than is not None:
        candidates = candidates.exclude(pk=other_than)
    rows: list[Any] = list(candidates[:COMPARED])
    return similarity.rank(text, [(row, row.first_words) for row in rows], limit=limit)


def may_read(reader: Any, contribution: Contribution) -> bool:
    """Whether the text is shown: public, one's own, or for the moderator."""
    return (
        contribution.is_public
        or is_author(reader, contribution)
        or is_moderator(reader, contribution.phase)
    )


def is_author(reader: Any, text: Contribution | Comment) -> bool:
    return isinstance(reader, Participant) and reader.pk == text.author_id


def is_moderator(reader: Any, page: Page) -> bool:
    account = gate.account_of(reader)
    if not account.is_authenticated:
        return False
    return bool(gate.check(account, gate.Deed.MODERATE, page))


@dataclass(frozen=True, slots=True)
class Tombstone:
    """Why a text is not shown, in words for everyone, and since when."""

    standing: Standing
    at: dt.datetime | None = None
    reason: Words = Words("", "fr")
    automatic: bool = False


def tombstones(texts: Iterable[Contribution | Comment]) -> dict[int, Tombstone]:
    """By primary key, for those that are hidden, held or withdrawn; all of one model.

    At most two queries, none where nothing was hidden.
    """
    texts = list(texts)
    hidden = [text for text in texts if text.standing == Standing.HIDDEN]
    acts: dict[int, ModerationAct] = {}
    if hidden:
        field = "comment" if isinstance(hidden[0], Comment) else "contribution"
        found = ModerationAct.objects.filter(
            **{f"{field}__in": [text.pk for text in hidden]}, verb=Verb.HIDE
        ).select_related("reason__locale")
        acts = {getattr(act, f"{field}_id"): act for act in found.order_by("at", "pk")}
    reasons = _reasons(act.reason for act in acts.values())
    return {
        text.pk: _tombstone(text, acts.get(text.pk), reasons)
        for text in texts
        if text.standing != Standing.PUBLIC
    }


def _tombstone(
    text: Contribution | Comment, act: ModerationAct | None, reasons: dict[Any, Words]
) -> Tombstone:
    standing = Standing(text.standing)
    if act is None:
        return Tombstone(standing, text.withdrawn_at)
    reason = reasons.get(act.reason.translation_key) if act.reason else None
    return Tombstone(standing, act.at, reason or Words("", "fr"), act.automatic)


def _reasons(rows: Iterable[ModerationReason | None]) -> dict[Any, Words]:
    """The reasons' titles in the reader's language, by translation key."""
    given = [row for row in rows if row is not None]
    foreign = {
        row.translation_key
        for row in given
        if row.locale.language_code != conf.content_language()
    }
    if foreign:
        given += in_language(
            ModerationReason.objects.filter(translation_key__in=foreign)
        ).select_related("locale")
    return {
        row.translation_key: Words(row.title, row.locale.language_code) for row in given
    }


def in_readers_language(page: P) -> P:
    """The page's published translation for the reader, or the page itself."""
    if page.locale.language_code == conf.content_language():
        return page
    group = type(page)._default_manager.filter(translation_key=page.translation_key)
    found = in_language(readable(group)).select_related("locale").first()
    return found or page
