"""Places in a workshop: who has one, who waits for one, until when one may ask.

The verbs below are the one door for form, link and admin. Each is one transaction: it
locks the phase that governs, then the workshop, asks the gate, and counts the places
under those locks. They raise ``gate.Refused`` (with a sentence and what can be done)
and ``ValidationError``.
"""

from wagtail_remacto.workshops.registrations.queries import (
    Availability,
    availability,
    registrations_of,
)
from wagtail_remacto.workshops.registrations.reminders import remind
from wagtail_remacto.workshops.registrations.rules import (
    HasBegun,
    NoPhase,
    NoRegistration,
    TooLate,
    governing_phase,
)
from wagtail_remacto.workshops.registrations.services import (
    cancel,
    confirm,
    move_up,
    register,
    register_by_email,
)

__all__ = [
    "Availability",
    "HasBegun",
    "NoPhase",
    "NoRegistration",
    "TooLate",
    "availability",
    "cancel",
    "confirm",
    "governing_phase",
    "move_up",
    "register",
    "register_by_email",
    "registrations_of",
    "remind",
]
