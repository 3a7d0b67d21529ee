"""What waits for an officer: texts to read, phases about to open or close, reports."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils import timezone

from wagtail_remacto.collectivites.branch import canonical_only
from wagtail_remacto.collectivites.permissions import changeable
from wagtail_remacto.collectivites.queries import attach_collectivites
from wagtail_remacto.contributions import queue
from wagtail_remacto.cycles.clock import State, zone
from wagtail_remacto.cycles.kinds import Precision
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.workshops.models import WorkshopPage

AHEAD = dt.timedelta(days=14)
# A report is asked for in the months after the meeting, not years later.
BEHIND = dt.timedelta(days=180)
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Todo:
    """At most ten of each, in the order of their dates."""

    opening: list[PhasePage]
    closing: list[PhasePage]
    reports: list[WorkshopPage]
    # How many texts wait for a moderator, by ``Why``; all zero without the right.
    texts: dict[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(
            self.opening or self.closing or self.reports or any(self.texts.values())
        )


def todo_for(user: Any, now: dt.datetime | None = None) -> Todo:
    """What waits in the branches that the person may change.

    The number of queries is the same for one collectivité and for all of them. Each
    page carries its ``collectivite``.
    """
    now = now or timezone.now()
    own = changeable(user).order_by().values("pk")
    phases = canonical_only(PhasePage.objects.live().filter(pk__in=own)).filter(
        Q(start__gt=now, start__lte=now + AHEAD) | Q(end__gte=now, end__lte=now + AHEAD)
    )
    near = list(
        phases.exclude(precision__in=[Precision.MONTH, Precision.TEXT])
        .select_related("locale")
        .order_by("start", "end")[: SHOWN * 4]
    )
    today = now.astimezone(zone()).date()
    meetings = canonical_only(
        WorkshopPage.objects.live().filter(
            pk__in=own,
            date__lt=today.isoformat(),
            date__gte=(today - BEHIND).isoformat(),
        )
    )
    owed = [
        meeting
        for meeting in meetings.select_related("locale").order_by("date")[: SHOWN * 4]
        if not meeting.report and meeting.period.state(now) == State.CLOSED
    ]
    attach_collectivites([*near, *owed])
    opening = [phase for phase in near if phase.period.state(now) == State.TO_COME]
    closing = [
        phase
        for phase in near
        if phase.period.state(now).is_open and phase.end and phase.end <= now + AHEAD
    ]
    closing.sort(key=lambda phase: phase.end)
    return Todo(
        opening[:SHOWN], closing[:SHOWN], owed[:SHOWN], texts=queue.numbers(user)
    )
