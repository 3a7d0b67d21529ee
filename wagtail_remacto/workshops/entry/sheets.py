"""A spreadsheet as it comes from an office: its headers and its rows, as texts."""

import csv
import datetime as dt
import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any

import tablib
from django.utils.translation import gettext as _

from wagtail_remacto.spreadsheets import as_written

MAX_BYTES = 5 * 1024 * 1024
# A workbook is compressed: what it may be once it is unpacked.
MAX_UNPACKED = 100 * 1024 * 1024
MAX_ROWS = 1000
MAX_COLUMNS = 60
MAX_CELL = 20_000

SEPARATORS = (";", ",", "\t")
# Code page 1256 keeps the small French letters where 1252 has them, so that only
# Arabic words tell the two apart.
_ARABIC_WORD = re.compile("[\u0621-\u064a]{3}")
_WORKBOOK = b"PK\x03\x04"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"


class BadSheet(Exception):
    """Why a file cannot be read, in a sentence that says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Sheet:
    """Every row has as many cells as there are headers."""

    headers: list[str]
    rows: list[list[str]]


def read(content: bytes, *, most: int = MAX_ROWS) -> Sheet:
    """The first sheet of a workbook, or a CSV file in any usual encoding.

    The first row that is not empty names the columns. Raises :class:`BadSheet`.
    """
    if len(content) > MAX_BYTES:
        raise BadSheet(
            _("The file has more than %(megabytes)d MB. Split it.")
            % {"megabytes": MAX_BYTES // 1024 // 1024}
        )
    if content.startswith(_OLD_WORKBOOK):
        raise BadSheet(
            _("This is an old .xls file. Save it as .xlsx or as CSV, and try again.")
        )
    is_workbook = content.startswith(_WORKBOOK)
    found = _workbook(content) if is_workbook else _comma_separated(decode(content))
    rows = [[_cell(value) for value in row] for row in found]
    while rows and not any(rows[-1]):
        rows.pop()
    while rows and not any(rows[0]):
        rows.pop(0)
    if not rows:
        raise BadSheet(_("There is nothing in this file."))
    return _squared(rows[0], rows[1:], most)


def decode(content: bytes) -> str:
    """The text of a file that does not say how it was encoded."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    arabic = content.decode("cp1256", errors="replace")
    if _ARABIC_WORD.search(arabic):
        return arabic
    return content.decode("cp1252", errors="replace")


def separator_of(text: str) -> str:
    """The one that divides the most rows alike."""

    def columns(separator: str) -> tuple[int, int]:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        counts = [
            len(row) for _n, row in zip(range(20), lines, strict=False) if any(row)
        ]
        return (min(counts), counts[0]) if counts else (0, 0)

    return max(SEPARATORS, key=columns)


def _comma_separated(text: str) -> list[list[Any]]:
    if "\x00" in text:
        raise BadSheet(_("This is neither a CSV file nor an .xlsx workbook."))
    try:
        lines = csv.reader(
            io.StringIO(text, newline=""), delimiter=separator_of(text), strict=False
        )
        return [list(row) for row in lines]
    except csv.Error:
        raise BadSheet(_("This is neither a CSV file nor an .xlsx workbook.")) from None


def _workbook(content: bytes) -> list[list[Any]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
                raise BadSheet(_("This workbook is too large. Save it as CSV."))
        sheet = tablib.Dataset().load(
            io.BytesIO(content), format="xlsx", headers=False, read_only=True
        )
    except BadSheet:
        raise
    # Whatever a broken workbook makes its readers raise.
    except Exception:
        raise BadSheet(
            _("This workbook cannot be read. Save it once more, or save it as CSV.")
        ) from None
    return [list(row) for row in sheet]


def _squared(headers: list[str], rows: list[list[str]], most: int) -> Sheet:
    while (
        headers and not headers[-1] and not any(row[len(headers) - 1 :] for row in rows)
    ):
        headers.pop()
    width = max([len(headers), *(len(row) for row in rows)])
    if width > MAX_COLUMNS:
        raise BadSheet(
            _("There are %(count)d columns; %(most)d can be read.")
            % {"count": width, "most": MAX_COLUMNS}
        )
    if not rows:
        raise BadSheet(
            _(
                "There is one row only. The first row names the columns, each other "
                "one is an idea."
            )
        )
    if len(rows) > most:
        raise BadSheet(
            _("There are %(count)d rows; %(most)d can be imported at once. Split it.")
            % {"count": len(rows), "most": most}
        )
    return Sheet(_filled(headers, width), [_filled(row, width) for row in rows])


def _filled(row: list[str], width: int) -> list[str]:
    return row + [""] * (width - len(row))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    # No database keeps this sign.
    text = str(value).replace("\x00", "").strip()[:MAX_CELL]
    # A report that is sent back has apostrophes of ours.
    return as_written(text)
