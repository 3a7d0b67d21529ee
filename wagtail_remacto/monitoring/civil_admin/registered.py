"""The addresses and menu items of these screens, for ``wagtail_hooks``."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem

from wagtail_remacto.cycles.gate import Deed
from wagtail_remacto.monitoring.civil_admin import access, notes, partners


def civil_urls() -> list[URLPattern]:
    return [
        path("partners/", partners.IndexView.as_view(), name="remacto_partners"),
        path(
            "partners/invite/",
            partners.InviteView.as_view(),
            name="remacto_partners_invite",
        ),
        path(
            "partners/<int:pk>/",
            partners.PartnerView.as_view(),
            name="remacto_partners_one",
        ),
        path("monitoring-notes/", notes.IndexView.as_view(), name="remacto_notes"),
        path(
            "monitoring-notes/<int:pk>/",
            notes.NoteView.as_view(),
            name="remacto_notes_one",
        ),
    ]


class CivilMenuItem(MenuItem):  # type: ignore[misc]
    def __init__(self, *args: Any, deed: Deed, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deed = deed

    def is_shown(self, request: HttpRequest) -> bool:
        return access.may(request.user, self.deed)


def partners_menu_item() -> MenuItem:
    return CivilMenuItem(
        gettext_lazy("Partners"),
        reverse("remacto_partners"),
        name="remacto-partners",
        icon_name=partners.ICON,
        order=259,
        deed=Deed.PARTNER,
    )


def notes_menu_item() -> MenuItem:
    return CivilMenuItem(
        gettext_lazy("Civil society’s notes"),
        reverse("remacto_notes"),
        name="remacto-notes",
        icon_name=notes.ICON,
        order=260,
        deed=Deed.REPLY,
    )
