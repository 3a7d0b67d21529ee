"""The addresses, buttons and menu item of the wizard, for ``wagtail_hooks``."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.models import CyclePage
from wagtail_remacto.programmes.planning.admin.screens import (
    ICON,
    ChooseView,
    DatesView,
    MadeView,
    TargetView,
    plans_somewhere,
    wizard_address,
)


def wizard_urls() -> list[URLPattern]:
    return [
        path("cycle-wizard/", ChooseView.as_view(), name="remacto_cycle_wizard"),
        path(
            "cycle-wizard/<int:pk>/",
            TargetView.as_view(),
            name="remacto_cycle_wizard_target",
        ),
        path(
            "cycle-wizard/<int:pk>/dates/",
            DatesView.as_view(),
            name="remacto_cycle_wizard_dates",
        ),
        path(
            "cycle-wizard/<int:pk>/made/<int:cycle>/",
            MadeView.as_view(),
            name="remacto_cycle_wizard_made",
        ),
    ]


def wizard_buttons(
    page: Page, user: Any, view_name: str = "", next_url: str | None = None
) -> Iterator[Button]:
    """In the menus of the header and of the line in a listing."""
    kind = page.specific_class
    if kind not in (CollectivitePage, CyclePage) or not plans_somewhere(user):
        return
    canonical = page.specific.canonical
    if kind is CollectivitePage:
        collectivite, asked, label = canonical, "", _("Plan a cycle")
    else:
        collectivite = canonical.get_parent().specific
        asked, label = f"?cycle={canonical.pk}", _("Plan missing phases")
    if gate.check(user, gate.Deed.PLAN, collectivite):
        yield Button(
            label, f"{wizard_address(collectivite)}{asked}", icon_name=ICON, priority=6
        )


class WizardMenuItem(MenuItem):  # type: ignore[misc]
    def is_shown(self, request: HttpRequest) -> bool:
        return plans_somewhere(request.user)


def wizard_menu_item() -> MenuItem:
    return WizardMenuItem(
        gettext_lazy("Plan a cycle"),
        reverse("remacto_cycle_wizard"),
        name="remacto-cycle-wizard",
        icon_name=ICON,
        order=256,
    )
