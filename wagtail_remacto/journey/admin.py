"""The first panel of an officer's home: what to do in their collectivité."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from wagtail_remacto.cycles.calendar_words import moment
from wagtail_remacto.journey import todo_words
from wagtail_remacto.journey.todo import todo_for


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
            "texts": todo_words.text_lines(todo.texts),
            "opening": [(phase, moment(phase.start)) for phase in todo.opening],
            "closing": [(phase, moment(phase.end)) for phase in todo.closing],
            "ideas": [
                (
                    f"{cycle.collectivite.title} – {cycle.cycle_page.title}: {words}",
                    address,
                )
                for cycle, words, address in todo_words.idea_lines(todo)
            ],
            "reports": [
                (meeting, todo_words.report_words(meeting)) for meeting in todo.reports
            ],
            "followed": todo_words.followed_lines(todo),
        }


def add_todo_panel(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(TodoPanel(request))
