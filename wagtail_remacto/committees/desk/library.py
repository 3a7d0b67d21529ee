"""The network's reasons and criteria, each once, in the language of the screen."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from wagtail_remacto import conf
from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.committees.models import OutcomeReason, ReviewCriterion


class Offered(NamedTuple):
    """``row`` is what records point at, ``shown`` the same in a language to read."""

    row: Any
    shown: Any

    @property
    def title(self) -> Words:
        return Words(self.shown.title, self.shown.locale.language_code)


def _offered(rows: Iterable[Any]) -> list[Offered]:
    wanted, fallback = conf.content_language(), conf.fallback_language()
    groups: dict[Any, dict[str, Any]] = {}
    for each in rows:
        groups.setdefault(each.translation_key, {})[each.locale.language_code] = each
    offered = [
        Offered(
            languages.get(fallback) or next(iter(languages.values())),
            languages.get(wanted)
            or languages.get(fallback)
            or next(iter(languages.values())),
        )
        for languages in groups.values()
    ]
    return sorted(offered, key=lambda each: (each.row.order, each.row.pk))


def reasons_offered() -> list[Offered]:
    """The reasons in use; one query."""
    rows = OutcomeReason.objects.filter(active=True).select_related("locale")
    return _offered(rows.order_by("pk"))


def criteria_offered() -> list[Offered]:
    """The criteria in use; one query."""
    rows = ReviewCriterion.objects.filter(active=True).select_related("locale")
    return _offered(rows.order_by("pk"))


def criteria_titles() -> dict[int, Words]:
    """From the key of every row of a criterion, in use or not, to its title."""
    rows = list(ReviewCriterion.objects.select_related("locale").order_by("pk"))
    shown = {each.row.translation_key: each.title for each in _offered(rows)}
    return {row.pk: shown[row.translation_key] for row in rows}
