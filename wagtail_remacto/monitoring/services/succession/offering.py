"""What a cycle could take from the one before it, and what was chosen of that."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from wagtail_remacto.collectivites.branch import canonical_only
from wagtail_remacto.committees.models import OutcomeRecord
from wagtail_remacto.contributions.models import (
    Contribution,
    Nature,
    Outcome,
    Standing,
)
from wagtail_remacto.cycles.models import CyclePage
from wagtail_remacto.monitoring.models import (
    CarryOver,
    Completion,
    ProjectProgress,
    Voice,
)
from wagtail_remacto.programmes.models import Lineage, ProjectPage

# Who is not named here has shaped a project, is led by another idea, or is done.
OPEN_OUTCOMES = ("", Outcome.TAKEN_UP, Outcome.PARTLY)


@dataclass(slots=True)
class OfferedProject:
    """An unfinished project, and in whose voice it is unfinished."""

    project: ProjectPage
    progress: ProjectProgress | None = None
    unfinished: list[Voice] = field(default_factory=list)
    choice: CarryOver | None = None

    @property
    def completion(self) -> str:
        return self.progress.completion if self.progress else ""

    @property
    def civil_completion(self) -> str:
        return self.progress.civil_completion if self.progress else ""


@dataclass(slots=True)
class OfferedIdea:
    """An idea, the answer that it has had, and what was chosen of it."""

    contribution: Contribution
    answer: OutcomeRecord | None = None
    choice: CarryOver | None = None


@dataclass(slots=True)
class Offered:
    """``ideas`` were set aside or shaped no project; ``outside`` are only named.

    The ideas are queries, for there may be thousands: see :func:`dress`.
    """

    projects: list[OfferedProject]
    ideas: "QuerySet[Contribution]"
    outside: "QuerySet[Contribution]"


def unfinished_in(progress: ProjectProgress | None) -> list[Voice]:
    """In whose voice the project is not completed.

    What civil society has said nothing of is not unfinished in its voice.
    """
    found = []
    if progress is None or progress.completion != Completion.COMPLETED:
        found.append(Voice.ADMINISTRATION)
    if progress is not None and progress.civil_completion not in (
        "",
        Completion.COMPLETED,
    ):
        found.append(Voice.CIVIL_SOCIETY)
    return found


def offered(cycle: CyclePage) -> Offered:
    """What the canonical cycle may take from its predecessor; two queries now."""
    before = cycle.predecessor
    if before is None:
        nothing = Contribution.objects.none()
        return Offered([], nothing, nothing)
    before = before.canonical
    pages = (
        canonical_only(
            ProjectPage.objects.filter(path__startswith=before.path, live=True)
        )
        .select_related("locale", "progress")
        .order_by("path")
    )
    chosen = {
        row.project_id: row
        for row in choices(cycle).filter(project__isnull=False)
        if row.project_id
    }
    projects = []
    for page in pages:
        progress = getattr(page, "progress", None)
        voices = unfinished_in(progress)
        if voices:
            projects.append(OfferedProject(page, progress, voices, chosen.get(page.pk)))
    public = public_ideas(before).order_by("-supports_count", "created_at", "pk")
    return Offered(
        projects,
        public.filter(without_project()),
        public.filter(outcome=Outcome.OUTSIDE),
    )


def public_ideas(cycle: Any) -> "QuerySet[Contribution]":
    return Contribution.objects.filter(
        cycle=cycle.pk, nature=Nature.IDEA, standing=Standing.PUBLIC
    )


def without_project() -> Q:
    """Set aside; or taken up, or never answered, and the source of no project."""
    shaped = Lineage.objects.filter(contribution=OuterRef("pk"), ended_at=None)
    unused: Any = Q(outcome__in=OPEN_OUTCOMES) & ~Exists(shaped)
    return Q(outcome=Outcome.SET_ASIDE) | unused


def choices(cycle: Any) -> "QuerySet[CarryOver]":
    """What counts of the choices that were made for a canonical cycle."""
    return CarryOver.objects.filter(
        cycle=cycle.pk, superseded_at__isnull=True
    ).select_related("by", "new_project", "new_contribution")


def dress(cycle: Any, ideas: Iterable[Contribution]) -> list[OfferedIdea]:
    """These ideas with their last answer and the choice; two queries."""
    found = {idea.pk: OfferedIdea(idea) for idea in ideas}
    for record in OutcomeRecord.objects.filter(contribution__in=list(found)).order_by(
        "at", "pk"
    ):
        found[record.contribution_id].answer = record
    for row in choices(cycle).filter(contribution__in=list(found)):
        found[row.contribution_id or 0].choice = row
    return list(found.values())
