"""When somebody is written to again: by civil days, whatever the hour of the run."""

import datetime as dt
from typing import Any

from django.db.models import Q

from wagtail_remacto.cycles.clock import day_of, zone
from wagtail_remacto.notices.models import Rhythm

DAYS = {Rhythm.DAILY: 1, Rhythm.WEEKLY: 7}


def told_before(rhythm: str, now: dt.datetime) -> dt.datetime:
    """Whoever was told before this moment may be told again."""
    first = day_of(now) - dt.timedelta(days=DAYS[Rhythm(rhythm)] - 1)
    return dt.datetime.combine(first, dt.time.min, zone())


def is_due(preference: Any, now: dt.datetime) -> bool:
    told = preference.told_at
    return told is None or told < told_before(preference.rhythm, now)


def due(now: dt.datetime, prefix: str = "") -> Q:
    """The same for the rows of preferences, which ``prefix`` leads to."""
    condition = Q(**{f"{prefix}told_at__isnull": True})
    for rhythm in Rhythm:
        condition |= Q(
            **{
                f"{prefix}rhythm": rhythm,
                f"{prefix}told_at__lt": told_before(rhythm, now),
            }
        )
    return condition
