"""Milestones until everybody reads them: drafted, changed, announced."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from wagtail_remacto.contributions.text import clean
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Deed
from wagtail_remacto.monitoring import rollup
from wagtail_remacto.monitoring.errors import (
    AlreadyAnnounced,
    CycleClosed,
    NoDraft,
    ProjectHidden,
)
from wagtail_remacto.monitoring.models import Milestone
from wagtail_remacto.monitoring.services.locking import (
    Ground,
    is_closed,
    lock,
    require_running,
)
from wagtail_remacto.people.happened import Event, tell
from wagtail_remacto.programmes.models import ProjectPage

# What of a draft may be changed.
CHANGEABLE = frozenset(
    {"title", "title_ar", "due", "weight", "evidence", "evidence_ar", "position"}
)


@transaction.atomic
def draft(
    *,
    project: ProjectPage,
    by: Any,
    title: str = "",
    title_ar: str = "",
    due: str,
    weight: int = 1,
    evidence: str = "",
    evidence_ar: str = "",
    position: int | None = None,
    now: dt.datetime | None = None,
) -> Milestone:
    """A milestone that only officers see, also before the council has adopted.

    ``due`` is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, and kept as precise as that.
    Without a ``position`` it comes last. Raises ``gate.Refused``, ``CycleClosed`` and
    ``ValidationError``.
    """
    ground = _ground(project, by, now)
    if position is None:
        position = ground.project.milestones.count()
    milestone = Milestone(
        project=ground.project, position=position, weight=weight, created_by=by
    )
    _write(
        milestone,
        title=title,
        title_ar=title_ar,
        due=due,
        evidence=evidence,
        evidence_ar=evidence_ar,
    )
    log(
        ground.project,
        "wagtail_remacto.draft_milestone",
        user=by,
        data=said_of(milestone),
    )
    return milestone


@transaction.atomic
def change(
    *, milestone: Milestone, by: Any, now: dt.datetime | None = None, **fields: Any
) -> Milestone:
    """Another wording, date or weight of a draft; what is announced stays as it is.

    Raises ``gate.Refused``, ``CycleClosed``, ``AlreadyAnnounced`` and
    ``ValidationError``; ``TypeError`` for a field that no draft has.
    """
    unknown = sorted(fields.keys() - CHANGEABLE)
    if unknown:
        raise TypeError(f"A milestone has no {', '.join(unknown)} to change.")
    ground = _ground(milestone.project, by, now)
    milestone = _draft_of(milestone)
    _write(milestone, **fields)
    log(
        ground.project,
        "wagtail_remacto.change_milestone",
        user=by,
        data=said_of(milestone),
    )
    return milestone


@transaction.atomic
def delete(*, milestone: Milestone, by: Any, now: dt.datetime | None = None) -> None:
    """Throw a draft away. Raises ``gate.Refused``, ``CycleClosed``, and
    ``AlreadyAnnounced`` for what everybody has read."""
    ground = _ground(milestone.project, by, now)
    milestone = _draft_of(milestone)
    said = said_of(milestone)
    milestone.delete()
    log(ground.project, "wagtail_remacto.delete_milestone", user=by, data=said)


@transaction.atomic
def announce(
    *,
    project: ProjectPage,
    by: Any,
    milestones: Iterable[Milestone] | None = None,
    now: dt.datetime | None = None,
) -> list[Milestone]:
    """Make all drafts of the project public, or these; from now on they are fixed.

    Returns what this call has announced. Raises ``gate.Refused``, ``NotAdopted``,
    ``CycleClosed``, ``ProjectHidden``, and ``NoDraft`` where nothing is left to
    announce.
    """
    now = now or timezone.now()
    ground = lock(project)
    gate.require(by, Deed.SCHEDULE, ground.project, now)
    require_running(ground)
    if not ground.project.live:
        raise ProjectHidden
    drafts = Milestone.objects.filter(project=ground.project, announced_at__isnull=True)
    if milestones is not None:
        drafts = drafts.filter(pk__in=[each.pk for each in milestones])
    announced = list(drafts)
    if not announced:
        raise NoDraft
    for each in announced:
        each.announced_at = now
        each.save(update_fields=["announced_at"])
    rollup.recount_project(ground.project)
    keys = [each.pk for each in announced]
    tell(
        Event(
            kind="milestones",
            # A milestone is announced once.
            key=f"milestones:{min(keys)}",
            at=now,
            page=ground.project,
            project=ground.project,
            facts={"milestones": keys, "number": len(keys)},
        )
    )
    log(
        ground.project,
        "wagtail_remacto.announce",
        user=by,
        data={"milestones": keys, "number": len(keys)},
    )
    return announced


def _ground(project: ProjectPage, by: Any, now: dt.datetime | None) -> Ground:
    """Held, for whoever writes drafts."""
    ground = lock(project)
    gate.require(by, Deed.SCHEDULE, ground.project, now or timezone.now())
    if is_closed(ground.cycle):
        raise CycleClosed
    return ground


def _draft_of(milestone: Milestone) -> Milestone:
    """As it is now that the project is held."""
    found = Milestone.objects.get(pk=milestone.pk)
    if found.announced_at is not None:
        raise AlreadyAnnounced
    return found


def _write(milestone: Milestone, **fields: Any) -> None:
    for name, value in fields.items():
        if name in ("title", "title_ar"):
            value = " ".join(clean(value).split())
        elif name in ("evidence", "evidence_ar"):
            value = clean(value).strip()
        setattr(milestone, name, value)
    # ``due_last`` follows from ``due``; the project is held already.
    milestone.full_clean(exclude={"project", "due_last", "created_by"})
    milestone.save()


def said_of(milestone: Milestone) -> dict[str, Any]:
    """What the log keeps of it."""
    return {
        "milestone": milestone.pk,
        "title": str(milestone),
        "due": str(milestone.due),
    }
