"""A message before the meeting, once to everyone who has a place."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from wagtail_remacto import conf
from wagtail_remacto.cycles.clock import day_of
from wagtail_remacto.cycles.kinds import Precision
from wagtail_remacto.workshops.models import (
    Registration,
    RegistrationState,
    WorkshopPage,
)
from wagtail_remacto.workshops.registrations.messages import tell


def remind(now: dt.datetime | None = None) -> int:
    """Remind whoever has a place in a meeting that begins within REMINDER_HOURS.

    How many were reminded; called again, nobody is told twice. Meetings whose day is
    not known, and those that are not published, remind nobody.
    """
    now = now or timezone.now()
    return sum(_remind_of(workshop, now) for workshop in _near(now))


@task()
def remind_everyone() -> int:
    """The same for a worker."""
    return remind()


def _near(now: dt.datetime) -> list[WorkshopPage]:
    until = now + dt.timedelta(hours=conf.get("REMINDER_HOURS"))
    first, last = (day_of(moment).isoformat() for moment in (now, until))
    waiting = Registration.objects.filter(
        state=RegistrationState.REGISTERED, reminded_at__isnull=True
    )
    candidates = WorkshopPage.objects.filter(
        pk__in=waiting.values("workshop"),
        live=True,
        date__gte=first,
        date__lte=last,
    ).order_by("date", "pk")
    found = []
    for workshop in candidates:
        period = workshop.period
        known = period.precision in (Precision.EXACT, Precision.DAY)
        if known and period.start and now < period.start <= until:
            found.append(workshop)
    return found


@transaction.atomic
def _remind_of(workshop: WorkshopPage, now: dt.datetime) -> int:
    due = list(
        Registration.objects.select_for_update(of=("self",))
        .filter(
            workshop=workshop,
            state=RegistrationState.REGISTERED,
            reminded_at__isnull=True,
        )
        .select_related("participant__user", "workshop__locale")
    )
    for registration in due:
        tell(registration, "reminder")
    Registration.objects.filter(pk__in=[each.pk for each in due]).update(
        reminded_at=now
    )
    return len(due)
