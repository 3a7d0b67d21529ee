"""Whether what the services have added up is what the rows say; if not, mends it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from wagtail_remacto.contributions.counters import Drift
from wagtail_remacto.monitoring import rollup
from wagtail_remacto.monitoring.models import (
    Completion,
    Milestone,
    MonitoringNote,
    ProjectProgress,
    Update,
)
from wagtail_remacto.monitoring.services.locking import lock
from wagtail_remacto.programmes.models import ProjectPage


@dataclass(slots=True)
class _Said:
    """What both voices say of one milestone."""

    completion: str = Completion.NOT_STARTED
    updated_on: dt.date | None = None
    notes: list[str] = field(default_factory=list)

    def columns(self) -> dict[str, Any]:
        return {
            "completion": self.completion,
            "updated_on": self.updated_on,
            "civil_completion": rollup.position(self.notes),
        }


def drifts() -> Iterator[Drift]:
    """Every column that is wrong, in four queries."""
    said: dict[int, _Said] = defaultdict(_Said)
    news: dict[int, list[dt.date]] = defaultdict(list)
    updates = Update.objects.filter(superseded_at__isnull=True)
    # From the oldest on: the newest has the last word.
    for project, milestone, on, completion in updates.order_by(
        "on", "at", "pk"
    ).values_list("project", "milestone", "on", "completion"):
        news[project].append(on)
        if milestone is not None:
            said[milestone].updated_on = on
            said[milestone].completion = completion or said[milestone].completion
    notes = MonitoringNote.objects.filter(superseded_at__isnull=True).order_by()
    for milestone, completion in notes.values_list("milestone", "completion"):
        said[milestone].notes.append(completion)
    counted: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for each in Milestone.objects.all():
        truth = said[each.pk].columns()
        yield from _compare(each, truth)
        if each.announced_at is not None and not each.is_withdrawn:
            counted[each.project_id].append(
                (each.weight, truth["completion"], truth["civil_completion"])
            )
    known = ProjectProgress.objects.in_bulk()
    for project in sorted({*counted, *news, *known}):
        days = news[project]
        truth = rollup.columns(counted[project], len(days), max(days, default=None))
        yield from _compare(
            known.get(project) or ProjectProgress(project_id=project), truth
        )


def recount() -> list[Drift]:
    """Put every wrong column right, project by project; returns what was wrong."""
    found = list(drifts())
    wrong: dict[int, list[int]] = defaultdict(list)
    for drift in found:
        if drift.model is Milestone:
            project = Milestone.objects.values_list("project", flat=True)
            wrong[project.get(pk=drift.pk)].append(drift.pk)
        else:
            wrong[drift.pk]
    for key, milestones in wrong.items():
        _put_right(key, milestones)
    return found


@transaction.atomic
def _put_right(project: int, milestones: list[int]) -> None:
    held = lock(ProjectPage.objects.get(pk=project)).project
    for milestone in Milestone.objects.filter(pk__in=milestones).order_by("pk"):
        rollup.recount_milestone(milestone)
    rollup.recount_project(held)


def _compare(row: Any, truth: dict[str, Any]) -> Iterator[Drift]:
    for name, is_really in truth.items():
        says = getattr(row, name)
        if says != is_really:
            yield Drift(type(row), row.pk, name, says, is_really)
