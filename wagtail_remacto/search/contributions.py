"""What citizens have given, by its words or its reference."""

from typing import Any

from wagtail.models import Page

from wagtail_remacto.contributions import references
from wagtail_remacto.contributions.models import Contribution, Standing
from wagtail_remacto.normalise import normalise

# Words of a query beyond these are left out.
MAX_WORDS = 12


def find_contributions(
    text: str, *, collectivite: Page | None = None, limit: int = 5
) -> list[Contribution]:
    """Public contributions that hold every word of ``text``, the latest first.

    A reference, however it is spelled, finds its own. At most one query; none for a
    text without a word.
    """
    words = normalise(text).split()[:MAX_WORDS]
    if not words:
        return []
    rows: Any = Contribution.objects.filter(standing=Standing.PUBLIC)
    reference = references.read(text)
    if reference is not None:
        rows = rows.filter(reference=reference)
    else:
        for word in words:
            rows = rows.filter(search_text__contains=word)
    if collectivite is not None:
        key = collectivite.translation_key
        rows = rows.filter(collectivite__translation_key=key)
    found = rows.select_related("collectivite__locale").order_by("-created_at", "-pk")
    return list(found[:limit])
