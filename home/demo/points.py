"""Where the communes are, for the map, where their pages do not say so yet."""

from decimal import Decimal
from typing import Any

from wagtail_remacto.collectivites.models import CollectivitePage


def apply_points(data: dict[str, Any]) -> int:
    """Fill in what is empty, in every language; how many pages were."""
    filled = 0
    for point in data["points"]:
        filled += CollectivitePage.objects.filter(
            hcp_code=point["hcp_code"], latitude=None, longitude=None
        ).update(latitude=Decimal(point["lat"]), longitude=Decimal(point["lon"]))
    return filled
