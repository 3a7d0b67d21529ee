"""What the form of a contribution offers to choose from."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.db.models.functions import Substr

from wagtail_remacto import conf
from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.contributions.models import Contribution, Standing
from wagtail_remacto.contributions.queries import ideas
from wagtail_remacto.contributions.similarity import rank
from wagtail_remacto.cycles.models import Axis, PhasePage, Theme

# Of more themes, those that are used most; a list to tick has to fit a phone.
THEMES = 12
# Of more contributions, the newest; and so much of each, in characters.
COMPARED = 2_000
COMPARED_LENGTH = 300


@dataclass(frozen=True, slots=True)
class OfferedAxis:
    """An axis of the cycle: the row that contributions point at, and words to read."""

    row: Axis
    title: Words


def axes_of(phase: PhasePage) -> list[OfferedAxis]:
    """The axes in use in the cycle of a canonical phase, to be read; one query."""
    return axes_in(_above(phase))


def axes_in(cycle_path: str) -> list[OfferedAxis]:
    """The axes in use in the canonical cycle at this path; one query."""
    wanted, fallback = conf.content_language(), conf.fallback_language()
    groups: dict[Any, dict[str, Axis]] = {}
    rows = Axis.objects.filter(cycle__path=cycle_path, active=True)
    for axis in rows.select_related("locale"):
        languages = groups.setdefault(axis.translation_key, {})
        languages[axis.locale.language_code] = axis
    offered = []
    for languages in groups.values():
        row = languages.get(fallback) or next(iter(languages.values()))
        shown = languages.get(wanted) or row
        offered.append(OfferedAxis(row, Words(shown.title, shown.locale.language_code)))
    return sorted(offered, key=lambda each: (each.row.order, each.row.pk))


def themes(chosen: Iterable[str] = ()) -> list[Theme]:
    """The themes that can be ticked, the most used first; one query, or two.

    What was ``chosen`` (primary keys) stays among them, however little it is used.
    """
    used = Theme.objects.annotate(used=Count("themed_contributions"))
    shown = list(used.order_by("-used", "name")[:THEMES])
    known = {theme.pk for theme in shown}
    missing = {int(pk) for pk in chosen if pk.isascii() and pk.isdigit()} - known
    return shown + list(Theme.objects.filter(pk__in=missing)) if missing else shown


def similar_to(
    phase: PhasePage, title: str, text: str, limit: int = 3
) -> list[Contribution]:
    """Public contributions of the phase's cycle that resemble these words; two queries.

    In any language, as they are typed. First those like all of it, then those like the
    title: what people say at length differs more than what they call it.
    """
    if not title.strip() and not text.strip():
        return []
    rows = list(
        ideas(cycle__path=_above(phase), standing=Standing.PUBLIC)
        .order_by("-created_at", "-pk")
        .values_list("pk", Substr("search_text", 1, COMPARED_LENGTH))[:COMPARED]
    )
    closest = rank(f"{title} {text}"[:COMPARED_LENGTH], rows, limit=limit)
    # One word alone says too little.
    if len(title.split()) > 1:
        closest += rank(title[:COMPARED_LENGTH], rows, limit=limit)
    keys = list(dict.fromkeys(closest))[:limit]
    found = Contribution.objects.in_bulk(keys) if keys else {}
    return [found[pk] for pk in keys if pk in found]


def _above(phase: PhasePage) -> str:
    """The path of the phase's cycle."""
    path: str = phase.path[: -phase.steplen]
    return path
