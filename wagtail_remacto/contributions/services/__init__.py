"""Everything that changes what citizens write; the one door for form, import and admin.

Each verb is one transaction: it locks the phase, asks the gate, writes, moves the
counters. It raises ``gate.Refused``, ``ValidationError`` or an error of ``errors``.
"""

from wagtail_remacto.contributions.services.authoring import edit, may_edit, withdraw
from wagtail_remacto.contributions.services.commenting import (
    comment,
    discussion_of,
    support_comment,
    undo_comment_support,
    withdraw_comment,
)
from wagtail_remacto.contributions.services.entering import claim, enter
from wagtail_remacto.contributions.services.moderating import (
    Decided,
    answer,
    decide,
    decide_many,
    may_answer,
    verbs_for,
)
from wagtail_remacto.contributions.services.reporting import report
from wagtail_remacto.contributions.services.submitting import action_of, confirm, submit
from wagtail_remacto.contributions.services.supporting import support, undo_support

__all__ = [
    "Decided",
    "action_of",
    "answer",
    "claim",
    "comment",
    "confirm",
    "decide",
    "decide_many",
    "discussion_of",
    "edit",
    "enter",
    "may_answer",
    "may_edit",
    "report",
    "submit",
    "support",
    "support_comment",
    "undo_comment_support",
    "undo_support",
    "verbs_for",
    "withdraw",
    "withdraw_comment",
]
