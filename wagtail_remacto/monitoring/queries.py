"""What is read of milestones and updates: what is late, where no news comes."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest, Length, Substr, TruncDate

from wagtail_remacto import conf
from wagtail_remacto.cycles.clock import day_of, zone
from wagtail_remacto.monitoring import rollup
from wagtail_remacto.monitoring.models import (
    Completion,
    CycleClosing,
    Milestone,
    MonitoringNote,
    NoteReply,
    ProjectProgress,
    Stance,
)
from wagtail_remacto.programmes.models import ProjectPage


def milestones_of(project: Any) -> list[Milestone]:
    """The announced milestones of a project, withdrawn ones too; two queries."""
    rows = Milestone.objects.filter(
        project__translation_key=project.translation_key, announced_at__isnull=False
    )
    return list(rows.prefetch_related("postponements"))


def progress_of(projects: Iterable[Any]) -> dict[Any, ProjectProgress]:
    """The progress of projects in any language, by translation key; one query."""
    keys = {project.translation_key for project in projects}
    rows = ProjectProgress.objects.filter(project__translation_key__in=keys)
    return {row.project.translation_key: row for row in rows.select_related("project")}


def in_closed_cycle(path: str) -> Exists:
    """Whether the cycle of the project with this path is closed, of a row."""
    closed = CycleClosing.objects.filter(reopened_at__isnull=True)
    return Exists(closed.filter(cycle__path=_cycle_above(OuterRef(path))))


def _cycle_above(path: F | OuterRef) -> Substr:
    """The path of the cycle, two levels above the project with this path."""
    # PostgreSQL may ask it of every page, the root of the tree too.
    return Substr(path, 1, Greatest(Length(path) - 2 * ProjectPage.steplen, 0))


def _of_open_cycles(rows: "QuerySet[Any]", path: str) -> "QuerySet[Any]":
    """Without the rows whose project (with this path) is of a cycle that is closed."""
    # One set is looked up instead of comparing paths.
    closed = CycleClosing.objects.filter(reopened_at__isnull=True)
    return rows.annotate(cycle_path=_cycle_above(F(path))).exclude(
        cycle_path__in=closed.values("cycle__path")
    )


def running() -> "QuerySet[Milestone]":
    """Announced milestones that are not withdrawn, of cycles that are not closed."""
    rows = Milestone.objects.filter(
        announced_at__isnull=False, withdrawn_at__isnull=True, project__live=True
    )
    return _of_open_cycles(rows, "project__path")


def overdue_milestones(
    today: dt.date, within: "QuerySet[Any] | None" = None
) -> "QuerySet[Milestone]":
    """Those whose last day is over and that the administration does not call done.

    ``within`` are the pages below which, or at which, their projects are.
    """
    late = running().filter(due_last__lt=today).exclude(completion=Completion.COMPLETED)
    return late if within is None else late.filter(project__in=within)


def due_milestones(
    today: dt.date, until: dt.date, within: "QuerySet[Any] | None" = None
) -> "QuerySet[Milestone]":
    """Those whose last day is from today to ``until``, both included, and not done."""
    near = (
        running()
        .filter(due_last__gte=today, due_last__lte=until)
        .exclude(completion=Completion.COMPLETED)
    )
    return near if within is None else near.filter(project__in=within)


def quiet_projects(
    today: dt.date, within: "QuerySet[Any] | None" = None
) -> "QuerySet[ProjectPage]":
    """Canonical projects that are followed here, not done, and without news for long.

    So long is ``UPDATE_DUE_DAYS`` since the newest update, or since the first
    milestone was announced. A project whose progress is only reported by a source is
    not followed here, and never quiet. Each has ``silent_since``, a date.
    """
    since = today - dt.timedelta(days=conf.get("UPDATE_DUE_DAYS"))
    announced = (
        Milestone.objects.filter(project=OuterRef("pk"), announced_at__isnull=False)
        .order_by()
        .values("project")
        .annotate(first=Min("announced_at"))
        .values("first")
    )
    rows = ProjectPage.objects.filter(
        Q(progress__milestones__gt=0) | Q(progress__updates__gt=0), live=True
    ).exclude(progress__completion=Completion.COMPLETED)
    rows = _of_open_cycles(rows, "path").annotate(
        silent_since=Coalesce(
            F("progress__updated_on"), TruncDate(Subquery(announced), tzinfo=zone())
        )
    )
    quiet = rows.filter(silent_since__lt=since)
    return quiet if within is None else quiet.filter(pk__in=within)


def _awaits_reply() -> Q:
    """Of notes: civil society doubts or contradicts, and nothing has come after it.

    Neither a newer note of theirs nor a reply of the administration.
    """
    replies = NoteReply.objects.filter(note=OuterRef("pk"))
    return Q(
        ~Exists(replies),
        superseded_at__isnull=True,
        stance__in=[Stance.DOUBTS, Stance.CONTRADICTS],
    )


def notes_to_reply(within: "QuerySet[Any] | None" = None) -> "QuerySet[MonitoringNote]":
    """The notes that wait for a reply, of the projects at the pages ``within``.

    In a closed cycle nothing is owed any more, and nobody can reply. Of a withdrawn
    milestone a reply is still taken, and none is waited for.
    """
    notes = _of_open_cycles(
        MonitoringNote.objects.filter(
            _awaits_reply(), milestone__withdrawn_at__isnull=True
        ),
        "milestone__project__path",
    )
    return notes if within is None else notes.filter(milestone__project__in=within)


def silent_since(
    progress: ProjectProgress, milestones: Iterable[Milestone]
) -> dt.date | None:
    """Since when no news came, for one project whose milestones are at hand."""
    if progress.updated_on is not None:
        return progress.updated_on
    announced = [each.announced_at for each in milestones if each.announced_at]
    return day_of(min(announced)) if announced else None


def is_quiet(progress: ProjectProgress, since: dt.date | None, today: dt.date) -> bool:
    """The rule of :func:`quiet_projects` for one project of an open cycle."""
    return (
        since is not None
        and progress.completion != Completion.COMPLETED
        and since < today - dt.timedelta(days=conf.get("UPDATE_DUE_DAYS"))
    )


@dataclass(slots=True)
class ProgrammeProgress:
    """How far a programme is: how many of its projects, by completion and voice."""

    ours: Counter[str] = field(default_factory=Counter)
    theirs: Counter[str] = field(default_factory=Counter)
    differing: int = 0
    overdue: int = 0
    quiet: int = 0

    @property
    def completion(self) -> str:
        return rollup.roll_up(self.ours)

    @property
    def civil_completion(self) -> str:
        return rollup.roll_up(self.theirs)


def add_up(projects: Iterable[ProjectProgress]) -> ProgrammeProgress:
    """What the progress of its projects is together; no query.

    Every project counts the same; one without an announced milestone does not count.
    """
    found = ProgrammeProgress()
    for each in projects:
        if not each.milestones:
            continue
        found.ours[each.completion] += 1
        found.differing += each.differing
        if each.civil_completion:
            found.theirs[each.civil_completion] += 1
    return found


def programme_progress(programme: Any, today: dt.date) -> ProgrammeProgress:
    """Of a canonical programme; three queries, whatever the number of projects."""
    below = ProjectPage.objects.child_of(programme)
    found = add_up(ProjectProgress.objects.filter(project__in=below.live()))
    found.overdue = overdue_milestones(today, below).count()
    found.quiet = quiet_projects(today, below).count()
    return found
