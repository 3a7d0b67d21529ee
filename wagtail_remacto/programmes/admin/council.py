"""The screens: sessions, the agenda, votes, and what supersedes them."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import SnippetViewSet

from wagtail_remacto.collectivites.admin.rows import BranchViewSet
from wagtail_remacto.programmes.admin.forms import CouncilSessionForm
from wagtail_remacto.programmes.admin.views import (
    AgendaIndexView,
    AgendaView,
    CouncilSessionCreateView,
    CouncilSessionEditView,
    DeliberationInspectView,
    SupersedeView,
    TakeOffView,
    VoteView,
)
from wagtail_remacto.programmes.models import (
    CouncilSession,
    Deliberation,
    SessionMonth,
)

FORM = "wagtail_remacto/admin/council_form.html"


class CouncilSessionViewSet(BranchViewSet):
    model = CouncilSession
    icon = "calendar"
    menu_label = gettext_lazy("Council sessions")
    menu_order = 300
    page_path = "collectivite__path"
    related = ("collectivite",)
    add_view_class = CouncilSessionCreateView
    edit_view_class = CouncilSessionEditView
    list_display = [
        "__str__",
        Column(
            "branch_title", label=gettext_lazy("Collectivité"), sort_key="branch_title"
        ),
        Column("month", label=gettext_lazy("Month"), sort_key="month"),
        Column("sitting", label=gettext_lazy("Sitting"), sort_key="sitting"),
    ]
    list_filter = ["kind"]
    search_fields = ["label", "place"]
    edit_handler = ObjectList(
        [
            FieldPanel("collectivite"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("month")]),
            FieldPanel("sitting"),
            FieldRowPanel([FieldPanel("label"), FieldPanel("label_lang")]),
            FieldPanel("place"),
            FieldPanel("sources"),
        ],
        base_form_class=CouncilSessionForm,
    )


class DeliberationViewSet(BranchViewSet):
    """An item of an agenda is added, gets its vote, and is superseded; never edited."""

    model = Deliberation
    icon = "tasks"
    menu_label = gettext_lazy("Deliberations")
    menu_order = 400
    page_path = "programme__path"
    related = ("programme", "session", "session__collectivite", "version")
    index_view_class = AgendaIndexView
    add_view_class = AgendaView
    edit_view_class = VoteView
    delete_view_class = TakeOffView
    inspect_view_class = DeliberationInspectView
    inspect_view_enabled = True
    create_template_name = FORM
    edit_template_name = FORM
    inspect_template_name = "wagtail_remacto/admin/deliberation.html"
    list_display = [
        "__str__",
        Column(
            "branch_title", label=gettext_lazy("Collectivité"), sort_key="branch_title"
        ),
        Column("version", label=gettext_lazy("Version"), accessor="version_label"),
        Column("outcome", label=gettext_lazy("Outcome"), accessor="outcome_label"),
    ]
    list_filter = ["outcome"]
    search_fields = ["programme__title", "session__label", "number"]

    @property
    def supersede_view(self) -> Any:
        return self.construct_view(SupersedeView, **self.get_edit_view_kwargs())

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("supersede/<str:pk>/", self.supersede_view, name="supersede"),
        ]


class SessionMonthViewSet(SnippetViewSet):  # type: ignore[misc]
    """The network's; the opening set comes with ``provide_session_months``."""

    model = SessionMonth
    icon = "calendar-check"
    menu_label = gettext_lazy("Months of ordinary sessions")
    menu_order = 660
    list_display = [
        Column("collectivite_kind", accessor="get_collectivite_kind_display"),
        Column("month", accessor="get_month_display", sort_key="month"),
        "basis",
        BooleanColumn("confirmed", label=gettext_lazy("Confirmed")),
    ]
    list_filter = ["collectivite_kind", "confirmed"]
    search_backend_name = None
    search_fields = ["basis"]
    copy_view_enabled = False
