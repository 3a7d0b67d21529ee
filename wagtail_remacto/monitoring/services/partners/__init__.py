"""Partnerships: proposed or invited, confirmed by both sides, declined or ended."""

from wagtail_remacto.monitoring.services.partners.answering import (
    accept,
    confirm,
    decline,
    end,
)
from wagtail_remacto.monitoring.services.partners.beginning import (
    NAME_LENGTH,
    invite,
    offer,
    open_invitation,
)
from wagtail_remacto.monitoring.services.partners.ground import OPEN, WAITING, why_not

__all__ = [
    "NAME_LENGTH",
    "OPEN",
    "WAITING",
    "accept",
    "confirm",
    "decline",
    "end",
    "invite",
    "offer",
    "open_invitation",
    "why_not",
]
