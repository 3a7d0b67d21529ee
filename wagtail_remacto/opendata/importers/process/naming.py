"""Titles and slugs of what the files do not name; no fact is added by them."""

from django.utils.translation import gettext as _

from wagtail_remacto.cycles.calendar_words import partial_period_words, short_date
from wagtail_remacto.cycles.kinds import PhaseKind
from wagtail_remacto.fields import PartialDate
from wagtail_remacto.opendata.importers.writing import Values, short_slug
from wagtail_remacto.workshops.models import WorkshopKind


def cycle_title(identifier: str) -> str:
    if identifier == "undated":
        return _("Co-creation cycle, year not known")
    if identifier.startswith("ogp-"):
        first, last = identifier.removeprefix("ogp-").split("-")
        period = first if first == last else f"{first}–{last}"
        return _("OGP Local action plan %(period)s") % {"period": period}
    return _("Co-creation cycle %(id)s") % {"id": identifier}


def cycle_slug(identifier: str) -> str:
    return identifier if identifier.startswith("ogp-") else f"cycle-{identifier}"


def days(start: PartialDate | str, end: PartialDate | str, language: str) -> str:
    """The dates of a title, without their weekdays."""
    if start and (not end or end == start) and len(start) == 10:
        return short_date(PartialDate(start).first, language)
    if start and end and len(start) == len(end) == 10:
        first = short_date(PartialDate(start).first, language)
        return f"{first} – {short_date(PartialDate(end).first, language)}"
    return partial_period_words(start, end or start, language)


def with_dates(title: str, dates: str) -> str:
    return (
        _("%(title)s, %(dates)s") % {"title": title, "dates": dates} if dates else title
    )


def workshop_title(item: Values, language: str, date_text: str) -> str:
    kind = str(WorkshopKind(item["kind"]).label)
    if item.get("date"):
        return with_dates(kind, days(item["date"], item.get("end", ""), language))
    return with_dates(kind, date_text)


def workshop_slug(item: Values) -> str:
    return short_slug(item["kind"].replace("_", "-"), item.get("date", ""))


def consultation_title(item: Values, language: str) -> str:
    title = {
        "online": _("Online consultation"),
        "in_person": _("Consultation in the room"),
        "in_person_and_online": _("Consultation in the room and online"),
    }[item["mode"]]
    if item.get("subject"):
        title = {
            "axes": _("%(consultation)s on the axes"),
            "projects": _("%(consultation)s on the projects"),
        }[item["subject"]] % {"consultation": title}
    start, end = item.get("start", ""), item.get("end", "")
    if start and end:
        return with_dates(title, days(start, end, language))
    if start or end:
        return with_dates(title, partial_period_words(start, end, language))
    return title


def phase_title(kind: str) -> str:
    return str(PhaseKind(kind).label)


def phase_slug(kind: str) -> str:
    return kind.replace("_", "-")


def programme_title(framework: str, period: str) -> str:
    if framework == "ogp-local":
        return _("Commitments of the action plan")
    return (
        _("Openness programme %(period)s") % {"period": period}
        if period
        else _("Openness programme")
    )
