"""What templates of the package ask of its rooms."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import unquote, urlsplit

from django import template
from django.contrib.auth.models import AnonymousUser
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wagtail_remacto import conf
from wagtail_remacto.collectivites.addresses import in_readers_language
from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.committees.composition import Composition, composition_of
from wagtail_remacto.committees.models import Group
from wagtail_remacto.cycles import calendar_words, gate
from wagtail_remacto.fields import PartialDate
from wagtail_remacto.fields.facts import FactKind, FactStatus
from wagtail_remacto.journey import map as journey_map
from wagtail_remacto.journey.branch import Branch, ancestors, visible
from wagtail_remacto.journey.directory import Directory
from wagtail_remacto.journey.stepper import Step, axes_of, steps, template_phases

register = template.Library()


@register.simple_tag(takes_context=True)
def remacto_url(context: template.Context, page: Any) -> str:
    """The page's address, in the reader's language even if the page is in another."""
    url = page.get_url(context.get("request")) or ""
    return in_readers_language(url, page.locale.language_code, get_language())


@register.simple_tag
def words(page: Any, field: str) -> Words:
    """A field's text with the language it is written in."""
    found: Words = page.words(field)
    return found


@register.simple_tag
def title_of(page: Any) -> Words:
    """The title with the language it is written in, for any page."""
    return Words(page.title, page.locale.language_code)


@register.simple_tag
def in_my_language(page: Any) -> Any:
    """The page's translation in the reader's language where it is published."""
    wanted = conf.content_language()
    if page.locale.language_code == wanted:
        return page
    others = visible(type(page).objects.filter(translation_key=page.translation_key))
    return others.filter(locale__language_code=wanted).first() or page


@register.simple_tag
def stream(page: Any, field: str) -> dict[str, Any]:
    """A StreamField's value, or the canonical page's, and its ``lang`` attributes."""
    value, owner = getattr(page, field), page
    if not value and page.canonical is not page:
        value, owner = getattr(page.canonical, field), page.canonical
    attrs = Words("-", owner.locale.language_code).attrs if value else ""
    return {"value": value, "attrs": attrs}


@register.filter
def partial_date(value: Any) -> str:
    return calendar_words.partial_date_words(PartialDate(value)) if value else ""


@register.filter
def weekday_date(value: dt.date | None) -> str:
    return calendar_words.weekday_date(value) if value else ""


@register.filter
def moment(value: dt.datetime | None) -> str:
    return calendar_words.moment(value) if value else ""


@register.filter
def clock_time(value: dt.time | None) -> str:
    return calendar_words.clock_time(value) if value else ""


@register.filter
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


@register.filter
def span(page: Any) -> str:
    """The words of a page's partial ``start`` and ``end``."""
    return calendar_words.partial_period_words(page.start, page.end)


@register.filter
def month_abbreviation(value: PartialDate) -> str:
    """The month and year, as far as they are known, for the tile beside a workshop."""
    if value.precision == "year":
        return str(value.first.year)
    return calendar_words.month_words(value.first)


@register.filter
def language_words(value: str, code: str) -> Words:
    """A text that a source gives in the language ``code``."""
    return Words(value or "", code or get_language() or "fr")


@dataclass(slots=True)
class Place:
    """Where a page stands: the pages above it, its collectivité and its cycle."""

    crumbs: list[Any]
    collectivite: Any = None
    cycle: Any = None
    programme: Any = None


@register.simple_tag
def place_of(page: Any) -> Place:
    """The pages above ``page``, read once with one query."""
    known: Place | None = page.__dict__.get("_remacto_place")
    if known is not None:
        return known
    above = ancestors(page) if page.path else []
    place = Place(crumbs=above)
    for each in [*above, page]:
        name = each._meta.model_name
        if name == "collectivitepage":
            place.collectivite = each
        elif name == "cyclepage":
            place.cycle = each
        elif name == "programmepage":
            place.programme = each
    page.__dict__["_remacto_place"] = place
    return place


@register.simple_tag
def branch(page: Any) -> Branch:
    return Branch(page)


@register.simple_tag
def axes(cycle: Any) -> list[Any]:
    return axes_of(cycle) if cycle else []


@register.simple_tag
def stepper(cycle: Any, branch: Branch, axes: list[Any]) -> list[Step]:
    return steps(cycle, branch, axes=axes, calendar=template_phases(cycle))


@register.simple_tag(takes_context=True)
def directory(context: template.Context, page: Any) -> Directory:
    request = context.get("request")
    return Directory(page, request.GET if request else {})


@register.simple_tag
def draw_map(pages: list[Any]) -> journey_map.Picture | None:
    return journey_map.draw(pages)


@register.simple_tag
def composition(committee: Any) -> Composition:
    return composition_of(committee)


@register.filter
def of_axis(projects: list[Any], axis: Any) -> list[Any]:
    """The projects of one axis, whatever the language of either."""
    return [p for p in projects if axis and p.axis_key == axis.translation_key]


@register.filter
def times(share: Any, width: int) -> float:
    """A share of a width, for the bars."""
    return round(float(share or 0) * width, 1)


