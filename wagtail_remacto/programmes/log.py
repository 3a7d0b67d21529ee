"""What the log of programmes and projects may say."""

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry

SENTENCES = {
    "plan": (_("Plan"), _("The dates of the cycle were planned")),
    "freeze": (_("Freeze"), _("A version of the programme was made")),
    "link": (_("Name a source"), _("A contribution was named as a source")),
    "answer_remark": (_("Answer a remark"), _("A remark was answered")),
    "unlink": (_("End a link"), _("A contribution is no source any more")),
    "agenda": (_("Put on the agenda"), _("Put on the agenda of the council")),
    "off_agenda": (_("Take off the agenda"), _("Taken off the agenda")),
    "vote": (_("Record the vote"), _("The vote of the council was recorded")),
    "supersede_vote": (
        _("Supersede the vote"),
        _("The record of the council’s vote was superseded"),
    ),
}


def log_programmes(actions: LogActionRegistry) -> None:
    for verb, (label, message) in SENTENCES.items():
        actions.register_action(f"wagtail_remacto.{verb}", label, message)
