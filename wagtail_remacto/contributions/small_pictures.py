"""A picture small enough to stand among others, kept beside the one that it shows.

It is drawn the first time that somebody asks for it, and goes with the other one: what
is stored of a file is deleted by :func:`delete`.
"""

import io
from contextlib import suppress
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

# The longest side, in pixels.
SIDE = 800
CONTENT_TYPE = "image/webp"
ENDING = ".small.webp"


def has_one(found: Any) -> bool:
    """Whether a ``CheckedUpload`` is a picture larger than it is shown among others."""
    return max(found.width or 0, found.height or 0) > SIDE


def opened(found: Any) -> Any:
    """The small picture of a ``CheckedUpload``, open for reading.

    Raises ``FileNotFoundError`` if there is nothing to draw it from.
    """
    whole, storage = found.file.name, found.file.storage
    name = f"{whole}{ENDING}"
    with suppress(FileNotFoundError):
        return storage.open(name)
    with storage.open(whole) as source:
        content = _drawn(source)
    # Where nothing can be written it is still shown.
    with suppress(OSError):
        kept = storage.save(name, ContentFile(content))
        # Somebody else was quicker, or has deleted the other one meanwhile.
        if kept != name or not storage.exists(whole):
            storage.delete(kept)
    return io.BytesIO(content)


def delete(storage: Any, name: str) -> None:
    """What is stored under this name, and the small picture of it."""
    for each in (name, f"{name}{ENDING}"):
        storage.delete(each)


def _drawn(source: Any) -> bytes:
    """It was checked and drawn anew as it came: nothing of it is to be feared."""
    with Image.open(source) as image:
        # Decodes a large JPEG at a fraction of its size.
        image.draft(None, (SIDE, SIDE))
        image.thumbnail((SIDE, SIDE))
        written = io.BytesIO()
        image.save(written, "WEBP", quality=80, method=4)
    return written.getvalue()
