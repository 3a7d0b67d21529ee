from wagtail_remacto.cycles.models.axis import Axis
from wagtail_remacto.cycles.models.closed_period import ClosedPeriod
from wagtail_remacto.cycles.models.cycle import CycleMixin, CyclePage
from wagtail_remacto.cycles.models.phase import PhaseMixin, PhasePage
from wagtail_remacto.cycles.models.template import CycleTemplate, TemplatePhase
from wagtail_remacto.cycles.models.theme import Theme

__all__ = [
    "Axis",
    "ClosedPeriod",
    "CycleMixin",
    "CyclePage",
    "CycleTemplate",
    "PhaseMixin",
    "PhasePage",
    "TemplatePhase",
    "Theme",
]
