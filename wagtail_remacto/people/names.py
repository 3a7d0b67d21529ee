"""The name that a person chooses to be shown by."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST = 60

_LINK = re.compile(
    r"://|www\.|\.(com|net|org|info|biz|xyz|site|online|shop|top|club|me|io|ma|fr|dz|tn|eu)"
    r"(?![^\W\d_])",
    re.IGNORECASE,
)


def clean_display_name(text: str) -> str:
    """The name in its normal form; raises ``ValidationError`` with a sentence.

    No way to advertise or to be found by: neither links nor addresses nor numbers; and
    nothing that turns the line around. Two people may have the same name.
    """
    text = unicodedata.normalize("NFC", text)
    if any(unicodedata.category(c) in ("Cc", "Co", "Cs") for c in text.strip()):
        raise ValidationError(_("A name is one line without special signs."))
    # Signs that no eye can see, among them those that reverse the direction.
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cn"))
    text = " ".join(text.split())
    if not text:
        return ""
    if len(text) > MOST:
        raise ValidationError(
            _("The name has %(length)d characters; %(most)d fit.")
            % {"length": len(text), "most": MOST}
        )
    if "@" in text or _LINK.search(text):
        raise ValidationError(
            _("A name has no link and no e-mail address: everybody reads it.")
        )
    if sum(c.isdigit() for c in text) > 4:
        raise ValidationError(
            _("A name has no telephone or identity number: everybody reads it.")
        )
    if not any(c.isalpha() for c in text):
        raise ValidationError(_("A name has at least one letter."))
    return text
