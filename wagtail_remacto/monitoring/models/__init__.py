from wagtail_remacto.monitoring.models.completion import Completion, Effect, Voice
from wagtail_remacto.monitoring.models.evaluation import (
    CycleClosing,
    EffectMark,
    Evaluation,
    Moment,
    ProjectEvaluation,
)
from wagtail_remacto.monitoring.models.milestone import (
    Milestone,
    Postponement,
    ProjectLead,
    ProjectProgress,
)
from wagtail_remacto.monitoring.models.note import (
    Evidence,
    MonitoringNote,
    NoteReply,
    Stance,
)
from wagtail_remacto.monitoring.models.partner import (
    Partner,
    PartnerRole,
    PartnerState,
)
from wagtail_remacto.monitoring.models.succession import (
    CarryChoice,
    CarryOver,
    LibraryEntry,
    ProjectOrigin,
)
from wagtail_remacto.monitoring.models.update import Update

__all__ = [
    "CarryChoice",
    "CarryOver",
    "Completion",
    "CycleClosing",
    "Effect",
    "EffectMark",
    "Evaluation",
    "Evidence",
    "LibraryEntry",
    "Milestone",
    "Moment",
    "MonitoringNote",
    "NoteReply",
    "Partner",
    "PartnerRole",
    "PartnerState",
    "Postponement",
    "ProjectEvaluation",
    "ProjectLead",
    "ProjectOrigin",
    "ProjectProgress",
    "Stance",
    "Update",
    "Voice",
]
