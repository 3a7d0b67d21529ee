"""Who may do what, now: one function that every form, service and API asks.

A refusal is a sentence for a person, with the dates that explain it, and what can be
done instead (domain.md, "Who may do what").

A screen asks :func:`check`, and one with a form :func:`ask`. A service that writes
asks :func:`require` inside its transaction, with a phase that it has read by
:func:`lock`.
"""

from wagtail_remacto.cycles.gate.asking import (
    Rule,
    account_of,
    as_officer,
    ask,
    check,
    is_over,
    knows_closings,
    lock,
    require,
    rule,
)
from wagtail_remacto.cycles.gate.deeds import MAKING, OFFICERS_RIGHTS, Deed
from wagtail_remacto.cycles.gate.sentences import (
    called,
    cycle_closed,
    not_admitted,
    signed_out,
    too_often,
)
from wagtail_remacto.cycles.gate.verdicts import YES, Kind, Reason, Refused, Verdict

__all__ = [
    "MAKING",
    "OFFICERS_RIGHTS",
    "YES",
    "Deed",
    "Kind",
    "Reason",
    "Refused",
    "Rule",
    "Verdict",
    "account_of",
    "as_officer",
    "ask",
    "called",
    "check",
    "cycle_closed",
    "is_over",
    "knows_closings",
    "lock",
    "not_admitted",
    "require",
    "rule",
    "signed_out",
    "too_often",
]
