"""The parts that schemas are made of.

A check takes a value, the path that leads to it and a list of ``(path, reason)``. It
returns the value as the mapping uses it, or None after having added to the list, so
that one reading finds everything that is wrong with a file.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from wagtail_remacto.collectivites.territories import territory
from wagtail_remacto.fields import PartialDate
from wagtail_remacto.opendata.importers.scripts import EXPECTED, script_of

Problems = list[tuple[str, str]]
Check = Callable[[Any, str, Problems], Any]
Rule = Callable[[dict[str, Any], str, Problems], None]

# Years beyond these are slips, and calendars cannot count from the last of all.
FIRST_YEAR, LAST_YEAR = 1900, 2200

_CLOCK = re.compile(r"^([01]?\d|2[0-3]):([0-5]\d)$")
_SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")


def shown(value: Any) -> str:
    """The value as a message can carry it."""
    text = value if isinstance(value, str) else repr(value)
    # A message goes to terminals and files that hold neither.
    text = text.replace("\0", "\\0").encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= 60 else f"{text[:57]}…"


def _string(value: Any, path: str, problems: Problems) -> str | None:
    if not isinstance(value, str):
        problems.append(
            (
                path,
                _("%(value)s is not a text: put it in quotes.")
                % {"value": shown(value)},
            )
        )
        return None
    if "\0" in value:
        problems.append((path, _("A NUL character, which no database stores.")))
        return None
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        problems.append(
            (path, _("Half of a character (a lone surrogate): it stands for no text."))
        )
        return None
    return value.strip()


def text(language: str = "", max_length: int | None = None) -> Check:
    """A text, in the script of its language if one is given."""

    def check(value: Any, path: str, problems: Problems) -> Any:
        words = _string(value, path, problems)
        if words is None:
            return None
        if max_length and len(words) > max_length:
            problems.append(
                (
                    path,
                    _("%(length)d characters; at most %(limit)d are stored.")
                    % {"length": len(words), "limit": max_length},
                )
            )
        script = script_of(words)
        if language and script and script != EXPECTED[language]:
            problems.append((path, _wrong_script(language) % {"text": shown(words)}))
            return None
        return words

    return check


def _wrong_script(language: str) -> str:
    return {
        "fr": _("Arabic text in a French field: “%(text)s”."),
        "en": _("Arabic text in an English field: “%(text)s”."),
        "ar": _("Text in Latin letters in an Arabic field: “%(text)s”."),
    }[language]


def words(max_length: int | None = None) -> Check:
    """``T``: the same thing in French, Arabic and English, as far as it is known."""
    return mapping(
        {code: text(code, max_length) for code in ("fr", "ar", "en")},
        rules=(_some_language,),
    )


def _some_language(value: dict[str, Any], path: str, problems: Problems) -> None:
    if not value:
        problems.append((path, _("There is no text in any language.")))


def date(value: Any, path: str, problems: Problems) -> Any:
    """``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, a day that the calendar has."""
    if not isinstance(value, str):
        problems.append(
            (
                path,
                _("%(value)s is not a date: write '2025', '2025-03' or '2025-03-11'.")
                % {"value": shown(value)},
            )
        )
        return None
    try:
        found = PartialDate(value.strip())
    except ValueError:
        problems.append(
            (
                path,
                _(
                    "“%(value)s” is not a date of the calendar: write '2025', "
                    "'2025-03' or '2025-03-11'."
                )
                % {"value": shown(value)},
            )
        )
        return None
    if not FIRST_YEAR <= int(found[:4]) <= LAST_YEAR:
        problems.append(
            (
                path,
                _("The year of “%(value)s” is not between %(least)d and %(most)d.")
                % {"value": found, "least": FIRST_YEAR, "most": LAST_YEAR},
            )
        )
        return None
    return found


def clock_time(value: Any, path: str, problems: Problems) -> Any:
    match = _CLOCK.match(value.strip()) if isinstance(value, str) else None
    if not match:
        problems.append(
            (
                path,
                _("%(value)s is not a time: write '09:30'.") % {"value": shown(value)},
            )
        )
        return None
    return dt.time(int(match[1]), int(match[2]))


def url(value: Any, path: str, problems: Problems) -> Any:
    address = _string(value, path, problems)
    if address is None:
        return None
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        good = False
    if not good or re.search(r"\s", address) or len(address) > 2000:
        problems.append(
            (
                path,
                _("“%(value)s” is not an address that begins with http:// or https://.")
                % {"value": shown(address)},
            )
        )
        return None
    return address


def slug(value: Any, path: str, problems: Problems) -> Any:
    name = _string(value, path, problems)
    if name is not None and (not _SLUG.match(name) or len(name) > 200):
        problems.append(
            (
                path,
                _(
                    "“%(value)s” is not a slug: small letters a to z, digits "
                    "and hyphens."
                )
                % {"value": shown(name)},
            )
        )
        return None
    return name


def whole_number(least: int = 0, most: int = 1_000_000_000) -> Check:
    def check(value: Any, path: str, problems: Problems) -> Any:
        if isinstance(value, bool) or not isinstance(value, int):
            problems.append(
                (path, _("%(value)s is not a whole number.") % {"value": shown(value)})
            )
            return None
        if not least <= value <= most:
            problems.append(
                (
                    path,
                    _("%(value)d is not between %(least)d and %(most)d.")
                    % {"value": value, "least": least, "most": most},
                )
            )
            return None
        return value

    return check


def share(value: Any, path: str, problems: Problems) -> Any:
    """A part of the whole, from 0 to 1."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        problems.append(
            (path, _("%(value)s is not a number.") % {"value": shown(value)})
        )
        return None
    if not 0 <= value <= 1:
        problems.append(
            (
                path,
                _("%(value)s is not a share: write 0.5 for half.") % {"value": value},
            )
        )
        return None
    return value


