import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from wagtail_remacto.collectivites.branch import canonical_only
from wagtail_remacto.collectivites.pages import attach_canonicals
from wagtail_remacto.collectivites.queries import published
from wagtail_remacto.cycles.clock import State, day_of
from wagtail_remacto.cycles.queries import attach_cycles
from wagtail_remacto.workshops.models import WorkshopPage


def next_workshops(
    now: dt.datetime | None = None, branch: Page | None = None, limit: int = 6
) -> list[WorkshopPage]:
    """The published workshops that are not over at ``now``, the soonest first.

    A workshop known only by its month or year is among them until the last day it may
    mean. ``branch``, language and attributes are as for ``cycles.queries.open_phases``.
    """
    now = now or timezone.now()
    today = day_of(now).isoformat()
    not_over = Q()
    for field in ("date", "end_date"):
        # Dates are text: "2026-11" sorts before each of its days, so that the month and
        # the year of today are named beside them.
        not_over |= Q(**{f"{field}__gte": today})
        not_over |= Q(**{f"{field}__in": [today[:7], today[:4]]})
    workshops = (
        published(WorkshopPage, branch).filter(not_over).order_by("date", "start_time")
    )
    found = [
        workshop
        for workshop in workshops[: 2 * limit + 50]
        if workshop.period.state(now) != State.CLOSED
    ]
    found.sort(key=lambda workshop: (workshop.period.start or now, workshop.path))
    return attach_cycles(attach_canonicals(found[:limit]))


# A report is asked for in the months after the meeting, not years later.
ASKED_FOR = dt.timedelta(days=180)


def meetings_behind(today: dt.date) -> "QuerySet[WorkshopPage]":
    """Canonical meetings of the last months, whose report may be missing."""
    first = (today - ASKED_FOR).isoformat()
    meetings = WorkshopPage.objects.live().filter(
        date__lt=today.isoformat(), date__gte=first
    )
    return canonical_only(meetings).select_related("locale")


def lacks_report(meeting: WorkshopPage, now: dt.datetime) -> bool:
    return not meeting.report and meeting.period.state(now) == State.CLOSED
