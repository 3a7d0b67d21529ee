"""The officers' screens of axes and of the network's calendars."""

from typing import Any

import django_filters
from django.db.models import Max
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import SnippetViewSet

from wagtail_remacto.collectivites.admin.reserved import reserved
from wagtail_remacto.collectivites.admin.rows import BranchViewSet
from wagtail_remacto.collectivites.branch import canonical_only
from wagtail_remacto.collectivites.choosing import BranchPageField
from wagtail_remacto.collectivites.permissions import (
    BranchPermissionPolicy,
    changeable,
)
from wagtail_remacto.cycles.models import (
    Axis,
    ClosedPeriod,
    CyclePage,
    CycleTemplate,
)
from wagtail_remacto.cycles.running_rows import RunningRowForm

axis_policy = BranchPermissionPolicy(Axis, "cycle")
before_create_cycle, before_copy_cycle = reserved(CyclePage)


def own_cycles(request: HttpRequest | None) -> Any:
    """The cycles that a filter offers to this person."""
    if request is None:
        return CyclePage.objects.none()
    pages = changeable(request.user).order_by().values("pk")
    return canonical_only(CyclePage.objects.filter(pk__in=pages)).order_by("path")


class AxisForm(RunningRowForm):
    within = "cycle"

    cycle = BranchPageField(
        CyclePage,
        label=gettext_lazy("cycle"),
        help_text=gettext_lazy("It cannot be changed later."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        cycle = cleaned.get("cycle")
        if cycle is None:
            return cleaned
        is_new = self.instance.pk is None
        if is_new and self.instance.locale_id != cycle.locale_id:
            self.add_error(
                None,
                _(
                    "Write the axis in %(language)s first, as the cycle is; then "
                    "translate it."
                )
                % {"language": cycle.locale.get_display_name()},
            )
        self._check_order(cycle, cleaned)
        return cleaned

    def _check_order(self, cycle: CyclePage, cleaned: dict[str, Any]) -> None:
        """The form has no locale, so the constraint alone would be an error page."""
        order = cleaned.get("order")
        if order is None or not cleaned.get("active"):
            return
        beside = Axis.objects.filter(
            cycle=cycle, locale=self.instance.locale_id, active=True
        ).exclude(pk=self.instance.pk)
        if beside.filter(order=order).exists():
            last = beside.aggregate(last=Max("order"))["last"]
            self.add_error(
                "order",
                _("Another axis of the cycle is number %(order)d; %(free)d is free.")
                % {"order": order, "free": last + 1},
            )


class AxisFilterSet(WagtailFilterSet):  # type: ignore[misc]
    cycle = django_filters.ModelChoiceFilter(
        queryset=own_cycles, label=gettext_lazy("Cycle")
    )

    class Meta:
        model = Axis
        fields = ["cycle", "active", "is_principle"]


class AxisViewSet(BranchViewSet):
    model = Axis
    icon = "tag"
    menu_label = gettext_lazy("Axes")
    menu_order = 100
    page_path = "cycle__path"
    related = ("cycle", "locale")
    list_display = [
        "title",
        Column(
            "branch_title", label=gettext_lazy("Collectivité"), sort_key="branch_title"
        ),
        Column("cycle", label=gettext_lazy("Cycle"), sort_key="cycle__title"),
        Column("order", label=gettext_lazy("Order"), sort_key="order"),
        BooleanColumn("active", label=gettext_lazy("In use"), sort_key="active"),
    ]
    search_fields = ["title", "challenge"]
    filterset_class = AxisFilterSet
    edit_handler = ObjectList(
        [
            FieldPanel("cycle"),
            FieldRowPanel([FieldPanel("order"), FieldPanel("active")]),
            FieldPanel("title"),
            FieldPanel("challenge"),
            FieldPanel("baseline"),
            FieldPanel("principles"),
            FieldPanel("is_principle"),
            FieldPanel("sources"),
        ],
        base_form_class=AxisForm,
    )


class CycleTemplateViewSet(SnippetViewSet):  # type: ignore[misc]
    model = CycleTemplate
    icon = "calendar-alt"
    menu_label = gettext_lazy("Calendars of the network")
    menu_order = 600
    list_display = ["title", "identifier", "wave", "programme_years"]
    copy_view_enabled = False


class ClosedPeriodViewSet(SnippetViewSet):  # type: ignore[misc]
    """The network's; its opening set comes with ``provide_closed_periods``."""

    model = ClosedPeriod
    icon = "calendar"
    menu_label = gettext_lazy("Closed periods")
    menu_order = 650
    list_display = ["title", "start", "end", "note"]
    search_backend_name = None
    search_fields = ["title", "note"]
    copy_view_enabled = False
