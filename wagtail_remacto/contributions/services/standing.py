"""Whether something new is public at once or waits for a moderator."""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from wagtail_remacto.adapter import get_adapter
from wagtail_remacto.contributions import suspicion
from wagtail_remacto.contributions.models import (
    Comment,
    Contribution,
    ModerationAct,
    Standing,
    Verb,
)
from wagtail_remacto.cycles.kinds import Moderation
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.people.models import Participant

# What one person has written lately is compared with what they send.
RECENT = dt.timedelta(days=1)
COMPARED = 20


def decide(
    phase: PhasePage,
    text: str,
    author: Participant,
    grounds: Sequence[str] = (),
    other_than: int | None = None,
) -> tuple[Standing, list[str]]:
    """The standing of a text that is sent now, and why it is held if it is.

    ``grounds`` are what the form itself found suspicious; ``other_than`` a contribution
    not to compare it with. Rules only hold: nothing is refused, nothing disappears.
    """
    mode = get_adapter().moderation(phase)
    if mode == Moderation.BEFORE:
        return Standing.HELD, ["before"]
    if mode == Moderation.AFTER:
        return Standing.PUBLIC, []
    found = [*grounds, *_rules(text, author, other_than)]
    return (Standing.HELD if found else Standing.PUBLIC), found


def _rules(text: str, author: Participant, other_than: int | None) -> list[str]:
    since = timezone.now() - RECENT
    texts = Contribution.objects.filter(author=author, created_at__gte=since)
    texts = texts.exclude(pk=other_than) if other_than else texts
    remarks = Comment.objects.filter(author=author, created_at__gte=since)
    recent = [
        *(
            f"{title}\n{text}"
            for title, text in texts.order_by("-pk").values_list("title", "text")[
                :COMPARED
            ]
        ),
        *remarks.order_by("-pk").values_list("text", flat=True)[:COMPARED],
    ]
    return suspicion.score(
        text, recent=recent, account_age=timezone.now() - author.created_at
    )


def record_hold(
    subject: Contribution | Comment, before: str, grounds: Sequence[str]
) -> ModerationAct:
    """Write down that a rule has put ``subject`` before a moderator."""
    phase_owner = (
        subject.collectivite_id
        if isinstance(subject, Contribution)
        else subject.discussion.collectivite_id
    )
    return ModerationAct.objects.create(
        contribution=subject if isinstance(subject, Contribution) else None,
        comment=subject if isinstance(subject, Comment) else None,
        collectivite_id=phase_owner,
        verb=Verb.HOLD,
        before=before,
        after=Standing.HELD,
        grounds=list(grounds),
        automatic=True,
    )
