"""Whether a programme may be evaluated by somebody now, and what is missing for it."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from wagtail_remacto.contributions.branches import place_of
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Deed
from wagtail_remacto.cycles.kinds import Value
from wagtail_remacto.monitoring.errors import (
    CycleClosed,
    EvaluationSigned,
    MonitoringError,
    NotAdopted,
)
from wagtail_remacto.monitoring.models import Evaluation, Voice
from wagtail_remacto.monitoring.services.locking import is_closed
from wagtail_remacto.programmes.models import ProgrammePage, ProjectPage
from wagtail_remacto.programmes.services.versions import lock
from wagtail_remacto.programmes.standing import standing_of


def deed_of(voice: str) -> Deed:
    """What somebody has to be allowed to speak in this voice."""
    return Deed.EVALUATE_CIVIL if voice == Voice.CIVIL_SOCIETY else Deed.EVALUATE


def enter(
    programme: ProgrammePage, voice: str, by: Any, now: dt.datetime
) -> ProgrammePage:
    """The canonical programme, held until the commit."""
    programme = lock(programme)
    gate.require(by, deed_of(voice), programme, now)
    require_running(programme)
    return programme


def require_running(programme: ProgrammePage) -> None:
    if not standing_of(programme).is_adopted:
        raise NotAdopted
    if is_closed(place_of(programme).cycle):
        raise CycleClosed


def open_draft(evaluation: Evaluation) -> Evaluation:
    """The evaluation as it is in the database, held; raises if it is signed."""
    found: Evaluation = (
        Evaluation.objects.select_for_update(of=("self",))
        .select_related("programme", "supersedes")
        .get(pk=evaluation.pk)
    )
    if found.signed_at is not None:
        raise EvaluationSigned
    return found


def why_not(programme: ProgrammePage) -> str:
    """Why a canonical programme is not evaluated now; empty if it can be."""
    try:
        require_running(programme)
    except MonitoringError as problem:
        return problem.sentence
    return ""


def projects_of(programme: ProgrammePage) -> list[ProjectPage]:
    """The published projects of a canonical programme, in their order; one query."""
    return list(
        ProjectPage.objects.child_of(programme)
        .live()
        .select_related("locale")
        .order_by("path")
    )


def what_is_missing(evaluation: Evaluation) -> list[str]:
    """A sentence for each thing without which it is not signed; three queries."""
    said = {
        part.project_id: part
        for part in evaluation.projects.prefetch_related("effects")
    }
    projects = projects_of(evaluation.programme)
    if not projects:
        return [_("No project of the programme is published: there is nothing to say.")]
    found = []
    for project in projects:
        part = said.get(project.pk)
        if part is None or not part.completion:
            found.append(
                _("“%(project)s”: say how far it is.") % {"project": project.title}
            )
        marked = {each.value for each in part.effects.all()} if part else set()
        for value in Value.values:
            if value in project.values and value not in marked:
                found.append(
                    _("“%(project)s”: say what it did for %(value)s.")
                    % {"project": project.title, "value": Value(value).label}
                )
    return found
