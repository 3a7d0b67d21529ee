"""The addresses, buttons and menu items of these screens, for ``wagtail_hooks``."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Deed
from wagtail_remacto.cycles.models import CyclePage
from wagtail_remacto.monitoring.services import succession
from wagtail_remacto.monitoring.succession_admin import library, screens
from wagtail_remacto.programmes.models import ProjectPage


def succession_urls() -> list[URLPattern]:
    return [
        path(
            "next-cycle/<int:pk>/open/",
            screens.OpenView.as_view(),
            name="remacto_succession_open",
        ),
        path(
            "next-cycle/<int:pk>/",
            screens.CarryView.as_view(),
            name="remacto_succession",
        ),
        path("project-library/", library.LibraryView.as_view(), name="remacto_library"),
        path(
            "project-library/<int:pk>/recommend/",
            library.RecommendView.as_view(),
            name="remacto_library_recommend",
        ),
        path(
            "project-library/<int:pk>/begin/",
            library.BeginView.as_view(),
            name="remacto_library_begin",
        ),
    ]


def succession_buttons(
    page: Page, user: Any, view_name: str = "", next_url: str | None = None
) -> Iterator[Button]:
    """In the menus of the header and of the line in a listing."""
    kind = page.specific_class
    if kind is CyclePage and user.has_perm(gate.OFFICERS_RIGHTS[Deed.PLAN]):
        yield from _of_cycle(page.specific.canonical, user)
    if kind is ProjectPage and library.recommends(user):
        project = page.specific.canonical
        if project.live and gate.check(user, Deed.RECOMMEND, project):
            yield Button(
                _("Recommend to the network"),
                reverse("remacto_library_recommend", args=[project.pk]),
                icon_name=library.ICON,
                priority=60,
            )


def _of_cycle(cycle: Any, user: Any) -> Iterator[Button]:
    if not gate.check(user, Deed.PLAN, cycle):
        return
    if cycle.predecessor_id:
        yield Button(
            _("From the cycle before"),
            reverse("remacto_succession", args=[cycle.pk]),
            icon_name=screens.ICON,
            priority=7,
        )
    found = succession.successor_of(cycle)
    if found is not None:
        yield Button(
            _("To the next cycle"),
            reverse("remacto_succession", args=[found.pk]),
            icon_name=screens.ICON,
            priority=8,
        )
    elif succession.is_carried_out(cycle):
        yield Button(
            _("Open the next cycle"),
            reverse("remacto_succession_open", args=[cycle.pk]),
            icon_name=screens.ICON,
            priority=8,
        )


class LibraryMenuItem(MenuItem):  # type: ignore[misc]
    def is_shown(self, request: HttpRequest) -> bool:
        return library.recommends(request.user)


def library_menu_item() -> MenuItem:
    return LibraryMenuItem(
        pgettext_lazy("projects worth copying", "Library"),
        reverse("remacto_library"),
        name="remacto-library",
        icon_name=library.ICON,
        order=262,
    )
