"""What this room keeps of people: which officer did what for the record."""

from django.utils.translation import gettext_lazy as _

from wagtail_remacto.people import registry
from wagtail_remacto.programmes.remarks import personal  # noqa: F401

TRACES = {
    "ProgrammeVersion.by": _("who froze a version of a programme"),
    "Lineage.by": _("who translated an idea into a project"),
    "Lineage.ended_by": _("who undid the link between an idea and a project"),
    "RemarkAnswer.by": _("who answered a remark on a draft project"),
    "Deliberation.recorded_by": _("who recorded a vote of the council"),
}
for _key, _why in TRACES.items():
    registry.register_trace(f"wagtail_remacto.{_key}", _why)
