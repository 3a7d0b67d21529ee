"""PDFs: kept byte for byte, if they can neither run nor carry anything."""

import re
import zlib
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from wagtail_remacto.contributions.attachments.checked import (
    CheckedFile,
    checked_file,
    refusal,
)

# Long names hardly occur by chance in compressed data; the short one is only looked for
# between the streams.
_ENCRYPTED = re.compile(rb"/Encrypt(?![A-Za-z])")
_ACTIVE = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData)(?![A-Za-z])"
)
_SCRIPT = re.compile(rb"/JS(?![A-Za-z0-9])")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
# Unpacked objects of an honest document of a few megabytes stay far below.
_UNPACKED_LIMIT = 32 * 1024 * 1024


def is_pdf(content: bytes) -> bool:
    """By its first bytes."""
    return content.startswith(b"%PDF-")


def pdf(name: str, content: bytes) -> CheckedFile:
    """The document; ``ValidationError`` if it is closed, or holds more than pages."""
    parts = list(_parts(content))
    structure = _unescaped(b" ".join(between for between, _packed in parts))
    unpacked = _unpacked(parts)
    if unpacked is None:
        raise refusal(
            "unreadable",
            _("“%(name)s” cannot be checked: save it as a plain PDF and try again.")
            % {"name": name},
        )
    everything = _unescaped(content) + unpacked
    if _ENCRYPTED.search(structure) or _ENCRYPTED.search(unpacked):
        raise refusal(
            "encrypted",
            _("“%(name)s” is protected by a password: send it without one.")
            % {"name": name},
        )
    if _ACTIVE.search(everything) or _SCRIPT.search(structure + unpacked):
        raise refusal(
            "active",
            _(
                "“%(name)s” holds a program or other files: save it as a plain PDF "
                "and try again."
            )
            % {"name": name},
        )
    return checked_file(f"{name}.pdf", "pdf", "application/pdf", content)


def _unescaped(content: bytes) -> bytes:
    """A PDF may write any sign of a name by its number (``/J#61vaScript``)."""
    return _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), content)


def _parts(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Objects up to a stream, and what is in the stream; the last has none."""
    end = 0
    while True:
        begin = content.find(b"stream", end)
        close = content.find(b"endstream", begin + 6) if begin >= 0 else -1
        if close < 0:
            yield content[end:], b""
            return
        yield content[end:begin], content[begin + 6 : close]
        end = close + 9


def _unpacked(parts: Iterable[tuple[bytes, bytes]]) -> bytes | None:
    """What the document keeps in compressed objects; ``None`` if it cannot be read."""
    found: list[bytes] = []
    left = _UNPACKED_LIMIT
    for between, packed in parts:
        dictionary = _unescaped(between)
        if b"/ObjStm" not in dictionary:
            continue
        if b"/Filter" not in dictionary:
            found.append(_unescaped(packed))
            continue
        unpacker = zlib.decompressobj()
        try:
            objects = unpacker.decompress(packed.lstrip(b"\r\n"), left)
        except zlib.error:
            return None
        left -= len(objects)
        if b"/Predictor" in dictionary or left <= 0:
            return None
        found.append(_unescaped(objects))
    return b" ".join(found)
