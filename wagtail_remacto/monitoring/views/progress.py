"""How far a project or a programme is, in two voices; nothing here sets a cookie."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from wagtail_remacto import conf
from wagtail_remacto.collectivites.queries import published
from wagtail_remacto.contributions.queries import page_or_404
from wagtail_remacto.monitoring import reading, rollup
from wagtail_remacto.programmes.models import ProgrammePage, ProjectPage


@require_safe
def project_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Milestones in both voices, the gap between them, updates and partners."""
    page = page_or_404(ProjectPage, pk)
    canonical = page.canonical
    if pk != canonical.pk:
        return redirect("wagtail_remacto:project_progress", canonical.pk)
    return TemplateResponse(
        request,
        "wagtail_remacto/monitoring/project_progress.html",
        {
            "remacto_base": conf.get("BASE_TEMPLATE"),
            "page": page,
            "reading": reading.project_reading(canonical),
            "rule": rollup.RULE,
        },
    )


@require_safe
def programme_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Each project in both voices, and what they add up to."""
    page = page_or_404(ProgrammePage, pk)
    canonical = page.canonical
    if pk != canonical.pk:
        return redirect("wagtail_remacto:programme_progress", canonical.pk)
    projects = published(ProjectPage, page).order_by("path")
    return TemplateResponse(
        request,
        "wagtail_remacto/monitoring/programme_progress.html",
        {
            "remacto_base": conf.get("BASE_TEMPLATE"),
            "page": page,
            "reading": reading.programme_reading(canonical, projects),
            "rule": rollup.RULE,
        },
    )
