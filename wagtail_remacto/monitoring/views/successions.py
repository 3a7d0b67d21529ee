"""The cycles of a collectivité side by side, and the network’s library of projects."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from wagtail_remacto import conf
from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.contributions import queries
from wagtail_remacto.monitoring import rollup
from wagtail_remacto.monitoring.chosen import chosen
from wagtail_remacto.monitoring.comparing import compare
from wagtail_remacto.monitoring.library import Library


@require_safe
def compare_cycles(request: HttpRequest, pk: int) -> HttpResponse:
    page = queries.page_or_404(CollectivitePage, pk)
    canonical = page.canonical
    if pk != canonical.pk:
        return redirect("wagtail_remacto:compare_cycles", canonical.pk)
    columns = compare(canonical)
    return TemplateResponse(
        request,
        "wagtail_remacto/monitoring/cycles.html",
        {
            "remacto_base": conf.get("BASE_TEMPLATE"),
            "page": page,
            "columns": columns,
            "successions": chosen(columns),
            "rule": rollup.RULE,
        },
    )


@require_safe
def project_library(request: HttpRequest) -> HttpResponse:
    """Free of cookies: a shared cache may keep it."""
    return TemplateResponse(
        request,
        "wagtail_remacto/monitoring/library.html",
        {
            "remacto_base": conf.get("BASE_TEMPLATE"),
            "library": Library(request.GET),
        },
    )
