"""The network’s directory, its collectivités, and who works for them."""

from wagtail_remacto.collectivites.models.collectivite import (
    CollectiviteMixin,
    CollectivitePage,
)
from wagtail_remacto.collectivites.models.directory import DirectoryMixin, DirectoryPage
from wagtail_remacto.collectivites.models.kinds import Basis, Kind, Language
from wagtail_remacto.collectivites.models.principle import Principle
from wagtail_remacto.collectivites.models.team import Role, Team

__all__ = [
    "Basis",
    "CollectiviteMixin",
    "CollectivitePage",
    "DirectoryMixin",
    "DirectoryPage",
    "Kind",
    "Language",
    "Principle",
    "Role",
    "Team",
]
