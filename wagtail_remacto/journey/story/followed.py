"""What comes after the vote: how a project is carried out, and how it is evaluated.

Each voice stands for itself, as on every page: none is derived from the other.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.conf import content_language
from wagtail_remacto.cycles.calendar_words import weekday_date
from wagtail_remacto.cycles.kinds import PhaseKind
from wagtail_remacto.journey.story.steps import (
    Part,
    Said,
    State,
    Step,
    Story,
    adds_steps,
    day_words,
    link,
)
from wagtail_remacto.monitoring.models import (
    Completion,
    Evaluation,
    Moment,
    ProjectEvaluation,
    ProjectProgress,
    Voice,
)

CARRIED_OUT, EVALUATED = "carried_out", "evaluated"


@adds_steps
def is_followed(story: Story, now: dt.datetime) -> Iterable[Step]:
    """The two steps, where there is something to say; two queries at most."""
    projects = {project.pk: project for way in story.ways for project in way.projects}
    adopted = any(each.is_adopted for way in story.ways for each in way.current)
    if not (projects and adopted):
        return []
    rows = ProjectProgress.objects.filter(project__in=projects, project__live=True)
    followed = [row for row in rows.order_by("project") if _says_something(row)]
    if not followed:
        return []
    steps = [_carried_out(followed, projects)]
    said = list(
        ProjectEvaluation.objects.filter(
            project__in=projects,
            evaluation__signed_at__isnull=False,
            evaluation__superseded_at__isnull=True,
        )
        .exclude(completion="")
        .select_related("evaluation")
        .order_by("evaluation__signed_at", "evaluation", "project")
    )
    if said:
        last: Any = said[-1].evaluation.signed_at
        steps.append(
            Step(
                EVALUATED,
                str(PhaseKind.EVALUATION.label),
                when=day_words(last),
                parts=[_evaluated(row, projects) for row in said],
            )
        )
    return steps


def _says_something(row: ProjectProgress) -> bool:
    return bool(row.milestones or row.updated_on)


def _carried_out(rows: list[ProjectProgress], projects: dict[int, Any]) -> Step:
    news = [row.updated_on for row in rows if row.updated_on]
    return Step(
        CARRIED_OUT,
        str(PhaseKind.IMPLEMENTATION.label),
        # It is under way from the first news on; how far it is stands beside it.
        state=State.DONE if news else State.TO_COME,
        when=weekday_date(max(news)) if news else "",
        parts=[
            Part(
                page=projects[row.project_id] if len(rows) > 1 else None,
                said=_voices(row.completion, row.civil_completion),
                links=link(
                    _("How far it is, in two voices"),
                    "project_progress",
                    row.project_id,
                ),
            )
            for row in rows
        ],
    )


def _voices(ours: str, theirs: str) -> list[Said]:
    return [
        _said(str(Voice(voice).label), completion)
        for voice, completion in (
            (Voice.ADMINISTRATION, ours),
            (Voice.CIVIL_SOCIETY, theirs),
        )
        if completion
    ]


def _said(label: str, completion: str) -> Said:
    words = Words(str(Completion(completion).label), content_language())
    return Said(label, words)


def _evaluated(row: ProjectEvaluation, projects: dict[int, Any]) -> Part:
    evaluation: Evaluation = row.evaluation
    return Part(
        str(Moment(evaluation.moment).label),
        page=projects[row.project_id] if len(projects) > 1 else None,
        when=day_words(evaluation.signed_at) if evaluation.signed_at else "",
        said=[_said(str(Voice(evaluation.voice).label), row.completion)],
        links=link(
            _("How the administration and civil society evaluate it"),
            "programme_evaluations",
            evaluation.programme_id,
        ),
    )
