"""The addresses and the menu of these screens, for ``wagtail_hooks``."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem

from wagtail_remacto.programmes.remarks.admin.access import answers_somewhere
from wagtail_remacto.programmes.remarks.admin.screens import (
    ICON,
    IndexView,
    RemarkView,
    VersionView,
)


def remark_urls() -> list[URLPattern]:
    return [
        path("remarks/", IndexView.as_view(), name="remacto_remarks"),
        path(
            "remarks/version/<int:pk>/",
            VersionView.as_view(),
            name="remacto_remarks_version",
        ),
        path("remarks/<int:pk>/", RemarkView.as_view(), name="remacto_remark"),
    ]


class RemarksMenuItem(MenuItem):  # type: ignore[misc]
    def is_shown(self, request: HttpRequest) -> bool:
        return answers_somewhere(request.user)


def remarks_menu_item() -> MenuItem:
    return RemarksMenuItem(
        gettext_lazy("Remarks on drafts"),
        reverse("remacto_remarks"),
        name="remacto-remarks",
        icon_name=ICON,
        order=257,
    )
