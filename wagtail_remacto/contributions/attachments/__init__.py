"""What a citizen may attach: photographs and PDFs, judged by their content.

A name and a declared type prove nothing. :func:`check` takes what was sent,
:func:`columns` what is stored of it, and :func:`file_response` gives it to a browser.
"""

from wagtail_remacto.contributions.attachments.checked import (
    CheckedFile,
    columns,
    facts_of,
)
from wagtail_remacto.contributions.attachments.checking import check
from wagtail_remacto.contributions.attachments.pictures import MAX_SIDE
from wagtail_remacto.contributions.attachments.serving import KEPT, file_response

__all__ = [
    "KEPT",
    "MAX_SIDE",
    "CheckedFile",
    "check",
    "columns",
    "facts_of",
    "file_response",
]
