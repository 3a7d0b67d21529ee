"""Where the ideas of which workshop or phase come in; what all these screens share."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from wagtail_remacto.collectivites.queries import attach_collectivites
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.workshops.entry.rights import (
    enters_somewhere,
    may_enter,
    phases_to_enter,
    workshops_to_enter,
)
from wagtail_remacto.workshops.models import WorkshopPage

PER_PAGE = 50
PHASES = 30
KINDS: dict[str, type[Page]] = {"workshop": WorkshopPage, "phase": PhasePage}
ICON = "edit"


def page_to_enter(user: Any, kind: str, pk: int) -> Any:
    """The canonical page; 404 if there is none, 403 if it is another’s."""
    found = get_object_or_404(
        KINDS[kind]._default_manager.select_related("locale"), pk=pk
    ).canonical
    if not may_enter(user, found):
        raise PermissionDenied
    return found


def grid_address(workshop: Page) -> str:
    return reverse("wagtail_remacto_entry_grid", args=[workshop.pk])


def import_address(page: Page) -> str:
    kind = "phase" if isinstance(page, PhasePage) else "workshop"
    return reverse(f"wagtail_remacto_import_{kind}", args=[page.pk])


class EntryScreen(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """A screen about one page, below the list of all."""

    header_icon = ICON
    kind = "workshop"

    @cached_property
    def page(self) -> Any:
        return page_to_enter(self.request.user, self.kind, self.kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.page  # noqa: B018 - refuses whoever may not
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {
                "url": reverse("wagtail_remacto_entry"),
                "label": gettext_lazy("Ideas on paper"),
            },
            *self.between(),
            {"url": "", "label": self.page_title},
        ]

    def between(self) -> list[dict[str, Any]]:
        page = self.page
        address = "" if isinstance(page, PhasePage) else grid_address(page)
        return [{"url": address, "label": page.get_admin_display_title()}]


class EntryIndexView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """The workshops of one's own collectivités, and the phases that take letters."""

    template_name = "wagtail_remacto/admin/ideas_on_paper.html"
    page_title = gettext_lazy("Ideas on paper")
    header_icon = ICON

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not enters_somewhere(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user = self.request.user
        pages = Paginator(workshops_to_enter(user), PER_PAGE)
        context["workshops"] = pages.get_page(self.request.GET.get("p"))
        context["phases"] = attach_collectivites(list(phases_to_enter(user)[:PHASES]))
        return context
