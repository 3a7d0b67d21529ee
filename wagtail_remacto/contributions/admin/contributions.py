"""Every contribution of an officer's collectivités, to read and export, never to edit.

Whoever does not moderate sees what is public alone.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from wagtail_remacto.contributions import queue
from wagtail_remacto.contributions.admin.forms import ContributionFilters
from wagtail_remacto.contributions.admin.queue import story
from wagtail_remacto.contributions.models import Contribution, Standing
from wagtail_remacto.contributions.shown import shown_wordings
from wagtail_remacto.spreadsheets import harmless

VIEW = "wagtail_remacto.view_contribution"


def may_look(user: Any) -> bool:
    return bool(user.is_active and user.has_perm(VIEW))


def readable(user: Any) -> QuerySet[Contribution]:
    """What the person may read in the admin."""
    if not may_look(user):
        return Contribution.objects.none()
    rows = queue.contribution_policy.covered(user)
    if not queue.may_moderate(user):
        rows = rows.filter(standing=Standing.PUBLIC)
    return rows


class LookMixin:
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_look(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class ContributionIndexView(LookMixin, IndexView):  # type: ignore[misc]
    model = Contribution
    # The mixin asks; there is nothing that could be added or changed.
    any_permission_required = None
    page_title = gettext_lazy("Contributions")
    header_icon = "list-ul"
    index_url_name = "remacto_contributions"
    index_results_url_name = "remacto_contributions_results"
    inspect_url_name = "remacto_contribution"
    filterset_class = ContributionFilters
    search_fields = ["title", "text", "reference"]
    search_backend_name = None
    default_ordering = "-created_at"
    paginate_by = 50
    list_display = [
        "title",
        Column("shown_reference", label=gettext_lazy("Reference")),
        Column("collectivite.title", label=gettext_lazy("Collectivité")),
        Column("phase.title", label=gettext_lazy("Phase")),
        Column("author_words", label=gettext_lazy("Author")),
        "origin",
        "standing",
        "outcome",
        Column(
            "supports_count", label=gettext_lazy("Supports"), sort_key="supports_count"
        ),
        DateColumn("created_at", label=gettext_lazy("Sent"), sort_key="created_at"),
    ]
    # No address of anyone: the name is the one that readers see.
    list_export = [
        "shown_reference",
        "created_at",
        "collectivite.title",
        "phase.title",
        "axis",
        "title",
        "text",
        "language",
        "origin",
        "collected_by",
        "author_words",
        "standing",
        "outcome",
        "supports_count",
        "comments_count",
        "reports_count",
    ]
    export_headings = {
        "shown_reference": gettext_lazy("Reference"),
        "created_at": gettext_lazy("Sent"),
        "collectivite.title": gettext_lazy("Collectivité"),
        "phase.title": gettext_lazy("Phase"),
        "author_words": gettext_lazy("Author"),
        "supports_count": gettext_lazy("Supports"),
        "comments_count": gettext_lazy("Comments"),
        "reports_count": pgettext_lazy("something wrong", "Reports"),
    }
    custom_field_preprocess = {
        name: {"csv": harmless, "xlsx": harmless}
        for name in ("title", "text", "axis", "collected_by", "author_words")
    }
    export_filename = "contributions"

    def get_base_queryset(self) -> QuerySet[Contribution]:
        return readable(self.request.user).select_related(
            "collectivite", "phase", "author", "axis"
        )


class ContributionInspectView(  # type: ignore[misc]
    LookMixin, WagtailAdminTemplateMixin, TemplateView
):
    template_name = "wagtail_remacto/admin/moderation_item.html"
    header_icon = "list-ul"
    page_title = gettext_lazy("Contribution")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not may_look(request.user):
            return
        found = queue.items(readable(request.user).filter(pk=kwargs["pk"]))
        if not found:
            raise Http404("No such contribution, or not of your collectivités.")
        self.item = found[0]

    def get_page_subtitle(self) -> str:
        return self.item.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("remacto_contributions"), "label": _("Contributions")},
            {"url": "", "label": self.item.title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            **story(self.item),
            "revisions": shown_wordings(self.item.subject, self.request.user),
            "may_moderate": queue.may_moderate(self.request.user),
        }


class ContributionsMenuItem(MenuItem):  # type: ignore[misc]
    def is_shown(self, request: HttpRequest) -> bool:
        return may_look(request.user)


def contributions_menu_item() -> MenuItem:
    return ContributionsMenuItem(
        gettext_lazy("Contributions"),
        reverse("remacto_contributions"),
        name="contributions",
        icon_name="list-ul",
        order=252,
    )


def contribution_urls() -> list[URLPattern]:
    return [
        path(
            "contributions/",
            ContributionIndexView.as_view(),
            name="remacto_contributions",
        ),
        path(
            "contributions/results/",
            ContributionIndexView.as_view(results_only=True),
            name="remacto_contributions_results",
        ),
        path(
            "contributions/<int:pk>/",
            ContributionInspectView.as_view(),
            name="remacto_contribution",
        ),
    ]
