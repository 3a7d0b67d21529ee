"""What opens a collectivité: its pages, its collection, its people's groups."""

from wagtail_remacto.collectivites.services.opening import UnknownTerritory, open_branch
from wagtail_remacto.collectivites.services.teams import (
    provide_network_group,
    provide_team,
)

__all__ = ["UnknownTerritory", "open_branch", "provide_network_group", "provide_team"]
