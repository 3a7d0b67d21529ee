"""What Wagtail’s log says of a committee’s work."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter

from wagtail_remacto.contributions.models import Outcome

SENTENCES = {
    "review": (gettext_lazy("Review"), gettext_lazy("Reviewed by a member")),
    "declare_conflict": (
        gettext_lazy("Declare a conflict of interest"),
        gettext_lazy("A member declared a conflict of interest"),
    ),
    "word_together": (
        gettext_lazy("Word together"),
        gettext_lazy("The committee wrote a common wording"),
    ),
    "reopen_analysis": (
        gettext_lazy("Reopen the analysis"),
        gettext_lazy("The analysis was reopened"),
    ),
}


class OutcomeFormatter(LogFormatter):  # type: ignore[misc]
    label = gettext_lazy("Record an outcome")

    def format_message(self, log_entry: Any) -> str:
        code = log_entry.data.get("outcome", "")
        words = Outcome(code).label if code in Outcome else code
        return _("Outcome recorded: %(outcome)s") % {"outcome": words}


class MergeFormatter(LogFormatter):  # type: ignore[misc]
    label = gettext_lazy("Merge")

    def format_message(self, log_entry: Any) -> str:
        return _("Merged into %(idea)s") % {"idea": log_entry.data.get("into", "")}


class ClosingFormatter(LogFormatter):  # type: ignore[misc]
    label = gettext_lazy("Close the analysis")

    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data
        if data.get("owed") or data.get("held"):
            return _("The analysis was closed although answers were owed")
        return _("The analysis was closed")


def log_committees(actions: LogActionRegistry) -> None:
    for verb, (label, message) in SENTENCES.items():
        actions.register_action(f"wagtail_remacto.{verb}", label, message)
    actions.register_action("wagtail_remacto.outcome")(OutcomeFormatter)
    actions.register_action("wagtail_remacto.merge")(MergeFormatter)
    actions.register_action("wagtail_remacto.close_analysis")(ClosingFormatter)
