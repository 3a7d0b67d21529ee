"""What waits: ideas to review or to answer, texts to read, phases, reports."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.utils import timezone

from wagtail_remacto.collectivites.permissions import changeable
from wagtail_remacto.collectivites.queries import attach_collectivites
from wagtail_remacto.committees.desk import figures
from wagtail_remacto.contributions import queue
from wagtail_remacto.cycles.clock import day_of
from wagtail_remacto.cycles.models import CyclePage, PhasePage
from wagtail_remacto.cycles.queries import closes_by, opens_next, phases_near
from wagtail_remacto.monitoring import queries
from wagtail_remacto.monitoring.models import Milestone
from wagtail_remacto.programmes.models import ProjectPage
from wagtail_remacto.workshops.models import WorkshopPage
from wagtail_remacto.workshops.queries import lacks_report, meetings_behind

AHEAD = dt.timedelta(days=14)
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Todo:
    """At most ten of each, in the order of their dates."""

    opening: list[PhasePage]
    closing: list[PhasePage]
    reports: list[WorkshopPage]
    # How many texts wait for a moderator, by ``Why``; all zero without the right.
    texts: dict[str, int] = field(default_factory=dict)
    # Cycles and how many of their ideas wait: for a member, and for an answer; and how
    # many remarks on their draft programme wait for theirs.
    reviews: list[tuple[CyclePage, int]] = field(default_factory=list)
    answers: list[tuple[CyclePage, int]] = field(default_factory=list)
    remarks: list[tuple[CyclePage, int]] = field(default_factory=list)
    # Of programmes that are carried out; each milestone carries its ``project``, each
    # project ``silent_since``, and both their ``collectivite``.
    overdue: list[Milestone] = field(default_factory=list)
    due: list[Milestone] = field(default_factory=list)
    quiet: list[ProjectPage] = field(default_factory=list)
    # Notes of civil society that nobody has replied to, by project.
    notes: list[tuple[ProjectPage, int]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(
            self.opening
            or self.closing
            or self.reports
            or any(self.texts.values())
            or self.reviews
            or self.answers
            or self.remarks
            or self.overdue
            or self.due
            or self.quiet
            or self.notes
        )


def todo_for(user: Any, now: dt.datetime | None = None) -> Todo:
    """What waits in the branches that the person may change.

    The number of queries is the same for one collectivité and for all of them. Each
    page carries its ``collectivite``.
    """
    now = now or timezone.now()
    own = changeable(user).order_by().values("pk")
    until = now + AHEAD
    phases = phases_near(now, until).filter(pk__in=own)
    near = list(phases.order_by("start", "end")[: SHOWN * 4])
    today = day_of(now)
    meetings = meetings_behind(today).filter(pk__in=own)
    owed = [
        meeting
        for meeting in meetings.order_by("date")[: SHOWN * 4]
        if lacks_report(meeting, now)
    ]
    attach_collectivites([*near, *owed])
    opening = [phase for phase in near if opens_next(phase, now)]
    closing = [phase for phase in near if closes_by(phase, now, until)]
    closing.sort(key=lambda phase: phase.end)
    followed = followed_in(own, today)
    return Todo(
        opening[:SHOWN],
        closing[:SHOWN],
        owed[:SHOWN],
        texts=queue.numbers(user),
        reviews=figures.waiting_for_review(user, now),
        answers=figures.owed_by_cycle(user, now),
        remarks=figures.remarks_by_cycle(user, now),
        **followed,
    )


def followed_in(own: Any, today: dt.date) -> dict[str, Any]:
    """What waits of milestones and projects at the pages ``own``; six queries.

    ``own`` is a queryset of the keys of pages.
    """
    late = queries.overdue_milestones(today, own)
    near = queries.due_milestones(today, today + AHEAD, own)
    overdue = list(late.select_related("project__locale")[:SHOWN])
    due = list(near.select_related("project__locale")[:SHOWN])
    quiet = list(
        queries.quiet_projects(today, own)
        .select_related("locale")
        .order_by("silent_since", "pk")[:SHOWN]
    )
    waiting = (
        queries.notes_to_reply(own)
        .order_by()
        .values_list("milestone__project")
        .annotate(number=Count("pk"))
        .order_by("-number")[:SHOWN]
    )
    numbers = dict(waiting)
    spoken = ProjectPage.objects.filter(pk__in=numbers).select_related("locale")
    notes = [(project, numbers[project.pk]) for project in spoken]
    attach_collectivites(
        [
            *(each.project for each in [*overdue, *due]),
            *quiet,
            *(project for project, _number in notes),
        ]
    )
    return {"overdue": overdue, "due": due, "quiet": quiet, "notes": notes}
