"""What a reader sees of how a project or a programme is carried out."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.cycles.clock import day_of
from wagtail_remacto.fields import PartialDate
from wagtail_remacto.monitoring import picture, queries
from wagtail_remacto.monitoring.models import (
    Completion,
    Evaluation,
    Milestone,
    MonitoringNote,
    Partner,
    PartnerState,
    Postponement,
    ProjectProgress,
    Update,
)
from wagtail_remacto.monitoring.picture import Bar
from wagtail_remacto.programmes.models import ProjectPage


@dataclass(slots=True)
class Shown:
    """A milestone as it stands on a day."""

    milestone: Milestone
    today: dt.date
    # The date it was first given, where it was postponed.
    first_due: PartialDate | None = None
    # Once its cycle is closed nothing is expected of it.
    is_over: bool = False
    # Whether civil society has spoken of what the administration says now.
    is_answered: bool = False

    @property
    def title(self) -> Words:
        return self.milestone.words("title")

    @property
    def evidence(self) -> Words:
        return self.milestone.words("evidence")

    @property
    def is_overdue(self) -> bool:
        return not self.is_over and self.milestone.is_overdue(self.today)

    @property
    def label(self) -> str:
        return str(Completion(self.milestone.completion).label)

    @property
    def civil_label(self) -> str:
        said = self.milestone.civil_completion
        return str(Completion(said).label) if said else ""

    @property
    def awaits_civil_society(self) -> bool:
        """Whether the voices differ because only the administration went on."""
        return self.milestone.voices_differ and not self.is_answered


@dataclass(slots=True)
class FollowUp:
    """A project’s milestones and progress; empty where it is not followed here."""

    milestones: list[Shown] = field(default_factory=list)
    progress: ProjectProgress | None = None
    today: dt.date = dt.date.min
    # Once its cycle is closed nothing is expected of it.
    is_over: bool = False

    def __bool__(self) -> bool:
        return self.progress is not None

    @property
    def bars(self) -> list[Bar]:
        """By the weight of the milestones; none where none is announced."""
        return picture.of_milestones(each.milestone for each in self.milestones)

    @property
    def overdue(self) -> int:
        return sum(each.is_overdue for each in self.milestones)

    @property
    def silent_since(self) -> dt.date | None:
        """Since when no news came, if that is longer than it should be."""
        if self.progress is None or self.is_over:
            return None
        rows = [each.milestone for each in self.milestones]
        since = queries.silent_since(self.progress, rows)
        return since if queries.is_quiet(self.progress, since, self.today) else None


def follow_up(project: Any, now: dt.datetime | None = None) -> FollowUp:
    """Of a project in any of its languages; one query."""
    today = day_of(now or timezone.now())
    first = (
        Postponement.objects.filter(milestone=OuterRef("pk"))
        .order_by("at", "pk")
        .values("before")[:1]
    )
    of_now = MonitoringNote.objects.filter(
        milestone=OuterRef("pk"),
        superseded_at__isnull=True,
        of_completion=OuterRef("completion"),
    )
    rows = (
        Milestone.objects.filter(
            project__translation_key=project.translation_key,
            announced_at__isnull=False,
        )
        .select_related("project__progress")
        .annotate(
            first_date=Subquery(first),
            is_over=queries.in_closed_cycle("project__path"),
            is_answered=Exists(of_now),
        )
        .order_by("due_last", "position", "pk")
    )
    shown = [
        Shown(
            row,
            today,
            PartialDate(row.first_date) if row.first_date else None,
            row.is_over,
            row.is_answered,
        )
        for row in rows
    ]
    if not shown:
        return FollowUp(today=today)
    progress = getattr(shown[0].milestone.project, "progress", None)
    return FollowUp(shown, progress, today, is_over=shown[0].is_over)


@dataclass(slots=True)
class ProjectReading(FollowUp):
    """All that is said of a project, for the page of its progress."""

    updates: list[Update] = field(default_factory=list)
    partners: list[Partner] = field(default_factory=list)
    notes: dict[int, list[MonitoringNote]] = field(default_factory=dict)


def project_reading(project: Any, now: dt.datetime | None = None) -> ProjectReading:
    """Of a canonical project; eight queries at most, whatever was said."""
    found = follow_up(project, now)
    updates = (
        Update.objects.filter(project=project, superseded_at__isnull=True)
        .select_related("milestone")
        .prefetch_related("evidence")
    )
    notes: dict[int, list[MonitoringNote]] = defaultdict(list)
    said = (
        MonitoringNote.objects.filter(
            milestone__project=project, superseded_at__isnull=True
        )
        .select_related("seat", "partner")
        .prefetch_related("replies")
        .order_by("at", "pk")
    )
    for note in said:
        notes[note.milestone_id].append(note)
    progress, is_over = found.progress, found.is_over
    if progress is None:
        # Updates without milestones.
        kept = ProjectProgress.objects.annotate(
            is_over=queries.in_closed_cycle("project__path")
        ).filter(project=project)
        progress = kept.first()
        is_over = progress is not None and progress.is_over
    return ProjectReading(
        found.milestones,
        progress,
        found.today,
        is_over,
        updates=list(updates),
        partners=list(
            Partner.objects.filter(
                project=project,
                state__in=[PartnerState.CONFIRMED, PartnerState.ENDED],
                association_confirmed_at__isnull=False,
                administration_confirmed_at__isnull=False,
            )
        ),
        notes=dict(notes),
    )


@dataclass(slots=True)
class ProjectLine:
    """One project of a programme, and how far it is."""

    page: Any
    progress: ProjectProgress | None = None
    overdue: int = 0
    silent_since: dt.date | None = None

    @property
    def label(self) -> str:
        return _label(self.progress.completion) if self.progress else ""

    @property
    def civil_label(self) -> str:
        return _label(self.progress.civil_completion) if self.progress else ""

    @property
    def civil_rest(self) -> str:
        """Of how many milestones civil society speaks, where it is not of all."""
        row = self.progress
        return picture.rest(row.civil_milestones, row.milestones) if row else ""


def _label(completion: str) -> str:
    return str(Completion(completion).label) if completion else ""


@dataclass(slots=True)
class ProgrammeReading:
    lines: list[ProjectLine]
    progress: queries.ProgrammeProgress
    evaluations: int = 0

    @property
    def bars(self) -> list[Bar]:
        return picture.two_voices(self.progress.ours, self.progress.theirs)


def programme_reading(
    programme: Any, projects: Iterable[Any], now: dt.datetime | None = None
) -> ProgrammeReading:
    """Of a canonical programme; ``projects`` are its pages in the reader’s language.

    Six queries, whatever the number of projects.
    """
    today = day_of(now or timezone.now())
    projects = list(projects)
    progress = queries.progress_of(projects)
    below = ProjectPage.objects.child_of(programme)
    overdue: dict[Any, int] = defaultdict(int)
    for key in queries.overdue_milestones(today, below).values_list(
        "project__translation_key", flat=True
    ):
        overdue[key] += 1
    silent = dict(
        queries.quiet_projects(today, below).values_list(
            "translation_key", "silent_since"
        )
    )
    lines = [
        ProjectLine(
            page,
            progress.get(page.translation_key),
            overdue[page.translation_key],
            silent.get(page.translation_key),
        )
        for page in projects
    ]
    summed = queries.add_up(line.progress for line in lines if line.progress)
    summed.overdue, summed.quiet = sum(overdue.values()), len(silent)
    return ProgrammeReading(
        lines,
        summed,
        evaluations=Evaluation.objects.filter(
            programme=programme, signed_at__isnull=False, superseded_at__isnull=True
        ).count(),
    )


def programme_bars(projects: Iterable[Any]) -> list[Bar]:
    """Both bars of a programme, by the number of its projects; none where none counts.

    ``projects`` are those of ``journey.branch``, read with their canonical pages and
    these with their progress: no query.
    """
    rows = (getattr(project.canonical, "progress", None) for project in projects)
    summed = queries.add_up(row for row in rows if row is not None)
    return picture.two_voices(summed.ours, summed.theirs) if summed.ours else []
