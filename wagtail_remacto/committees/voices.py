"""Members of a cycle's committee speak for it in its discussions."""

from typing import Any

from wagtail_remacto.committees.models import Seat
from wagtail_remacto.contributions import official
from wagtail_remacto.contributions.models import Discussion


@official.register
def committee_voice(account: Any, discussion: Discussion) -> str:
    """The committee's voice for whoever holds a seat in it; one query."""
    seats = Seat.objects.filter(
        user=account,
        active=True,
        committee__path__startswith=discussion.cycle.path,
    )
    return official.Voice.COMMITTEE if seats.exists() else ""
