"""Dates as people in Morocco write them, in the four languages.

Django's Arabic has the months of the Levant and western Asia (حزيران or يونيه) and its
French no "1er"; it has no Amazigh. Every screen, feed and refusal takes its dates from
here. Digits are Latin in every language, as in Moroccan Arabic. A language that is not
listed has Django's own names in the English order.

``language`` is a language code; None stands for the active language.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import get_language, override

from wagtail_remacto.cycles.clock import day_of, zone
from wagtail_remacto.fields import PartialDate


@dataclass(frozen=True, slots=True)
class _Calendar:
    """The words of one language; weekdays begin on Monday."""

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    at: str
    # Around a day or a moment, then around a month or a year.
    between: str
    since: str
    until: str
    between_months: str
    since_month: str
    until_month: str
    # A day with its hours, or with one of them.
    hours: str
    from_hour: str
    until_hour: str
    time: str = "{hour:02d}:{minute:02d}"
    full_hour: str = "{hour:02d}:{minute:02d}"
    first: str = "1"


# A no-break space keeps the number beside its unit.
_FRENCH = _Calendar(
    weekdays=(
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
    ),
    months=(
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
    at="{day} à {time}",
    between="du {start} au {end}",
    since="à partir du {start}",
    until="jusqu’au {end}",
    between_months="de {start} à {end}",
    since_month="à partir de {start}",
    until_month="jusqu’en {end}",
    hours="{day}, de {start} à {end}",
    from_hour="{day}, à partir de {start}",
    until_hour="{day}, jusqu’à {end}",
    time="{hour}\u00a0h\u00a0{minute:02d}",
    full_hour="{hour}\u00a0h",
    first="1er",
)

_ARABIC = _Calendar(
    weekdays=(
        "الاثنين",
        "الثلاثاء",
        "الأربعاء",
        "الخميس",
        "الجمعة",
        "السبت",
        "الأحد",
    ),
    months=(
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "ماي",
        "يونيو",
        "يوليوز",
        "غشت",
        "شتنبر",
        "أكتوبر",
        "نونبر",
        "دجنبر",
    ),
    at="{day} على الساعة {time}",
    between="من {start} إلى {end}",
    since="ابتداء من {start}",
    until="إلى غاية {end}",
    between_months="من {start} إلى {end}",
    since_month="ابتداء من {start}",
    until_month="إلى غاية {end}",
    hours="{day}، من الساعة {start} إلى الساعة {end}",
    from_hour="{day}، ابتداء من الساعة {start}",
    until_hour="{day}، إلى غاية الساعة {end}",
)

_ENGLISH = _Calendar(
    weekdays=(
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ),
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    at="{day} at {time}",
    between="from {start} to {end}",
    since="from {start}",
    until="until {end}",
    between_months="from {start} to {end}",
    since_month="from {start}",
    until_month="until {end}",
    hours="{day}, from {start} to {end}",
    from_hour="{day}, from {start}",
    until_hour="{day}, until {end}",
)

# Names of IRCAM's standard; to be reviewed by a speaker.
_AMAZIGH = _Calendar(
    weekdays=(
        "ⴰⵢⵏⴰⵙ",
        "ⴰⵙⵉⵏⴰⵙ",
        "ⴰⴽⵕⴰⵙ",
        "ⴰⴽⵡⴰⵙ",
        "ⴰⵙⵉⵎⵡⴰⵙ",
        "ⴰⵙⵉⴹⵢⴰⵙ",
        "ⴰⵙⴰⵎⴰⵙ",
    ),
    months=(
        "ⵉⵏⵏⴰⵢⵔ",
        "ⴱⵕⴰⵢⵕ",
        "ⵎⴰⵕⵚ",
        "ⵉⴱⵔⵉⵔ",
        "ⵎⴰⵢⵢⵓ",
        "ⵢⵓⵏⵢⵓ",
        "ⵢⵓⵍⵢⵓⵣ",
        "ⵖⵓⵛⵜ",
        "ⵛⵓⵜⴰⵏⴱⵉⵔ",
        "ⴽⵜⵓⴱⵔ",
        "ⵏⵓⵡⴰⵏⴱⵉⵔ",
        "ⴷⵓⵊⴰⵏⴱⵉⵔ",
    ),
    at="{day} ⴳ {time}",
    between="ⵙⴳ {start} ⴰⵔ {end}",
    since="ⵙⴳ {start}",
    until="ⴰⵔ {end}",
    between_months="ⵙⴳ {start} ⴰⵔ {end}",
    since_month="ⵙⴳ {start}",
    until_month="ⴰⵔ {end}",
    hours="{day}, ⵙⴳ {start} ⴰⵔ {end}",
    from_hour="{day}, ⵙⴳ {start}",
    until_hour="{day}, ⴰⵔ {end}",
)

_CALENDARS = {"fr": _FRENCH, "ar": _ARABIC, "en": _ENGLISH, "zgh": _AMAZIGH}


def _calendar(language: str | None) -> _Calendar:
    code = language or get_language() or "en"
    found = _CALENDARS.get(code) or _CALENDARS.get(code.split("-")[0])
    if found:
        return found
    with override(code):
        return _Calendar(
            weekdays=tuple(str(WEEKDAYS[number]) for number in range(7)),
            months=tuple(str(MONTHS[number]) for number in range(1, 13)),
            at=_ENGLISH.at,
            between="{start} – {end}",
            since="{start} –",
            until="– {end}",
            between_months="{start} – {end}",
            since_month="{start} –",
            until_month="– {end}",
            hours="{day}, {start} – {end}",
            from_hour="{day}, {start} –",
            until_hour="{day}, – {end}",
        )


def weekday_date(day: dt.date, language: str | None = None) -> str:
    """« dimanche 29 novembre 2026 »."""
    calendar = _calendar(language)
    return f"{calendar.weekdays[day.weekday()]} {_short_date(day, calendar)}"


def short_date(day: dt.date, language: str | None = None) -> str:
    """« 29 novembre 2026 »."""
    return _short_date(day, _calendar(language))


def month_words(day: dt.date, language: str | None = None) -> str:
    """« novembre 2026 », whatever the day."""
    return _month(day, _calendar(language))


def clock_time(value: dt.time | dt.datetime, language: str | None = None) -> str:
    """« 23 h 59 », of the value as it stands."""
    return _time(value, _calendar(language))


def moment(value: dt.datetime, language: str | None = None) -> str:
    """« dimanche 18 juin 2023 à 23 h 59 », in the time zone of the cycles."""
    calendar = _calendar(language)
    local = value.astimezone(zone())
    return calendar.at.format(
        day=weekday_date(local.date(), language), time=_time(local, calendar)
    )


def partial_date_words(value: PartialDate | str, language: str | None = None) -> str:
    """As much as is known: « 2026 », « novembre 2026 », « dimanche 29 novembre 2026 ».

    Empty for an empty value; another shape than a :class:`PartialDate` is returned
    as it is, since a draft may hold one.
    """
    try:
        date = value if isinstance(value, PartialDate) else PartialDate(value)
    except (TypeError, ValueError):
        return str(value or "")
    if date.precision == "day":
        return weekday_date(date.first, language)
    if date.precision == "month":
        return month_words(date.first, language)
    return str(date.first.year)


def partial_period_words(
    start: PartialDate | str, end: PartialDate | str, language: str | None = None
) -> str:
    """A period of two partial dates: « de mars à avril 2023 », « 2023–2025 »."""
    first, last = partial_date_words(start, language), partial_date_words(end, language)
    if not first or not last:
        by_day = len(start or end) == 10
        return _one_sided(first, last, _calendar(language), by_day=by_day)
    if first == last:
        return first
    if len(start) == len(end) == 4:
        return f"{first}–{last}"
    calendar = _calendar(language)
    if len(start) == len(end) == 7:
        if start[:4] == end[:4]:
            first = calendar.months[int(start[5:]) - 1]
        return _elided(calendar.between_months, start=first, end=last)
    by_day = len(start) == len(end) == 10
    pattern = calendar.between if by_day else calendar.between_months
    return _elided(pattern, start=first, end=last)


def period_words(
    start: dt.datetime | None,
    end: dt.datetime | None,
    precision: str = "exact",
    language: str | None = None,
) -> str:
    """When a phase or a meeting is, as precisely as ``precision`` says.

    Times are shown for *exact* only, and not those of a whole day (00:00 to 23:59). A
    period of one day names it once; months from January to December name the year.
    Empty for an undated period: there, the words of the source speak.
    """
    if precision == "text" or (start is None and end is None):
        return ""
    calendar = _calendar(language)
    first = start.astimezone(zone()) if start else None
    last = end.astimezone(zone()) if end else None
    if precision == "month":
        if first and last and f"{first:%Y-%m}/{last:%m}" == f"{last:%Y}-01/12":
            return str(first.year)
        return partial_period_words(
            f"{first:%Y-%m}" if first else "",
            f"{last:%Y-%m}" if last else "",
            language,
        )
    if precision != "exact":
        first = first and first.replace(hour=0, minute=0)
        last = last and last.replace(hour=23, minute=59)
    opens = _day_and_time(first, dt.time(0), calendar)
    closes = _day_and_time(last, dt.time(23, 59), calendar)
    if not first or not last:
        return _one_sided(opens, closes, calendar, by_day=True)
    if first.date() != last.date():
        return calendar.between.format(start=opens, end=closes)
    day = f"{calendar.weekdays[first.weekday()]} {_short_date(first, calendar)}"
    whole_morning = (first.hour, first.minute) == (0, 0)
    whole_evening = (last.hour, last.minute) == (23, 59)
    if whole_morning and whole_evening:
        return day
    if whole_evening:
        return calendar.from_hour.format(day=day, start=_time(first, calendar))
    pattern = calendar.until_hour if whole_morning else calendar.hours
    return pattern.format(
        day=day, start=_time(first, calendar), end=_time(last, calendar)
    )


def brief_period_words(
    start: dt.datetime | None,
    end: dt.datetime | None,
    precision: str = "exact",
    language: str | None = None,
) -> str:
    """The days of a period, without weekdays and hours: « 12 – 29 novembre 2026 ».

    For a place where the full words stand one step further; months and one-sided
    periods are the same as in :func:`period_words`.
    """
    if precision in ("month", "text") or start is None or end is None:
        return period_words(
            start, end, "day" if precision == "exact" else precision, language
        )
    calendar = _calendar(language)
    first, last = day_of(start), day_of(end)
    closes = _short_date(last, calendar)
    if first == last:
        return closes
    opens = calendar.first if first.day == 1 else str(first.day)
    if (first.year, first.month) != (last.year, last.month):
        opens = f"{opens} {calendar.months[first.month - 1]}"
    if first.year != last.year:
        opens = f"{opens} {first.year}"
    return f"{opens} – {closes}"


def _short_date(day: dt.date, calendar: _Calendar) -> str:
    number = calendar.first if day.day == 1 else str(day.day)
    return f"{number} {_month(day, calendar)}"


def _month(day: dt.date, calendar: _Calendar) -> str:
    return f"{calendar.months[day.month - 1]} {day.year}"


def _time(value: dt.time | dt.datetime, calendar: _Calendar) -> str:
    pattern = calendar.time if value.minute else calendar.full_hour
    return pattern.format(hour=value.hour, minute=value.minute)


def _day_and_time(
    value: dt.datetime | None, unsaid: dt.time, calendar: _Calendar
) -> str:
    """The day, and the time unless it is the usual one of a whole day."""
    if value is None:
        return ""
    day = f"{calendar.weekdays[value.weekday()]} {_short_date(value, calendar)}"
    if (value.hour, value.minute) == (unsaid.hour, unsaid.minute):
        return day
    return calendar.at.format(day=day, time=_time(value, calendar))


def _one_sided(first: str, last: str, calendar: _Calendar, *, by_day: bool) -> str:
    if first:
        pattern = calendar.since if by_day else calendar.since_month
        return _elided(pattern, start=first)
    if last:
        pattern = calendar.until if by_day else calendar.until_month
        return pattern.format(end=last)
    return ""


def _elided(pattern: str, *, start: str, end: str = "") -> str:
    """French says « d’avril », not « de avril »."""
    if start[:1] in "aoe":
        pattern = pattern.replace("de {start}", "d’{start}")
    return pattern.format(start=start, end=end)
