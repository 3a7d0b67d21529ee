"""Where a journey goes on after its cycle: in the next one, or in another town."""

import datetime as dt
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from wagtail_remacto.collectivites.branch import with_branch_title
from wagtail_remacto.contributions.models import Contribution, Nature
from wagtail_remacto.cycles.clock import State as Clock
from wagtail_remacto.cycles.models import CyclePage
from wagtail_remacto.journey.branch import pick_language, visible
from wagtail_remacto.journey.story.steps import (
    Link,
    Part,
    Said,
    State,
    Step,
    Story,
    adds_steps,
    day_words,
    link,
)
from wagtail_remacto.monitoring.models import CarryChoice, CarryOver, ProjectOrigin
from wagtail_remacto.programmes.models import ProjectPage

CARRIED, LEFT, COPIED = "carried", "left", "copied"


@adds_steps
def goes_on(story: Story, now: dt.datetime) -> Iterable[Step]:
    """What it was carried over to and from, or why it was not carried over.

    Three queries at most for an idea, none while its phase is open; four for a project.
    """
    subject = story.subject
    if isinstance(subject, Contribution):
        _of_idea(story, subject, now)
    else:
        _of_project(story, subject)
    return []


def _of_idea(story: Story, idea: Contribution, now: dt.datetime) -> None:
    if idea.nature != Nature.IDEA:
        return
    conditions = []
    projects = [project.pk for way in story.ways for project in way.projects]
    if projects:
        conditions.append(Q(project__in=projects))
    # Nothing is carried over while its own phase may still bring support.
    if idea.outcome or idea.phase.period.state(now) == Clock.CLOSED:
        conditions.append(Q(contribution=idea.pk))
    if idea.is_carried:
        conditions.append(Q(new_contribution=idea.pk))
    if not conditions:
        return
    wanted = reduce(or_, conditions)
    rows = _rows(wanted)
    for row in rows:
        if row.new_contribution_id == idea.pk:
            _came_from(story, row, contribution=row.contribution)
    _goes_to(story, [row for row in rows if row.new_contribution_id != idea.pk])


def _of_project(story: Story, project: Any) -> None:
    rows = _rows(Q(project=project.pk) | Q(new_project=project.pk))
    origins = list(
        ProjectOrigin.objects.filter(Q(project=project.pk) | Q(source=project.pk))
        .select_related("project", "source")
        .order_by("at", "pk")
    )
    if not rows and not origins:
        return
    if any(origin.project_id == project.pk for origin in origins):
        _not_proposed(story.steps[0])
    near = {row.new_project_id for row in rows}
    pages = _pages(
        page
        for origin in origins
        for page in (origin.project, origin.source)
        if page.pk != project.pk
    )
    for row in rows:
        if row.new_project_id == project.pk and row.project_id in pages:
            _came_from(story, row, page=pages[row.project_id])
    _goes_to(story, [row for row in rows if row.project_id == project.pk], pages)
    for origin in origins:
        if origin.project_id in near:
            continue
        page = pages.get(
            origin.source_id if origin.project_id == project.pk else origin.project_id
        )
        if page is None:
            continue
        words = {"collectivite": page.branch_title}
        if origin.project_id == project.pk:
            sentence = _("Begun from a project of %(collectivite)s") % words
            first = story.steps[0]
            first.parts.append(Part(sentence, page=page, when=day_words(origin.at)))
            continue
        sentence = _("A project of %(collectivite)s began from it") % words
        _insert(
            story,
            Step(
                COPIED,
                _("Taken up elsewhere"),
                when=day_words(origin.at),
                parts=[Part(sentence, page=page)],
            ),
        )


def _not_proposed(first: Step) -> None:
    """Without contributions of its own it still comes from somewhere."""
    if not first.parts:
        first.state, first.sentence = State.DONE, ""


def _rows(wanted: Q) -> list[CarryOver]:
    """The choices that count; those of a cycle that is a draft are not public yet."""
    return list(
        CarryOver.objects.filter(
            wanted,
            superseded_at__isnull=True,
            cycle__in=visible(CyclePage.objects.all()).values("pk"),
        )
        .select_related(
            "cycle",
            "project",
            "new_project",
            "contribution__cycle",
            "new_contribution",
        )
        .order_by("at", "pk")
    )


def _pages(projects: Iterable[Any]) -> dict[int, Any]:
    """Those that anyone may read, by canonical key; one query, none for no project.

    Each carries ``branch_title``, the name of its collectivité in its language.
    """
    keys = {project.translation_key: project.pk for project in projects}
    if not keys:
        return {}
    found = with_branch_title(
        visible(ProjectPage.objects.filter(translation_key__in=list(keys)))
    )
    return {
        keys[page.translation_key]: page
        for page in pick_language(found.select_related("locale"))
    }


def _cycles(rows: list[CarryOver]) -> dict[Any, Any]:
    """Those of the rows, in the reader's language, by what translations share."""
    keys = {row.cycle.translation_key for row in rows}
    if not keys:
        return {}
    found = visible(CyclePage.objects.filter(translation_key__in=keys))
    return {
        page.translation_key: page
        for page in pick_language(found.select_related("locale"))
    }


def _came_from(
    story: Story, row: CarryOver, *, page: Any = None, contribution: Any = None
) -> None:
    """Said where the journey begins."""
    story.steps[0].parts.append(
        Part(
            _("Carried over from the cycle before"),
            page=page,
            contribution=contribution,
            when=day_words(row.at),
            said=_said(row),
        )
    )


def _goes_to(
    story: Story, rows: list[CarryOver], pages: dict[int, Any] | None = None
) -> None:
    """What is not published yet is not named."""
    if pages is None:
        pages = _pages(row.new_project for row in rows if row.new_project)
    cycles = _cycles(rows)
    for row in rows:
        part = Part(said=_said(row))
        part.sentence = _("Cycle %(cycle)s") % {
            "cycle": row.cycle.identifier or row.cycle.title
        }
        step = Step(
            CARRIED,
            _("Carried over to the next cycle"),
            when=day_words(row.at),
            parts=[part],
        )
        if row.choice == CarryChoice.LEFT:
            step.key, step.title = LEFT, _("Not carried over to the next cycle")
        elif row.new_contribution is not None:
            part.contribution = row.new_contribution
        elif row.new_project_id in pages:
            part.page = pages[row.new_project_id]
            part.links = link(
                _("The project’s journey"), "project_journey", row.new_project_id
            )
        else:
            step.sentence = _("It is being prepared there and not published yet.")
        if row.cycle.translation_key in cycles:
            address = cycles[row.cycle.translation_key].get_url()
            part.links = [*part.links, Link(_("Next cycle"), address)]
        _insert(story, step)


def _insert(story: Story, step: Step) -> None:
    """Before what was not reached: a step that was taken is no rest of a way."""
    story.steps.insert(len(story.walked), step)


def _said(row: CarryOver) -> list[Said]:
    return [Said(_("Why"), row.reason)] if row.words else []
