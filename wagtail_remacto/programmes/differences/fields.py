"""What differs between two contents, field by field, in one language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.collectivites.territories import territory
from wagtail_remacto.cycles.calendar_words import partial_date_words
from wagtail_remacto.cycles.kinds import Value
from wagtail_remacto.programmes.canonical import INDICATOR_PARTS, Content
from wagtail_remacto.programmes.differences.texts import (
    ADDED,
    CHANGED,
    REMOVED,
    Segment,
    segments,
)
from wagtail_remacto.programmes.edition import (
    Source,
    axis_title,
    last_resort,
    said,
    written,
)

# In the order in which a project is read; the words of its own screen.
LABELS: dict[str, Any] = {
    "title": _("Title"),
    "reference": _("Reference code"),
    "axis": _("Priority axis"),
    "summary": _("Summary"),
    "problem": _("Problem"),
    "status_quo": _("Status quo"),
    "solution": _("Solution"),
    "expected_results": _("Expected results"),
    "values": _("Values"),
    "values_note": _("Note about the values"),
    "lead": _("Lead"),
    "partners": _("Partners"),
    "shared_with": _("Shared with"),
    "start": _("Begins"),
    "end": _("Ends"),
    "budget": _("Budget"),
    "budget_note": _("Note about the budget"),
    "indicators": _("Indicators"),
    "from": _("Ideas it came from"),
}
INDICATOR_LABELS: dict[str, Any] = {
    "title": _("Indicator"),
    "unit": _("Unit"),
    "baseline": _("At the start"),
    "target": _("Target"),
}
TEXTS = (
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
# Two rows of indicators that are this alike are one row that was reworded.
_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class IndicatorChange:
    """A row of the table: ``added``, ``removed`` or ``changed``.

    ``row`` is the row as it is now (or was, if removed); ``parts`` the changed cells.
    """

    kind: str
    row: Mapping[str, str]
    parts: list["Change"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SourceChange:
    """A contribution that came to, or went from, what a project is made of.

    ``kind`` is ``added``, ``removed`` or ``changed``; then ``before`` is how it
    counted.
    """

    kind: str
    source: Source
    before: Source | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One field, before and after.

    Texts have ``segments`` where both are in one language; lists of codes have
    ``removed`` and ``added``; indicators and sources have ``rows``; a budget is exact,
    or None where it is not known. An empty ``before`` was not written.
    """

    name: str
    before: Any = ""
    after: Any = ""
    segments: list[Segment] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    rows: list[Any] = field(default_factory=list)
    attrs: str = ""
    label_of: Any = None

    @property
    def label(self) -> Any:
        return self.label_of or LABELS[self.name]

    @property
    def only_spaces(self) -> bool:
        """Whether nothing but spaces or line breaks differs."""
        return bool(self.segments) and not any(
            each.is_removed or each.is_added for each in self.segments
        )


