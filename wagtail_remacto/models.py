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
from wagtail_remacto.cycles.models import (
    Axis,
    CyclePage,
    CycleTemplate,
    PhasePage,
    TemplatePhase,
)
from wagtail_remacto.opendata.models import ImportRecord
from wagtail_remacto.programmes.models import (
    CouncilSession,
    Deliberation,
    ProgrammePage,
    ProjectPage,
    ThemedProject,
)
from wagtail_remacto.workshops.models import (
    Theme,
    ThemedWorkshop,
    WorkshopDocument,
    WorkshopPage,
    WorkshopPicture,
)

__all__ = [
    "Axis",
    "BranchLogEntry",
    "CollectivitePage",
    "CommitteePage",
    "CouncilSession",
    "CyclePage",
    "CycleTemplate",
    "Deliberation",
    "DirectoryPage",
    "ImportRecord",
    "PhasePage",
    "Principle",
    "ProgrammePage",
    "ProjectPage",
    "Seat",
    "Team",
    "TemplatePhase",
    "Theme",
    "ThemedProject",
    "ThemedWorkshop",
    "WorkshopDocument",
    "WorkshopPage",
    "WorkshopPicture",
]
