"""What civil society says of one’s milestones, and the replies to it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail_remacto.cycles.gate import Deed
from wagtail_remacto.monitoring.civil_admin import access
from wagtail_remacto.monitoring.civil_admin.forms import NotesFilter, ReplyForm
from wagtail_remacto.monitoring.civil_admin.screens import PROBLEMS, CivilScreen
from wagtail_remacto.monitoring.forms import blame
from wagtail_remacto.monitoring.models import MonitoringNote
from wagtail_remacto.monitoring.services import notes

ICON = "comment-add"


class NotesScreen(CivilScreen):
    deed = Deed.REPLY
    root = ("remacto_notes", gettext_lazy("Civil society’s notes"))
    header_icon = ICON
    page_title: Any = gettext_lazy("Civil society’s notes")


class IndexView(NotesScreen):
    template_name = "wagtail_remacto/admin/civil/notes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = NotesFilter(self.request.GET)
        rows = access.own_notes(self.request.user)
        wanted = form.cleaned_data["reply"] if form.is_valid() else ""
        if wanted == "waits":
            rows = rows.filter(waits=True)
        elif wanted == "replied":
            rows = rows.filter(is_replied=True)
        return {
            **super().get_context_data(**kwargs),
            **self.paged(rows),
            "form": form,
            "is_filtered": bool(wanted),
        }


class NoteView(NotesScreen):
    template_name = "wagtail_remacto/admin/civil/note.html"

    @cached_property
    def note(self) -> MonitoringNote:
        rows = access.own_notes(self.request.user)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def form(self) -> ReplyForm:
        return ReplyForm(self.request.POST if self.request.method == "POST" else None)

    def get_page_subtitle(self) -> str:
        return str(self.note.milestone)

    def between(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": str(self.note.milestone)}]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.form.is_valid():
            try:
                notes.reply(note=self.note, by=request.user, **self.form.cleaned_data)
            except PROBLEMS as problem:
                blame(self.form, problem)
            else:
                messages.success(request, _("The reply is published."))
                return redirect("remacto_notes")
        return self.render_to_response(self.get_context_data(), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "note": self.note,
            "replies": self.note.replies.select_related("by"),
            "evidence": self.note.evidence.all(),
            "form": self.form,
        }
