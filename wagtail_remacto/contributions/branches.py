"""From what is written to the phase, cycle and collectivité that it belongs to."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from wagtail.models import Page

from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.collectivites.pages import canonical_page
from wagtail_remacto.collectivites.queries import own_ancestors
from wagtail_remacto.contributions.errors import NoDiscussion
from wagtail_remacto.contributions.models import Contribution
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.cycles.models import CyclePage, PhasePage

# What may be discussed besides contributions, by model name: workshops and projects
# are in rooms above this one.
DISCUSSED_PAGES = ("phasepage", "workshoppage", "projectpage")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a civic row hangs; all canonical."""

    cycle: CyclePage
    collectivite: CollectivitePage


def place_of(page: Page) -> Place:
    """The cycle and the collectivité above a canonical page; one query."""
    above = own_ancestors(page, cycle=CyclePage, collectivite=CollectivitePage)
    if above["cycle"] is None or above["collectivite"] is None:
        raise NoDiscussion
    return Place(canonical_page(above["cycle"]), canonical_page(above["collectivite"]))


def governing_phase(target: Any, now: dt.datetime) -> PhasePage | None:
    """The phase whose dates decide whether ``target`` may be commented on at ``now``.

    A contribution's own phase; for a page its nearest phase above, else the phase of
    its cycle that lets people comment: the one that is open, or else the last one.
    """
    if isinstance(target, Contribution):
        return target.phase
    page = target.specific
    if isinstance(page, PhasePage):
        return page
    if page._meta.model_name not in DISCUSSED_PAGES:
        raise NoDiscussion
    step = Page.steplen
    paths = [page.path[:end] for end in range(step, len(page.path) + 1, step)]
    above = PhasePage.objects.filter(path__in=paths).select_related("locale").first()
    if above is not None:
        return above
    cycle = CyclePage.objects.filter(path__in=paths).order_by("-depth").first()
    if cycle is None:
        raise NoDiscussion
    phases = list(
        PhasePage.objects.child_of(cycle)
        .live()
        .filter(actions__contains=f"|{Action.COMMENT}|")
        .select_related("locale")
        .order_by(F("start").asc(nulls_first=True), "path")
    )
    for phase in phases:
        if phase.is_open(now):
            return phase
    return phases[-1] if phases else None
