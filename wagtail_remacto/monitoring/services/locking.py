from dataclasses import dataclass
from typing import Any

from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.collectivites.pages import canonical_page
from wagtail_remacto.contributions.branches import place_of
from wagtail_remacto.cycles.models import CyclePage
from wagtail_remacto.monitoring.errors import CycleClosed, NotAdopted
from wagtail_remacto.monitoring.models import CycleClosing
from wagtail_remacto.programmes.models import ProgrammePage, ProjectPage
from wagtail_remacto.programmes.standing import standing_of


@dataclass(frozen=True, slots=True)
class Ground:
    """A canonical project that is held until the commit, and what it belongs to."""

    project: ProjectPage
    programme: ProgrammePage
    cycle: CyclePage
    collectivite: CollectivitePage


def lock(project: Any) -> Ground:
    """Hold the canonical project: its milestones, updates and notes change one by one.

    Called in a transaction, before the gate is asked.
    """
    found = (
        ProjectPage.objects.select_for_update(of=("page_ptr",), no_key=True)
        .select_related("locale")
        .get(pk=canonical_page(project).pk)
    )
    return ground_of(found)


def ground_of(project: ProjectPage) -> Ground:
    """What a canonical project belongs to, without holding anything; for screens."""
    place = place_of(project)
    programme = ProgrammePage.objects.parent_of(project).select_related("locale").get()
    return Ground(project, programme, place.cycle, place.collectivite)


def require_running(ground: Ground) -> None:
    """The council has adopted the programme, and its cycle is not closed."""
    if not standing_of(ground.programme).is_adopted:
        raise NotAdopted
    if is_closed(ground.cycle):
        raise CycleClosed


def is_closed(cycle: Any) -> bool:
    """Whether the canonical cycle is over; one query."""
    return bool(
        CycleClosing.objects.filter(cycle=cycle.pk, reopened_at__isnull=True).exists()
    )
