"""Facts and sources as a StreamField stores them.

The id of a block begins with a digest of the item it comes from: several files may
say something of one page, and each finds its own blocks again and leaves the others,
the officers' among them.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from wagtail_remacto.opendata.importers.tongues import T, Tongue

Raw = dict[str, Any]


class Origin:
    """Where blocks come from: makes their ids, by which they are known again."""

    def __init__(self, key: str) -> None:
        digest = hashlib.sha256(key.encode()).hexdigest()
        self.prefix = f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-"
        self.absent: set[int] = set()
        self._part = 0
        self._number = 0

    def part(self, present: Any) -> None:
        """What follows comes from the next field of the file, if the file has it.

        The order of the parts is in the ids, so it is kept; new ones come last.
        """
        self._part += 1
        self._number = 0
        if not present:
            self.absent.add(self._part)

    @property
    def has_parts(self) -> bool:
        return self._part > 0

    def listed(self, values: Iterable[Raw]) -> list[Raw]:
        """Values as a ListBlock stores them."""
        return [self.wrap("item", value) for value in values]

    def wrap(self, kind: str, value: Any) -> Raw:
        self._number += 1
        return {
            "type": kind,
            "value": value,
            "id": f"{self.prefix}{self._part:04x}{self._number:08x}",
        }


class Blocks(list[Raw]):
    """The blocks of one origin in one stream.

    ``absent`` are the parts of which the file says nothing. Not found is not none: what
    an earlier file said of them stays.
    """

    def __init__(self, origin: Origin, blocks: Iterable[Raw] = ()) -> None:
        super().__init__(blocks)
        self.prefix = origin.prefix
        self.absent = set(origin.absent)
        if not self and not origin.has_parts:
            self.absent.add(0)

    def with_kept(self, before: Iterable[Raw]) -> list[Raw]:
        """These blocks, and those of ``before`` that the file is silent about."""
        kept = [
            block
            for block in before
            if self.is_ours(block) and self._part_of(block) in self.absent
        ]
        return sorted([*self, *kept], key=self._part_of)

    def is_ours(self, block: Raw) -> bool:
        return str(block.get("id")).startswith(self.prefix)

    def _part_of(self, block: Raw) -> int:
        return int(block["id"][len(self.prefix) :][:4], 16)


def merged(stream: Any, blocks: Blocks) -> str:
    """The stream with these blocks in the place of those of the same origin."""
    kept = list(stream.get_prep_value()) if stream else []
    ours = [blocks.is_ours(block) for block in kept]
    place = ours.index(True) if True in ours else len(kept)
    others = [block for block, mine in zip(kept, ours, strict=True) if not mine]
    result = [*others[:place], *blocks.with_kept(kept), *others[place:]]
    return json.dumps(result, ensure_ascii=False)


def source_values(item: dict[str, Any], note: str = "") -> list[Raw]:
    """``source``, ``sources`` and ``source_note_fr`` of an item, each address once."""
    addresses = list(
        dict.fromkeys(filter(None, [item.get("source"), *(item.get("sources") or [])]))
    )
    values = [{"url": address, "note": ""} for address in addresses]
    notes = " ".join(filter(None, [item.get("source_note_fr"), note]))
    if notes:
        if len(values) == 1:
            values[0]["note"] = notes
        else:
            values.append({"url": "", "note": notes})
    return values


def sources(origin: Origin, *items: dict[str, Any], note: str = "") -> Blocks:
    """The source blocks of a page that these items are about."""
    found: list[Raw] = []
    for item in items:
        for value in source_values(item):
            if value not in found:
                found.append(value)
    if note:
        found.append({"url": "", "note": note})
    return Blocks(origin, [origin.wrap("source", value) for value in found])


def fact(
    origin: Origin,
    tongue: Tongue,
    kind: str,
    item: dict[str, Any],
    *,
    date: str = "",
    end: str = "",
    title: str = "",
    text: T | None = None,
    place: str = "",
    status: str = "",
    findings: list[dict[str, str]] | None = None,
    added: Callable[[], list[str]] | None = None,
    language: str = "",
) -> Raw:
    """One fact, in the language of the page or marked with its own.

    ``added`` gives further sentences; it is called with the language of the text
    active, so that a text is in one language.
    """
    words, found = tongue.best(text)
    # Places and findings are only known in French.
    language = found or language or ("fr" if place else "")
    with override(language or tongue.code):
        parts = [words, *(added() if added else [])]
    return origin.wrap(
        "fact",
        {
            "kind": kind,
            "date": str(date or ""),
            "end": str(end or ""),
            "title": title,
            "text": "\n".join(filter(None, parts)),
            "text_lang": language if language and language != tongue.language else "",
            "place": place,
            "status": status,
            "findings": origin.listed(findings or []),
            "sources": origin.listed(source_values(item)),
        },
    )


def inferred_note(basis: str | None) -> str:
    """A sentence for what no source states in these words; empty for the rest."""
    if basis in ("inferred", "computed"):
        return _("Inferred: the source does not say it in these words.")
    return ""
