"""The officers' screens of who comes to a meeting."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry, log
from wagtail.models import Page

from wagtail_remacto.workshops.attendance.export import ListExport
from wagtail_remacto.workshops.attendance.queries import LISTED, list_of, workshops_for
from wagtail_remacto.workshops.attendance.services import (
    CHECK_IN,
    EXPORT,
    UNDO_CHECK_IN,
    CheckInError,
    check_in,
    may_attend,
    registration_policy,
    undo_check_in,
)
from wagtail_remacto.workshops.models import (
    Registration,
    RegistrationState,
    WorkshopPage,
)
from wagtail_remacto.workshops.registrations.queries import counts_of

PER_PAGE = 50


class MeetingsView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """The meetings of one's own collectivités that people register for."""

    template_name = "wagtail_remacto/admin/meetings.html"
    page_title = gettext_lazy("Registrations")
    header_icon = "group"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not registration_policy.user_has_permission(request.user, "change"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        pages = Paginator(workshops_for(self.request.user), PER_PAGE)
        context["meetings"] = pages.get_page(self.request.GET.get("p"))
        return context


class AttendanceView(ListExport, WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """Counts, the lists, and one field where the code of whoever comes is typed."""

    template_name = "wagtail_remacto/admin/attendance.html"
    page_title = gettext_lazy("Attendance")
    header_icon = "group"

    @cached_property
    def workshop(self) -> WorkshopPage:
        found: WorkshopPage = get_object_or_404(
            WorkshopPage.objects.select_related("locale"), pk=self.kwargs["pk"]
        ).canonical
        if not may_attend(self.request.user, found):
            raise PermissionDenied
        return found

    @property
    def here(self) -> str:
        return attendance_address(self.workshop)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        workshop = self.workshop
        if self.is_export:
            return self._export(request.GET["export"])
        if workshop.pk != self.kwargs["pk"]:
            return redirect(self.here)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        undone = request.POST.get("undo", "")
        if undone:
            self._undo(undone)
        else:
            self._check_in(request.POST.get("code", ""))
        return redirect(self.here)

    def _check_in(self, code: str) -> None:
        try:
            found = check_in(workshop=self.workshop, code=code, by=self.request.user)
        except CheckInError as error:
            messages.error(self.request, error.sentence)
            return
        words = {"code": found.code, "name": found.name}
        if found.state == RegistrationState.WAITING:
            messages.warning(
                self.request,
                _("%(code)s – %(name)s is here, from the waiting list.") % words,
            )
        else:
            messages.success(self.request, _("%(code)s – %(name)s is here.") % words)

    def _undo(self, number: str) -> None:
        if not number.isdecimal():
            raise Http404
        row = get_object_or_404(Registration, pk=number, workshop=self.workshop)
        undo_check_in(registration=row, by=self.request.user)
        messages.success(
            self.request,
            _("%(code)s – %(name)s is not here (any more).")
            % {"code": row.code, "name": row.name},
        )

    def _export(self, kind: str) -> HttpResponse:
        rows = Registration.objects.filter(workshop=self.workshop).order_by(
            "state", "queued_at", "pk"
        )
        log(
            self.workshop,
            EXPORT,
            user=self.request.user,
            data={"format": kind, "rows": rows.count()},
        )
        answer: HttpResponse = self.as_spreadsheet(rows, kind)
        return answer

    def get_filename(self) -> str:
        return f"{self.workshop.slug}-{self.workshop.date or self.workshop.pk}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {
                "url": reverse("wagtail_remacto_meetings"),
                "label": gettext_lazy("Registrations"),
            },
            {"url": "", "label": self.workshop.get_admin_display_title()},
        ]

    def get_page_subtitle(self) -> str:
        title: str = self.workshop.get_admin_display_title()
        return title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["workshop"] = self.workshop
        context["counts"] = counts_of(self.workshop)
        context["lists"] = [
            (RegistrationState(state).label, list_of(self.workshop, state))
            for state in LISTED
        ]
        context["sheet_url"] = reverse(
            "wagtail_remacto_attendance_sheet", args=[self.workshop.pk]
        )
        return context


def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """To be printed: names, codes and an empty column for signatures.

    What people need is not on it, for everybody reads the sheet at the door.
    """
    workshop: WorkshopPage = get_object_or_404(
        WorkshopPage.objects.select_related("locale"), pk=pk
    ).canonical
    if not may_attend(request.user, workshop):
        raise PermissionDenied
    return TemplateResponse(
        request,
        "wagtail_remacto/admin/attendance_sheet.html",
        {
            "workshop": workshop,
            "registered": list_of(workshop, RegistrationState.REGISTERED),
            "waiting": list_of(workshop, RegistrationState.WAITING),
            # For those who come without having registered.
            "empty": range(8),
        },
    )


def attendance_address(workshop: Page) -> str:
    return reverse("wagtail_remacto_attendance", args=[workshop.pk])


def attendance_urls() -> list[URLPattern]:
    return [
        path(
            "remacto/registrations/",
            MeetingsView.as_view(),
            name="wagtail_remacto_meetings",
        ),
        path(
            "remacto/registrations/<int:pk>/",
            AttendanceView.as_view(),
            name="wagtail_remacto_attendance",
        ),
        path(
            "remacto/registrations/<int:pk>/sheet/",
            sheet,
            name="wagtail_remacto_attendance_sheet",
        ),
    ]


def attendance_buttons(
    page: Page, user: Any, view_name: str = "", next_url: str | None = None
) -> Iterator[Button]:
    """In the menus of the workshop's header and of its line in a listing."""
    if page.specific_class is WorkshopPage and may_attend(user, page.specific):
        yield Button(
            _("Registrations and attendance"),
            attendance_address(page),
            icon_name="group",
            priority=6,
        )


class RegistrationsMenuItem(MenuItem):  # type: ignore[misc]
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(registration_policy.user_has_permission(request.user, "change"))


def registrations_menu_item() -> MenuItem:
    return RegistrationsMenuItem(
        gettext_lazy("Registrations"),
        reverse("wagtail_remacto_meetings"),
        name="remacto-registrations",
        icon_name="group",
        order=255,
    )


def attendance_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        CHECK_IN,
        gettext_lazy("Check in at a meeting"),
        gettext_lazy("Somebody was checked in"),
    )
    actions.register_action(
        UNDO_CHECK_IN,
        gettext_lazy("Take back a check-in"),
        gettext_lazy("A check-in was taken back"),
    )
    actions.register_action(
        EXPORT,
        gettext_lazy("Export the registrations"),
        gettext_lazy("The list of registrations was exported"),
    )
