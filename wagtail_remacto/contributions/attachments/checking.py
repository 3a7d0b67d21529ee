"""What was sent, as it may be stored, or the sentence that refuses it."""

import re
from pathlib import PurePath
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from wagtail_remacto import conf
from wagtail_remacto.contributions.attachments.checked import CheckedFile, refusal
from wagtail_remacto.contributions.attachments.pdf import is_pdf, pdf
from wagtail_remacto.contributions.attachments.pictures import (
    looks_like_picture,
    picture,
)
from wagtail_remacto.contributions.text import clean

# The setting that limits a picture, and any other file.
LIMITS = {True: "PHOTOGRAPH_MAX_BYTES", False: "ATTACHMENT_MAX_BYTES"}
MAX_NAME = 60


def check(upload: Any) -> CheckedFile:
    """The uploaded file, checked; ``ValidationError`` with a sentence if it is refused.

    ``upload`` is any file of Django's, with a name. Serve the result by
    :func:`file_response`.
    """
    name = _clean_stem(upload.name or "")
    upload.seek(0)
    # One byte more than allowed: a declared size may be wrong.
    content = upload.read(max(map(conf.get, LIMITS.values())) + 1)
    limit = conf.get(LIMITS[looks_like_picture(content)])
    if len(content) > limit:
        raise refusal(
            "too_large",
            _("“%(name)s” is too large: a file may have up to %(limit)s.")
            % {"name": name, "limit": filesizeformat(limit)},
        )
    if not content:
        raise refusal("empty", _("“%(name)s” is empty.") % {"name": name})
    if is_pdf(content):
        return pdf(name, content)
    if looks_like_picture(content):
        return picture(name, content)
    raise refusal(
        "unknown_kind",
        _(
            "“%(name)s” cannot be attached: only photographs (JPEG, PNG, WebP) and "
            "PDF documents can."
        )
        % {"name": name},
    )


def _clean_stem(name: str) -> str:
    """The name without folders, extension or signs that a file system minds."""
    base = re.split(r"[\\/]", clean(name).replace("\n", " "))[-1]
    stem = PurePath(base).stem if "." in base.strip(".") else base
    # A stem keeps no dot: some servers run « photo.php.jpg ».
    stem = re.sub(r"[\s:*?\"<>|.%#&;'`$~\u200e\u200f\u061c]+", "-", stem).strip("-_ ")
    return stem[:MAX_NAME].strip("-") or "file"
