"""Programmes, where their projects come from, and what was decided about them."""

from wagtail_remacto.programmes.models.council import ADOPTING, Deliberation, Outcome
from wagtail_remacto.programmes.models.lineage import Lineage, LineageKind
from wagtail_remacto.programmes.models.programme import ProgrammeMixin, ProgrammePage
from wagtail_remacto.programmes.models.project import (
    ProjectMixin,
    ProjectPage,
    ThemedProject,
)
from wagtail_remacto.programmes.models.remark import (
    Remark,
    RemarkAnswer,
    RemarkKind,
    RemarkVerdict,
    Section,
)
from wagtail_remacto.programmes.models.session import (
    CouncilSession,
    SessionKind,
    SessionMonth,
)
from wagtail_remacto.programmes.models.version import (
    ProgrammeVersion,
    ProjectVersion,
    Purpose,
)

__all__ = [
    "ADOPTING",
    "CouncilSession",
    "Deliberation",
    "Lineage",
    "LineageKind",
    "Outcome",
    "ProgrammeMixin",
    "ProgrammePage",
    "ProgrammeVersion",
    "ProjectMixin",
    "ProjectPage",
    "ProjectVersion",
    "Purpose",
    "Remark",
    "RemarkAnswer",
    "RemarkKind",
    "RemarkVerdict",
    "Section",
    "SessionKind",
    "SessionMonth",
    "ThemedProject",
]
