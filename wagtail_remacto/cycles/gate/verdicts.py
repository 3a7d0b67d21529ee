"""What the gate answers: yes or no, and the words for whoever asked."""

import enum
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy


class Kind(enum.Enum):
    YES = "yes"
    YES_ONCE_SIGNED_IN = "yes_once_signed_in"
    NO = "no"


class Reason(models.TextChoices):
    """Why not; for whoever reads a verdict by machine."""

    UNPUBLISHED = "unpublished", gettext_lazy("not published")
    UNDATED = "undated", gettext_lazy("no dates")
    NOT_PART = "not_part", gettext_lazy("not part of the phase")
    TO_COME = "to_come", gettext_lazy("not open yet")
    CLOSED = "closed", gettext_lazy("closed")
    SIGNED_OUT = "signed_out", gettext_lazy("not signed in")
    NOT_ADMITTED = "not_admitted", gettext_lazy("not admitted")
    NOT_YOURS = "not_yours", gettext_lazy("another collectivité")
    OFFICER = "officer", gettext_lazy("for citizens only")
    TOO_OFTEN = "too_often", gettext_lazy("too often")


def _nothing() -> str:
    return ""


@dataclass(frozen=True)
class Verdict:
    """The answer; its words are only made when someone reads them.

    ``sentence`` says why (empty for a plain yes), ``remedy`` what can be done.
    """

    kind: Kind
    reason: Reason | None = None
    _sentence: Callable[[], str] = field(default=_nothing, repr=False, compare=False)
    _remedy: Callable[[], str] = field(default=_nothing, repr=False, compare=False)

    def __bool__(self) -> bool:
        return self.kind is Kind.YES

    @cached_property
    def sentence(self) -> str:
        return self._sentence()

    @cached_property
    def remedy(self) -> str:
        return self._remedy()


YES = Verdict(Kind.YES)


class Refused(Exception):
    """The gate said no; ``verdict`` has the sentence and what can be done."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict)
        self.verdict = verdict

    def __str__(self) -> str:
        return f"{self.verdict.sentence} {self.verdict.remedy}".strip()