@register.filter
def fact_kind(code: str) -> str:
    return str(dict(FactKind.choices).get(code, code))


@register.filter
def fact_status(code: str) -> str:
    return str(dict(FactStatus.choices).get(code, code))


@register.filter
def finding_result(code: str) -> str:
    """« yes » and « no » in the reader's language; other answers as they stand."""
    return str(
        {"yes": _("yes"), "no": _("no"), "partial": _("in part")}.get(code, code)
    )


@register.filter
def host(url: str) -> str:
    """The host of an address, for a link that can be read aloud."""
    return urlsplit(url).netloc.removeprefix("www.")


@register.simple_tag
def branch_within(branch: Branch, page: Any) -> Branch:
    """The part of a branch below one of its pages; no further query."""
    return branch.within(page)


@register.simple_tag
def calendar_url(page: Any) -> str:
    """The address of the calendar file of a cycle or a workshop; empty for a draft."""
    if not page.pk:
        return ""
    kind = "cycle" if page._meta.model_name == "cyclepage" else "workshop"
    try:
        return reverse(f"wagtail_remacto:{kind}_calendar", args=[page.pk])
    except NoReverseMatch:  # a host without the package's URLconf
        return ""


@register.simple_tag(takes_context=True)
def phase_verdict(context: template.Context, page: Any) -> Any:
    """Why one cannot take part now; None while one can, or where nobody is asked to."""
    if not page.actions or not page.pk:
        return None
    user = getattr(context.get("request"), "user", None) or AnonymousUser()
    verdict = gate.check(user, page.actions[0], page)
    return verdict if verdict.kind is gate.Kind.NO else None


@register.simple_tag
def project_axis(project: Any) -> Any:
    """The project's axis in the reader's language, where it is written in it."""
    axis = project.axis
    if axis is None:
        return None
    language = conf.content_language()
    if axis.locale.language_code == language:
        return axis
    return (
        axis.get_translations().filter(locale__language_code=language).first() or axis
    )


@register.filter
def axis_attrs(axis: Any) -> str:
    return Words("-", axis.locale.language_code).attrs


@register.filter
def cycle_span(cycle: Any) -> str:
    return calendar_words.partial_period_words(cycle.period_start, cycle.period_end)


@register.filter
def mandate_span(committee: Any) -> str:
    return calendar_words.partial_period_words(
        committee.mandate_start, committee.mandate_end
    )


@register.filter
def territory_name(territory: Any) -> str:
    name: str = territory.name(get_language() or "fr")
    return name


@register.filter
def mode_labels(phase: Any) -> list[Any]:
    return _labels(phase, "modes")


@register.filter
def action_labels(phase: Any) -> list[Any]:
    return _labels(phase, "actions")


@register.filter
def language_labels(page: Any) -> list[Any]:
    return _labels(page, "languages")


def _labels(page: Any, field: str) -> list[Any]:
    labels: list[Any] = page._meta.get_field(field).labels(getattr(page, field))
    return labels


@register.filter
def without_axis(projects: list[Any]) -> list[Any]:
    return [project for project in projects if project.axis_key is None]


@register.filter
def group_label(code: str) -> str:
    return str(dict(Group.choices).get(code, code))


@register.filter
def body_label(code: str) -> str:
    """The name of a body that a published composition mentions."""
    known = {"forum": _("forum"), "steering_committee": _("steering committee")}
    return str(known.get(code or "", code or ""))


@register.filter
def seat_name(seat: Any) -> str:
    """Who holds the seat, in the script of the reader where it is known."""
    arabic = get_language() == "ar"
    pairs = [
        (seat.person_ar, seat.person) if arabic else (seat.person, seat.person_ar),
        (seat.organisation_ar, seat.organisation)
        if arabic
        else (seat.organisation, seat.organisation_ar),
    ]
    return ", ".join(name for name in (a or b for a, b in pairs) if name)


@register.filter
def percent(share: Any) -> str:
    """A share as a percentage, exactly as it was published."""
    if share is None or share == "":
        return ""
    value = Decimal(str(share)) * 100
    text = f"{value.normalize():f}"
    return f"{text} %" if get_language() in ("fr", "ar", "zgh") else f"{text}%"


@register.filter
def grouped(number: int) -> str:
    """A whole number in groups of three."""
    separator = "," if get_language() == "en" else "\N{NO-BREAK SPACE}"
    return f"{number:,}".replace(",", separator)


@register.filter
def money(amount: Decimal) -> str:
    """An exact amount; the cents only where there are some."""
    whole = int(amount)
    cents = amount - whole
    if not cents:
        return grouped(whole)
    mark = "." if get_language() == "en" else ","
    return f"{grouped(whole)}{mark}{int(cents * 100):02d}"


@register.filter
def add_y(point: Any) -> float:
    """Where the number stands inside a point of the map."""
    return round(point.y + 4, 1)


@register.filter
def readable(url: str) -> str:
    """An address as people read it: without its percent signs."""
    return unquote(url)
