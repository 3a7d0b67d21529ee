"""The page of one milestone; nothing here sets a cookie."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from wagtail_remacto import conf
from wagtail_remacto.contributions.queries import page_or_404
from wagtail_remacto.monitoring import milestone_reading
from wagtail_remacto.monitoring.models import Milestone
from wagtail_remacto.programmes.models import ProjectPage


@require_safe
def milestone(request: HttpRequest, pk: int) -> HttpResponse:
    """Both voices side by side, and everything that was said, in time order."""
    rows = Milestone.objects.filter(announced_at__isnull=False)
    found = rows.select_related("project").filter(pk=pk).first()
    if found is None:
        raise Http404("No announced milestone has this number.")
    return TemplateResponse(
        request,
        "wagtail_remacto/monitoring/milestone.html",
        {
            "remacto_base": conf.get("BASE_TEMPLATE"),
            "page": page_or_404(ProjectPage, found.project_id),
            "milestone": found,
            "reading": milestone_reading.read(found),
        },
    )
