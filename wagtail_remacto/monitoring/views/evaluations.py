"""Evaluations as everyone reads them; nothing here sets a cookie."""

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from wagtail_remacto import conf
from wagtail_remacto.collectivites.queries import published
from wagtail_remacto.contributions.queries import page_or_404
from wagtail_remacto.monitoring import evaluation_reading as reading
from wagtail_remacto.monitoring.models import Evaluation
from wagtail_remacto.monitoring.services import evaluations
from wagtail_remacto.programmes.models import ProgrammePage, ProjectPage


@require_safe
def programme_evaluations(request: HttpRequest, pk: int) -> HttpResponse:
    """All voices side by side, and how the cycle ended."""
    page = page_or_404(ProgrammePage, pk)
    canonical = page.canonical
    if pk != canonical.pk:
        return redirect("wagtail_remacto:programme_evaluations", canonical.pk)
    return TemplateResponse(
        request,
        "wagtail_remacto/monitoring/evaluations.html",
        {
            "remacto_base": conf.get("BASE_TEMPLATE"),
            "page": page,
            "reading": reading.evaluated(canonical, page),
            "why_not": evaluations.why_not(canonical),
        },
    )


@require_safe
def evaluation(request: HttpRequest, pk: int) -> HttpResponse:
    """One report as it was signed, also after another superseded it."""
    found: Evaluation = get_object_or_404(
        Evaluation.objects.select_related(
            "seat", "partner", "document", "superseded_by"
        ),
        pk=pk,
        signed_at__isnull=False,
    )
    prefetch_related_objects([found], "projects__project", "projects__effects")
    page = page_or_404(ProgrammePage, found.programme_id)
    later = getattr(found, "superseded_by", None)
    return TemplateResponse(
        request,
        "wagtail_remacto/monitoring/evaluation.html",
        {
            "remacto_base": conf.get("BASE_TEMPLATE"),
            "page": page,
            "report": found,
            "later": later if later and later.signed_at else None,
            "projects": reading.judged(
                published(ProjectPage, page).order_by("path"), [found]
            ),
        },
    )
