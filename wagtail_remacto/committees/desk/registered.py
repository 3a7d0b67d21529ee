"""The addresses, the menu item and the libraries of the desk, for ``wagtail_hooks``."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import SnippetViewSet

from wagtail_remacto.committees.desk.access import sits_somewhere
from wagtail_remacto.committees.desk.screens import ICON
from wagtail_remacto.committees.desk.views.closing import ClosingView
from wagtail_remacto.committees.desk.views.compare import CompareView
from wagtail_remacto.committees.desk.views.home import DeskCycleView, DeskIndexView
from wagtail_remacto.committees.desk.views.idea import IdeaView
from wagtail_remacto.committees.desk.views.merging import MergeView
from wagtail_remacto.committees.desk.views.queue import QueueView
from wagtail_remacto.committees.models import OutcomeReason, ReviewCriterion


class OutcomeReasonViewSet(SnippetViewSet):  # type: ignore[misc]
    """The network’s library of reasons for outcomes."""

    model = OutcomeReason
    icon = "comment"
    menu_label = _("Reasons for outcomes")
    menu_order = 810
    list_display = [
        "title",
        Column("get_outcome_display", label=_("Outcome"), sort_key="outcome"),
        "order",
        BooleanColumn("active", label=_("In use"), sort_key="active"),
    ]
    search_backend_name = None
    search_fields = ["title", "text"]
    copy_view_enabled = False


class ReviewCriterionViewSet(SnippetViewSet):  # type: ignore[misc]
    """What the network’s committees ask of every idea."""

    model = ReviewCriterion
    icon = "tick"
    menu_label = _("Review criteria")
    menu_order = 820
    list_display = [
        "title",
        "order",
        BooleanColumn("active", label=_("In use"), sort_key="active"),
    ]
    search_backend_name = None
    search_fields = ["title", "help"]
    copy_view_enabled = False


class DeskMenuItem(MenuItem):  # type: ignore[misc]
    def is_shown(self, request: HttpRequest) -> bool:
        return sits_somewhere(request.user)


def desk_menu_item() -> MenuItem:
    return DeskMenuItem(
        _("Committee desk"),
        reverse("remacto_desk"),
        name="remacto-desk",
        icon_name=ICON,
        order=253,
    )


def desk_urls() -> list[URLPattern]:
    at = "committee-desk/<int:cycle>/"
    return [
        path("committee-desk/", DeskIndexView.as_view(), name="remacto_desk"),
        path(at, DeskCycleView.as_view(), name="remacto_desk_cycle"),
        path(f"{at}ideas/", QueueView.as_view(), name="remacto_desk_queue"),
        path(f"{at}ideas/<int:pk>/", IdeaView.as_view(), name="remacto_desk_idea"),
        path(f"{at}compare/", CompareView.as_view(), name="remacto_desk_compare"),
        path(f"{at}merge/", MergeView.as_view(), name="remacto_desk_merge"),
        path(f"{at}closing/", ClosingView.as_view(), name="remacto_desk_closing"),
    ]
