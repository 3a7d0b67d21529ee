"""Photographs: decoded and written anew.

Nothing of the file that was sent survives: no place, no author, no hidden payload.
"""

import io
import warnings
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageFile, ImageOps

from wagtail_remacto.contributions.attachments.checked import (
    CheckedFile,
    checked_file,
    refusal,
)

# Decoding takes four bytes for each; a small file may claim a great many.
MAX_PIXELS = 50_000_000
MAX_SIDE = 2400

_FORMATS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "JPEG": ("jpg", "image/jpeg", {"quality": 85, "optimize": True}),
    "PNG": ("png", "image/png", {"optimize": True}),
    "WEBP": ("webp", "image/webp", {"quality": 85, "method": 4}),
}


def looks_like_picture(content: bytes) -> bool:
    """By its first bytes: a JPEG, PNG or WebP."""
    return content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (
        content[:4],
        content[8:12],
    ) == (b"RIFF", b"WEBP")


def picture(name: str, content: bytes) -> CheckedFile:
    """The picture, drawn anew; ``ValidationError`` if it is damaged or too large."""
    try:
        with warnings.catch_warnings():
            # Pillow only warns of a large image; the count below decides.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=tuple(_FORMATS))
        if image.width * image.height > MAX_PIXELS:
            raise Image.DecompressionBombError
        # A telephone's JPEG may hold several pictures, and says so in its format.
        form = "JPEG" if image.format == "MPO" else str(image.format)
        drawn = _redrawn(image, form)
    except Image.DecompressionBombError:
        raise refusal(
            "too_many_pixels",
            _("“%(name)s” has too many pixels: make it smaller and send it again.")
            % {"name": name},
        ) from None
    # A broken file makes a decoder raise anything; all of it means the same.
    except Exception as error:
        raise refusal(
            "unreadable",
            _("“%(name)s” cannot be read as an image: the file may be damaged.")
            % {"name": name},
        ) from error
    extension, content_type, options = _FORMATS[form]
    written = io.BytesIO()
    drawn.save(written, form, **options)
    return checked_file(
        f"{name}.{extension}",
        "image",
        content_type,
        written.getvalue(),
        width=drawn.width,
        height=drawn.height,
    )


def _redrawn(image: Image.Image, form: str) -> Image.Image:
    """The first picture alone: upright, in plain colours, no larger than shown."""
    # Decodes a large JPEG at a fraction of its size.
    image.draft(None, (MAX_SIDE, MAX_SIDE))
    image.seek(0)
    # WeasyPrint lets Pillow read damaged files, in the whole process.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
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
