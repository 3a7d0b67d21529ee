"""Rows that stand once in each language: how a library is filled, which one is read."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model
from wagtail.models import Locale

from wagtail_remacto import conf

Row = TypeVar("Row")


@transaction.atomic
def provide(
    model: type[Model],
    opening: Iterable[tuple[uuid.UUID, Mapping[str, Mapping[str, Any]]]],
    *,
    also_known_by: Iterable[str] = (),
) -> int:
    """Give a library its opening set; returns how many rows were made.

    Each entry is its translation key and its columns by language, of which those are
    taken that the site has. What is there already stays as it is, in every language;
    what officers have made themselves is found by the columns ``also_known_by``.
    """
    made = 0
    rows: Any = model._default_manager
    locales = {each.language_code: each for each in Locale.objects.all()}
    names = tuple(also_known_by)
    for key, languages in opening:
        for language, columns in languages.items():
            locale = locales.get(language)
            if locale is None:
                continue
            same = {name: columns[name] for name in names}
            if same and rows.filter(locale=locale, **same).exists():
                continue
            _row, is_new = rows.get_or_create(
                translation_key=key, locale=locale, defaults=dict(columns)
            )
            made += is_new
    return made


def _translation_key(row: Any) -> Any:
    return row.translation_key


def best_for_the_screen(
    rows: Iterable[Row], key: Callable[[Row], Any] = _translation_key
) -> dict[Any, Row]:
    """Each once: in the language of the screen, else the site’s, else any.

    The rows come with their locales; of two in the same language the first stays.
    """
    wanted = [conf.content_language(), conf.fallback_language()]
    found: dict[Any, tuple[int, Row]] = {}
    for row in rows:
        code = row.locale.language_code  # type: ignore[attr-defined]
        rank = wanted.index(code) if code in wanted else len(wanted)
        each = key(row)
        if each not in found or rank < found[each][0]:
            found[each] = (rank, row)
    return {each: row for each, (_rank, row) in found.items()}
