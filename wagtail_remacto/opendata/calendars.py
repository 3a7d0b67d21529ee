"""Cycles and workshops as calendar files (RFC 5545), in the reader's language.

A day that nobody published is not invented: what is known only by its month, or only
in words, is named in the calendar's description and has no event.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event, vText
from wagtail.models import Page

from wagtail_remacto.collectivites.addresses import in_readers_language
from wagtail_remacto.collectivites.pages import attach_canonicals
from wagtail_remacto.collectivites.queries import published, readable
from wagtail_remacto.cycles.calendar_words import partial_date_words, period_words
from wagtail_remacto.cycles.clock import zone
from wagtail_remacto.cycles.kinds import Precision
from wagtail_remacto.cycles.models import CyclePage, PhasePage
from wagtail_remacto.cycles.queries import attach_cycles
from wagtail_remacto.workshops.models import WorkshopPage

Moment = dt.date | dt.datetime
# An event's beginning and its end, exclusive; a beginning alone is a moment.
Span = tuple[Moment, Moment | None]


@require_safe
def cycle(request: HttpRequest, pk: int) -> HttpResponse:
    """Every dated phase and workshop of a cycle."""
    page = _readable_or_404(CyclePage, pk)
    phases = published(PhasePage, page).order_by("start", "path")
    workshops = published(WorkshopPage, page).order_by("date", "path")
    pages = [*attach_canonicals(phases), *attach_canonicals(workshops)]
    return _answer(request, page, attach_cycles(pages), f"{page.slug}-{page.pk}")


@require_safe
def workshop(request: HttpRequest, pk: int) -> HttpResponse:
    page = _readable_or_404(WorkshopPage, pk)
    return _answer(request, page, attach_cycles([page]), page.slug)


def _readable_or_404(model: type[Page], pk: int) -> Any:
    """The published page in the reader's language; ``pk`` may be a translation's."""
    key = readable(model._default_manager.filter(pk=pk)).values("translation_key")
    page = published(model).filter(translation_key__in=key).first()
    if page is None:
        raise Http404("No published page has this calendar.")
    return page


def _answer(
    request: HttpRequest, page: Any, pages: Iterable[Any], name: str
) -> HttpResponse:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//wagtail-remacto//{get_language()}")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", page.title)
    calendar.add("x-wr-calname", vText(page.title))
    calendar.add("x-wr-timezone", str(zone()))
    without_day = []
    for each in pages:
        span = span_of(each)
        if span is None:
            without_day.append(f"{each.title}: {_known(each)}")
        else:
            calendar.add_component(_event(request, each, span))
    if without_day:
        note = _("Without a published day:") + "\n" + "\n".join(without_day)
        calendar.add("description", note)
        calendar.add("x-wr-caldesc", vText(note))
    calendar.add_missing_timezones()
    response = HttpResponse(
        calendar.to_ical(), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response


def _event(request: HttpRequest, page: Any, span: Span) -> Event:
    language = page.locale.language_code
    start, end = span
    event = Event()
    # One event in every language, and still the same once it is renamed or moved.
    event.add("uid", f"{page.translation_key}@wagtail-remacto")
    # A page that code has made, not an editor, has neither of the two.
    event.add(
        "dtstamp",
        page.last_published_at or page.latest_revision_created_at or timezone.now(),
    )
    if page.last_published_at:
        event.add("last-modified", page.last_published_at)
    event.add("summary", _title(page), parameters={"LANGUAGE": language})
    event.add("dtstart", start)
    if end is not None:
        event.add("dtend", end)
    words = page.words("summary")
    if words:
        event.add("description", str(words), parameters={"LANGUAGE": words.lang})
    place = page.words("place") if isinstance(page, WorkshopPage) else ""
    if place:
        event.add("location", str(place))
    if getattr(page, "has_point", False):
        event.add("geo", (float(page.latitude), float(page.longitude)))
    event.add("categories", [str(page.get_kind_display())])
    url = page.get_full_url(request) or ""
    event.add("url", in_readers_language(url, language, get_language()))
    event.add("transp", "TRANSPARENT" if isinstance(page, PhasePage) else "OPAQUE")
    return event


def _title(page: Any) -> str:
    title: str = page.title
    if page.collectivite is not None:
        title = f"{title} – {page.collectivite.title}"
        if page.collectivite.fictional:
            title = f"[{_('Fictional example')}] {title}"
    return title


def _known(page: Any) -> str:
    """What is known of the time of a page that has no day."""
    if isinstance(page, PhasePage):
        words = period_words(page.start, page.end, page.precision)
    else:
        words = partial_date_words(page.date)
    return words or str(page.words("date_text")) or _("not published")


def span_of(page: Any) -> Span | None:
    """The span of a phase or workshop whose day is known, else None."""
    if isinstance(page, PhasePage):
        return _phase_span(page)
    return _workshop_span(page)


def _phase_span(phase: PhasePage) -> Span | None:
    if phase.precision in (Precision.MONTH, Precision.TEXT):
        return None
    start, end = (
        moment.astimezone(zone()) if moment else None
        for moment in (phase.start, phase.end)
    )
    if phase.precision == Precision.DAY:
        first = start.date() if start else end.date() if end else None
        if first is None:
            return None
        # The last day is included; an event's end is not.
        last = end.date() if end else first
        return first, last + dt.timedelta(days=1)
    if start is None:
        return (end, None) if end else None
    # The same for the last second of a phase.
    return start, end + dt.timedelta(seconds=1) if end else None


def _workshop_span(workshop: WorkshopPage) -> Span | None:
    date: Any = workshop.date
    end_date: Any = workshop.end_date or date
    if not date or date.precision != "day" or end_date.precision != "day":
        return None
    if not workshop.start_time:
        return date.first, end_date.last + dt.timedelta(days=1)
    start = dt.datetime.combine(date.first, workshop.start_time, zone())
    if not workshop.end_time:
        if workshop.end_date:
            return start, dt.datetime.combine(
                end_date.last + dt.timedelta(days=1), dt.time.min, zone()
            )
        return start, None
    return start, dt.datetime.combine(end_date.last, workshop.end_time, zone())
