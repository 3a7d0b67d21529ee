"""The next cycle, opened from the one before."""

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from wagtail_remacto.collectivites.branch import canonical_only
from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.contributions.text import clean
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.clock import State
from wagtail_remacto.cycles.kinds import ORDER, PhaseKind
from wagtail_remacto.cycles.models import CyclePage, PhasePage
from wagtail_remacto.monitoring.models import CycleClosing
from wagtail_remacto.monitoring.services.succession.errors import (
    AlreadyOpened,
    IdentifierTaken,
    TooEarly,
)
from wagtail_remacto.programmes.adoptions import adoptions
from wagtail_remacto.programmes.planning.drafts import (
    draft_cycle,
    identifiers,
    pages_of,
)


def is_carried_out(cycle: CyclePage, now: dt.datetime | None = None) -> bool:
    """Whether a canonical cycle is in its implementation, evaluation, or over.

    Its council has adopted a programme, a phase from the implementation on has begun,
    or it is closed; three small queries at most.
    """
    now = now or timezone.now()
    below = {"programme__path__startswith": cycle.path}
    if adoptions().filter(**below).exists():
        return True
    if CycleClosing.objects.filter(cycle=cycle.pk, reopened_at=None).exists():
        return True
    late = [
        kind
        for kind, order in ORDER.items()
        if order >= ORDER[PhaseKind.IMPLEMENTATION]
    ]
    phases = PhasePage.objects.child_of(cycle).live().filter(kind__in=late)
    return any(
        phase.period.state(now) not in (State.TO_COME, State.UNDATED)
        for phase in phases
    )


def successor_of(cycle: CyclePage) -> CyclePage | None:
    """The canonical cycle that names this canonical one as the one before."""
    found: CyclePage | None = (
        canonical_only(CyclePage.objects.filter(predecessor=cycle.pk))
        .select_related("locale")
        .order_by("pk")
        .first()
    )
    return found


@transaction.atomic
def open_next(
    *,
    cycle: CyclePage,
    by: Any,
    identifier: str,
    title: str = "",
    now: dt.datetime | None = None,
) -> CyclePage:
    """The draft of the cycle after ``cycle``, in every language of the collectivité.

    Its phases are planned by ``programmes.planning``. Opened twice with the same
    ``identifier``, it is one cycle. Raises ``gate.Refused``, ``ValidationError`` (of
    the identifier), ``TooEarly``, ``AlreadyOpened``, ``IdentifierTaken``.
    """
    now = now or timezone.now()
    before: CyclePage = cycle.canonical
    parent = before.get_parent()
    branch: CollectivitePage = (
        CollectivitePage.objects.select_for_update(of=("page_ptr", "self"), no_key=True)
        .select_related("locale")
        .get(pk=parent.pk)
    )
    gate.require(by, gate.Deed.PLAN, branch, now)
    column: Any = CyclePage._meta.get_field("identifier")
    identifier = column.clean(identifier.strip(), None)
    found = successor_of(before)
    if found is not None and (not identifier or found.identifier == identifier):
        return found
    if found is not None:
        raise AlreadyOpened(found.title)
    if not is_carried_out(before, now):
        raise TooEarly
    if not identifier or identifier in identifiers(pages_of(branch)):
        raise IdentifierTaken(identifier)
    pages = draft_cycle(
        branch,
        by,
        {},
        None,
        uuid.uuid5(before.translation_key, f"next {identifier}"),
        None,
        identifier=identifier,
        title=clean(title).replace("\n", " ").strip()[:255],
        predecessor=before,
    )
    opened: CyclePage = next(iter(pages.values()))
    log(
        opened,
        "wagtail_remacto.open_next",
        user=by,
        data={"predecessor": before.identifier or before.title},
    )
    return opened
