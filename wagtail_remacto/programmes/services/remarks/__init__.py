"""Every change of the remarks on a draft, and of their answers, goes through here."""

from wagtail_remacto.programmes.services.remarks.answering import (
    ANSWERABLE,
    Answered,
    answer,
    answer_many,
)
from wagtail_remacto.programmes.services.remarks.giving import (
    enter_remark,
    made_title,
    phase_of,
    read_in,
    remark,
)

__all__ = [
    "ANSWERABLE",
    "Answered",
    "answer",
    "answer_many",
    "enter_remark",
    "made_title",
    "phase_of",
    "read_in",
    "remark",
]
