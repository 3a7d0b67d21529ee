"""The list of decisions, of one's own collectivités and committees alone."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView

from wagtail_remacto.collectivites.branch import with_branch_title
from wagtail_remacto.committees.deciding_admin import rights
from wagtail_remacto.committees.decisions import holding
from wagtail_remacto.committees.models import CommitteePage, Decision
from wagtail_remacto.cycles.calendar_words import weekday_date


class State(models.TextChoices):
    DRAFT = "draft", _("draft, to be signed off")
    SIGNED = "signed", _("signed off")
    SUPERSEDED = "superseded", _("superseded")


def state_of(decision: Decision) -> State:
    if not decision.is_signed:
        return State.DRAFT
    return State.SUPERSEDED if decision.is_superseded else State.SIGNED


def _committees(request: HttpRequest | None) -> QuerySet[CommitteePage]:
    if request is None:
        return CommitteePage.objects.none()
    mine = rights.readable(request.user).values("committee")
    return with_branch_title(CommitteePage.objects.filter(pk__in=mine)).order_by(
        "branch_title", "path"
    )


class CommitteeField(django_filters.fields.ModelChoiceField):  # type: ignore[misc]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.branch_title} – {obj.title}"


class CommitteeFilter(django_filters.ModelChoiceFilter):  # type: ignore[misc]
    field_class = CommitteeField


class DecisionFilters(WagtailFilterSet):  # type: ignore[misc]
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=State.choices,
        method="in_state",
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    committee = CommitteeFilter(label=_("Committee"), queryset=_committees)

    class Meta:
        model = Decision
        fields = ["committee", "kind", "result"]

    def in_state(
        self, rows: QuerySet[Decision], _name: str, state: str
    ) -> QuerySet[Decision]:
        if state == State.DRAFT:
            return rows.filter(signed_at__isnull=True)
        if state == State.SIGNED:
            return rows.filter(holding())
        return rows.filter(signed_at__isnull=False).exclude(holding())


class DecisionIndexView(IndexView):  # type: ignore[misc]
    model = Decision
    # ``dispatch`` asks: members have no right to the model.
    any_permission_required = None
    page_title = _("Decisions of committees")
    header_icon = "clipboard-list"
    index_url_name = "remacto_decisions"
    index_results_url_name = "remacto_decisions_results"
    inspect_url_name = "remacto_decision"
    add_url_name = "remacto_decision_add"
    add_item_label = _("Record a decision")
    filterset_class = DecisionFilters
    search_fields = ["subject", "committee__title"]
    search_backend_name = None
    default_ordering = ("-held_on", "-pk")
    paginate_by = 50
    list_display = [
        "__str__",
        Column("branch_title", label=_("Collectivité"), sort_key="branch_title"),
        Column("number", label=_("Number"), sort_key="number"),
        Column(
            "get_kind_display",
            label=pgettext_lazy("a decision", "About"),
            sort_key="kind",
        ),
        Column("get_result_display", label=_("Result"), sort_key="result"),
        Column("state", label=_("State"), accessor=lambda one: state_of(one).label),
        Column(
            "held_on",
            label=pgettext_lazy("of a committee", "Meeting"),
            sort_key="held_on",
            accessor=lambda one: weekday_date(one.held_on),
        ),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not rights.may_read_some(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[Decision]:
        rows = rights.readable(self.request.user).select_related(
            "committee", "superseded_by"
        )
        return with_branch_title(rows, "committee__path")

    def get_edit_url(self, instance: Decision) -> str:
        """The title leads to the page from which everything is done."""
        return reverse("remacto_decision", args=[instance.pk])

    get_inspect_url = get_edit_url

    def get_add_url(self) -> str | None:
        if rights.own_committees(self.request.user).exists():
            return reverse("remacto_decision_add")
        return None

    def get_list_more_buttons(self, instance: Decision) -> list[Any]:
        return []


class DecisionsMenuItem(MenuItem):  # type: ignore[misc]
    def is_shown(self, request: HttpRequest) -> bool:
        return rights.may_read_some(request.user)


def decisions_menu_item() -> MenuItem:
    return DecisionsMenuItem(
        _("Decisions"),
        reverse("remacto_decisions"),
        name="remacto-decisions",
        icon_name="clipboard-list",
        order=254,
    )
