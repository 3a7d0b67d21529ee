"""The programme of a cycle, its projects and what each was made of."""

from typing import Any

from wagtail_remacto.collectivites.branch import canonical_only
from wagtail_remacto.committees.desk.access import Desk
from wagtail_remacto.contributions.queries import axes_by_row
from wagtail_remacto.programmes.models import Lineage, ProgrammePage, ProjectPage


def programme_of(desk: Desk) -> ProgrammePage | None:
    """The cycle’s programme, published or not; one query."""
    found: ProgrammePage | None = (
        canonical_only(ProgrammePage.objects.child_of(desk.cycle))
        .select_related("locale")
        .order_by("path")
        .first()
    )
    return found


def projects_of(programme: ProgrammePage) -> list[Any]:
    """The canonical projects, each with ``shown_axis`` and links in ``made_of``.

    Three queries, however many there are.
    """
    axes = axes_by_row(cycle__path=programme.path[: -programme.steplen])
    projects: list[Any] = list(
        ProjectPage.objects.child_of(programme)
        .select_related("locale")
        .order_by("axis__order", "path")
    )
    by_project: dict[int, list[Lineage]] = {project.pk: [] for project in projects}
    rows = Lineage.objects.filter(
        project__in=list(by_project), ended_at__isnull=True
    ).select_related("contribution__author")
    for row in rows:
        by_project[row.project_id].append(row)
    for project in projects:
        project.made_of = by_project[project.pk]
        project.shown_axis = axes.get(project.axis_id)
    return projects
