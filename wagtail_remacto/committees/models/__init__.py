"""The committee, and its work.

``committee`` says who sits, ``review`` how they read ideas, ``outcome`` what became of
each, ``closing`` that they have all been read, ``decision`` what was settled,
``attendance`` by whom. Each module imports from those before it only.
"""

from wagtail_remacto.committees.models.attendance import (
    ATTENDING,
    Attendance,
    CollegeVote,
    Presence,
)
from wagtail_remacto.committees.models.closing import AnalysisClosing
from wagtail_remacto.committees.models.committee import (
    College,
    CommitteeMixin,
    CommitteePage,
    CompositionBlock,
    Gender,
    Group,
    Seat,
    SeatRole,
)
from wagtail_remacto.committees.models.decision import (
    ON_A_VERSION,
    Decision,
    DecisionKind,
    Result,
)
from wagtail_remacto.committees.models.outcome import (
    LeadText,
    OutcomeReason,
    OutcomeRecord,
)
from wagtail_remacto.committees.models.review import (
    HIGHEST,
    LOWEST,
    Review,
    ReviewCriterion,
    ReviewMark,
)

__all__ = [
    "ATTENDING",
    "HIGHEST",
    "LOWEST",
    "ON_A_VERSION",
    "AnalysisClosing",
    "Attendance",
    "College",
    "CollegeVote",
    "CommitteeMixin",
    "CommitteePage",
    "CompositionBlock",
    "Decision",
    "DecisionKind",
    "Gender",
    "Group",
    "LeadText",
    "OutcomeReason",
    "OutcomeRecord",
    "Presence",
    "Result",
    "Review",
    "ReviewCriterion",
    "ReviewMark",
    "Seat",
    "SeatRole",
]
