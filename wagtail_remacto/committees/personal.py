"""What a committee keeps of people: who holds a seat, and what became of their ideas.

A seat is a public office: who holds it, reviews and records belongs to the record of
the committee.
"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from wagtail_remacto.committees.models import OutcomeRecord
from wagtail_remacto.contributions.shown import shown_name
from wagtail_remacto.people import registry
from wagtail_remacto.people.models import Participant
from wagtail_remacto.people.registry import PersonalData, Row

TRACES = {
    "Seat.user": _("with which account a member of a committee acts"),
    "Review.by": _("with which account a member of a committee reviewed an idea"),
    "OutcomeRecord.by": _("who recorded for the committee what became of an idea"),
    "LeadText.by": _("who wrote a common wording for the committee"),
    "Decision.created_by": _("who wrote down a decision of the committee"),
    "Decision.signed_by": _("who signed off a decision of the committee"),
    "AnalysisClosing.by": _("who closed an analysis"),
    "AnalysisClosing.reopened_by": _("who reopened an analysis"),
}
for _key, _why in TRACES.items():
    registry.register_trace(f"wagtail_remacto.{_key}", _why)


@registry.register
class Outcomes(PersonalData):
    """No key leads from an outcome to a person: it is reached by their contribution."""

    name = "outcomes"
    label = _("What became of your contributions, and why")
    kept = _("All of it: it is the committee’s public answer, to everyone.")

    def export(self, participant: Participant) -> Iterable[Row]:
        rows = OutcomeRecord.objects.filter(
            contribution__author=participant
        ).select_related("contribution__phase", "merged_into__phase")
        for row in rows.order_by("contribution__created_at", "contribution", "number"):
            lead = row.merged_into
            yield {
                "contribution": row.contribution.shown_reference,
                "number": row.number,
                "outcome": row.outcome,
                "reason": row.texts,
                "words": row.words,
                "language": row.language,
                "merged_into": lead and shown_name(lead, participant),
                "at": row.at,
            }
