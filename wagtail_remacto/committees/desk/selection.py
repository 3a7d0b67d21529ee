"""The ideas that somebody has ticked, or named by their references."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from wagtail_remacto.committees.desk.access import Desk
from wagtail_remacto.committees.queries import ideas_to_read
from wagtail_remacto.contributions import references
from wagtail_remacto.contributions.models import Contribution

# A form never lists more; who sends more did not send our form.
AT_ONCE = 100
TICK = "idea"
MORE = "more"


@dataclass
class Selection:
    """``unknown``: what was typed and is no public idea of the cycle.

    ``lost``: how many of the ticked are none either.
    """

    ideas: list[Contribution] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    lost: int = 0

    @property
    def address(self) -> str:
        """The parameters that name these ideas."""
        return address_of(self.ideas)


def address_of(ideas: Iterable[Contribution]) -> str:
    query = QueryDict(mutable=True)
    query.setlist(TICK, [str(idea.pk) for idea in ideas])
    return query.urlencode()


def readable_ideas(desk: Desk) -> Any:
    """The public ideas of the cycle, with what a line about one shows."""
    return ideas_to_read(desk.cycle).select_related(
        "author", "axis", "phase__locale", "merged_into"
    )


def selected(desk: Desk, data: QueryDict) -> Selection:
    """What ``data`` names, in its order, each once; one query."""
    ticked = [value for value in data.getlist(TICK)[:AT_ONCE] if _is_key(value)]
    typed = re.split(r"[\s,;،؛]+", data.get(MORE, "")[:500].strip())
    named = {text: references.read(text) for text in typed if text}
    rows = readable_ideas(desk)
    known = [value for value in named.values() if value]
    found = list(rows.filter(pk__in=ticked) | rows.filter(reference__in=known))
    by_pk = {str(idea.pk): idea for idea in found}
    by_reference = {idea.reference: idea for idea in found}
    chosen = {
        idea.pk: idea
        for idea in [
            *(by_pk.get(value) for value in ticked),
            *(by_reference.get(value or "") for value in named.values()),
        ]
        if idea is not None
    }
    return Selection(
        ideas=list(chosen.values()),
        unknown=[text for text, key in named.items() if key not in by_reference],
        lost=sum(value not in by_pk for value in set(ticked)),
    )


def _is_key(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) < 19