class Comparison:
    """The changes of one content, and the languages it also changed in.

    ``elsewhere`` are the languages in which a field differs that ``changes`` does not
    name: an Arabic wording, say, that a French reader does not see.
    """

    def __init__(self, before: Content, after: Content, language: str) -> None:
        self.before, self.after, self.language = before, after, language
        self.changes = [change for name in LABELS for change in self._of(name)]
        self.elsewhere = self._elsewhere()

    @property
    def differs(self) -> bool:
        return bool(self.changes or self.elsewhere)

    @property
    def _both(self) -> tuple[Content, Content]:
        return self.before, self.after

    def _of(self, name: str) -> list[Change]:
        if name in TEXTS:
            return self._text(name)
        if name == "indicators":
            return self._indicators()
        one, other = (each.get(name) for each in self._both)
        if one == other:
            return []
        if name == "axis":
            return self._axis(one, other)
        if name == "from":
            return self._sources(one or [], other or [])
        if name == "budget":
            return [Change(name, _amount(one), _amount(other))]
        if name in ("values", "shared_with"):
            return self._codes(name, one or [], other or [])
        if name in ("start", "end"):
            return [
                Change(
                    name, partial_date_words(one or ""), partial_date_words(other or "")
                )
            ]
        return [Change(name, one or "", other or "")]

    def _shared(self, name: str) -> str | None:
        """The language in which both are compared: the reader's where both have it.

        None where no language has the field on both sides.
        """
        for code in (self.language, *map(last_resort, self._both)):
            if all(written(each, name, code) for each in self._both):
                return code
        return None

    def _text(self, name: str) -> list[Change]:
        code = self._shared(name)
        if code is not None:
            one, other = (Words(written(e, name, code), code) for e in self._both)
        else:
            one, other = (said(each, name, self.language) for each in self._both)
        if one == other:
            return []
        comparable = one.lang == other.lang or not (one and other)
        return [
            Change(
                name,
                one,
                other,
                segments(one, other) if comparable else [],
                attrs=(other or one).attrs,
            )
        ]

    def _axis(self, one: Content | None, other: Content | None) -> list[Change]:
        was, now = (axis_title(each, self.language) for each in (one, other))
        is_renamed_elsewhere = was == now and (
            one and other and one["key"] == other["key"]
        )
        return [] if is_renamed_elsewhere else [Change("axis", was, now)]

    def _codes(self, name: str, one: list[str], other: list[str]) -> list[Change]:
        removed = [_code_words(name, code) for code in one if code not in other]
        added = [_code_words(name, code) for code in other if code not in one]
        return [Change(name, removed=removed, added=added)]

    def _sources(self, one: list[Content], other: list[Content]) -> list[Change]:
        old, new = (
            {e["contribution"]: Source(e["contribution"], e["kind"]) for e in rows}
            for rows in (one, other)
        )
        rows = [SourceChange(ADDED, new[ref]) for ref in new if ref not in old]
        rows += [SourceChange(REMOVED, old[ref]) for ref in old if ref not in new]
        rows += [
            SourceChange(CHANGED, new[ref], old[ref])
            for ref in new
            if ref in old and old[ref] != new[ref]
        ]
        return [Change("from", rows=rows)]

    def _indicators(self) -> list[Change]:
        code = self._shared("indicators")
        if code is None:
            candidates = (self.language, *map(last_resort, self._both))
            code = next(
                (
                    each
                    for each in candidates
                    if any(written(e, "indicators", each) for e in self._both)
                ),
                None,
            )
        if code is None:
            return []
        one, other = (list(written(e, "indicators", code)) for e in self._both)
        if one == other:
            return []
        rows = indicator_rows(one, other)
        return [Change("indicators", rows=rows, attrs=Words("-", code).attrs)]

    def _elsewhere(self) -> list[str]:
        named = {change.name for change in self.changes}
        found = set()
        for code in {*self.before["words"], *self.after["words"]}:
            one, other = (each["words"].get(code, {}) for each in self._both)
            for name in {*one, *other} - named:
                if (one.get(name) or "") != (other.get(name) or ""):
                    found.add(code)
        if "axis" not in named:
            old, new = ((e.get("axis") or {}).get("titles", {}) for e in self._both)
            found |= {code for code in {*old, *new} if old.get(code) != new.get(code)}
        return sorted(found)


def indicator_rows(
    one: list[Mapping[str, str]], other: list[Mapping[str, str]]
) -> list[IndicatorChange]:
    """The rows that differ; a reworded row is one that stayed, if it is alike."""
    left = [row for row in one if row not in other]
    found = []
    for row in (each for each in other if each not in one):
        old = max(left, key=lambda each: _likeness(each, row), default=None)
        if old is None or _likeness(old, row) < _ALIKE:
            found.append(IndicatorChange(ADDED, row))
            continue
        left.remove(old)
        parts = [
            Change(
                part,
                old.get(part, ""),
                row.get(part, ""),
                segments(old.get(part, ""), row.get(part, "")),
                label_of=INDICATOR_LABELS[part],
            )
            for part in INDICATOR_PARTS
            if old.get(part, "") != row.get(part, "")
        ]
        found.append(IndicatorChange(CHANGED, row, parts))
    return found + [IndicatorChange(REMOVED, row) for row in left]


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _likeness(one: Mapping[str, str], other: Mapping[str, str]) -> float:
    """How alike the titles of two indicators are, from 0 to 1."""
    titles = (one.get("title", ""), other.get("title", ""))
    return SequenceMatcher(None, *titles, autojunk=False).ratio()


def _code_words(name: str, code: str) -> str:
    if name == "values":
        return str(dict(Value.choices).get(code, code))
    found = territory(code)
    return found.name(get_language() or "fr") if found else code
