"""Screens of the portal that are not pages: lists over the whole network, robots."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home.lists import ProgrammeList
from wagtail_remacto.cycles.queries import coming_phases, open_phases
from wagtail_remacto.workshops.queries import next_workshops

CONSULTATIONS = 60


@require_safe
def consultations(request: HttpRequest) -> HttpResponse:
    """What is open now, what opens next, and the next workshops."""
    return render(
        request,
        "home/consultations.html",
        {
            "title": _("Open consultations"),
            "phases": open_phases(limit=CONSULTATIONS),
            "coming": coming_phases(limit=12),
            "workshops": next_workshops(limit=12),
        },
    )


@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """The openness programmes of the whole network."""
    return render(
        request,
        "home/programmes.html",
        {
            "title": _("Openness programmes"),
            "programmes": ProgrammeList(request.GET.get("after", "")),
        },
    )


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Allow: /",
        "",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
