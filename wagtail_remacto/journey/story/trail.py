"""What the records know of some projects: read once, whatever their number."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q
from wagtail.models import Page

from wagtail_remacto.committees.decisions import holding
from wagtail_remacto.committees.models import ON_A_VERSION, Decision, DecisionKind
from wagtail_remacto.contributions.models import Standing
from wagtail_remacto.cycles.kinds import PhaseKind
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.journey.branch import pick_language, visible
from wagtail_remacto.programmes.models import (
    Deliberation,
    ProgrammeVersion,
    ProjectPage,
    ProjectVersion,
    Purpose,
    Remark,
)


@dataclass(frozen=True, slots=True)
class Remarked:
    """How many public remarks there are, and how many of them have an answer."""

    received: int = 0
    answered: int = 0

    def __add__(self, other: "Remarked") -> "Remarked":
        return Remarked(self.received + other.received, self.answered + other.answered)


class Calendar:
    """The phases of some cycles, by kind, by their canonical pages; one query."""

    def __init__(self, cycle_paths: Iterable[str]) -> None:
        paths = set(cycle_paths)
        below = Q(pk__in=[])
        for path in paths:
            below |= Q(path__startswith=path, depth=len(path) // Page.steplen + 1)
        self.phases = list(
            visible(PhasePage.objects.filter(below)).order_by("start", "path")
            if paths
            else []
        )

    def of(self, cycle_path: str, kind: PhaseKind) -> list[PhasePage]:
        return [
            phase
            for phase in self.phases
            if phase.kind == kind and phase.path.startswith(cycle_path)
        ]

    def by_key(self, pk: int | None) -> PhasePage | None:
        return next((phase for phase in self.phases if phase.pk == pk), None)


@dataclass(slots=True)
class Way:
    """What became of some projects of one programme; lists are in the order of time.

    ``projects`` are canonical pages. Without any, the way is that of the whole
    programme.
    """

    programme_path: str
    calendar: Calendar
    projects: list[ProjectPage] = field(default_factory=list)
    versions: list[ProgrammeVersion] = field(default_factory=list)
    frozen: list[ProjectVersion] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    deliberations: list[Deliberation] = field(default_factory=list)
    remarked: dict[int, Remarked] = field(default_factory=dict)

    @property
    def cycle_path(self) -> str:
        return self.programme_path[: -Page.steplen]

    def phases(self, kind: PhaseKind) -> list[PhasePage]:
        return self.calendar.of(self.cycle_path, kind)

    def holds(self, version_pk: int | None) -> bool:
        """Whether the version has one of the projects (any, for a whole programme)."""
        if not self.projects:
            return version_pk in {version.pk for version in self.versions}
        return any(each.version_id == version_pk for each in self.frozen)

    def version(self, pk: int | None) -> ProgrammeVersion | None:
        return next((each for each in self.versions if each.pk == pk), None)

    @property
    def consultations(self) -> list[ProgrammeVersion]:
        return [
            each
            for each in self.versions
            if each.purpose == Purpose.CONSULTATION and self.holds(each.pk)
        ]

    def decided(self, kind: DecisionKind) -> list[Decision]:
        return [each for each in self.decisions if each.kind == kind]

    @property
    def current(self) -> list[Deliberation]:
        """What the council did, without what was recorded wrongly."""
        return [each for each in self.deliberations if each.superseded_at is None]

    def remarks_on(self, version: ProgrammeVersion) -> Remarked:
        total = Remarked()
        for each in self.frozen:
            if each.version_id == version.pk:
                total += self.remarked.get(each.pk, Remarked())
        return total


def shown_pages(projects: Iterable[ProjectPage]) -> dict[int, ProjectPage]:
    """Those that anyone may read, in the reader's language, by their canonical key.

    One query; none for no project.
    """
    keys = {project.translation_key: project.pk for project in projects}
    if not keys:
        return {}
    pages = visible(ProjectPage.objects.filter(translation_key__in=list(keys)))
    return {
        keys[page.translation_key]: page
        for page in pick_language(pages.select_related("locale"))
    }


def programme_path_of(project: ProjectPage) -> str:
    path: str = project.path[: -Page.steplen]
    return path


def ways_of(
    projects: Iterable[ProjectPage],
    *,
    programme_paths: Iterable[str] = (),
    cycle_paths: Iterable[str] = (),
) -> tuple[list[Way], Calendar]:
    """The way of each programme that has one of these canonical projects.

    Or of a programme named by its path. Six queries at most; one, for the phases of
    ``cycle_paths``, where there is no programme.
    """
    projects = list(projects)
    by_programme: dict[str, list[ProjectPage]] = {path: [] for path in programme_paths}
    for project in projects:
        found = by_programme.setdefault(programme_path_of(project), [])
        if project not in found:
            found.append(project)
    cycles = {path[: -Page.steplen] for path in by_programme}
    calendar = Calendar(cycles | set(cycle_paths))
    ways = {
        path: Way(path, calendar, projects=below)
        for path, below in by_programme.items()
    }
    if ways:
        _read(ways, projects)
    return list(ways.values()), calendar


def _read(ways: dict[str, Way], projects: list[ProjectPage]) -> None:
    of_version: dict[int, Way] = {}
    versions = (
        ProgrammeVersion.objects.filter(programme__path__in=list(ways))
        .select_related("programme")
        .defer("content")
        .order_by("programme_id", "number")
    )
    for version in versions:
        way = ways[version.programme.path]
        way.versions.append(version)
        of_version[version.pk] = way
    if of_version and projects:
        _read_frozen(of_version, projects)
    if of_version:
        decisions = Decision.objects.filter(
            holding(), version__in=list(of_version), kind__in=ON_A_VERSION
        ).order_by("held_on", "pk")
        for decision in decisions:
            of_version[decision.version_id or 0].decisions.append(decision)
    deliberations = (
        Deliberation.objects.filter(programme__path__in=list(ways))
        .select_related("session", "programme")
        .order_by("session__sitting", "pk")
    )
    for deliberation in deliberations:
        ways[deliberation.programme.path].deliberations.append(deliberation)


def _read_frozen(of_version: dict[int, Way], projects: list[ProjectPage]) -> None:
    frozen = list(
        ProjectVersion.objects.filter(
            version__in=list(of_version),
            project__in=[project.pk for project in projects],
        ).defer("content")
    )
    for each in frozen:
        of_version[each.version_id].frozen.append(each)
    if not frozen:
        return
    counted = (
        Remark.objects.filter(
            project__in=[each.pk for each in frozen],
            contribution__standing=Standing.PUBLIC,
        )
        .order_by()
        .values_list("project", "project__version")
        .annotate(
            received=Count("pk"),
            answered=Count("pk", filter=Q(contribution__answered_at__isnull=False)),
        )
    )
    for pk, version_pk, received, answered in counted:
        of_version[version_pk].remarked[pk] = Remarked(received, answered)
