"""What the screens about civil society have in common."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from wagtail_remacto.cycles.gate import Deed, Refused
from wagtail_remacto.monitoring.civil_admin import access
from wagtail_remacto.monitoring.errors import MonitoringError

PER_PAGE = 30
PROBLEMS = (Refused, MonitoringError, ValidationError)


class CivilScreen(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """Nobody without the right enters; what is of others is not there."""

    deed: Deed
    root: tuple[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not access.may(request.user, self.deed):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def between(self) -> list[dict[str, Any]]:
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        name, label = self.root
        items = [
            *self.breadcrumbs_items,
            {"url": reverse(name), "label": label},
            *self.between(),
        ]
        items[-1] = {**items[-1], "url": ""}
        return items

    def paged(self, rows: Any) -> dict[str, Any]:
        """The page that is asked for, and the filters as they stand in an address."""
        left = self.request.GET.copy()
        left.pop("p", None)
        return {
            "page": Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p")),
            "query": left.urlencode(),
        }
