"""What citizens write, and what is done with it.

``standing`` says what may be seen, ``contribution`` and ``comment`` are what is
written, ``moderation`` what officers decide about it, ``draft`` what nobody has sent.
"""

from wagtail_remacto.contributions.models.comment import (
    Comment,
    CommentSupport,
    Discussion,
    Stance,
)
from wagtail_remacto.contributions.models.contribution import (
    Attachment,
    AuthorKind,
    CheckedUpload,
    Contribution,
    ContributionRevision,
    Nature,
    Origin,
    Outcome,
    Support,
    ThemedContribution,
)
from wagtail_remacto.contributions.models.draft import Draft, DraftFile, Follow
from wagtail_remacto.contributions.models.moderation import (
    BEFORE,
    REPORTS,
    ModerationAct,
    ModerationReason,
    Report,
    ReportReason,
    Verb,
)
from wagtail_remacto.contributions.models.standing import TOMBSTONES, Standing

__all__ = [
    "BEFORE",
    "REPORTS",
    "TOMBSTONES",
    "Attachment",
    "CheckedUpload",
    "AuthorKind",
    "Comment",
    "CommentSupport",
    "Contribution",
    "ContributionRevision",
    "Discussion",
    "Draft",
    "DraftFile",
    "Follow",
    "ModerationAct",
    "ModerationReason",
    "Nature",
    "Origin",
    "Outcome",
    "Report",
    "ReportReason",
    "Stance",
    "Standing",
    "Support",
    "ThemedContribution",
    "Verb",
]
