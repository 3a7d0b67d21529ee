"""From where ideas came to what they became: counted, never approximated.

Each public idea of the programme's cycle is counted once in each column: its origin,
its axis, where it went (a project, several projects, or an answer without one) and
where that stands. A merged idea goes where the one went that speaks for it. So every
column has the same sum, and every row of the table is the sum of its parts.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.contributions.models import (
    Contribution,
    Nature,
    Origin,
    Outcome,
    Standing,
)
from wagtail_remacto.contributions.queries import axes_by_row
from wagtail_remacto.cycles.models import CyclePage
from wagtail_remacto.journey.story.trail import shown_pages
from wagtail_remacto.programmes.models import Lineage, ProgrammePage, ProjectPage
from wagtail_remacto.programmes.standing import Standing as Stands
from wagtail_remacto.programmes.standing import standing_of

# Where an idea went, besides the key of a project.
SEVERAL, AWAITED = "several", "awaited"
NO_AXIS = 0
# Ideas that were merged into each other in a circle lead nowhere.
HOPS = 12

Key = str | int


@dataclass(frozen=True, slots=True)
class Idea:
    """What is counted of one idea; ``projects`` are keys of canonical pages."""

    pk: int
    origin: str
    axis: Key
    outcome: str
    merged_into: int | None = None
    projects: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Thread:
    """The ideas that went the same way."""

    origin: str
    axis: Key
    goal: Key
    number: int


@dataclass(frozen=True, slots=True)
class Node:
    """One value of a column, and how many ideas it has."""

    key: Key
    name: Words | str
    number: int
    page: Any = None

    @property
    def attrs(self) -> str:
        return self.name.attrs if isinstance(self.name, Words) else ""


@dataclass(slots=True)
class Flow:
    """The threads, and the nodes of each column in the order in which they stand."""

    threads: list[Thread] = field(default_factory=list)
    origins: list[Node] = field(default_factory=list)
    axes: list[Node] = field(default_factory=list)
    goals: list[Node] = field(default_factory=list)
    # Where each project stands, in words.
    standing: str = ""
    # By project: all the ideas that shaped it, those that shaped others too.
    shaped: dict[int, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(thread.number for thread in self.threads)

    def number(self, axis: Key, origin: Key) -> int:
        return sum(
            thread.number
            for thread in self.threads
            if thread.axis == axis and thread.origin == origin
        )

    @property
    def table(self) -> list[tuple[Node, list[int], int]]:
        """For each axis the number from each origin, and their sum."""
        return [
            (axis, [self.number(axis.key, o.key) for o in self.origins], axis.number)
            for axis in self.axes
        ]

    @property
    def became(self) -> list[tuple[Node, list[int], int]]:
        """For each place where ideas went the number from each axis, and their sum."""
        return [
            (
                goal,
                [
                    sum(
                        thread.number
                        for thread in self.threads
                        if thread.goal == goal.key and thread.axis == axis.key
                    )
                    for axis in self.axes
                ],
                goal.number,
            )
            for goal in self.goals
        ]


def count(ideas: Iterable[Idea]) -> list[Thread]:
    """The ideas by their way; each is in exactly one thread."""
    ideas = list(ideas)
    by_pk = {idea.pk: idea for idea in ideas}
    counted = Counter((i.origin, i.axis, _goal(i, by_pk)) for i in ideas)
    return [
        Thread(origin, axis, goal, number)
        for (origin, axis, goal), number in sorted(
            counted.items(), key=lambda each: tuple(map(str, each[0]))
        )
    ]


def _goal(idea: Idea, by_pk: dict[int, Idea]) -> Key:
    hops = 0
    while not idea.projects and idea.merged_into in by_pk and hops < HOPS:
        idea = by_pk[idea.merged_into or 0]
        hops += 1
    if len(idea.projects) > 1:
        return SEVERAL
    if idea.projects:
        return next(iter(idea.projects))
    return idea.outcome or AWAITED


def flow_of(programme: ProgrammePage) -> Flow:
    """The flow of a canonical programme; nine queries, whatever the number of ideas."""
    cycle = CyclePage.objects.filter(path=programme.path[: -Page.steplen]).values_list(
        "pk", "translation_key"
    )[:1]
    cycle_pk, cycle_key = next(iter(cycle), (None, None))
    axes = axes_by_row(cycle__translation_key=cycle_key)
    rows = Contribution.objects.filter(
        cycle=cycle_pk, nature=Nature.IDEA, standing=Standing.PUBLIC
    ).values_list("pk", "origin", "axis_id", "outcome", "merged_into_id")
    lineage = Lineage.objects.filter(
        project__path__startswith=programme.path, ended_at=None
    )
    by_idea: dict[int, set[int]] = {}
    for idea_pk, project_pk in lineage.values_list("contribution", "project"):
        by_idea.setdefault(idea_pk, set()).add(project_pk)
    known = {pk: axis.pk for pk, axis in axes.items()}
    ideas = [
        Idea(
            pk,
            origin,
            known.get(axis, NO_AXIS),
            outcome,
            merged_into,
            frozenset(by_idea.get(pk, ())),
        )
        for pk, origin, axis, outcome, merged_into in rows.order_by()
    ]
    flow = Flow(count(ideas), standing=_standing_words(standing_of(programme)))
    flow.shaped = dict(Counter(pk for idea in ideas for pk in idea.projects))
    _name(flow, {axis.pk: axis for axis in axes.values()}, programme)
    return flow


def _standing_words(found: Stands) -> str:
    return str(found.stage.label)


def _name(flow: Flow, axes: dict[int, Any], programme: ProgrammePage) -> None:
    """Give every value its name and its number; values without ideas are left out."""
    by_origin = Counter[Key]()
    by_axis = Counter[Key]()
    by_goal = Counter[Key]()
    for thread in flow.threads:
        by_origin[thread.origin] += thread.number
        by_axis[thread.axis] += thread.number
        by_goal[thread.goal] += thread.number
    flow.origins = [
        Node(each, str(each.label), by_origin[each])
        for each in Origin
        if by_origin[each]
    ]
    ordered = sorted(axes.values(), key=lambda axis: (axis.order, axis.pk))
    flow.axes = [
        Node(axis.pk, Words(axis.title, axis.locale.language_code), by_axis[axis.pk])
        for axis in ordered
        if by_axis[axis.pk]
    ]
    if by_axis[NO_AXIS]:
        flow.axes.append(Node(NO_AXIS, _("without an axis"), by_axis[NO_AXIS]))
    keys = [key for key in by_goal if isinstance(key, int)]
    projects = list(ProjectPage.objects.filter(pk__in=keys).order_by("path"))
    pages = shown_pages(projects)
    flow.goals = [_project_node(each, pages, by_goal) for each in projects]
    others = {
        SEVERAL: _("several projects"),
        Outcome.TAKEN_UP: _("taken up, no project named yet"),
        Outcome.PARTLY: _("partly taken up, no project named yet"),
        Outcome.MERGED: _("merged with one that is not public"),
        Outcome.SET_ASIDE: _("set aside"),
        Outcome.OUTSIDE: _("outside the council’s powers"),
        Outcome.DONE: _("already done"),
        AWAITED: _("answer awaited"),
    }
    flow.goals += [
        Node(str(key), str(name), by_goal[str(key)])
        for key, name in others.items()
        if by_goal[str(key)]
    ]


def _project_node(
    project: ProjectPage, pages: dict[int, ProjectPage], numbers: Counter[Key]
) -> Node:
    page = pages.get(project.pk)
    name: Words | str = _("a project that is not published yet")
    if page is not None:
        name = Words(page.title, page.locale.language_code)
    return Node(project.pk, name, numbers[project.pk], page)
