"""What a new officer or council takes over: what runs, is owed and due, by whom."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from wagtail_remacto.collectivites.branch import canonical_only
from wagtail_remacto.collectivites.models import CollectivitePage, Team
from wagtail_remacto.committees.models import Seat
from wagtail_remacto.contributions.models import Nature
from wagtail_remacto.cycles.clock import State, day_of
from wagtail_remacto.cycles.models import CyclePage, PhasePage
from wagtail_remacto.journey import answers
from wagtail_remacto.monitoring import queries
from wagtail_remacto.monitoring.models import (
    CycleClosing,
    Milestone,
    MonitoringNote,
    Partner,
    PartnerState,
    ProjectLead,
)
from wagtail_remacto.programmes.models import ProgrammePage
from wagtail_remacto.programmes.standing import Standing, standing_of
from wagtail_remacto.workshops.models import WorkshopPage

AHEAD = dt.timedelta(days=90)


@dataclass(slots=True)
class RunningProgramme:
    page: ProgrammePage
    standing: Standing
    progress: queries.ProgrammeProgress


@dataclass(slots=True)
class Running:
    """A cycle that is not closed, and what of it is going on today."""

    cycle: CyclePage
    open_phases: list[PhasePage] = field(default_factory=list)
    next_phase: PhasePage | None = None
    programmes: list[RunningProgramme] = field(default_factory=list)


@dataclass(slots=True)
class Owed:
    """Answers to ideas and remarks of one cycle; ``since``: for the oldest of them."""

    cycle: CyclePage
    is_remarks: bool
    number: int
    since: dt.date | None


@dataclass(slots=True)
class TeamMembers:
    team: Team
    people: list[Any]


@dataclass(slots=True)
class Handover:
    """All of one canonical collectivité, as it is at a moment."""

    collectivite: CollectivitePage
    now: dt.datetime
    running: list[Running]
    owed: list[Owed]
    reports: list[WorkshopPage]
    replies: list[MonitoringNote]
    overdue: list[Milestone]
    due: list[Milestone]
    quiet: list[Any]
    opening: list[PhasePage]
    closing: list[PhasePage]
    teams: list[TeamMembers]
    seats: list[Seat]
    leads: list[ProjectLead]
    partners: list[Partner]


def handover_of(
    collectivite: CollectivitePage, now: dt.datetime | None = None
) -> Handover:
    """The number of queries grows with programmes that run, and with nothing else."""
    now = now or timezone.now()
    today = day_of(now)
    below = Page.objects.descendant_of(collectivite).order_by().values("pk")
    cycles = _open_cycles(collectivite)
    phases = [
        phase
        for phase in canonical_only(
            PhasePage.objects.filter(pk__in=below, live=True)
        ).select_related("locale")
        if _under(phase, cycles)
    ]
    return Handover(
        collectivite,
        now,
        running=[_running(cycle, phases, now, today) for cycle in cycles],
        owed=_owed(collectivite, now),
        reports=_reports(below, today),
        replies=list(
            queries.notes_to_reply(below)
            .select_related("milestone__project", "seat", "partner")
            .order_by("at", "pk")
        ),
        overdue=_milestones(queries.overdue_milestones(today, below)),
        due=_milestones(queries.due_milestones(today, today + AHEAD, below)),
        quiet=list(queries.quiet_projects(today, below).order_by("path")),
        opening=sorted(
            (p for p in phases if p.start and now < p.start <= now + AHEAD),
            key=lambda p: p.start,
        ),
        closing=sorted(
            (p for p in phases if p.end and now <= p.end <= now + AHEAD),
            key=lambda p: p.end,
        ),
        teams=_teams(collectivite),
        seats=list(
            Seat.objects.filter(_at(cycles, "committee__path"), active=True)
            .select_related("user", "committee")
            .order_by("committee__path", "pk")
        ),
        leads=list(
            ProjectLead.objects.filter(project__in=below, until__isnull=True)
            .select_related("user", "project")
            .order_by("project__path", "pk")
        ),
        partners=list(
            Partner.objects.filter(
                _at(cycles, "project__path"),
                state__in=[
                    PartnerState.PROPOSED,
                    PartnerState.INVITED,
                    PartnerState.CONFIRMED,
                ],
            )
            .select_related("project")
            .order_by("project__path", "pk")
        ),
    )


def _open_cycles(collectivite: CollectivitePage) -> list[CyclePage]:
    """Those that are not closed, drafts too: whoever takes over goes on with them."""
    closed = CycleClosing.objects.filter(reopened_at__isnull=True).values("cycle")
    return list(
        canonical_only(CyclePage.objects.child_of(collectivite))
        .exclude(pk__in=closed)
        .select_related("locale")
        .order_by("-path")
    )


def _at(cycles: Iterable[CyclePage], name: str) -> Q:
    found = Q(pk__in=[])
    for cycle in cycles:
        found |= Q(**{f"{name}__startswith": cycle.path})
    return found


def _under(page: Any, cycles: Iterable[CyclePage]) -> bool:
    return any(page.path.startswith(cycle.path) for cycle in cycles)


def _running(
    cycle: CyclePage, phases: list[PhasePage], now: dt.datetime, today: dt.date
) -> Running:
    own = sorted(
        (phase for phase in phases if _under(phase, [cycle])),
        key=lambda phase: (phase.start is None, phase.start, phase.path),
    )
    programmes = canonical_only(ProgrammePage.objects.child_of(cycle))
    return Running(
        cycle,
        [phase for phase in own if phase.period.state(now).is_open],
        next((p for p in own if p.period.state(now) == State.TO_COME), None),
        [
            RunningProgramme(
                page, standing_of(page), queries.programme_progress(page, today)
            )
            for page in programmes.select_related("locale")
        ],
    )


def _owed(collectivite: CollectivitePage, now: dt.datetime) -> list[Owed]:
    rows = list(
        answers.owed(now)
        .filter(collectivite=collectivite.pk)
        .order_by()
        .values_list("cycle", "nature")
        .annotate(number=Count("pk"), since=Min("phase__end"))
    )
    cycles = CyclePage.objects.in_bulk({row[0] for row in rows})
    return [
        Owed(cycles[pk], nature == Nature.REMARK, number, since and day_of(since))
        for pk, nature, number, since in sorted(rows)
    ]


def _reports(below: "QuerySet[Any]", today: dt.date) -> list[WorkshopPage]:
    meetings = canonical_only(
        WorkshopPage.objects.filter(pk__in=below, live=True, date__lt=today.isoformat())
    ).exclude(date="")
    return [
        meeting
        for meeting in meetings.select_related("locale").order_by("date")
        if meeting.report_awaited
    ]


def _milestones(rows: "QuerySet[Milestone]") -> list[Milestone]:
    return list(rows.select_related("project").order_by("due_last", "pk"))


def _teams(collectivite: CollectivitePage) -> list[TeamMembers]:
    teams = list(
        Team.objects.filter(collectivite=collectivite)
        .select_related("group")
        .order_by("role")
    )
    people: dict[int, list[Any]] = {}
    model: Any = get_user_model()
    through = model.groups.through.objects.filter(
        group__in=[team.group_id for team in teams], user__is_active=True
    ).select_related("user")
    for row in through.order_by("user__last_name", "user__pk"):
        people.setdefault(row.group_id, []).append(row.user)
    return [TeamMembers(team, people.get(team.group_id, [])) for team in teams]
