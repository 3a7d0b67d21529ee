"""Two years in two voices: what is shown is what each voice has said, and no more."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, F, Max, Q
from django.utils.translation import gettext as _

from wagtail_remacto.committees.models import College
from wagtail_remacto.journey.invariants.findings import Finding, check, finding
from wagtail_remacto.monitoring import rollup
from wagtail_remacto.monitoring.models import (
    CarryChoice,
    CarryOver,
    Completion,
    CycleClosing,
    Evaluation,
    Milestone,
    Moment,
    MonitoringNote,
    Postponement,
    ProjectEvaluation,
    ProjectProgress,
    Update,
    Voice,
)
from wagtail_remacto.programmes.adoptions import adoptions
from wagtail_remacto.programmes.models import ProgrammePage, ProjectPage


class _Programmes:
    """The programme above each project, looked up once for those that are asked."""

    def __init__(self, programme: int | None) -> None:
        self.only = ProgrammePage.objects.filter(pk=programme).first()
        self.asked = programme
        self._by_path: dict[str, int] | None = None

    def within(self, rows: Any, prefix: str = "project__") -> Any:
        if self.asked is None:
            return rows
        if self.only is None:
            return rows.none()
        return rows.filter(**{f"{prefix}path__startswith": self.only.path})

    def of(self, path: str) -> int | None:
        """The key of the programme above the page with this path."""
        if self._by_path is None:
            self._by_path = dict(ProgrammePage.objects.values_list("path", "pk"))
        return self._by_path.get(path[: -ProgrammePage.steplen])


@check
def milestones_in_two_voices(programme: int | None) -> Iterator[Finding]:
    """What stands beside a milestone is what each voice said last (domain rule 6)."""
    programmes = _Programmes(programme)
    said: dict[int, str] = {}
    updates = programmes.within(
        Update.objects.filter(milestone__isnull=False, superseded_at__isnull=True)
    )
    for milestone, completion in (
        updates.exclude(completion="")
        .order_by("on", "at", "pk")
        .values_list("milestone", "completion")
    ):
        said[milestone] = completion
    last = dict(updates.order_by().values_list("milestone").annotate(last=Max("on")))
    positions: dict[int, list[str]] = defaultdict(list)
    for milestone, completion in (
        programmes.within(
            MonitoringNote.objects.filter(superseded_at__isnull=True),
            "milestone__project__",
        )
        .order_by()
        .values_list("milestone", "completion")
    ):
        positions[milestone].append(completion)
    rows = programmes.within(Milestone.objects.select_related("project"))
    for row in rows:
        key = programmes.of(row.project.path)
        if row.completion != said.get(
            row.pk, Completion.NOT_STARTED
        ) or row.updated_on != last.get(row.pk):
            yield finding(
                "first_voice",
                row,
                _("It does not show what the administration said last."),
                key,
            )
        if row.civil_completion != rollup.position(positions.get(row.pk, ())):
            yield finding(
                "second_voice",
                row,
                _("It does not show what civil society says."),
                key,
            )


@check
def progress_adds_up(programme: int | None) -> Iterator[Finding]:
    """The progress of a project is the sum of its milestones, in each voice."""
    programmes = _Programmes(programme)
    below: dict[int, list[Milestone]] = defaultdict(list)
    for row in programmes.within(
        Milestone.objects.filter(
            announced_at__isnull=False, withdrawn_at__isnull=True
        ).select_related("project")
    ):
        below[row.project_id].append(row)
    news = {
        project: (number, last)
        for project, number, last in programmes.within(
            Update.objects.filter(superseded_at__isnull=True)
        )
        .order_by()
        .values_list("project")
        .annotate(number=Count("pk"), last=Max("on"))
    }
    found = {
        row.project_id: row
        for row in programmes.within(ProjectProgress.objects.select_related("project"))
    }
    for project, row in found.items():
        wanted = _summed(below.get(project, ()))
        wanted["updates"], wanted["updated_on"] = news.get(project, (0, None))
        if any(getattr(row, name) != value for name, value in wanted.items()):
            yield finding(
                "progress",
                row,
                _("The progress is not what its milestones and updates add up to."),
                programmes.of(row.project.path),
            )
    for project, rows in below.items():
        if project not in found:
            yield finding(
                "progress_missing",
                rows[0],
                _("The milestones of its project were never added up."),
                programmes.of(rows[0].project.path),
            )


def _summed(rows: Iterable[Milestone]) -> dict[str, Any]:
    ours: Counter[str] = Counter()
    theirs: Counter[str] = Counter()
    rows = list(rows)
    for row in rows:
        ours[row.completion] += row.weight
        if row.civil_completion:
            theirs[row.civil_completion] += row.weight
    return {
        "milestones": len(rows),
        "weight": sum(ours.values()),
        "limited_weight": ours[Completion.LIMITED],
        "substantial_weight": ours[Completion.SUBSTANTIAL],
        "completed_weight": ours[Completion.COMPLETED],
        "completion": rollup.roll_up(ours),
        "civil_milestones": sum(bool(row.civil_completion) for row in rows),
        "civil_weight": sum(theirs.values()),
        "civil_limited_weight": theirs[Completion.LIMITED],
        "civil_substantial_weight": theirs[Completion.SUBSTANTIAL],
        "civil_completed_weight": theirs[Completion.COMPLETED],
        "civil_completion": rollup.roll_up(theirs),
        "differing": sum(row.voices_differ for row in rows),
    }


@check
def dates_move_by_postponements(programme: int | None) -> Iterator[Finding]:
    """Every date a milestone ever had can be read (domain rule 5)."""
    programmes = _Programmes(programme)
    chains: dict[int, list[Postponement]] = defaultdict(list)
    for each in programmes.within(
        Postponement.objects.all(), "milestone__project__"
    ).order_by("at", "pk"):
        chains[each.milestone_id].append(each)
    for row in programmes.within(Milestone.objects.select_related("project")):
        chain = chains.get(row.pk, [])
        dates = [each.before for each in chain[1:]] + [row.due] if chain else []
        broken = [each.after for each in chain] != dates
        if broken or row.due_last != row.due.last:
            yield finding(
                "postponed",
                row,
                _("Its date is not the one to which it was postponed."),
                programmes.of(row.project.path),
            )
        if any(not each.words.strip() for each in chain):
            yield finding(
                "postponed_without_reason",
                row,
                _("It was postponed without a reason."),
                programmes.of(row.project.path),
            )


@check
def milestones_of_adopted_programmes(programme: int | None) -> Iterator[Finding]:
    """Nothing is announced before the council has adopted the programme."""
    programmes = _Programmes(programme)
    adopted = set(adoptions().values_list("programme", flat=True))
    announced = programmes.within(
        Milestone.objects.filter(announced_at__isnull=False).select_related("project")
    )
    for row in announced:
        key = programmes.of(row.project.path)
        if key not in adopted:
            yield finding(
                "announced_unadopted",
                row,
                _("It is announced, and its programme is not adopted."),
                key,
            )


@check
def voices_of_the_project(programme: int | None) -> Iterator[Finding]:
    """Updates are about milestones of their project; notes come from civil society."""
    programmes = _Programmes(programme)
    for row in programmes.within(
        Update.objects.filter(milestone__isnull=False)
        .exclude(milestone__project=F("project"))
        .select_related("project")
    ):
        yield finding(
            "update_elsewhere",
            row,
            _("It is about a milestone of another project."),
            programmes.of(row.project.path),
        )
    notes = programmes.within(
        MonitoringNote.objects.select_related("milestone__project"),
        "milestone__project__",
    )
    wrong = Q(seat__isnull=False) & ~Q(seat__college=College.CIVIL_SOCIETY)
    wrong |= Q(partner__isnull=False) & ~Q(partner__project=F("milestone__project"))
    for row in notes.filter(wrong):
        yield finding(
            "note_without_voice",
            row,
            _("It is neither of civil society’s seat nor of a partner of the project."),
            programmes.of(row.milestone.project.path),
        )


@check
def signed_evaluations(programme: int | None) -> Iterator[Finding]:
    """A signed evaluation says how far every project of it is."""
    rows = Evaluation.objects.filter(signed_at__isnull=False)
    if programme is not None:
        rows = rows.filter(programme=programme)
    said = defaultdict(set)
    told = ProjectEvaluation.objects.filter(evaluation__in=rows.order_by().values("pk"))
    for evaluation, project in told.exclude(completion="").values_list(
        "evaluation", "project"
    ):
        said[evaluation].add(project)
    projects = defaultdict(list)
    for path, pk, since in ProjectPage.objects.live().values_list(
        "path", "pk", "first_published_at"
    ):
        projects[path[: -ProjectPage.steplen]].append((pk, since))
    for row in rows.select_related("programme"):
        # What was published since was not there to be evaluated.
        asked = {
            pk
            for pk, since in projects[row.programme.path]
            if since is None or since <= row.signed_at
        }
        if asked - said[row.pk]:
            yield finding(
                "evaluation_incomplete",
                row,
                _("It is signed, and says nothing of some project."),
                row.programme_id,
            )
    civil = rows.filter(voice=Voice.CIVIL_SOCIETY).exclude(
        seat__college=College.CIVIL_SOCIETY
    )
    for row in civil.select_related("programme", "partner__project"):
        # A partner speaks for civil society where it carries out.
        where = row.partner.project.path if row.partner and not row.seat else ""
        if where.startswith(row.programme.path):
            continue
        yield finding(
            "evaluation_without_seat",
            row,
            _(
                "It is civil society’s, and none of its seats and no partner of a "
                "project has signed it."
            ),
            row.programme_id,
        )


@check
def closed_cycles(programme: int | None) -> Iterator[Finding]:
    """A cycle is closed by both final evaluations, or says why not."""
    if programme is not None:
        return
    closings = CycleClosing.objects.filter(reopened_at__isnull=True, override="")
    signed: dict[str, set[str]] = defaultdict(set)
    for path, voice in Evaluation.objects.filter(
        moment=Moment.FINAL, signed_at__isnull=False, superseded_at__isnull=True
    ).values_list("programme__path", "voice"):
        signed[path[: -ProgrammePage.steplen]].add(voice)
    for row in closings.select_related("cycle"):
        if not {Voice.ADMINISTRATION, Voice.CIVIL_SOCIETY} <= signed[row.cycle.path]:
            yield finding(
                "closed_unevaluated",
                row,
                _("The cycle is closed without both final evaluations or a reason."),
            )


@check
def carried_over(programme: int | None) -> Iterator[Finding]:
    """What was carried over is there, in the words in which it was given (rule 1)."""
    if programme is not None:
        return
    rows = CarryOver.objects.filter(superseded_at__isnull=True).select_related(
        "cycle", "contribution", "new_contribution", "new_project"
    )
    for row in rows:
        new = row.new_contribution if row.contribution_id else row.new_project
        if (row.choice == CarryChoice.CARRIED) != (new is not None):
            yield finding(
                "carried_without_result",
                row,
                _("What it was carried over to is missing, or too much."),
            )
            continue
        old = row.contribution
        if old is not None and new is not None and (old.author_id != new.author_id):
            yield finding(
                "carried_author",
                row,
                _("The idea that was carried over has another author."),
            )
        if row.new_project is not None and not row.new_project.path.startswith(
            row.cycle.path
        ):
            yield finding(
                "carried_elsewhere",
                row,
                _("What it was carried over to is in another cycle."),
            )
