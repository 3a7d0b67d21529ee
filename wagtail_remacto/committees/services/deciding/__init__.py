"""Decisions of a committee: drafted, changed, signed off once, superseded (rule 3).

Every service asks the gate for ``DECIDE`` on the cycle of the committee, and locks the
committee before the decision, so that two people cannot sign the same draft.
"""

from wagtail_remacto.committees.services.deciding.drafting import (
    Said,
    Seen,
    Votes,
    change,
    discard,
    draft,
    supersede,
)
from wagtail_remacto.committees.services.deciding.obstacles import obstacles
from wagtail_remacto.committees.services.deciding.signing import judgement_of, sign

__all__ = [
    "Said",
    "Seen",
    "Votes",
    "change",
    "discard",
    "draft",
    "judgement_of",
    "obstacles",
    "sign",
    "supersede",
]
