"""When a project has become completed by what is written now, its followers hear."""

import datetime as dt
from typing import Any

from wagtail_remacto.monitoring import rollup
from wagtail_remacto.monitoring.models import Completion, ProjectProgress
from wagtail_remacto.people.happened import Event, tell
from wagtail_remacto.programmes.models import ProjectPage


def recount(project: ProjectPage) -> bool:
    """Add a canonical project up; whether it is completed now and was not before."""
    was = ProjectProgress.objects.filter(project=project).first()
    progress = rollup.recount_project(project)
    return progress.completion == Completion.COMPLETED and (
        was is None or was.completion != Completion.COMPLETED
    )


def tell_completed(
    project: ProjectPage, by_what: str, at: dt.datetime, **facts: Any
) -> None:
    """``by_what`` names the deed that completed it, so that it is told once."""
    tell(
        Event(
            kind="completed",
            key=f"completed:{by_what}",
            at=at,
            page=project,
            project=project,
            facts=facts,
        )
    )
