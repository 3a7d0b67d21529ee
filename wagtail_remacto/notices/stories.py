"""What somebody hears of, put together by what it is about, for a page or a message."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from wagtail.models import Page

from wagtail_remacto import conf
from wagtail_remacto.collectivites.addresses import in_readers_language
from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.contributions.models import Contribution
from wagtail_remacto.cycles.clock import day_of
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.monitoring.models import Milestone, Update
from wagtail_remacto.notices.audience import Item
from wagtail_remacto.notices.kinds import Kind
from wagtail_remacto.notices.models import Activity
from wagtail_remacto.notices.sentences import address, sentence

# So much of one thing is written out in a message; the rest is counted.
LINES = 8
# They are told of each project of a programme: who follows more than the project hears
# of them once, as of the programme.
OF_PROGRAMMES = (Kind.CONSULTED, Kind.VALIDATED, Kind.VOTED, Kind.EVALUATED)


@dataclass(slots=True)
class Line:
    """One sentence; ``about`` names the project where the group does not."""

    activity: int
    day: dt.date
    at: dt.datetime
    text: str
    address: str
    about: Words


@dataclass(slots=True)
class Group:
    """Everything about one thing, newest first."""

    title: Words
    place: Words
    address: str
    is_idea: bool
    own: bool
    lines: list[Line] = field(default_factory=list)

    @property
    def first(self) -> list[Line]:
        return self.lines[:LINES]

    @property
    def more(self) -> int:
        return max(0, len(self.lines) - LINES)

    @property
    def newest(self) -> int:
        return self.lines[0].activity


class Stories:
    """Loads what the items of many people are about: seven queries for all of them."""

    def __init__(self, items: Iterable[Item]) -> None:
        items = list(items)
        self._activities = Activity.objects.select_related(
            "page__locale",
            "project__locale",
            "cycle__locale",
            "collectivite__locale",
        ).in_bulk({each.activity for each in items})
        self._ideas = Contribution.objects.in_bulk(
            {each.contribution for each in items if each.contribution}
        )
        pages: dict[int, Any] = {}
        for each in self._activities.values():
            for page in (each.page, each.project, each.cycle, each.collectivite):
                if page is not None:
                    pages.setdefault(page.pk, page)
        self._titles: dict[Any, dict[str, str]] = defaultdict(dict)
        known = Page.objects.filter(
            translation_key__in={page.translation_key for page in pages.values()},
            alias_of__isnull=True,
            live=True,
        )
        for key, language, title in known.values_list(
            "translation_key", "locale__language_code", "title"
        ):
            self._titles[key][language] = title
        ends = {
            each.page_id
            for each in self._activities.values()
            if each.kind == Kind.PHASE_CLOSING
        }
        self._ends = dict(
            PhasePage.objects.filter(pk__in=ends).values_list("pk", "end")
        )
        self._updates = Update.objects.in_bulk(self._facts("update"))
        self._milestones = Milestone.objects.in_bulk(
            self._facts("milestone")
            | {each.milestone_id for each in self._updates.values()} - {None}
        )
        self._roots: dict[int, str] = {}

    def _facts(self, name: str) -> set[int]:
        found = (each.facts.get(name) for each in self._activities.values())
        return {number for number in found if number}

    def groups(self, items: Iterable[Item]) -> list[Group]:
        """In the language that is active, the newest first; addresses are whole."""
        found: dict[tuple[str, int], Group] = {}
        told: set[tuple[Any, ...]] = set()
        for item in sorted(items, key=lambda each: -each.activity):
            activity = self._activities.get(item.activity)
            if activity is None:
                continue
            key, about = self._about(activity, item)
            group = found.get(key)
            if group is None:
                group = found[key] = self._group(activity, item, about)
            line = self._line(activity, item, about)
            # One deed about each project of a programme is said once.
            same = (*key, line.day, line.text, line.address, line.about)
            if activity.kind not in OF_PROGRAMMES or same not in told:
                group.lines.append(line)
            told.add(same)
        return sorted(found.values(), key=lambda each: (not each.own, -each.newest))

    def _about(self, activity: Activity, item: Item) -> tuple[tuple[str, int], Any]:
        idea = self._ideas.get(item.contribution or 0)
        if idea is not None:
            return ("idea", idea.pk), idea
        page: Any = activity.project
        wide = activity.kind in OF_PROGRAMMES and item.page != activity.project_id
        if page is None or wide:
            page = activity.cycle or activity.collectivite
        return ("page", page.pk), page

    def _group(self, activity: Activity, item: Item, about: Any) -> Group:
        collectivite = activity.collectivite
        is_idea = isinstance(about, Contribution)
        return Group(
            title=Words(about.title, about.language) if is_idea else self._title(about),
            place=Words("", "")
            if not is_idea and about.pk == collectivite.pk
            else self._title(collectivite),
            address=self._whole(activity, about.get_absolute_url())
            if is_idea
            else self._address(about),
            is_idea=is_idea,
            own=item.own,
        )

    def _line(self, activity: Activity, item: Item, about: Any) -> Line:
        is_idea = isinstance(about, Contribution)
        project = activity.project
        named = is_idea and project is not None
        own_address = address(activity)
        if own_address:
            own_address = self._whole(activity, own_address)
        elif named:
            own_address = self._address(project)
        elif activity.kind in (Kind.PHASE_OPENED, Kind.PHASE_CLOSING):
            own_address = self._address(activity.page)
        return Line(
            activity.pk,
            day_of(activity.at),
            activity.at,
            sentence(
                activity,
                of_idea=is_idea,
                phase=self._phase(activity),
                title=self._what(activity),
            ),
            own_address,
            self._title(project) if named else Words("", ""),
        )

    def _what(self, activity: Activity) -> str:
        """What the update is called, or else the milestone that it is about."""
        update = self._updates.get(activity.facts.get("update") or 0)
        if update is not None and update.title:
            return str(update.title)
        number = activity.facts.get("milestone") or (update and update.milestone_id)
        milestone = self._milestones.get(number or 0)
        return str(milestone.words("title")) if milestone is not None else ""

    def _phase(self, activity: Activity) -> Any:
        if activity.kind not in (Kind.PHASE_OPENED, Kind.PHASE_CLOSING):
            return None
        return _Phase(self._title(activity.page), self._ends.get(activity.page_id))

    def _title(self, page: Any) -> Words:
        titles: Mapping[str, str] = self._titles.get(page.translation_key, {})
        wanted = conf.content_language()
        if wanted in titles:
            return Words(titles[wanted], wanted)
        return Words(page.title, page.locale.language_code)

    def _address(self, page: Any) -> str:
        url = page.full_url or ""
        return in_readers_language(
            url, page.locale.language_code, conf.content_language()
        )

    def _whole(self, activity: Activity, path: str) -> str:
        return f"{self.root(activity.collectivite)}{path}"

    def root_of(self, items: Iterable[Item]) -> str:
        """The address of the site that the first of the items is on."""
        first = next(
            (
                self._activities[each.activity]
                for each in items
                if each.activity in self._activities
            ),
            None,
        )
        return self.root(first.collectivite) if first else ""

    def root(self, page: Any) -> str:
        """The address of the site that the page is on."""
        if page.pk not in self._roots:
            parts = page.get_url_parts()
            self._roots[page.pk] = (
                parts[1] if parts else getattr(settings, "WAGTAILADMIN_BASE_URL", "")
            ) or ""
        return self._roots[page.pk]


@dataclass(frozen=True, slots=True)
class _Phase:
    title: str
    end: dt.datetime | None
