"""What is open now: one function of dates, and nothing else.

Nobody presses a button to open or close a phase. Every screen, filter, feed and the
gate ask :func:`state`, so that they cannot disagree.
"""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail_remacto import conf


class State(models.TextChoices):
    TO_COME = "to_come", _("to come")
    OPEN = "open", _("open")
    CLOSES_SOON = "closes_soon", _("closes soon")
    CLOSED = "closed", _("closed")
    UNDATED = "undated", _("undated")

    @property
    def is_open(self) -> bool:
        return self in (State.OPEN, State.CLOSES_SOON)


def zone() -> ZoneInfo:
    """The time zone in which a cycle's dates are read (Africa/Casablanca)."""
    return ZoneInfo(conf.get("TIME_ZONE"))


def day_of(moment: dt.datetime) -> dt.date:
    """The civil day of a moment, where a cycle's dates are read."""
    return moment.astimezone(zone()).date()


def state(
    start: dt.datetime | None,
    end: dt.datetime | None,
    now: dt.datetime | None = None,
    *,
    precision: str = "exact",
    soon: dt.timedelta | None = None,
) -> State:
    """The state of a period at ``now``.

    ``start`` and ``end`` are aware and inclusive to the second: a phase that ends at
    23:59:59 is open during that whole second and closed at 00:00:00. A missing start
    has no beginning to wait for, a missing end none to close at; without both, or with
    a date known only in words, the period is undated. A period whose end is known
    only by its month never *closes soon*: the day is not known.

    The table of cases is ``tests/cycles/test_clock.py``.
    """
    if precision == "text" or (start is None and end is None):
        return State.UNDATED
    now = (now or timezone.now()).replace(microsecond=0)
    if start is not None and now < start.replace(microsecond=0):
        return State.TO_COME
    if end is None:
        return State.OPEN
    end = end.replace(microsecond=0)
    if now > end:
        return State.CLOSED
    if precision == "month":
        return State.OPEN
    if soon is None:
        soon = dt.timedelta(days=conf.get("CLOSES_SOON_DAYS"))
    return State.CLOSES_SOON if end - now <= soon else State.OPEN


def days_left(end: dt.datetime | None, now: dt.datetime | None = None) -> int | None:
    """Calendar days, in the cycle's time zone, from today to the day of ``end``.

    0 on the last day; None without an end; negative never (a closed period has 0).
    """
    if end is None:
        return None
    today = day_of(now or timezone.now())
    return max(0, (day_of(end) - today).days)


def first_moment(day: dt.date) -> dt.datetime:
    """00:00:00 of the day in the cycle's time zone."""
    return dt.datetime.combine(day, dt.time.min, zone())


def last_moment(day: dt.date) -> dt.datetime:
    """23:59:59 of the day in the cycle's time zone."""
    return dt.datetime.combine(day, dt.time(23, 59, 59), zone())


@dataclass(frozen=True, slots=True)
class Period:
    """A period with its precision, as pages and templates carry it."""

    start: dt.datetime | None
    end: dt.datetime | None
    precision: str = "exact"

    def state(self, now: dt.datetime | None = None) -> State:
        return state(self.start, self.end, now, precision=self.precision)

    def days_left(self, now: dt.datetime | None = None) -> int | None:
        if self.precision in ("month", "text"):
            return None
        return days_left(self.end, now)
