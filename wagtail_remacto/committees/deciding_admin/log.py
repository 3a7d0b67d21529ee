"""What Wagtail's log says of a committee's decisions."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter

from wagtail_remacto.collectivites.log import BranchLogEntry
from wagtail_remacto.committees.models import Decision

SENTENCES = {
    "draft_decision": (
        gettext_lazy("Draft a decision"),
        gettext_lazy("A decision was drafted"),
    ),
    "change_decision": (
        gettext_lazy("Change a draft decision"),
        gettext_lazy("The draft of a decision was changed"),
    ),
    "discard_decision": (
        gettext_lazy("Discard a draft decision"),
        gettext_lazy("The draft of a decision was discarded"),
    ),
    "supersede_decision": (
        gettext_lazy("Supersede a decision"),
        gettext_lazy("A decision that supersedes another was drafted"),
    ),
}


class SignFormatter(LogFormatter):  # type: ignore[misc]
    label = gettext_lazy("Sign a decision off")

    def format_message(self, log_entry: Any) -> str:
        return _("Decision no. %(number)s was signed off") % {
            "number": log_entry.data.get("number", "")
        }


def log_decisions(actions: LogActionRegistry) -> None:
    actions.register_model(Decision, BranchLogEntry)
    for verb, (label, message) in SENTENCES.items():
        actions.register_action(f"wagtail_remacto.{verb}", label, message)
    actions.register_action("wagtail_remacto.sign_decision")(SignFormatter)
