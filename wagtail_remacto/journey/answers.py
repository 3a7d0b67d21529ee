"""The answer ledger as people read it: of the network, or of one collectivité.

The numbers are those of ``committees.ledger``; here they get their names, since when
answers are owed, and the reasons of those who closed an analysis all the same.
"""

import csv
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Min, QuerySet
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from wagtail_remacto.collectivites.models import CollectivitePage, Kind
from wagtail_remacto.collectivites.pages import attach_canonicals
from wagtail_remacto.collectivites.queries import published
from wagtail_remacto.collectivites.territories import regions
from wagtail_remacto.committees import ledger
from wagtail_remacto.committees.ledger import NOTHING, Ledger
from wagtail_remacto.committees.models import AnalysisClosing
from wagtail_remacto.committees.queries import came_after_closing
from wagtail_remacto.contributions.models import Contribution, Standing
from wagtail_remacto.cycles.clock import day_of
from wagtail_remacto.cycles.models import CyclePage
from wagtail_remacto.journey.directory import Choice
from wagtail_remacto.spreadsheets import harmless

PAGE_SIZE = 100
OLDEST = 20


def days_words(length: dt.timedelta | None) -> str:
    """« 19 days », to a tenth of a day; empty where nothing is answered."""
    if length is None:
        return ""
    days = round(length / dt.timedelta(days=1), 1)
    if not days:
        return _("less than a day")
    number = int(days) if days == int(days) else days
    words = f"{number}"
    if get_language() not in ("en",):
        words = words.replace(".", ",")
    plural = int(days) if days == int(days) else int(days) + 1
    return ngettext("%(number)s day", "%(number)s days", plural) % {"number": words}


def owed(now: dt.datetime | None = None) -> "QuerySet[Contribution]":
    """What is public, has no answer, and whose phase has closed."""
    return Contribution.objects.filter(
        standing=Standing.PUBLIC,
        answered_at=None,
        phase__end__lt=now or timezone.now(),
    )


def overrides(**lookup: Any) -> "QuerySet[AnalysisClosing]":
    """Analyses that were closed although answers were owed, and hold."""
    return AnalysisClosing.objects.filter(
        reopened_at=None, override_words__gt="", **lookup
    ).order_by("-at", "-pk")


@dataclass(slots=True)
class Line:
    """One collectivité or cycle; ``owed``: answers to what was given in closed phases.

    ``since`` is the day since when the oldest of them is owed.
    """

    page: Any
    ledger: Ledger = NOTHING
    since: dt.date | None = None
    overrides: list[AnalysisClosing] = field(default_factory=list)
    owed: int = 0

    @property
    def median_words(self) -> str:
        return days_words(self.ledger.median)


def _day(moment: dt.datetime | None) -> dt.date | None:
    return day_of(moment) if moment else None


class Answers:
    """One state of the network's ledger; every state is an address.

    Six queries, or seven in another language than the fallback, for any number of
    collectivités.
    """

    parameters: tuple[str, ...] = ("kind", "region", "wave", "sort")
    default_sort = "received"

    def __init__(self, data: Mapping[str, str], now: dt.datetime | None = None) -> None:
        self.data = {key: data.get(key, "").strip() for key in self.parameters}
        if self.data["sort"] not in self.orders():
            self.data["sort"] = self.default_sort
        self.now = now or timezone.now()
        number = data.get("page", "")
        self.page = max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1

    def address(self, **changes: Any) -> str:
        wanted = {**self.data, **changes}
        if wanted["sort"] == self.default_sort:
            del wanted["sort"]
        kept = {key: value for key, value in wanted.items() if value}
        return f"?{urlencode(kept)}" if kept else "?"

    def _choices(self, name: str, options: list[tuple[str, Any]]) -> list[Choice]:
        return [
            Choice(
                code, str(label), self.data[name] == code, self.address(**{name: code})
            )
            for code, label in options
        ]

    @property
    def kinds(self) -> list[Choice]:
        return self._choices("kind", Kind.choices)

    @property
    def regions(self) -> list[Choice]:
        language = get_language() or "fr"
        return self._choices("region", [(r.code, r.name(language)) for r in regions()])

    @property
    def waves(self) -> list[Choice]:
        label = _("wave %(number)s")
        return self._choices(
            "wave", [(str(n), label % {"number": n}) for n in (1, 2, 3)]
        )

    @property
    def sorts(self) -> list[Choice]:
        return self._choices("sort", self.sort_names())

    @cached_property
    def all_lines(self) -> list[Line]:
        """Every collectivité that the filters leave, in the chosen order."""
        pages = self.wanted(published(CollectivitePage))
        found = attach_canonicals(pages.order_by("title", "pk"))
        ledgers = ledger.by_collectivite()
        waiting = owed_by_collectivite(self.now)
        closed: dict[int, list[AnalysisClosing]] = {}
        for closing in overrides():
            closed.setdefault(closing.collectivite_id, []).append(closing)
        lines = []
        for page in found:
            key = page.canonical.pk
            number, since = waiting.get(key, (0, None))
            lines.append(
                Line(
                    page,
                    ledgers.get(key, NOTHING),
                    _day(since),
                    closed.get(key, []),
                    number,
                )
            )
        return sorted(lines, key=self.orders()[self.data["sort"]])

    def wanted(self, pages: "QuerySet[Any]") -> "QuerySet[Any]":
        """Those that the filters of kind, region and wave leave."""
        if self.data["kind"] in Kind.values:
            pages = pages.filter(kind=self.data["kind"])
        if self.data["region"]:
            pages = pages.filter(region_code=self.data["region"])
        if self.data["wave"].isdecimal() and len(self.data["wave"]) < 4:
            pages = pages.filter(wave=int(self.data["wave"]))
        return pages

    @classmethod
    def orders(cls) -> dict[str, Callable[[Any], Any]]:
        """By what the lines are sorted, for each value of ``sort``."""
        return _SORTS

    def sort_names(self) -> list[tuple[str, str]]:
        return sort_names()

    @cached_property
    def lines(self) -> list[Line]:
        first = (self.page - 1) * PAGE_SIZE
        return self.all_lines[first : first + PAGE_SIZE]

    @property
    def next_address(self) -> str:
        more = self.page * PAGE_SIZE < len(self.all_lines)
        return self.address(page=self.page + 1) if more else ""

    @property
    def previous_address(self) -> str:
        return self.address(page=self.page - 1) if self.page > 1 else ""

    @cached_property
    def total(self) -> Line:
        """All that the filters leave, without fictional examples; the exact median."""
        counted = [each for each in self.all_lines if not each.page.fictional]
        since = [each.since for each in counted if each.since]
        whole = ledger.of_network([each.page.canonical.pk for each in counted])
        return Line(None, whole, min(since) if since else None)


