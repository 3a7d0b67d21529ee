"""A file that may be stored, and the columns that store it."""

import hashlib
import uuid
from dataclasses import dataclass, fields
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile


@dataclass(frozen=True)
class CheckedFile:
    """An attachment that may be stored; ``content`` is not what was sent, for images.

    ``width`` and ``height`` are pixels, and ``None`` for a PDF.
    """

    name: str
    kind: str
    content_type: str
    content: ContentFile
    size: int
    sha256: str
    width: int | None = None
    height: int | None = None


def facts_of(file: Any) -> dict[str, Any]:
    """What a ``CheckedFile``, or a row of one, says of its file, by column."""
    return {
        field.name: getattr(file, field.name)
        for field in fields(CheckedFile)
        if field.name != "content"
    }


def columns(checked: CheckedFile) -> dict[str, Any]:
    """Those of a row that stores the file, under a name that nobody can guess.

    The name that is shown is in the row.
    """
    suffix = checked.name.rpartition(".")[2]
    checked.content.name = f"{uuid.uuid4().hex}.{suffix}"
    return {"file": checked.content, **facts_of(checked)}


def checked_file(
    name: str, kind: str, content_type: str, content: bytes, **size: int
) -> CheckedFile:
    """Of what is stored; ``size`` is the ``width`` and ``height`` of a picture."""
    return CheckedFile(
        name=name,
        kind=kind,
        content_type=content_type,
        content=ContentFile(content, name=name),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        **size,
    )


def refusal(code: str, sentence: str) -> ValidationError:
    """``code`` is for tests and logs; the sentence is what people read."""
    return ValidationError(sentence, code=code)
