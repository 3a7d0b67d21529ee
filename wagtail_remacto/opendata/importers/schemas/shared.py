"""What the four schemas share: a collectivité, its sources, the name of a cycle."""

import re
from typing import Any

from django.utils.translation import gettext as _

from wagtail_remacto.collectivites.models import Kind
from wagtail_remacto.collectivites.territories import Territory, territory
from wagtail_remacto.normalise import fold
from wagtail_remacto.opendata.importers.schema import (
    Check,
    Problems,
    choice,
    hcp_code,
    list_of,
    mapping,
    shown,
    slug,
    text,
    url,
    whole_number,
)

FRENCH = text("fr")
SOURCES: dict[str, Check] = {
    "source": url,
    "sources": list_of(url),
    "source_note_fr": FRENCH,
}

_CYCLE_ID = re.compile(r"^(?:\d{4}|undated|ogp-(\d{4})-(\d{4}))$")


def cycle_id(value: Any, path: str, problems: Problems) -> Any:
    match = _CYCLE_ID.match(value) if isinstance(value, str) else None
    if not match:
        problems.append(
            (
                path,
                _("%(value)s is no cycle: write '2025', 'ogp-2025-2027' or 'undated'.")
                % {"value": shown(value)},
            )
        )
        return None
    if match[1] and match[1] > match[2]:
        problems.append((path, _("The plan would end before it starts.")))
    return value


def key_name(value: Any, path: str, problems: Problems) -> Any:
    if isinstance(value, str) and re.fullmatch(r"[a-z0-9_-]{1,40}", value):
        return value
    problems.append((path, _("%(value)s is not a key.") % {"value": shown(value)}))
    return None


def kind_of(found: Territory) -> str:
    """The kind as the schema names it; HCP also counts prefectures of districts."""
    kind = "prefecture" if found.kind.startswith("prefecture") else found.kind
    return str(kind)


def _letters(name: str) -> str:
    return "".join(character for character in fold(name) if character.isalnum())


def as_hcp_says(value: dict[str, Any], path: str, problems: Problems) -> None:
    """Kind, names and parents agree with the code; the code identifies."""
    found = territory(value.get("hcp_code", ""))
    if not found:
        return
    expected = {
        "kind": kind_of(found),
        "region_code": found.region_code,
        "province_code": found.province_code,
    }
    for key, right in expected.items():
        given = value.get(key)
        if given and given != right:
            problems.append(
                (
                    f"{path}.{key}",
                    _("“%(given)s”, but for HCP %(code)s (%(name)s) it is “%(right)s”.")
                    % {
                        "given": given,
                        "code": found.code,
                        "name": found.name_fr,
                        "right": right or "–",
                    },
                )
            )
    for key, right in (("name_fr", found.name_fr), ("name_ar", found.name_ar)):
        given = value.get(key)
        if given and _letters(given) != _letters(right):
            problems.append(
                (
                    f"{path}.{key}",
                    _("“%(given)s”, but HCP's %(code)s is “%(right)s”.")
                    % {"given": given, "code": found.code, "right": right},
                )
            )


COLLECTIVITE_FIELDS: dict[str, Check] = {
    "hcp_code": hcp_code,
    "kind": choice(Kind.values),
    "name_fr": text("fr", 120),
    "name_ar": text("ar", 120),
    "slug": slug,
    "region_code": hcp_code,
    "province_code": hcp_code,
}
COLLECTIVITE_REQUIRED = ("hcp_code", "kind", "name_fr", "name_ar", "slug")

COLLECTIVITE = mapping(
    COLLECTIVITE_FIELDS, required=COLLECTIVITE_REQUIRED, rules=[as_hcp_says]
)
WAVE = whole_number(1, 99)
