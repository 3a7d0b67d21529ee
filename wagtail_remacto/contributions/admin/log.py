"""What the log of contributions and comments may say."""

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry

from wagtail_remacto.collectivites.log import BranchLogEntry
from wagtail_remacto.contributions.models import Comment, Contribution, Verb

SENTENCES = {
    Verb.HOLD: (_("Take aside"), _("Taken aside for a moderator")),
    Verb.RELEASE: (_("Publish"), _("Published by a moderator")),
    Verb.HIDE: (_("Hide"), _("Hidden by a moderator")),
    Verb.RESTORE: (_("Show again"), _("Shown again by a moderator")),
    Verb.UPHOLD: (_("Leave hidden"), _("Left hidden after the author’s answer")),
    Verb.KEEP: (_("Keep"), _("Kept; the reports were dismissed")),
}


def log_contributions(actions: LogActionRegistry) -> None:
    for model in (Contribution, Comment):
        actions.register_model(model, BranchLogEntry)
    for verb, (label, message) in SENTENCES.items():
        actions.register_action(f"wagtail_remacto.{verb}", label, message)
    actions.register_action(
        "wagtail_remacto.enter", _("Enter"), _("An idea given on paper was entered")
    )
    actions.register_action(
        "wagtail_remacto.claim",
        _("Claim your idea"),
        _("Claimed with the code of its slip"),
    )
