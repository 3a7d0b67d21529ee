"""Everything that somebody is to be told, by one call: of a command or of a task."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django_tasks import task

from wagtail_remacto.notices import clock, digests, reminders


@dataclass(frozen=True, slots=True)
class Told:
    """How many messages were sent."""

    digests: int
    reminders: int


def run(now: dt.datetime | None = None) -> Told:
    """Look at the clock, make what is due and deliver what is owed.

    It may be stopped anywhere and run again, also by several workers at once.
    """
    moment = now or timezone.now()
    clock.look(moment)
    digests.make(moment)
    reminders.make(moment)
    return Told(digests.deliver(now), reminders.deliver(now))


@task()
def notify_everyone() -> dict[str, int]:
    """The same for a worker."""
    told = run()
    return {"digests": told.digests, "reminders": told.reminders}