def choice(values: Iterable[str]) -> Check:
    known = tuple(values)

    def check(value: Any, path: str, problems: Problems) -> Any:
        if value in known and isinstance(value, str):
            return value
        problems.append(
            (
                path,
                _("“%(value)s” is not one of: %(known)s.")
                % {"value": shown(value), "known": ", ".join(known)},
            )
        )
        return None

    return check


def hcp_code(value: Any, path: str, problems: Problems) -> Any:
    code = _string(value, path, problems)
    if code is not None and territory(code) is None:
        problems.append(
            (path, _("HCP knows no territory “%(code)s”.") % {"code": shown(code)})
        )
        return None
    return code


def answer(value: Any, path: str, problems: Problems) -> Any:
    """``yes``, ``no`` or any words; YAML reads an unquoted yes as true."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _string(value, path, problems)


def list_of(check_one: Check) -> Check:
    def check(value: Any, path: str, problems: Problems) -> Any:
        if not isinstance(value, list):
            problems.append(
                (path, _("%(value)s is not a list.") % {"value": shown(value)})
            )
            return None
        return [
            check_one(each, f"{path}[{number}]", problems)
            for number, each in enumerate(value)
        ]

    return check


def mapping(
    fields: dict[str, Check],
    *,
    required: Iterable[str] = (),
    rules: Iterable[Rule] = (),
) -> Check:
    """Named values. A null or empty value is an absent one; an unknown name an error.

    A name that ends in ``_note_fr`` is a remark of the compilers: where the thing has
    sources, the remark is kept with them, whatever it is called.
    """
    required = tuple(required)
    rules = tuple(rules)

    def check(value: Any, path: str, problems: Problems) -> Any:
        if not isinstance(value, dict):
            problems.append(
                (path, _("%(value)s is not a mapping.") % {"value": shown(value)})
            )
            return None
        found: dict[str, Any] = {}
        notes: list[str] = []
        for key, each in value.items():
            place = f"{path}.{key}" if path else key
            one = fields.get(key)
            is_note = False
            if one is None and key.endswith("_note_fr") and "source_note_fr" in fields:
                one, is_note = text("fr"), True
            if one is None:
                problems.append((place, _unknown(key, fields)))
                continue
            if each is None or each == "":
                continue
            checked = one(each, place, problems)
            if is_note:
                notes.append(checked or "")
            elif checked is not None and checked != "":
                found[key] = checked
        if notes:
            notes.insert(0, found.get("source_note_fr", ""))
            found["source_note_fr"] = " ".join(filter(None, notes))
        for key in required:
            if value.get(key) is None or value.get(key) == "":
                place = f"{path}.{key}" if path else key
                problems.append((place, _("Missing: this field is required.")))
        for rule in rules:
            rule(found, path, problems)
        return found

    return check


def _unknown(key: str, fields: dict[str, Check]) -> str:
    near = get_close_matches(key, fields, n=1)
    if near:
        return _("Unknown field. Is “%(near)s” meant?") % {"near": near[0]}
    return _("Unknown field: it would be lost.")


def in_order(start: str = "start", end: str = "end") -> Rule:
    """``end`` does not come before ``start``, as far as both are known."""

    def rule(value: dict[str, Any], path: str, problems: Problems) -> None:
        first, last = value.get(start), value.get(end)
        if first and last and first.first > last.last:
            problems.append(
                (
                    f"{path}.{end}" if path else end,
                    _("The end “%(end)s” is before the start “%(start)s”.")
                    % {"start": first, "end": last},
                )
            )

    return rule


def no_twice(field: str, key: str, reason: Callable[[Any], str]) -> Rule:
    """No two entries of the list ``field`` have the same ``key``."""

    def rule(value: dict[str, Any], path: str, problems: Problems) -> None:
        seen = set()
        for number, each in enumerate(value.get(field) or []):
            one = (each or {}).get(key)
            if one is None:
                continue
            if one in seen:
                place = f"{path}.{field}" if path else field
                problems.append((f"{place}[{number}].{key}", reason(one)))
            seen.add(one)

    return rule
