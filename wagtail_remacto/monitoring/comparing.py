"""All the cycles of a collectivité side by side: what each received and led to."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from wagtail.models import Page

from wagtail_remacto.collectivites.branch import canonical_only
from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.collectivites.pages import attach_canonicals
from wagtail_remacto.collectivites.queries import published
from wagtail_remacto.committees import ledger
from wagtail_remacto.committees.ledger import NOTHING, Ledger
from wagtail_remacto.contributions.models import Contribution, Origin, Standing
from wagtail_remacto.contributions.models.contribution import CARRIED
from wagtail_remacto.cycles.models import CyclePage
from wagtail_remacto.monitoring import picture
from wagtail_remacto.monitoring.models import (
    CarryChoice,
    CarryOver,
    Completion,
    CycleClosing,
    Evaluation,
    Moment,
    Voice,
)
from wagtail_remacto.monitoring.picture import Bar
from wagtail_remacto.programmes.adoptions import adoptions
from wagtail_remacto.programmes.models import ProjectPage, ProjectVersion


@dataclass(slots=True)
class Share:
    """How much came one way; ``start`` and ``width`` are per cent of the whole."""

    origin: str
    label: str
    number: int
    start: float
    width: float


@dataclass(slots=True)
class Column:
    """One cycle: ``page`` is in the reader's language.

    ``origins`` counts what is public, ideas carried over from the cycle before
    (``carried_in``) left out: they were given then. ``people`` are the participants
    known by a name or an address, ``people_by`` those of each origin: who took part in
    two ways is in both. ``carried_on`` and ``left_behind`` count what the next cycle
    chose, once it is published. ``projects`` are those that the council has adopted;
    ``evaluations`` maps a moment to the voices that have signed.
    """

    page: Any
    ledger: Ledger = NOTHING
    origins: Counter[str] = field(default_factory=Counter)
    people: int = 0
    people_by: Counter[str] = field(default_factory=Counter)
    carried_in: int = 0
    carried_on: int = 0
    left_behind: int = 0
    is_adopted: bool = False
    projects: int = 0
    ours: Counter[str] = field(default_factory=Counter)
    theirs: Counter[str] = field(default_factory=Counter)
    evaluations: dict[str, set[str]] = field(default_factory=dict)
    is_closed: bool = False

    @property
    def given(self) -> int:
        return sum(self.origins.values())

    @property
    def shares(self) -> list[Share]:
        """Each origin, also those by which nothing came, for the table."""
        found, before = [], 0
        for origin in Origin:
            number = self.origins[origin]
            found.append(
                Share(
                    origin.value,
                    str(origin.label),
                    number,
                    round(100 * before / self.given, 3) if self.given else 0,
                    round(100 * number / self.given, 3) if self.given else 0,
                )
            )
            before += number
        return found

    @property
    def origins_of_people(self) -> list[tuple[str, int]]:
        """Each origin by which participants came, and how many."""
        return [
            (str(origin.label), number)
            for origin in Origin
            if (number := self.people_by[origin])
        ]

    @property
    def bars(self) -> list[Bar]:
        return picture.two_voices(self.ours, self.theirs)

    @property
    def completed(self) -> int:
        return self.ours[Completion.COMPLETED]

    @property
    def civil_completed(self) -> int:
        return self.theirs[Completion.COMPLETED]

    @property
    def spoken_of(self) -> int:
        """Of how many projects civil society speaks."""
        return sum(self.theirs.values())

    @property
    def followed(self) -> int:
        return sum(self.ours.values())

    @property
    def evaluation_lines(self) -> list[tuple[str, list[str]]]:
        """The moments that were evaluated, and the voices of each."""
        return [
            (str(moment.label), [str(v.label) for v in Voice if v in voices])
            for moment in Moment
            if (voices := self.evaluations.get(moment))
        ]


def compare(collectivite: CollectivitePage) -> list[Column]:
    """Every published cycle of a canonical collectivité, the latest first.

    Thirteen queries at most, whatever the number of cycles.
    """
    pages = attach_canonicals(published(CyclePage, collectivite))
    pages.sort(
        key=lambda page: (
            page.canonical.identifier != "undated",
            page.canonical.period_end or page.canonical.identifier,
            page.canonical.pk,
        ),
        reverse=True,
    )
    columns = {page.canonical.pk: Column(page) for page in pages}
    if not columns:
        return []
    by_path = {column.page.canonical.path: column for column in columns.values()}
    for pk, found in ledger.by_cycle(collectivite).items():
        if pk in columns:
            columns[pk].ledger = found
    _given(columns)
    _projects(by_path, _adopted(by_path))
    _evaluations(by_path)
    _ends(columns)
    return list(columns.values())


def _given(columns: dict[int, Column]) -> None:
    rows = Contribution.objects.filter(
        cycle__in=list(columns), standing=Standing.PUBLIC
    ).order_by()
    carried = Q(external_key__startswith=CARRIED)
    for pk, origin, number, again, people in rows.values_list(
        "cycle", "origin"
    ).annotate(
        number=Count("pk", filter=~carried),
        again=Count("pk", filter=carried),
        people=Count("author", filter=~carried, distinct=True),
    ):
        columns[pk].origins[origin] += number
        columns[pk].people_by[origin] += people
        columns[pk].carried_in += again
    for pk, people in (
        rows.exclude(carried)
        .values_list("cycle")
        .annotate(people=Count("author", distinct=True))
    ):
        columns[pk].people = people


def _cycle_path(path: str, levels: int) -> str:
    return path[: -levels * Page.steplen]


def _adopted(by_path: dict[str, Column]) -> dict[str, set[int] | None]:
    """By path of the adopted programmes: the keys of what was adopted with each.

    None where only a source tells of the vote: then its projects are those of the
    page. Two queries.
    """
    votes = (
        adoptions()
        .filter(_below(by_path, "programme__path"))
        .select_related("programme")
    )
    found: dict[str, set[int] | None] = {}
    versions: dict[int, str] = {}
    for vote in votes:
        version = vote.result_id or vote.version_id
        found[vote.programme.path] = set() if version else None
        if version:
            versions[version] = vote.programme.path
    if versions:
        for version, project in ProjectVersion.objects.filter(
            version__in=list(versions)
        ).values_list("version", "project"):
            kept = found[versions[version]]
            if kept is not None:
                kept.add(project)
    return found


def _below(paths: Iterable[str], name: str) -> Q:
    below = Q(pk__in=[])
    for path in paths:
        below |= Q(**{f"{name}__startswith": path})
    return below


def _projects(by_path: dict[str, Column], adopted: dict[str, set[int] | None]) -> None:
    for path in adopted:
        by_path[_cycle_path(path, 1)].is_adopted = True
    if not adopted:
        return
    rows = canonical_only(
        ProjectPage.objects.filter(_below(adopted, "path"), live=True)
    ).values_list("pk", "path", "progress__completion", "progress__civil_completion")
    for pk, path, completion, civil in rows:
        keys = adopted[_cycle_path(path, 1)]
        if keys is not None and pk not in keys:
            continue
        column = by_path[_cycle_path(path, 2)]
        column.projects += 1
        if completion:
            column.ours[completion] += 1
        if civil:
            column.theirs[civil] += 1


def _evaluations(by_path: dict[str, Column]) -> None:
    rows = Evaluation.objects.filter(
        _below(by_path, "programme__path"),
        signed_at__isnull=False,
        superseded_at__isnull=True,
    ).values_list("programme__path", "moment", "voice")
    for path, moment, voice in rows:
        column = by_path[_cycle_path(path, 1)]
        column.evaluations.setdefault(moment, set()).add(voice)


def _ends(columns: dict[int, Column]) -> None:
    for pk in CycleClosing.objects.filter(
        cycle__in=list(columns), reopened_at__isnull=True
    ).values_list("cycle", flat=True):
        columns[pk].is_closed = True
    before = {
        column.page.canonical.pk: column.page.canonical.predecessor_id
        for column in columns.values()
    }
    # What a cycle that is still a draft has chosen is not public yet.
    for pk, choice, number in (
        CarryOver.objects.filter(cycle__in=list(columns), superseded_at__isnull=True)
        .order_by()
        .values_list("cycle", "choice")
        .annotate(number=Count("pk"))
    ):
        earlier = before.get(pk)
        if earlier not in columns:
            continue
        if choice == CarryChoice.CARRIED:
            columns[earlier].carried_on += number
        else:
            columns[earlier].left_behind += number
