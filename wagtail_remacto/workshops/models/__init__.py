"""Meetings, who comes to them, and the ideas that are given there on paper."""

from wagtail_remacto.workshops.models.entry import EntryRow, IdeaImport, ImportState
from wagtail_remacto.workshops.models.registration import (
    Registration,
    RegistrationState,
)
from wagtail_remacto.workshops.models.workshop import (
    ThemedWorkshop,
    WorkshopDocument,
    WorkshopKind,
    WorkshopMixin,
    WorkshopPage,
    WorkshopPicture,
)

__all__ = [
    "EntryRow",
    "IdeaImport",
    "ImportState",
    "Registration",
    "RegistrationState",
    "ThemedWorkshop",
    "WorkshopDocument",
    "WorkshopKind",
    "WorkshopMixin",
    "WorkshopPage",
    "WorkshopPicture",
]
