"""The first panel of an officer's home: what to do in their collectivité."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from wagtail_remacto.contributions.queue import Why
from wagtail_remacto.cycles.calendar_words import (
    moment,
    partial_date_words,
    weekday_date,
)
from wagtail_remacto.cycles.clock import zone
from wagtail_remacto.journey.todo import todo_for
from wagtail_remacto.workshops.models import WorkshopPage


class TodoPanel(Component):  # type: ignore[misc]
    name = "remacto_todo"
    order = 90
    template_name = "wagtail_remacto/admin/todo_panel.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        todo = todo_for(self.request.user)
        return {
            "todo": todo,
            "texts": _lines(todo.texts),
            "opening": [(phase, moment(phase.start)) for phase in todo.opening],
            "closing": [(phase, moment(phase.end)) for phase in todo.closing],
            "reports": [(meeting, _report_words(meeting)) for meeting in todo.reports],
        }


def _report_words(meeting: WorkshopPage) -> str:
    """When the meeting was, and since when or until when its report is due."""
    held, due = partial_date_words(meeting.date), meeting.report_due
    if due is None:
        return held
    words = {"held": held, "due": weekday_date(due)}
    if due < timezone.now().astimezone(zone()).date():
        return _("%(held)s; its report was due on %(due)s") % words
    return _("%(held)s; its report is due on %(due)s") % words


def _lines(texts: dict[str, int]) -> list[tuple[str, str]]:
    """A sentence for each kind of text that waits, and where the queue shows it."""
    sentences = {
        Why.HELD: lambda n: ngettext(
            "%(n)d text waits for a moderator", "%(n)d texts wait for a moderator", n
        ),
        Why.REPORTED: lambda n: ngettext(
            "%(n)d text is reported", "%(n)d texts are reported", n
        ),
        Why.ANSWERED: lambda n: ngettext(
            "%(n)d author has answered a decision",
            "%(n)d authors have answered a decision",
            n,
        ),
    }
    address = reverse("remacto_moderation")
    return [
        (words(texts[why]) % {"n": texts[why]}, f"{address}?why={why.value}")
        for why, words in sentences.items()
        if texts.get(why)
    ]


def add_todo_panel(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(TodoPanel(request))
