"""What all screens of the desk share: whose they are, and where they stand."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from wagtail_remacto.committees.desk.access import Desk, desk_or_404
from wagtail_remacto.committees.desk.selection import Selection, selected
from wagtail_remacto.committees.errors import CommitteeError
from wagtail_remacto.cycles.gate import Refused

ICON = "clipboard-list"
# What the services of this room raise for a person to read.
PROBLEMS = (Refused, CommitteeError, ValidationError)


class DeskScreen(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """A screen about one cycle, for whoever sits at its desk."""

    header_icon = ICON
    # What of the desk the screen is for: the name of one of its ``may_…``.
    needs = "is_open"

    @cached_property
    def desk(self) -> Desk:
        return desk_or_404(self.request.user, self.kwargs["cycle"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not getattr(self.desk, self.needs):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def address(self, name: str, *args: Any) -> str:
        """The address of another screen of the same desk."""
        return reverse(f"remacto_desk_{name}", args=[self.desk.cycle.pk, *args])

    def get_page_subtitle(self) -> str:
        return f"{self.desk.collectivite} – {self.desk.title}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        desk = self.desk
        return [
            *self.breadcrumbs_items,
            {
                "url": reverse("remacto_desk"),
                "label": gettext_lazy("Committee desk"),
            },
            {
                "url": self.address("cycle"),
                "label": f"{desk.collectivite} – {desk.title}",
            },
            *self.between(),
            {"url": "", "label": self.last_crumb()},
        ]

    def between(self) -> list[dict[str, Any]]:
        return []

    def last_crumb(self) -> Any:
        return self.page_title

    def ideas_crumb(self) -> dict[str, Any]:
        return {"url": self.address("queue"), "label": gettext_lazy("Ideas")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "desk": self.desk}

    def again(self, **context: Any) -> HttpResponse:
        """The screen once more, with what is wrong beside what was typed."""
        return self.render_to_response(self.get_context_data(**context), status=422)


def blame(form: Any, problem: Exception) -> None:
    """Say in the form why the service refused; by field where it says which."""
    if isinstance(problem, ValidationError) and hasattr(problem, "error_dict"):
        for name, errors in problem.message_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    elif isinstance(problem, ValidationError):
        form.add_error(None, problem.messages)
    else:
        form.add_error(None, str(problem))


class SelectionMixin:
    """A screen about ideas that were ticked in the list or named by reference."""

    desk: Desk
    request: HttpRequest

    @cached_property
    def selection(self) -> Selection:
        data = self.request.POST if self.request.method == "POST" else self.request.GET
        return selected(self.desk, data)

    def say_what_is_missing(self) -> None:
        """What was named and is not there, above the screen."""
        found = self.selection
        for text in found.unknown:
            messages.error(
                self.request,
                _("No public idea of this cycle has the reference “%(text)s”.")
                % {"text": text},
            )
        if found.lost:
            messages.error(
                self.request,
                _("Some of the ideas are not public, or not of this cycle."),
            )
