"""Signs of abuse that hold a text until a moderator has read it.

A reason never refuses anything: what was written is kept, and its author is told that
it waits. Capitals and rude words are no reason; people, not rules, judge those.
"""

import datetime as dt
import re
from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from wagtail_remacto import conf
from wagtail_remacto.normalise import normalise
from wagtail_remacto.people.traps import Trap


class Suspicion(models.TextChoices):
    """Why something is held by itself; the last three come with the form."""

    LINKS = "links", _("many links")
    REPEATED = "repeated", _("repeated text")
    NEW_ACCOUNT = "new_account", _("link from a new account")
    FILLED = Trap.FILLED.value, Trap.FILLED.label
    TOO_FAST = Trap.TOO_FAST.value, Trap.TOO_FAST.label
    UNSIGNED = Trap.UNSIGNED.value, Trap.UNSIGNED.label


# Likeness, out of 100, from which two texts are one.
REPEATED_FROM = 90
# Shorter ones (“I agree”, “Thank you”) are repeated by honest people.
REPEATED_WORDS = 5

_LINK = re.compile(r"(?:https?://|(?<![\w./])www\.)\w", re.IGNORECASE)


def score(
    text: str,
    *,
    recent: Iterable[str] = (),
    links: int | None = None,
    account_age: dt.timedelta | None = None,
) -> list[str]:
    """The values of :class:`Suspicion` that the text gives; an empty list for none.

    ``recent`` are texts that the same sender wrote lately, as they were written;
    ``links`` is counted in the text unless it is given; ``account_age`` is ``None``
    for somebody without an account, about whom nothing is then supposed.
    """
    links = count_links(text) if links is None else links
    reasons: list[str] = []
    if 0 < conf.get("HOLD_LINKS") <= links:
        reasons.append(Suspicion.LINKS.value)
    if _is_repeated(text, recent):
        reasons.append(Suspicion.REPEATED.value)
    new = dt.timedelta(hours=conf.get("NEW_ACCOUNT_HOURS"))
    if links and account_age is not None and account_age < new:
        reasons.append(Suspicion.NEW_ACCOUNT.value)
    return reasons


def count_links(text: str) -> int:
    """Web addresses in the text, in Markdown or bare."""
    return len(_LINK.findall(text))


def _is_repeated(text: str, recent: Iterable[str]) -> bool:
    words = normalise(text)
    if words.count(" ") + 1 < REPEATED_WORDS:
        return False
    closest = process.extractOne(
        words,
        (normalise(other) for other in recent),
        scorer=fuzz.ratio,
        score_cutoff=REPEATED_FROM,
    )
    return closest is not None
