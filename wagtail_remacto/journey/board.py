"""The network’s board: every member, where it stands, and what both voices say.

One line for each collectivité: its wave and stage, the answers it owes, what is overdue
and how far its projects are, for the administration and for civil society. Public, for
it says nothing that each page does not say.
"""

import csv
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from openpyxl import Workbook

from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.collectivites.pages import attach_canonicals
from wagtail_remacto.collectivites.queries import published
from wagtail_remacto.committees import ledger
from wagtail_remacto.cycles.clock import day_of
from wagtail_remacto.cycles.models import CyclePage
from wagtail_remacto.journey.answers import Answers, Line, owed_by_collectivite
from wagtail_remacto.journey.directory import Choice, Standing, with_standing
from wagtail_remacto.monitoring import rollup
from wagtail_remacto.monitoring.models import (
    Completion,
    CycleClosing,
    ProjectProgress,
)
from wagtail_remacto.monitoring.queries import overdue_milestones, quiet_projects
from wagtail_remacto.programmes.models import Deliberation, Outcome
from wagtail_remacto.spreadsheets import harmless


class Stage(models.TextChoices):
    """Where a collectivité stands with its newest cycle; the first that holds."""

    OPEN = "open", gettext_lazy("consultation open now")
    CLOSED = "closed", pgettext_lazy("stage of a collectivité", "cycle closed")
    CARRIED_OUT = "adopted", gettext_lazy("programme being carried out")
    CYCLE = "cycle", gettext_lazy("cycle published")
    MEMBER = "member", gettext_lazy("no cycle published")


class Attention(models.TextChoices):
    """What somebody may look for first."""

    OWED = "owed", gettext_lazy("answers owed")
    OVERDUE = "overdue", gettext_lazy("milestones overdue")
    QUIET = "quiet", gettext_lazy("no news for long")
    DIFFERING = "differing", gettext_lazy("the two voices differ")


@dataclass(slots=True)
class Follow:
    """How far the projects of a collectivité are, in each voice.

    The counters have the number of projects for each completion; projects without
    announced milestones are in neither.
    """

    ours: Counter[str] = field(default_factory=Counter)
    theirs: Counter[str] = field(default_factory=Counter)
    differing: int = 0
    overdue: int = 0
    quiet: int = 0

    def add(self, other: "Follow") -> None:
        self.ours.update(other.ours)
        self.theirs.update(other.theirs)
        self.differing += other.differing
        self.overdue += other.overdue
        self.quiet += other.quiet

    @property
    def projects(self) -> int:
        return sum(self.ours.values())

    @property
    def completed(self) -> int:
        return self.ours[Completion.COMPLETED]

    @property
    def civil_projects(self) -> int:
        return sum(self.theirs.values())

    @property
    def civil_completed(self) -> int:
        return self.theirs[Completion.COMPLETED]

    @property
    def completion(self) -> str:
        return rollup.roll_up(self.ours)

    @property
    def civil_completion(self) -> str:
        return rollup.roll_up(self.theirs)

    @property
    def completion_label(self) -> str:
        return str(Completion(self.completion).label) if self.completion else ""

    @property
    def civil_completion_label(self) -> str:
        found = self.civil_completion
        return str(Completion(found).label) if found else ""


@dataclass(slots=True)
class BoardLine(Line):
    """One member of the network."""

    stage: str = Stage.MEMBER
    follow: Follow = field(default_factory=Follow)

    @property
    def stage_label(self) -> str:
        return str(Stage(self.stage).label)

    def needs(self, attention: str) -> bool:
        return {
            Attention.OWED: self.owed > 0,
            Attention.OVERDUE: self.follow.overdue > 0,
            Attention.QUIET: self.follow.quiet > 0,
            Attention.DIFFERING: self.follow.differing > 0,
        }[Attention(attention)]


class Board(Answers):
    """One state of the board; every state is an address and works without JavaScript.

    The number of queries is the same for any number of collectivités and projects.
    """

    parameters = ("kind", "region", "wave", "stage", "attention", "sort")
    default_sort = "name"

    @property
    def stages(self) -> list[Choice]:
        return self._choices("stage", Stage.choices)

    @property
    def attentions(self) -> list[Choice]:
        return self._choices("attention", Attention.choices)

    @cached_property
    def all_lines(self) -> list[Any]:
        """Every collectivité that the filters leave, in the chosen order."""
        pages: QuerySet[Any] = self.wanted(published(CollectivitePage))
        depths = set(
            CollectivitePage.objects.order_by().values_list("depth", flat=True)
        )
        found = attach_canonicals(
            with_standing(pages, depths or {1}, self.now).order_by("title", "pk")
        )
        canonicals = [page.canonical for page in found]
        ledgers = ledger.by_collectivite()
        waiting = owed_by_collectivite(self.now)
        over = _closed_cycles()
        closed, running = _closed(canonicals, over), _running(over)
        follows = follows_of(canonicals, day_of(self.now))
        lines = []
        for page in found:
            key = page.canonical.pk
            owed, oldest = waiting.get(key, (0, None))
            stage = _stage(page.standing, closed=key in closed, running=key in running)
            lines.append(
                BoardLine(
                    page,
                    ledgers.get(key, ledger.NOTHING),
                    day_of(oldest) if oldest else None,
                    owed=owed,
                    stage=stage,
                    follow=follows.get(key, Follow()),
                )
            )
        if self.data["stage"] in Stage.values:
            lines = [line for line in lines if line.stage == self.data["stage"]]
        if self.data["attention"] in Attention.values:
            lines = [line for line in lines if line.needs(self.data["attention"])]
        return sorted(lines, key=self.orders()[self.data["sort"]])

    @cached_property
    def total(self) -> Any:
        """All that the filters leave, without fictional examples."""
        together = Follow()
        counted = [each for each in self.all_lines if not each.page.fictional]
        for line in counted:
            together.add(line.follow)
        since = [each.since for each in counted if each.since]
        whole = ledger.of_network([each.page.canonical.pk for each in counted])
        return BoardLine(
            None,
            whole,
            min(since) if since else None,
            owed=sum(each.owed for each in counted),
            follow=together,
        )

    @classmethod
    def orders(cls) -> dict[str, Callable[[Any], Any]]:
        return {
            "name": lambda line: line.page.title,
            "owed": lambda line: (-line.owed, line.page.title),
            "overdue": lambda line: (-line.follow.overdue, line.page.title),
            "completed": lambda line: (-line.follow.completed, line.page.title),
            "differing": lambda line: (-line.follow.differing, line.page.title),
            "wave": lambda line: (
                line.page.wave is None,
                line.page.wave or 0,
                line.page.title,
            ),
        }

    def sort_names(self) -> list[tuple[str, str]]:
        return [
            ("name", _("by name")),
            ("wave", _("by wave")),
            ("owed", _("most answers owed first")),
            ("overdue", _("most overdue first")),
            ("completed", _("most completed first")),
            ("differing", _("where the two voices differ most first")),
        ]


