"""Who enters ideas given on paper, and for which phase."""

import datetime as dt
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from wagtail.models import Page

from wagtail_remacto.collectivites.branch import canonical_only, with_branch_title
from wagtail_remacto.collectivites.permissions import changeable, may_change
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.cycles.models import CyclePage, PhasePage
from wagtail_remacto.workshops.models import WorkshopPage

RIGHT = gate.OFFICERS_RIGHTS[gate.Deed.ENTER]


def enters_somewhere(user: Any) -> bool:
    return bool(user.is_active and user.has_perm(RIGHT))


def may_enter(user: Any, page: Any) -> bool:
    """Whether the person enters ideas for this workshop or phase, at any time.

    Whether its phase takes any now, the gate says.
    """
    return enters_somewhere(user) and may_change(user, page.canonical)


def phases_for(
    user: Any, workshop: WorkshopPage, now: dt.datetime | None = None
) -> list[PhasePage]:
    """The phases that ideas of this workshop may go to now, the likeliest first.

    The phase that it stands below; where that takes none, those of its cycle, the one
    that began last first. Empty if none takes any.
    """
    parent = phase_above(workshop)
    if gate.is_over(workshop):
        return []
    if parent is not None and gate.check(user, gate.Deed.ENTER, parent, now):
        return [parent]
    step = Page.steplen
    path = workshop.canonical.path
    above = [path[:end] for end in range(step, len(path), step)]
    cycle = CyclePage.objects.filter(path__in=above).order_by("-depth").first()
    if cycle is None:
        return []
    phases = (
        PhasePage.objects.child_of(cycle)
        .select_related("locale")
        .order_by(F("start").desc(nulls_last=True), "path")
    )
    return [each for each in phases if gate.check(user, gate.Deed.ENTER, each, now)]


def phase_above(workshop: WorkshopPage) -> PhasePage | None:
    path = workshop.canonical.path
    found: PhasePage | None = (
        PhasePage.objects.filter(path=path[: -Page.steplen])
        .select_related("locale")
        .first()
    )
    return found


def workshops_to_enter(user: Any) -> QuerySet[WorkshopPage]:
    """The workshops of the person's branches, the latest first.

    Each carries ``branch_title``, ``entered`` and ``waiting``: rows of its grid.
    """
    if not enters_somewhere(user):
        return WorkshopPage.objects.none()
    own = changeable(user).order_by().values("pk")
    done = Q(entry_rows__contribution__isnull=False)
    waits = Q(entry_rows__isnull=False, entry_rows__contribution__isnull=True)
    found = (
        canonical_only(WorkshopPage.objects.filter(pk__in=own))
        .annotate(
            entered=Count("entry_rows", filter=done, distinct=True),
            waiting=Count("entry_rows", filter=waits, distinct=True),
        )
        .select_related("locale")
        .order_by("-date", "-start_time", "path")
    )
    return with_branch_title(found)


def phases_to_enter(user: Any) -> QuerySet[PhasePage]:
    """The phases of the person's branches in which ideas are asked for."""
    if not enters_somewhere(user):
        return PhasePage.objects.none()
    own = changeable(user).order_by().values("pk")
    asks = Q()
    for action in (Action.CONTRIBUTE, Action.REMARK):
        asks |= Q(actions__contains=f"|{action}|")
    found = (
        canonical_only(PhasePage.objects.live().filter(pk__in=own))
        .filter(asks)
        .select_related("locale")
        .order_by(F("start").desc(nulls_last=True), "path")
    )
    return with_branch_title(found)
