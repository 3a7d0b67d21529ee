"""The words that were asked for, marked in the words that were found."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from wagtail_remacto.normalise import normalise

_WORD = re.compile(r"\w+")
# Characters of an excerpt, and how many of them before the first word found.
LENGTH = 220
BEFORE = 60


@lru_cache(maxsize=20_000)
def _said(word: str) -> str:
    return normalise(word)


def marked(text: str, words: Iterable[str]) -> SafeString:
    """The escaped text, each word whose stem is among ``words`` in ``<mark>``."""
    stems = set(words)
    parts = []
    end = 0
    for match in _WORD.finditer(text):
        if normalise(match.group()) in stems:
            parts.append(escape(text[end : match.start()]))
            parts.append(format_html("<mark>{}</mark>", match.group()))
            end = match.end()
    parts.append(escape(text[end:]))
    # Each part is escaped above.
    return mark_safe("".join(parts))  # noqa: S308


def excerpt(texts: Sequence[str], words: Iterable[str]) -> SafeString:
    """A piece of the first text that holds a word, else of the first text."""
    stems = set(words)
    for text in texts:
        for match in _WORD.finditer(text):
            if normalise(match.group()) in stems:
                return marked(_piece(text, match.start()), stems)
    return marked(_piece(texts[0], 0), stems) if texts else SafeString("")


def _piece(text: str, position: int) -> str:
    """About ``LENGTH`` characters around the position, from word to word."""
    text_before = max(0, position - BEFORE)
    start = text.find(" ", text_before) + 1 if text_before else 0
    if start == 0 or start > position:
        start = 0 if not text_before else position
    end = len(text)
    if end - start > LENGTH:
        end = text.rfind(" ", start, start + LENGTH)
        end = end if end > start else start + LENGTH
    piece = text[start:end].strip()
    return f"{'… ' if start else ''}{piece}{' …' if end < len(text) else ''}"
