"""Moments, dates and periods in words."""

import datetime as dt
from typing import Any

from wagtail_remacto.cycles import calendar_words
from wagtail_remacto.fields import PartialDate


def partial_date(value: Any) -> str:
    return calendar_words.partial_date_words(PartialDate(value)) if value else ""


def weekday_date(value: dt.date | None) -> str:
    return calendar_words.weekday_date(value) if value else ""


def moment(value: dt.datetime | None) -> str:
    return calendar_words.moment(value) if value else ""


def clock_time(value: dt.time | None) -> str:
    return calendar_words.clock_time(value) if value else ""


def period_of(page: Any) -> str:
    """When a phase or a workshop takes place, as precisely as is known."""
    known = [date for date in _dates_of(page) if date]
    if any(date.precision != "day" for date in known):
        return calendar_words.partial_period_words(known[0], known[-1])
    period = page.period
    return calendar_words.period_words(period.start, period.end, period.precision)


def _dates_of(page: Any) -> tuple[Any, ...]:
    """The partial dates of a workshop; a phase has moments instead."""
    return (page.date, page.end_date) if hasattr(page, "end_date") else ()


def span(page: Any) -> str:
    """The words of a page's partial ``start`` and ``end``."""
    return calendar_words.partial_period_words(page.start, page.end)


def cycle_span(cycle: Any) -> str:
    return calendar_words.partial_period_words(cycle.period_start, cycle.period_end)


def mandate_span(committee: Any) -> str:
    return calendar_words.partial_period_words(
        committee.mandate_start, committee.mandate_end
    )


def month_abbreviation(value: PartialDate) -> str:
    """The month and year, as far as they are known, for the tile beside a workshop."""
    if value.precision == "year":
        return str(value.first.year)
    return calendar_words.month_words(value.first)