def _stage(standing: str, *, closed: bool, running: bool) -> str:
    if standing == Standing.ADOPTED and not running:
        return Stage.CLOSED if closed else Stage.CYCLE
    return Stage(standing)


def _closed_cycles() -> set[str]:
    """The paths of the cycles that are closed; one query."""
    closings = CycleClosing.objects.filter(reopened_at__isnull=True)
    return set(closings.values_list("cycle__path", flat=True))


def _running(closed: set[str]) -> set[int]:
    """Those with an adopted programme of a cycle that is not closed; one query."""
    adopted = Deliberation.objects.filter(
        outcome__in=[Outcome.ADOPTED, Outcome.ADOPTED_WITH_CHANGES],
        superseded_at__isnull=True,
    )
    return {
        collectivite
        for collectivite, path in adopted.values_list(
            "session__collectivite", "programme__path"
        )
        if path[: -CyclePage.steplen] not in closed
    }


def _closed(collectivites: Iterable[CollectivitePage], closed: set[str]) -> set[int]:
    """Those whose newest published cycle is closed, by key; one query."""
    paths = CyclePage.objects.filter(live=True).order_by("path")
    # The last below each collectivité stands.
    newest = {
        path[: -CyclePage.steplen]: path
        for path in paths.values_list("path", flat=True)
    }
    return {each.pk for each in collectivites if newest.get(each.path) in closed}


def follows_of(
    collectivites: Iterable[CollectivitePage], today: dt.date
) -> dict[int, Follow]:
    """By the key of each canonical collectivité; three queries for any number."""
    by_path = {each.path: each.pk for each in collectivites}
    lengths = {len(path) for path in by_path}
    found: dict[int, Follow] = defaultdict(Follow)

    def owner(path: str) -> Follow | None:
        for length in lengths:
            key = by_path.get(path[:length])
            if key is not None:
                return found[key]
        return None

    progress = ProjectProgress.objects.filter(milestones__gt=0, project__live=True)
    for path, completion, civil, differing in progress.values_list(
        "project__path", "completion", "civil_completion", "differing"
    ):
        follow = owner(path)
        if follow is not None:
            follow.ours[completion] += 1
            follow.differing += differing
            if civil:
                follow.theirs[civil] += 1
    for path in overdue_milestones(today).values_list("project__path", flat=True):
        follow = owner(path)
        if follow is not None:
            follow.overdue += 1
    for path in quiet_projects(today).values_list("path", flat=True):
        follow = owner(path)
        if follow is not None:
            follow.quiet += 1
    return dict(found)


def headings() -> list[str]:
    return [
        _("HCP code"),
        _("collectivité"),
        _("kind"),
        _("region"),
        _("wave"),
        _("fictional"),
        pgettext("table", "stage"),
        _("received"),
        _("answered"),
        _("answers owed"),
        _("owed since"),
        _("projects followed"),
        *(
            _("%(completion)s, says the administration") % {"completion": label}
            for label in Completion.labels
        ),
        *(
            _("%(completion)s, says civil society") % {"completion": label}
            for label in Completion.labels
        ),
        _("milestones of which the voices differ"),
        _("milestones overdue"),
        _("projects without news"),
    ]


def rows(board: Board) -> Iterator[list[Any]]:
    """What the board shows, unrounded, a row for each collectivité."""
    for line in board.all_lines:
        page, follow = line.page, line.follow
        yield [
            page.hcp_code,
            harmless(page.title),
            harmless(str(page.get_kind_display())),
            page.region_code,
            page.wave or "",
            int(page.fictional),
            line.stage_label,
            line.ledger.received,
            line.ledger.answered,
            line.owed,
            line.since.isoformat() if line.since else "",
            follow.projects,
            *(follow.ours[each] for each in Completion.values),
            *(follow.theirs[each] for each in Completion.values),
            follow.differing,
            follow.overdue,
            follow.quiet,
        ]


class _Echo:
    def write(self, text: str) -> str:
        return text


def csv_lines(board: Board) -> Iterator[str]:
    """As a table; begins with Excel's mark of UTF-8."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(headings())
    for row in rows(board):
        yield writer.writerow(row)


def workbook(board: Board) -> bytes:
    """The same as an Excel workbook, numbers as numbers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(pgettext("table", "network"))
    sheet.append(headings())
    for row in rows(board):
        sheet.append(row)
    target = BytesIO()
    book.save(target)
    return target.getvalue()
