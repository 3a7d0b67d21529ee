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

from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Deed
from wagtail_remacto.monitoring.follow_up_admin import acting
from wagtail_remacto.monitoring.follow_up_admin.access import follows_up
from wagtail_remacto.monitoring.follow_up_admin.screens import (
    ICON,
    IndexView,
    ProjectView,
)
from wagtail_remacto.programmes.models import ProjectPage


def follow_up_urls() -> list[URLPattern]:
    project = "follow-up/<int:pk>/"
    milestone = f"{project}milestones/<int:milestone>/"
    of_project = [
        ("", ProjectView, "project"),
        ("milestones/add/", acting.AddView, "add"),
        ("announce/", acting.AnnounceView, "announce"),
        ("leads/", acting.NameLeadView, "name_lead"),
        ("leads/<int:lead>/end/", acting.EndLeadView, "end_lead"),
    ]
    of_milestone = [
        ("", acting.ChangeView, "change"),
        ("delete/", acting.DeleteView, "delete"),
        ("announce/", acting.AnnounceView, "announce_one"),
        ("postpone/", acting.PostponeView, "postpone"),
        ("withdraw/", acting.WithdrawView, "withdraw"),
    ]
    return [
        path("follow-up/", IndexView.as_view(), name="remacto_monitoring"),
        *(
            path(f"{start}{end}", view.as_view(), name=f"remacto_monitoring_{name}")
            for start, rows in ((project, of_project), (milestone, of_milestone))
            for end, view, name in rows
        ),
    ]


class FollowUpMenuItem(MenuItem):  # type: ignore[misc]
    def is_shown(self, request: HttpRequest) -> bool:
        return follows_up(request.user)


def follow_up_menu_item() -> MenuItem:
    return FollowUpMenuItem(
        gettext_lazy("Follow-up"),
        reverse("remacto_monitoring"),
        name="remacto-follow-up",
        icon_name=ICON,
        order=258,
    )


def follow_up_buttons(
    page: Page, user: Any, view_name: str = "", next_url: str | None = None
) -> Iterator[Button]:
    """On a project’s page, also before the council has voted."""
    if page.specific_class is not ProjectPage or not follows_up(user):
        return
    canonical = page.specific.canonical
    if gate.check(user, Deed.SCHEDULE, canonical):
        yield Button(
            _("Milestones and updates"),
            reverse("remacto_monitoring_project", args=[canonical.pk]),
            icon_name=ICON,
            priority=7,
        )
