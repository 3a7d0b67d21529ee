"""The addresses, the menu and the buttons of these screens, for ``wagtail_hooks``."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from wagtail_remacto.monitoring.evaluation_admin import closing, listing, writing
from wagtail_remacto.monitoring.evaluation_admin.listing import ICON, enters
from wagtail_remacto.programmes.models import ProgrammePage


def evaluation_urls() -> list[URLPattern]:
    return [
        path("evaluations/", listing.IndexView.as_view(), name="remacto_evaluations"),
        path(
            "evaluations/programme/<int:pk>/begin/",
            writing.BeginView.as_view(),
            name="remacto_evaluation_begin",
        ),
        path(
            "evaluations/<int:pk>/",
            writing.EvaluationView.as_view(),
            name="remacto_evaluation",
        ),
        path(
            "evaluations/<int:pk>/supersede/",
            writing.SupersedeView.as_view(),
            name="remacto_evaluation_supersede",
        ),
        path(
            "evaluations/<int:pk>/discard/",
            writing.DiscardView.as_view(),
            name="remacto_evaluation_discard",
        ),
        path(
            "evaluations/cycle/<int:pk>/close/",
            closing.CloseView.as_view(),
            name="remacto_evaluation_close",
        ),
    ]


class EvaluationMenuItem(MenuItem):  # type: ignore[misc]
    def is_shown(self, request: HttpRequest) -> bool:
        return enters(request.user)


def evaluation_menu_item() -> MenuItem:
    return EvaluationMenuItem(
        gettext_lazy("Evaluations"),
        reverse("remacto_evaluations"),
        name="remacto-evaluations",
        icon_name=ICON,
        order=259,
    )


def evaluation_buttons(
    page: Page, user: Any, view_name: str = "", next_url: str | None = None
) -> Iterator[Button]:
    """On a programme’s page, for whoever evaluates or closes."""
    if page.specific_class is ProgrammePage and enters(user):
        yield Button(
            _("Evaluations"),
            reverse("remacto_evaluations"),
            icon_name=ICON,
            priority=8,
        )
