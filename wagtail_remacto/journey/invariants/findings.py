"""What a check finds, and the list of all checks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as the rules say.

    ``code`` is for machines and lasting, ``sentence`` for people. ``programme`` is the
    key of the canonical programme page it belongs to, where it belongs to one.
    """

    code: str
    model: str
    pk: Any
    sentence: str
    programme: int | None = None

    def __str__(self) -> str:
        return f"{self.code}: {self.model} {self.pk}: {self.sentence}"


Check = Callable[[int | None], Iterator[Finding]]
_checks: list[Check] = []


def check(found: Check) -> Check:
    """Declare a check; it yields findings, for one programme if it is given.

    A check that is about no programme yields nothing when one is given. Rooms above
    this one declare theirs the same way.
    """
    _checks.append(found)
    return found


def verify(programme: int | None = None) -> Iterator[Finding]:
    """Everything that is wrong, of one programme or of all; nothing if all is well.

    Reads only. The number of queries does not grow with contributions.
    """
    for each in _checks:
        yield from each(programme)


def finding(
    code: str, row: models.Model, sentence: str, programme: int | None = None
) -> Finding:
    return Finding(code, str(row._meta.model_name), row.pk, str(sentence), programme)
