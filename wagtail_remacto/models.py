"""Every model of the package, for hosts and tests.

A room imports from the rooms below it, not from here.
"""

from wagtail_remacto.collectivites.log import BranchLogEntry
from wagtail_remacto.collectivites.models import (
    CollectivitePage,
    DirectoryPage,
    Principle,
    Team,
)
from wagtail_remacto.committees.models import CommitteePage, Seat
from wagtail_remacto.contributions.models import (
    Attachment,
    Comment,
    CommentSupport,
    Contribution,
    ContributionRevision,
    Discussion,
    Draft,
    DraftFile,
    Follow,
    ModerationAct,
    ModerationReason,
    Report,
    Support,
    ThemedContribution,
)
from wagtail_remacto.cycles.models import (
    Axis,
    CyclePage,
    CycleTemplate,
    PhasePage,
    TemplatePhase,
    Theme,
)
from wagtail_remacto.opendata.models import ImportRecord
from wagtail_remacto.people.models import Consent, Participant
from wagtail_remacto.polling.models import Choice, Poll, Vote, VotedChoice
from wagtail_remacto.programmes.models import (
    CouncilSession,
    Deliberation,
    ProgrammePage,
    ProjectPage,
    ThemedProject,
)
from wagtail_remacto.workshops.models import (
    EntryRow,
    IdeaImport,
    Registration,
    ThemedWorkshop,
    WorkshopDocument,
    WorkshopPage,
    WorkshopPicture,
)

__all__ = [
    "Attachment",
    "Axis",
    "BranchLogEntry",
    "Choice",
    "CollectivitePage",
    "Comment",
    "CommentSupport",
    "CommitteePage",
    "Consent",
    "Contribution",
    "ContributionRevision",
    "CouncilSession",
    "CyclePage",
    "CycleTemplate",
    "Deliberation",
    "DirectoryPage",
    "Discussion",
    "Draft",
    "DraftFile",
    "EntryRow",
    "Follow",
    "IdeaImport",
    "ImportRecord",
    "ModerationAct",
    "ModerationReason",
    "Participant",
    "PhasePage",
    "Poll",
    "Principle",
    "ProgrammePage",
    "ProjectPage",
    "Registration",
    "Report",
    "Seat",
    "Support",
    "Team",
    "TemplatePhase",
    "Theme",
    "ThemedContribution",
    "ThemedProject",
    "ThemedWorkshop",
    "Vote",
    "VotedChoice",
    "WorkshopDocument",
    "WorkshopPage",
    "WorkshopPicture",
]
