"""What a citizen may attach: photographs and PDFs, judged by their content.

A name and a declared type prove nothing. A picture is decoded and written anew, so
that nothing of its file survives: no place, no author, no hidden payload. A PDF is kept
byte for byte, if it can neither run nor carry anything.
"""

import hashlib
import io
import re
import warnings
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from wagtail_remacto import conf
from wagtail_remacto.contributions.text import clean

# Decoding takes four bytes for each; an image of 5 MiB may claim a thousand times more.
MAX_PIXELS = 50_000_000
MAX_SIDE = 2400
MAX_NAME = 60


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


def check(upload: Any) -> CheckedFile:
    """The uploaded file, checked; ``ValidationError`` with a sentence if it is refused.

    ``upload`` is any file of Django's, with a name. Serve the result as an attachment
    with its content type and ``X-Content-Type-Options: nosniff``.
    """
    name = _clean_stem(upload.name or "")
    limit = conf.get("ATTACHMENT_MAX_BYTES")
    upload.seek(0)
    # One byte more than allowed: a declared size may be wrong.
    content = upload.read(limit + 1)
    if len(content) > limit:
        raise _refusal(
            "too_large",
            _("“%(name)s” is too large: a file may have up to %(limit)s.")
            % {"name": name, "limit": filesizeformat(limit)},
        )
    if not content:
        raise _refusal("empty", _("“%(name)s” is empty.") % {"name": name})
    if content.startswith(b"%PDF-"):
        return _pdf(name, content)
    if _looks_like_image(content):
        return _image(name, content)
    raise _refusal(
        "unknown_kind",
        _(
            "“%(name)s” cannot be attached: only photographs (JPEG, PNG, WebP) and "
            "PDF documents can."
        )
        % {"name": name},
    )


def _refusal(code: str, sentence: str) -> ValidationError:
    return ValidationError(sentence, code=code)


def _clean_stem(name: str) -> str:
    """The name without folders, extension or signs that a file system minds."""
    base = re.split(r"[\\/]", clean(name).replace("\n", " "))[-1]
    stem = PurePath(base).stem if "." in base.strip(".") else base
    # A stem keeps no dot: some servers run « photo.php.jpg ».
    stem = re.sub(r"[\s:*?\"<>|.%#&;'`$~\u200e\u200f\u061c]+", "-", stem).strip("-_ ")
    return stem[:MAX_NAME].strip("-") or "file"


def _checked(
    name: str, kind: str, content_type: str, content: bytes, **size: int
) -> CheckedFile:
    return CheckedFile(
        name=name,
        kind=kind,
        content_type=content_type,
        content=ContentFile(content, name=name),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        **size,
    )


# Images

_FORMATS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "JPEG": ("jpg", "image/jpeg", {"quality": 85, "optimize": True}),
    "PNG": ("png", "image/png", {"optimize": True}),
    "WEBP": ("webp", "image/webp", {"quality": 85, "method": 4}),
}


def _looks_like_image(content: bytes) -> bool:
    return content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (
        content[:4],
        content[8:12],
    ) == (b"RIFF", b"WEBP")


def _image(name: str, content: bytes) -> CheckedFile:
    try:
        with warnings.catch_warnings():
            # Pillow only warns of a large image; the count below decides.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=tuple(_FORMATS))
        if image.width * image.height > MAX_PIXELS:
            raise Image.DecompressionBombError
        # A telephone's JPEG may hold several pictures, and says so in its format.
        form = "JPEG" if image.format == "MPO" else str(image.format)
        picture = _redrawn(image, form)
    except Image.DecompressionBombError:
        raise _refusal(
            "too_many_pixels",
            _("“%(name)s” has too many pixels: make it smaller and send it again.")
            % {"name": name},
        ) from None
    # A broken file makes a decoder raise anything; all of it means the same.
    except Exception as error:
        raise _refusal(
            "unreadable",
            _("“%(name)s” cannot be read as an image: the file may be damaged.")
            % {"name": name},
        ) from error
    extension, content_type, options = _FORMATS[form]
    written = io.BytesIO()
    picture.save(written, form, **options)
    return _checked(
        f"{name}.{extension}",
        "image",
        content_type,
        written.getvalue(),
        width=picture.width,
        height=picture.height,
    )


def _redrawn(image: Image.Image, form: str) -> Image.Image:
    """The first picture alone: upright, in plain colours, no larger than shown."""
    # Decodes a large JPEG at a fraction of its size.
    image.draft(None, (MAX_SIDE, MAX_SIDE))
    image.seek(0)
    image.load()
    profile = image.info.get("icc_profile")
    image = ImageOps.exif_transpose(image)
    image = _in_srgb(_in_plain_mode(image, form), profile)
    image.thumbnail((MAX_SIDE, MAX_SIDE))
    # Pillow writes some of what it read (comments, profiles) unless it is gone.
    image.info = {}
    return image


def _in_plain_mode(image: Image.Image, form: str) -> Image.Image:
    if image.mode in ("RGB", "L") or (image.mode == "CMYK" and form == "JPEG"):
        plain = image
    elif image.mode.startswith("I"):
        plain = image.convert("I").point(lambda value: value / 256).convert("L")
    elif form != "JPEG" and image.has_transparency_data:
        plain = image.convert("RGBA")
    else:
        plain = image.convert("RGB")
    return plain


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as the camera meant them, once its profile is gone."""
    if profile and image.mode in ("RGB", "RGBA", "CMYK"):
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        try:
            converted = ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode=mode,
            )
            if converted is not None:
                return converted
        except (ImageCms.PyCMSError, OSError, ValueError):
            # A wrong profile spoils no picture.
            pass
    return image.convert("RGB") if image.mode == "CMYK" else image


# PDF

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


def _pdf(name: str, content: bytes) -> CheckedFile:
    parts = list(_parts(content))
    structure = _unescaped(b" ".join(between for between, _packed in parts))
    unpacked = _unpacked(parts)
    if unpacked is None:
        raise _refusal(
            "unreadable",
            _("“%(name)s” cannot be checked: save it as a plain PDF and try again.")
            % {"name": name},
        )
    everything = _unescaped(content) + unpacked
    if _ENCRYPTED.search(structure) or _ENCRYPTED.search(unpacked):
        raise _refusal(
            "encrypted",
            _("“%(name)s” is protected by a password: send it without one.")
            % {"name": name},
        )
    if _ACTIVE.search(everything) or _SCRIPT.search(structure + unpacked):
        raise _refusal(
            "active",
            _(
                "“%(name)s” holds a program or other files: save it as a plain PDF "
                "and try again."
            )
            % {"name": name},
        )
    return _checked(f"{name}.pdf", "pdf", "application/pdf", content)


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
