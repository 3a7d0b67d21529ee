"""Two wordings of one text, word by word.

Words carry their vowel signs, and numbers their decimals, so that Arabic and amounts
are compared as people read them. A change that leaves only crumbs between two others is
shown with them: one sentence struck out reads better than ten half-words.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, REMOVED, ADDED, CHANGED = "same", "removed", "added", "changed"

# Combining signs of Latin and of Arabic, and the tatweel, belong to their word.
_SIGNS = "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,\u066b]\d+)?|\d+(?:[.,\u066b]\d+)+"
_WORDS = re.compile(rf"({_NUMBER}|[\w{_SIGNS}]+|[^\w\s])(\s*)|(\s+)")
_SENTENCES = re.compile(r"(.+?(?:[.!?؟\n]+|$))(\s*)|(\s+)", re.DOTALL)
# Longer texts are compared sentence by sentence: the time is quadratic in the parts.
_MOST_WORDS = 1500
# One word as short as this between two changes is not worth stopping for.
_CRUMB = 3
# Below this likeness the whole text is taken for another one.
_ANOTHER_TEXT = 0.3


@dataclass(frozen=True, slots=True)
class Segment:
    kind: str
    text: str

    @property
    def is_removed(self) -> bool:
        return self.kind == REMOVED

    @property
    def is_added(self) -> bool:
        return self.kind == ADDED


@dataclass(frozen=True, slots=True)
class _Part:
    """A word or a sentence with the space behind it, which does not count."""

    text: str
    space: str

    @property
    def is_word(self) -> bool:
        return any(sign.isalnum() for sign in self.text)


def segments(before: str, after: str) -> list[Segment]:
    """The texts in one: what stayed, what is gone, what is new, in reading order.

    Spaces and line breaks alone are no difference here.
    """
    old, new = _parts(before, _WORDS), _parts(after, _WORDS)
    if max(len(old), len(new)) > _MOST_WORDS:
        old, new = _parts(before, _SENTENCES), _parts(after, _SENTENCES)
    return _written(_readable(_compared(old, new), old, new), old, new)


def _parts(text: str, pattern: re.Pattern[str]) -> list[_Part]:
    found = []
    for match in pattern.finditer(text):
        word, space, blank = match.groups()
        found.append(_Part(word or "", space if word else blank))
    return found


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of both texts; equal if ``same``."""

    same: bool
    old: slice
    new: slice


def _compared(old: list[_Part], new: list[_Part]) -> list[_Run]:
    one, other = [p.text for p in old], [p.text for p in new]
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return [
        _Run(tag == "equal", slice(i, j), slice(k, m))
        for tag, i, j, k, m in matcher.get_opcodes()
    ]


def _readable(runs: list[_Run], old: list[_Part], new: list[_Part]) -> list[_Run]:
    """Without crumbs; one change where the texts have next to nothing in common."""
    words = [sum(part.is_word for part in parts) for parts in (old, new)]
    kept = sum(part.is_word for run in runs if run.same for part in old[run.old])
    if min(words) > 1 and 2 * kept < _ANOTHER_TEXT * sum(words):
        return [_Run(False, slice(0, len(old)), slice(0, len(new)))]
    found: list[_Run] = []
    for index, run in enumerate(runs):
        is_between = run.same and 0 < index < len(runs) - 1
        same = run.same and not (is_between and _is_crumb(old[run.old]))
        if found and not same and not found[-1].same:
            last = found.pop()
            found.append(
                _Run(
                    False,
                    slice(last.old.start, run.old.stop),
                    slice(last.new.start, run.new.stop),
                )
            )
        else:
            found.append(_Run(same, run.old, run.new))
    return found


def _is_crumb(parts: list[_Part]) -> bool:
    """Punctuation or a word such as “de”, within one line."""
    words = [part.text for part in parts if part.is_word]
    return not any("\n" in part.space for part in parts) and (
        not words or (len(words) == 1 and len(words[0]) <= _CRUMB)
    )


def _written(runs: list[_Run], old: list[_Part], new: list[_Part]) -> list[Segment]:
    found = []
    for run in runs:
        removed, added = _text(old[run.old]), _text(new[run.new])
        if run.same:
            found.append(Segment(SAME, added))
            continue
        # The space behind a change is nobody's: it is not struck out.
        found += [
            Segment(kind, text) for kind, text in _trimmed(removed, added) if text
        ]
    return found


def _trimmed(removed: str, added: str) -> list[tuple[str, str]]:
    bare = [text.rstrip() for text in (removed, added)]
    space = (added or removed)[len(bare[1] or bare[0]) :] if any(bare) else added
    if not all(bare):
        return [(REMOVED, bare[0]), (ADDED, bare[1]), (SAME, space)]
    return [(REMOVED, bare[0]), (SAME, " "), (ADDED, bare[1]), (SAME, space)]


def _text(parts: list[_Part]) -> str:
    return "".join(part.text + part.space for part in parts)
