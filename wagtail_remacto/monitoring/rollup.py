"""How far a project or programme is, from what is below it: one rule for all levels.

Each voice is added up for itself and the two are never averaged (domain rule 6). The
rule, as it is also said to readers (:data:`RULE`):

* *completed*: everything is completed;
* *substantial*: at least half, by weight, is substantial or completed;
* *limited*: something has begun;
* *not started*: nothing has.

The weight of a milestone is its own; in a programme every project weighs the same.
Withdrawn milestones and drafts do not count. What civil society has said nothing of is
left out of its voice, and readers are told of how many milestones it speaks.

Where several seats and partners speak of one milestone, the position that most of them
take in their newest note counts, and of as many the more cautious one; all of them are
shown.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, Max
from django.utils.translation import gettext_lazy as _

from wagtail_remacto.monitoring.models import (
    Completion,
    Milestone,
    MonitoringNote,
    ProjectProgress,
    Update,
)

RULE = _(
    "Completed if everything is; substantial if at least half is substantial or "
    "completed, by weight; limited if something has begun."
)
# From the least to the most.
ORDER = {completion: rank for rank, completion in enumerate(Completion.values)}


def roll_up(weights: Mapping[str, int]) -> str:
    """The completion of the whole, from the weight of each completion below it.

    Empty where nothing is below it.
    """
    total = sum(weights.values())
    if not total:
        return ""
    completed = weights.get(Completion.COMPLETED, 0)
    if completed == total:
        return Completion.COMPLETED
    done = completed + weights.get(Completion.SUBSTANTIAL, 0)
    if 2 * done >= total:
        return Completion.SUBSTANTIAL
    if weights.get(Completion.NOT_STARTED, 0) < total:
        return Completion.LIMITED
    return Completion.NOT_STARTED


def position(said: Iterable[str]) -> str:
    """What most say, and of as many the more cautious; empty where nobody speaks."""
    counted = Counter(said)
    if not counted:
        return ""
    most = max(counted.values())
    return min(
        (each for each in counted if counted[each] == most), key=ORDER.__getitem__
    )


def recount_milestone(milestone: Milestone) -> None:
    """Both voices of a milestone, from its updates and notes; three queries.

    The caller holds the project’s lock (``services.locking.lock``) and calls
    :func:`recount_project` afterwards.
    """
    said = Update.objects.filter(milestone=milestone, superseded_at__isnull=True)
    newest = said.exclude(completion="").order_by("-on", "-at", "-pk").first()
    notes = MonitoringNote.objects.filter(
        milestone=milestone, superseded_at__isnull=True
    )
    milestone.completion = newest.completion if newest else Completion.NOT_STARTED
    milestone.updated_on = said.aggregate(last=Max("on"))["last"]
    milestone.civil_completion = position(
        notes.order_by().values_list("completion", flat=True)
    )
    milestone.save(update_fields=["completion", "updated_on", "civil_completion"])


def recount_project(project: Any) -> ProjectProgress:
    """The progress of a canonical project, from its milestones; four queries."""
    milestones = Milestone.objects.filter(
        project=project, announced_at__isnull=False, withdrawn_at__isnull=True
    )
    news = Update.objects.filter(project=project, superseded_at__isnull=True).aggregate(
        number=Count("pk"), last=Max("on")
    )
    rows = milestones.values_list("weight", "completion", "civil_completion")
    found, _made = ProjectProgress.objects.update_or_create(
        project=project, defaults=columns(rows, news["number"], news["last"])
    )
    return found


def columns(
    milestones: Iterable[tuple[int, str, str]], updates: int, last: dt.date | None
) -> dict[str, Any]:
    """The columns of ``ProjectProgress``.

    ``milestones`` are weight, completion and civil completion of those that count,
    ``updates`` the number of updates that are not superseded, ``last`` the newest day.
    """
    ours: Counter[str] = Counter()
    theirs: Counter[str] = Counter()
    spoken = differing = number = 0
    for weight, completion, civil in milestones:
        number += 1
        ours[completion] += weight
        if civil:
            spoken += 1
            theirs[civil] += weight
            differing += civil != completion
    return {
        "milestones": number,
        "weight": sum(ours.values()),
        "limited_weight": ours[Completion.LIMITED],
        "substantial_weight": ours[Completion.SUBSTANTIAL],
        "completed_weight": ours[Completion.COMPLETED],
        "completion": roll_up(ours),
        "civil_milestones": spoken,
        "civil_weight": sum(theirs.values()),
        "civil_limited_weight": theirs[Completion.LIMITED],
        "civil_substantial_weight": theirs[Completion.SUBSTANTIAL],
        "civil_completed_weight": theirs[Completion.COMPLETED],
        "civil_completion": roll_up(theirs),
        "differing": differing,
        "updates": updates,
        "updated_on": last,
    }
