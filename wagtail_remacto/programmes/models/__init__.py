from wagtail_remacto.programmes.models.council import CouncilSession, Deliberation
from wagtail_remacto.programmes.models.programme import ProgrammeMixin, ProgrammePage
from wagtail_remacto.programmes.models.project import (
    ProjectMixin,
    ProjectPage,
    ThemedProject,
)

__all__ = [
    "CouncilSession",
    "Deliberation",
    "ProgrammeMixin",
    "ProgrammePage",
    "ProjectMixin",
    "ProjectPage",
    "ThemedProject",
]