def owed_by_collectivite(now: dt.datetime) -> dict[int, tuple[int, dt.datetime]]:
    """How many answers are owed, and when the phase of the oldest closed; one query."""
    rows = owed(now).order_by().values_list("collectivite")
    return {
        pk: (number, oldest)
        for pk, number, oldest in rows.annotate(
            number=Count("pk"), oldest=Min("phase__end")
        )
    }


def of_cycles(collectivite: CollectivitePage) -> list[Line]:
    """One line for each published cycle of a canonical collectivité; five queries."""
    ledgers = ledger.by_cycle(collectivite)
    pages = attach_canonicals(published(CyclePage, collectivite).order_by("-path"))
    since = dict(
        owed()
        .filter(collectivite=collectivite.pk)
        .order_by()
        .values_list("cycle")
        .annotate(oldest=Min("phase__end"))
    )
    return [
        Line(
            page,
            ledgers.get(page.canonical.pk, NOTHING),
            _day(since.get(page.canonical.pk)),
        )
        for page in pages
    ]


def oldest_owed(collectivite: CollectivitePage) -> list[Contribution]:
    """What waits longest for an answer, of a canonical collectivité; one query."""
    rows = (
        owed()
        .filter(collectivite=collectivite.pk)
        .select_related("phase")
        .annotate(came_after_closing=came_after_closing())
    )
    return list(rows.order_by("phase__end", "created_at", "pk")[:OLDEST])


_LATE = dt.date.max

_SORTS: dict[str, Callable[[Any], Any]] = {
    "name": lambda line: line.page.title,
    "received": lambda line: (-line.ledger.received, line.page.title),
    "owed": lambda line: (-line.ledger.owed, line.page.title),
    "since": lambda line: (line.since or _LATE, line.page.title),
    "median": lambda line: (
        line.ledger.median is None,
        line.ledger.median or dt.timedelta(),
        line.page.title,
    ),
}


def sort_names() -> list[tuple[str, str]]:
    return [
        ("received", _("most received first")),
        ("name", _("by name")),
        ("owed", _("most awaiting an answer first")),
        ("since", _("owed for longest first")),
        ("median", _("fastest answers first")),
    ]


class _Echo:
    def write(self, text: str) -> str:
        return text


def csv_lines(answers: Answers) -> Iterator[str]:
    """The whole filtered ledger as a table; begins with Excel's mark of UTF-8."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(
        [
            _("HCP code"),
            _("collectivité"),
            _("kind"),
            _("region"),
            _("wave"),
            _("fictional"),
            _("received"),
            _("answered"),
            _("awaiting an answer"),
            _("not read by a moderator"),
            pgettext("table", "median in days"),
            _("owed since"),
            _("analyses closed all the same"),
        ]
    )
    for line in answers.all_lines:
        page, found = line.page, line.ledger
        median = "" if found.median_days is None else f"{found.median_days:.4f}"
        yield writer.writerow(
            [
                page.hcp_code,
                harmless(page.title),
                harmless(str(page.get_kind_display())),
                page.region_code,
                page.wave or "",
                int(page.fictional),
                found.received,
                found.answered,
                found.owed,
                found.held,
                median,
                line.since.isoformat() if line.since else "",
                len(line.overrides),
            ]
        )
