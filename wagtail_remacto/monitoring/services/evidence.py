"""Photographs and documents that an update or a note brings, as they are stored."""

from collections.abc import Iterable
from typing import Any

from wagtail_remacto.contributions import attachments
from wagtail_remacto.contributions.attachments import CheckedFile
from wagtail_remacto.contributions.text import clean
from wagtail_remacto.monitoring.models import Evidence

CAPTION_LENGTH = 200


def keep(files: Iterable[tuple[CheckedFile, str]], **of: Any) -> list[Evidence]:
    """Store checked files, each with its caption, ``of`` one ``update`` or ``note``.

    The same file twice is one.
    """
    kept: dict[str, Evidence] = {}
    for file, caption in files:
        if file.sha256 in kept:
            continue
        kept[file.sha256] = Evidence.objects.create(
            caption=" ".join(clean(caption).split())[:CAPTION_LENGTH],
            **attachments.columns(file),
            **of,
        )
    return list(kept.values())
