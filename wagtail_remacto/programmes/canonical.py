"""The canonical text of a programme and its projects, and its digest.

What is frozen is one JSON text: keys sorted, no spaces, nothing escaped that UTF-8 can
say, numbers of money as text. The same words always give the same bytes, so anyone who
has the file can recompute the SHA-256 that the site shows for it.

A programme names the digest of each of its projects: its own digest vouches for all.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from wagtail_remacto.cycles.models import Axis

PROJECT_SCHEMA = "remacto-project/1"
PROGRAMME_SCHEMA = "remacto-programme/1"

# What of a project is a commitment, written in each language …
PROJECT_WORDS = (
    "title",
    "summary",
    "problem",
    "status_quo",
    "solution",
    "expected_results",
    "values_note",
    "lead",
    "partners",
    "budget_note",
)
# … with the table of its indicators, and what is the same in all of them.
PROJECT_FACTS = ("reference", "axis", "values", "start", "end", "budget", "shared_with")
INDICATOR_PARTS = ("title", "unit", "baseline", "target")
PROGRAMME_WORDS = ("title", "summary")
PROGRAMME_FACTS = ("start", "end")

Content = dict[str, Any]


def canonical_text(content: Mapping[str, Any]) -> str:
    """The one way to write this content down."""
    return json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )


def digest(text: str) -> str:
    """The SHA-256 of the text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def read(frozen: Any) -> Content:
    """What a version of a programme or of a project says."""
    content: Content = json.loads(frozen.content)
    return content


def project_content(
    pages: Mapping[str, Any],
    *,
    canonical: Any,
    sources: Iterable[tuple[str, str]] = (),
    axes: Mapping[int | None, Content] | None = None,
) -> Content:
    """A project in every language in which it is written.

    ``pages`` are its pages by language, ``canonical`` the one whose dates, money and
    codes count, ``sources`` the reference and kind of each contribution it came from.
    ``axes``, from :func:`axes`, spares a query for each project.
    """
    return {
        "schema": PROJECT_SCHEMA,
        "key": str(canonical.translation_key),
        **project_facts(canonical, axes),
        "words": {language: project_words(page) for language, page in pages.items()},
        "from": [
            {"contribution": reference, "kind": kind}
            for reference, kind in sorted(sources)
        ],
    }


def project_facts(
    page: Any, axes_: Mapping[int | None, Content] | None = None
) -> Content:
    """What of a project is the same in every language."""
    known = axes([page.axis_id]) if axes_ is None else axes_
    return {
        "reference": page.reference,
        "axis": known.get(page.axis_id),
        "values": sorted(page.values),
        "start": str(page.start or ""),
        "end": str(page.end or ""),
        "budget": money(page.budget),
        "shared_with": sorted(page.shared_with),
    }


def project_words(page: Any) -> Content:
    """What of a project is written in the page's own language."""
    words: Content = {name: getattr(page, name) or "" for name in PROJECT_WORDS}
    words["indicators"] = [
        {part: str(block.value.get(part) or "") for part in INDICATOR_PARTS}
        for block in page.indicators
    ]
    return words


def programme_content(
    pages: Mapping[str, Any],
    *,
    canonical: Any,
    cycle: Any,
    collectivite: Any,
    number: int,
    purpose: str,
    projects: Iterable[tuple[str, str]],
) -> Content:
    """A programme in every language; ``projects``: key and digest of each, in order."""
    return {
        "schema": PROGRAMME_SCHEMA,
        "key": str(canonical.translation_key),
        "cycle": cycle.identifier or cycle.title,
        "collectivite": collectivite.hcp_code or collectivite.title,
        "number": number,
        "purpose": str(purpose),
        **programme_facts(canonical),
        "words": {language: programme_words(page) for language, page in pages.items()},
        "projects": [{"key": key, "digest": each} for key, each in projects],
    }


def programme_facts(page: Any) -> Content:
    return {"start": str(page.start or ""), "end": str(page.end or "")}


def programme_words(page: Any) -> Content:
    return {name: getattr(page, name) or "" for name in PROGRAMME_WORDS}


def money(amount: Decimal | None) -> str | None:
    """To the centime, as text: a number of JSON would be read as a float."""
    return None if amount is None else f"{amount:.2f}"


def axes(keys: Iterable[int | None]) -> dict[int | None, Content]:
    """Axes by the key of any of their rows, with the title in each language.

    One query; none without a key.
    """
    wanted = {key for key in keys if key is not None}
    if not wanted:
        return {}
    groups = Axis.objects.filter(pk__in=wanted).values("translation_key")
    rows = list(
        Axis.objects.filter(translation_key__in=groups).select_related("locale")
    )
    titles: dict[Any, dict[str, str]] = {}
    for row in rows:
        titles.setdefault(row.translation_key, {})[row.locale.language_code] = row.title
    return {
        row.pk: {"key": str(row.translation_key), "titles": titles[row.translation_key]}
        for row in rows
    }
