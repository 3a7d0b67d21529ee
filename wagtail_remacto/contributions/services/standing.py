"""Whether something new is public at once or waits for a moderator."""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone
from wagtail.log_actions import log

from wagtail_remacto.adapter import get_adapter
from wagtail_remacto.contributions import suspicion
from wagtail_remacto.contributions.models import (
    BEFORE,
    Comment,
    Contribution,
    ModerationAct,
    Standing,
    Verb,
)
from wagtail_remacto.contributions.services.telling import tell
from wagtail_remacto.contributions.subjects import (
    Subject,
    collectivite_of,
    key_of,
    name_of,
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
        return Standing.HELD, [BEFORE]
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


def record_hold(subject: Subject, before: str, grounds: Sequence[str]) -> ModerationAct:
    """Write down that a rule has put ``subject`` before a moderator; see :func:`held`.

    Of what is not confirmed yet, it is a note of what its form gave away.
    """
    act = ModerationAct.objects.create(
        **key_of(subject),
        collectivite_id=collectivite_of(subject).pk,
        verb=Verb.HOLD,
        before=before,
        after=Standing.HELD,
        grounds=list(grounds),
        automatic=True,
    )
    if subject.standing == Standing.HELD:
        held(subject, act, grounds)
    return act


def held(subject: Subject, act: ModerationAct, grounds: Sequence[str]) -> None:
    """Log a hold that takes effect, and tell the author, who may answer.

    Where everything is read first no message is sent: the page that thanks says so.
    """
    log(
        subject,
        f"wagtail_remacto.{Verb.HOLD}",
        title=name_of(subject),
        data={"reason": ""},
    )
    if BEFORE not in grounds:
        tell(subject, act, Verb.HOLD)
