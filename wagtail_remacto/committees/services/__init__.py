"""Everything that changes what a committee has said; the one door for every screen.

Each verb is one transaction: it locks, asks the gate, writes and logs; people are told
after the commit. It raises ``gate.Refused``, ``ValidationError`` or an error of
``errors``.
"""

from wagtail_remacto.committees.services import closing, deciding, seating
from wagtail_remacto.committees.services.outcomes import (
    Recorded,
    merge,
    record,
    record_many,
)
from wagtail_remacto.committees.services.reviewing import review

__all__ = [
    "Recorded",
    "closing",
    "deciding",
    "merge",
    "record",
    "record_many",
    "review",
    "seating",
]
