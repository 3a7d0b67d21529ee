"""An update alone, and the files that both voices show."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from wagtail_remacto import conf
from wagtail_remacto.contributions.attachments import KEPT, file_response
from wagtail_remacto.contributions.queries import page_or_404
from wagtail_remacto.contributions.text import render
from wagtail_remacto.monitoring.models import Evidence, Update
from wagtail_remacto.programmes.models import ProjectPage


@require_safe
def project_update(request: HttpRequest, pk: int, update: int) -> HttpResponse:
    """One update; what superseded it, or what it superseded, is linked."""
    page = page_or_404(ProjectPage, pk)
    canonical = page.canonical
    found = get_object_or_404(
        Update.objects.select_related(
            "milestone", "supersedes", "superseded_by"
        ).prefetch_related("evidence"),
        pk=update,
        project=canonical.pk,
    )
    if pk != canonical.pk:
        return redirect("wagtail_remacto:project_update", canonical.pk, update)
    return TemplateResponse(
        request,
        "wagtail_remacto/monitoring/update.html",
        {
            "remacto_base": conf.get("BASE_TEMPLATE"),
            "page": page,
            "update": found,
            "html": render(found.text),
            "later": getattr(found, "superseded_by", None),
        },
    )


@require_safe
def evidence(request: HttpRequest, pk: int, small: bool = False) -> HttpResponse:
    """A file of an update or of a note, while the project can be read."""
    rows = Evidence.objects.select_related("update", "note__milestone")
    found = get_object_or_404(rows, pk=pk)
    said = found.update or found.note.milestone
    page_or_404(ProjectPage, said.project_id)
    response: HttpResponse = file_response(request, found, small)
    response["Cache-Control"] = KEPT
    return response
