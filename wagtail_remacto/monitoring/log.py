"""What the log of the two years may say."""

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry

SENTENCES = {
    "draft_milestone": (_("Draft a milestone"), _("A milestone was drafted")),
    "change_milestone": (
        _("Change a drafted milestone"),
        _("A drafted milestone was changed"),
    ),
    "delete_milestone": (
        _("Delete a drafted milestone"),
        _("A drafted milestone was deleted"),
    ),
    "announce": (_("Announce milestones"), _("Milestones were announced")),
    "postpone": (_("Postpone a milestone"), _("A milestone was postponed")),
    "withdraw_milestone": (
        _("Withdraw a milestone"),
        _("A milestone was withdrawn"),
    ),
    "update": (_("Publish an update"), _("An update was published")),
    "supersede_update": (
        _("Supersede an update"),
        _("An update was superseded by another"),
    ),
    "name_lead": (_("Name a project lead"), _("A project lead was named")),
    "end_lead": (_("End a project lead"), _("A project lead was ended")),
    "invite_partner": (_("Invite a partner"), _("An association was invited")),
    "confirm_partner": (
        _("Confirm a partner"),
        _("An association was confirmed as a partner"),
    ),
    "decline_partner": (
        _("Decline a partner"),
        _("A partnership was declined or an invitation taken back"),
    ),
    "end_partner": (_("End a partnership"), _("A partnership was ended")),
    "reply_note": (
        _("Reply to civil society"),
        _("Civil society was given a reply"),
    ),
    "sign_evaluation": (_("Sign an evaluation"), _("An evaluation was signed")),
    "close_cycle": (_("Close the cycle"), _("The cycle was closed")),
    "reopen_cycle": (_("Reopen the cycle"), _("The cycle was reopened")),
    "open_next": (_("Open the next cycle"), _("The next cycle was opened")),
    "carry": (_("Carry over"), _("Something was carried over from the cycle before")),
    "leave": (_("Leave"), _("Something was left in the cycle before")),
    "begin_from": (
        _("Begin from another project"),
        _("The project was begun from one of another collectivité"),
    ),
    "recommend": (_("Recommend"), _("The project was recommended to the network")),
    "unrecommend": (
        _("Take out of the library"),
        _("The project was taken out of the network’s library"),
    ),
}


def log_monitoring(actions: LogActionRegistry) -> None:
    for verb, (label, message) in SENTENCES.items():
        actions.register_action(f"wagtail_remacto.{verb}", label, message)
