"""What has happened, told by whoever made it happen to rooms that they do not know.

A service calls :func:`tell` in its transaction. The room ``notices`` listens and keeps
it in that same transaction, so that nobody hears of what was rolled back.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.dispatch import Signal

happened = Signal()


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, in facts; its words are made for each reader.

    ``kind`` is one of ``notices.kinds.Kind``; ``key`` is unique, such as
    ``update:12``, so that telling it twice keeps it once. ``page`` is the narrowest
    canonical page it is about: who follows that page, or one above it, hears of it.
    ``contributions`` are keys of ideas whose authors and followers hear of it as of
    their own; the ideas that shaped ``project`` (a canonical project) are found by
    themselves. ``facts`` can be written as JSON: no words of citizens, no names.
    """

    kind: str
    key: str
    at: dt.datetime
    page: Any
    project: Any = None
    contributions: Sequence[int] = ()
    facts: dict[str, Any] = field(default_factory=dict)


def tell(*events: Event) -> None:
    """Tell whoever listens, of many things at once where there are many.

    An exception of theirs undoes what has happened.
    """
    if events:
        happened.send(sender=Event, events=events)
