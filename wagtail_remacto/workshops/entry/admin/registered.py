"""The addresses, menus and log actions of these screens, for ``wagtail_hooks``."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from wagtail_remacto.collectivites.log import BranchLogEntry
from wagtail_remacto.collectivites.permissions import BranchPermissionPolicy
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.workshops.entry.admin.grid import GridView, save_one
from wagtail_remacto.workshops.entry.admin.imports import (
    ImportView,
    UploadView,
    import_report,
)
from wagtail_remacto.workshops.entry.admin.screens import (
    ICON,
    EntryIndexView,
    grid_address,
    import_address,
)
from wagtail_remacto.workshops.entry.admin.slips import slips
from wagtail_remacto.workshops.entry.grid import PUBLISH
from wagtail_remacto.workshops.entry.importing import IMPORT
from wagtail_remacto.workshops.entry.rights import enters_somewhere, may_enter
from wagtail_remacto.workshops.models import IdeaImport, WorkshopPage

import_policy = BranchPermissionPolicy(IdeaImport, "phase")


def entry_urls() -> list[URLPattern]:
    return [
        path("remacto/entry/", EntryIndexView.as_view(), name="wagtail_remacto_entry"),
        path(
            "remacto/entry/<int:pk>/",
            GridView.as_view(),
            name="wagtail_remacto_entry_grid",
        ),
        path("remacto/entry/<int:pk>/row/", save_one, name="wagtail_remacto_entry_row"),
        path("remacto/entry/<int:pk>/slips/", slips, name="wagtail_remacto_slips"),
        path(
            "remacto/entry/<int:pk>/import/",
            UploadView.as_view(),
            name="wagtail_remacto_import_workshop",
        ),
        path(
            "remacto/entry/phase/<int:pk>/import/",
            UploadView.as_view(kind="phase"),
            name="wagtail_remacto_import_phase",
        ),
        path(
            "remacto/entry/imports/<uuid:key>/",
            ImportView.as_view(),
            name="wagtail_remacto_import",
        ),
        path(
            "remacto/entry/imports/<uuid:key>/report.csv",
            import_report,
            name="wagtail_remacto_import_report",
        ),
    ]


def entry_buttons(
    page: Page, user: Any, view_name: str = "", next_url: str | None = None
) -> Iterator[Button]:
    """In the menus of the header and of the line in a listing."""
    kind = page.specific_class
    if kind is WorkshopPage and may_enter(user, page.specific):
        yield Button(
            _("Enter ideas given on paper"),
            grid_address(page),
            icon_name=ICON,
            priority=5,
        )
    elif kind is PhasePage and enters_somewhere(user):
        phase = page.specific
        asks = Action.CONTRIBUTE in phase.actions or Action.REMARK in phase.actions
        if asks and may_enter(user, phase):
            yield Button(
                _("Import ideas from letters"),
                import_address(phase),
                icon_name=ICON,
                priority=5,
            )


class EntryMenuItem(MenuItem):  # type: ignore[misc]
    def is_shown(self, request: HttpRequest) -> bool:
        return enters_somewhere(request.user)


def entry_menu_item() -> MenuItem:
    return EntryMenuItem(
        gettext_lazy("Ideas on paper"),
        reverse("wagtail_remacto_entry"),
        name="remacto-entry",
        icon_name=ICON,
        order=254,
    )


def entry_log_actions(actions: LogActionRegistry) -> None:
    actions.register_model(IdeaImport, BranchLogEntry)
    actions.register_action(
        PUBLISH,
        gettext_lazy("Publish ideas given on paper"),
        gettext_lazy("Ideas given on paper were published"),
    )
    actions.register_action(
        IMPORT,
        gettext_lazy("Import ideas"),
        gettext_lazy("A spreadsheet of ideas was imported"),
    )
