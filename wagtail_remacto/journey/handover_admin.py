"""The screen that is printed when an officer or a council hands over to the next."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.collectivites.permissions import collectivites_for
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Deed
from wagtail_remacto.journey.handover import AHEAD, handover_of
from wagtail_remacto.monitoring.succession_admin.screens import BranchScreen

ICON = "group"
# Every officer of a collectivité and of the network has it.
RIGHT = "wagtail_remacto.view_contribution"
TITLE = pgettext_lazy("from one officer to the next", "Handover")
# Where to find what, as far as the site has these screens.
PLACES = (
    ("remacto_moderation", gettext_lazy("Texts to read and reports")),
    ("remacto_contributions", gettext_lazy("All contributions")),
    ("remacto_desk", gettext_lazy("Ideas and what becomes of them")),
    ("remacto_decisions", gettext_lazy("Decisions of the committee")),
    ("remacto_remarks", gettext_lazy("Remarks on draft programmes")),
    ("remacto_cycle_wizard", gettext_lazy("Plan a cycle")),
    ("remacto_monitoring", gettext_lazy("Milestones and news of projects")),
    ("remacto_partners", gettext_lazy("Partners of projects")),
    ("remacto_notes", gettext_lazy("What civil society says of milestones")),
    ("remacto_evaluations", gettext_lazy("Evaluations")),
)


def hands_over(user: Any) -> bool:
    return bool(user.is_active and user.has_perm(RIGHT))


def places() -> list[tuple[str, Any]]:
    found = []
    for name, label in PLACES:
        try:
            found.append((reverse(name), label))
        except NoReverseMatch:
            continue
    return found


class HandoverView(BranchScreen):
    """One collectivité, for whoever may edit its page."""

    page_title = TITLE
    header_icon = ICON
    template_name = "wagtail_remacto/admin/succession/handover.html"
    model = CollectivitePage
    deed = Deed.MANAGE

    def get_page_subtitle(self) -> str:
        return str(self.page.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *WagtailAdminTemplateMixin.breadcrumbs_items,
            {
                "url": reverse("wagtailadmin_explore", args=[self.page.pk]),
                "label": self.page.title,
            },
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {
            **context,
            "handover": handover_of(self.page),
            "days": AHEAD.days,
            "places": places(),
        }


class ChooseView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """Of which collectivité; not asked of somebody who has only one."""

    page_title = TITLE
    header_icon = ICON
    template_name = "wagtail_remacto/admin/succession/handover_choose.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not hands_over(request.user):
            raise PermissionDenied
        self.own = list(collectivites_for(request.user).order_by("title", "pk"))
        if len(self.own) == 1:
            return redirect("remacto_handover", self.own[0].pk)
        return super().get(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "collectivites": self.own}


def handover_urls() -> list[URLPattern]:
    return [
        path("handover/", ChooseView.as_view(), name="remacto_handovers"),
        path("handover/<int:pk>/", HandoverView.as_view(), name="remacto_handover"),
    ]


def handover_buttons(
    page: Page, user: Any, view_name: str = "", next_url: str | None = None
) -> Iterator[Button]:
    if page.specific_class is not CollectivitePage or not hands_over(user):
        return
    canonical = page.specific.canonical
    if gate.check(user, Deed.MANAGE, canonical):
        yield Button(
            _("Prepare the handover"),
            reverse("remacto_handover", args=[canonical.pk]),
            icon_name=ICON,
            priority=70,
        )


class HandoverMenuItem(MenuItem):  # type: ignore[misc]
    def is_shown(self, request: HttpRequest) -> bool:
        return hands_over(request.user)


def handover_menu_item() -> MenuItem:
    return HandoverMenuItem(
        TITLE,
        reverse("remacto_handovers"),
        name="remacto-handover",
        icon_name=ICON,
        order=264,
    )
