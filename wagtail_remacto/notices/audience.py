"""Who hears of what: authors, followers of ideas, followers of pages.

The same answer for a digest of many people (:func:`news`) and for the page of one
(:func:`activities_of`).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Page

from wagtail_remacto.collectivites.queries import readable
from wagtail_remacto.contributions.models import Contribution, Follow, Standing
from wagtail_remacto.notices.kinds import Kind
from wagtail_remacto.notices.models import Activity, Concern
from wagtail_remacto.people.models import Participant

# Their authors and followers get a message at once, when it happens.
AT_ONCE = (Kind.OUTCOME, Kind.REMARK_ANSWER)
# What is told of an idea, also to who follows the page that it was given on.
ABOUT_IDEAS = (*AT_ONCE, Kind.TRANSLATED)


@dataclass(frozen=True, slots=True)
class Window:
    """Of one person, the activities after one key and up to another, by class."""

    participant: int
    after: int
    upto: int
    own: bool = True
    followed: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    """One activity for one person: through an idea (their own?) or through a page."""

    activity: int
    contribution: int | None = None
    own: bool = False
    # The page that is followed; of several, one.
    page: int | None = None


def shown() -> "QuerySet[Activity]":
    """What may be told: anyone may read its pages and, if any, the idea it is about."""
    pages = readable(Page.objects.all()).values("pk")
    public = Concern.objects.filter(
        activity=OuterRef("pk"), contribution__standing=Standing.PUBLIC
    )
    return Activity.objects.filter(
        ~Q(kind__in=ABOUT_IDEAS) | Exists(public),
        Q(project__isnull=True) | Q(project__in=pages),
        Q(cycle__isnull=True) | Q(cycle__live=True),
        page__in=pages,
        collectivite__live=True,
    )


def reached() -> "QuerySet[Participant]":
    """Who may be written to and has given or follows anything."""
    follows = Follow.objects.filter(participant=OuterRef("pk"))
    given = Contribution.objects.filter(author=OuterRef("pk"))
    return Participant.objects.filter(
        Exists(follows) | Exists(given),
        Q(user__isnull=True) | Q(user__is_active=True),
        erased_at__isnull=True,
        confirmed_at__isnull=False,
    )


def activities_of(participant: Participant) -> "QuerySet[Activity]":
    """What one person may read on the site, whatever messages they want."""
    follows = Follow.objects.filter(
        participant=participant, created_at__lte=OuterRef("at")
    )
    of_page = Q(page=OuterRef("page"))
    for name in ("project", "cycle", "collectivite"):
        of_page |= Q(page=OuterRef(name))
    concerns = Concern.objects.filter(
        activity=OuterRef("pk"), contribution__standing=Standing.PUBLIC
    )
    ideas = Q(contribution__follows__participant=participant) & Q(
        contribution__follows__created_at__lte=OuterRef("at")
    )
    return shown().filter(
        Exists(follows.filter(of_page))
        | Exists(concerns.filter(contribution__author=participant))
        | Exists(concerns.filter(ideas))
    )


def news(
    windows: Iterable[Window], *, by_message: bool = True
) -> dict[int, list[Item]]:
    """By participant, what each hears of, oldest first and each activity once.

    Four queries for any number of people. ``by_message`` leaves out of what they were
    told at once. What somebody follows is told from the moment on in which they began.
    """
    by_person = {each.participant: each for each in windows if each.upto > each.after}
    if not by_person:
        return {}
    heard = _Heard(by_person, by_message)
    span = (
        min(each.after for each in by_person.values()),
        max(each.upto for each in by_person.values()),
    )
    own = [each.participant for each in by_person.values() if each.own]
    followers = [each.participant for each in by_person.values() if each.followed]
    for row in (
        _concerns(span)
        .filter(contribution__author__in=own)
        .values_list("contribution__author", "activity", "contribution", *_FACTS)
    ):
        heard.idea(*row, own=True)
    for participant, since, *row in (
        _concerns(span)
        .filter(contribution__follows__participant__in=followers)
        .values_list(
            "contribution__follows__participant",
            "contribution__follows__created_at",
            "activity",
            "contribution",
            *_FACTS,
        )
    ):
        heard.idea(participant, *row, own=False, since=since)
    _of_pages(heard, followers, span)
    return heard.found()


_FACTS = ("activity__at", "activity__kind", "activity__facts")


def _concerns(span: tuple[int, int]) -> "QuerySet[Concern]":
    after, upto = span
    return Concern.objects.filter(
        activity__gt=after,
        activity__lte=upto,
        contribution__standing=Standing.PUBLIC,
        activity__in=shown(),
    ).order_by("activity", "contribution")


def _of_pages(heard: "_Heard", followers: Sequence[int], span: tuple[int, int]) -> None:
    follows = Follow.objects.filter(participant__in=followers, page__isnull=False)
    by_page: dict[int, list[tuple[int, dt.datetime]]] = defaultdict(list)
    for participant, page, since in follows.order_by("pk").values_list(
        "participant", "page", "created_at"
    ):
        by_page[page].append((participant, since))
    pages = follows.order_by().values("page")
    rows = (
        shown()
        .filter(
            Q(project__in=pages)
            | Q(page__in=pages)
            | Q(cycle__in=pages)
            | Q(collectivite__in=pages),
            pk__gt=span[0],
            pk__lte=span[1],
        )
        .order_by("pk")
    )
    for activity, at, *above in rows.values_list(
        "pk", "at", "project", "page", "cycle", "collectivite"
    ):
        for page in dict.fromkeys(above):
            for participant, since in by_page.get(page, ()):
                heard.page(participant, activity, page, at, since)


class _Heard:
    """Collects what each person hears, their own ideas first."""

    def __init__(self, windows: dict[int, Window], by_message: bool) -> None:
        self._windows = windows
        self._by_message = by_message
        self._items: dict[int, dict[int, Item]] = defaultdict(dict)
        self._told: set[tuple[int, int]] = set()

    def idea(
        self,
        participant: int,
        activity: int,
        contribution: int,
        at: dt.datetime,
        kind: str,
        facts: dict[str, Any],
        *,
        own: bool,
        since: dt.datetime | None = None,
    ) -> None:
        at_once = kind in AT_ONCE and facts.get("contribution") == contribution
        if self._by_message and at_once:
            self._told.add((participant, activity))
        elif since is None or since <= at:
            self._add(participant, Item(activity, contribution, own))

    def page(
        self,
        participant: int,
        activity: int,
        page: int,
        at: dt.datetime,
        since: dt.datetime,
    ) -> None:
        if since <= at:
            self._add(participant, Item(activity, page=page))

    def _add(self, participant: int, item: Item) -> None:
        window = self._windows[participant]
        if window.after < item.activity <= window.upto:
            self._items[participant].setdefault(item.activity, item)

    def found(self) -> dict[int, list[Item]]:
        found = {}
        for participant, items in self._items.items():
            left = [
                items[activity]
                for activity in sorted(items)
                if (participant, activity) not in self._told
            ]
            if left:
                found[participant] = left
        return found
