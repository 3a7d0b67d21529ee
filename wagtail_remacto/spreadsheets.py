"""Cells that no spreadsheet takes for a formula (CWE-1236)."""

import re
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

# Excel and its like skip blanks, and some read the full-width signs, before they
# calculate; signs that nobody sees stand in front of Arabic words.
_FORMULA = re.compile(
    r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*(?:[=+\-@＝＋－＠]|(?<=[\t\r\n]))"
)


def harmless(value: Any) -> str:
    """The value as words, none for ``None``; before a formula stands an apostrophe.

    Without the control characters that no workbook may hold.
    """
    text = "" if value is None else ILLEGAL_CHARACTERS_RE.sub("", str(value))
    return f"'{text}" if _FORMULA.match(text) else text


def as_written(text: str) -> str:
    """The text without the apostrophe that :func:`harmless` has put before it."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text, 1) else text
