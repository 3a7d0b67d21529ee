"""What one side says of a programme: drafted, signed once, superseded by another.

Each service holds the programme and asks the gate, so that nobody writes in a draft
that is being signed.
"""

from wagtail_remacto.monitoring.services.evaluations import marks
from wagtail_remacto.monitoring.services.evaluations.drafting import (
    change,
    discard,
    draft,
    mark,
    supersede,
)
from wagtail_remacto.monitoring.services.evaluations.ground import (
    deed_of,
    projects_of,
    what_is_missing,
    why_not,
)
from wagtail_remacto.monitoring.services.evaluations.signing import sign
from wagtail_remacto.monitoring.services.evaluations.writing import (
    BODY_LENGTH,
    WORDS,
    Said,
)

__all__ = [
    "BODY_LENGTH",
    "WORDS",
    "Said",
    "change",
    "deed_of",
    "discard",
    "draft",
    "mark",
    "marks",
    "projects_of",
    "sign",
    "supersede",
    "what_is_missing",
    "why_not",
]
