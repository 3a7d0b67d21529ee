"""What rooms above know against an outcome: an idea that shaped a project, for one.

The committee’s room asks before it records, with the ideas locked.
"""

from collections.abc import Callable, Mapping, Sequence

from wagtail_remacto.contributions.models import Contribution, Outcome

# For each idea (by its key) to which something speaks against this outcome, what.
Objection = Callable[[Sequence[Contribution], Outcome], Mapping[int, str]]

_objections: list[Objection] = []


def register(objection: Objection) -> Objection:
    """Declare what a room knows; a decorator. A few queries for any number of ideas."""
    if objection not in _objections:
        _objections.append(objection)
    return objection


def against(ideas: Sequence[Contribution], outcome: Outcome) -> dict[int, str]:
    """A sentence for each idea that must not have this outcome."""
    found: dict[int, str] = {}
    for objection in _objections:
        for key, sentence in objection(ideas, outcome).items():
            found.setdefault(key, sentence)
    return found
