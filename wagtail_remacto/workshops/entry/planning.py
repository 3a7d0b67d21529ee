"""What an import would do with each row of a spreadsheet; nothing here writes.

A row is known by its key, or by its words where the file has no keys.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail_remacto.contributions.models import (
    Contribution,
    ContributionRevision,
    Origin,
)
from wagtail_remacto.contributions.text import clean
from wagtail_remacto.workshops.entry.columns import ORIGIN_OF_ALL, Field
from wagtail_remacto.workshops.entry.ideas import Idea
from wagtail_remacto.workshops.entry.readers import more_names, reader_for
from wagtail_remacto.workshops.models import IdeaImport

KEY_LENGTH = 100


class RowState(models.TextChoices):
    NEW = "new", gettext_lazy("new")
    KNOWN = "known", gettext_lazy("known already")
    CHANGED = "changed", gettext_lazy("changed since, left as it was")
    ERROR = "error", gettext_lazy("not imported")


@dataclass
class Row:
    """A row of the file; ``number`` is its place in it, the headers being the first."""

    number: int
    key: str
    typed: dict[str, str]
    idea: Idea | None = None
    errors: dict[str, str] = field(default_factory=dict)
    state: str = RowState.NEW
    reference: str = ""
    # What is to be known of a row that is no error.
    note: str = ""
    # The header of the column that each field was read from.
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """In one line, for the screen and the report."""
        said = [
            f"{self.headers[name]}: {sentence}" if self.headers.get(name) else sentence
            for name, sentence in self.errors.items()
        ]
        return " ".join([*said, self.note]).strip()

    def as_json(self) -> dict[str, Any]:
        idea = self.idea
        return {
            "number": self.number,
            "state": str(self.state),
            "title": idea.title if idea else self.typed.get("title", "")[:120],
            "text": Truncator(self.typed.get("text", "")).chars(160),
            "axis": idea.about if idea else "",
            "language": idea.language if idea else "",
            "origin": str(idea.origin) if idea else "",
            "author": idea.author_name if idea else "",
            "reason": self.reason,
            "reference": self.reference,
        }


def plan(idea_import: IdeaImport) -> list[Row]:
    """What an import would do with each row; nothing is written."""
    rows = list(_rows(idea_import))
    known = _known(idea_import, [row.key for row in rows])
    reader = reader_for(idea_import.phase, _origin(idea_import))
    reader.look_up(row.typed for row in rows)
    seen: dict[str, Row] = {}
    slips: dict[str, int] = {}
    for row in rows:
        twin = seen.setdefault(row.key, row)
        if row.errors:
            row.state = RowState.ERROR
            continue
        if row.key in known:
            row.reference, words = known[row.key]
            _compare(row, words)
            continue
        row.idea, row.errors = reader.read(row.typed)
        if twin is not row:
            _twin(row, twin)
        elif row.idea and row.idea.reference:
            first = slips.setdefault(row.idea.reference, row.number)
            if first != row.number:
                row.errors["reference"] = _(
                    "Row %(number)d has the same reference."
                ) % {"number": first}
        if row.errors:
            row.idea, row.state = None, RowState.ERROR
    return rows


def _rows(idea_import: IdeaImport) -> Iterator[Row]:
    columns = {
        name: int(at)
        for name, at in idea_import.mapping.items()
        if (name in Field.values or name in more_names()) and str(at).isdecimal()
    }
    headers = {
        name: idea_import.headers[at]
        for name, at in columns.items()
        if at < len(idea_import.headers)
    }
    for number, cells in enumerate(idea_import.rows, start=2):
        if not any(cells):
            continue
        typed = {
            name: cells[at] if at < len(cells) else "" for name, at in columns.items()
        }
        own_key = " ".join(clean(typed.pop(Field.KEY.value, "")).split())
        if Field.TITLE.value not in columns:
            typed["title"] = _first_words(typed.get("text", ""))
        key = _key(idea_import, own_key, typed)
        row = Row(number, key, typed, headers=headers)
        if Field.KEY.value in columns and not own_key:
            row.errors["key"] = _("The row has no key.")
        elif len(own_key) > KEY_LENGTH:
            row.errors["key"] = _(
                "The key has %(length)d characters; %(most)d fit."
            ) % {
                "length": len(own_key),
                "most": KEY_LENGTH,
            }
        yield row


def _key(idea_import: IdeaImport, own_key: str, typed: dict[str, str]) -> str:
    """What names the row in its phase.

    Two workshops of a phase may both have a row 1: their keys differ.
    """
    where = f"w{idea_import.workshop_id}" if idea_import.workshop_id else "p"
    if own_key:
        return f"{where}-{own_key}"[:150]
    parts = [
        " ".join(clean(typed.get(name, "")).split())
        for name in ("title", "text", "author_name")
    ]
    digest = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
    return f"{where}-row-{digest[:32]}"


def _first_words(text: str) -> str:
    line = clean(text).strip().partition("\n")[0]
    return str(Truncator(" ".join(line.split())).chars(80))


def _origin(idea_import: IdeaImport) -> str:
    chosen = str(idea_import.mapping.get(ORIGIN_OF_ALL) or "")
    if chosen in Origin.values and chosen != Origin.ONLINE:
        return chosen
    return Origin.WORKSHOP if idea_import.workshop_id else Origin.LETTER


def _known(
    idea_import: IdeaImport, keys: list[str]
) -> dict[str, tuple[str, tuple[str, str]]]:
    """Reference and first wording of what was imported before, by its key."""
    rows = Contribution.objects.filter(
        phase=idea_import.phase, external_key__in=set(keys)
    ).values_list("pk", "external_key", "reference")
    found = {pk: (key, reference) for pk, key, reference in rows}
    wordings = ContributionRevision.objects.filter(
        contribution__in=found, number=1
    ).values_list("contribution", "title", "text")
    words = {pk: (title, text) for pk, title, text in wordings}
    return {
        key: (reference, words.get(pk, ("", "")))
        for pk, (key, reference) in found.items()
    }


def _compare(row: Row, words: tuple[str, str]) -> None:
    """With the words that were imported, not with what was made of them since."""
    title = clean(row.typed.get("title", "")).replace("\n", " ").strip()
    # What has no title in the file was given one when it was entered.
    title = title or words[0]
    if (title, clean(row.typed.get("text", ""))) == words:
        row.state = RowState.KNOWN
        return
    row.state = RowState.CHANGED
    row.note = _(
        "The file has other words than those that were imported; they stay as they are."
    )


def _twin(row: Row, twin: Row) -> None:
    """Two rows of one key: the first counts."""
    number = {"number": twin.number}
    row.idea = None
    if row.typed == twin.typed:
        row.errors, row.state = {}, RowState.KNOWN
        row.note = _("The same as row %(number)d.") % number
    else:
        row.errors["key"] = _("Row %(number)d has the same key.") % number
