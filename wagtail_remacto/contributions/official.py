"""In whose name a reply speaks: the collectivité's, the committee's, or nobody's."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail_remacto.contributions.models import Discussion
from wagtail_remacto.cycles import gate


class Voice(models.TextChoices):
    COLLECTIVITE = "collectivite", _("the collectivité")
    COMMITTEE = "committee", _("the committee")


Finder = Callable[[Any, Discussion], str]
_finders: list[Finder] = []


def register(finder: Finder) -> Finder:
    """Let a room above say in whose name an account speaks (empty for nobody)."""
    if finder not in _finders:
        _finders.append(finder)
    return finder


def voice_of(account: Any, discussion: Discussion) -> str:
    """The voice of the account in this discussion, empty for citizens."""
    if not account.is_authenticated:
        return ""
    if gate.check(account, gate.Deed.ANSWER, discussion.cycle):
        return Voice.COLLECTIVITE
    for finder in _finders:
        voice = finder(account, discussion)
        if voice:
            return voice
    return ""
