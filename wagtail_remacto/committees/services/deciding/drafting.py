import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from wagtail_remacto.collectivites.pages import canonical_page
from wagtail_remacto.committees.errors import (
    AlreadySuperseded,
    NotSigned,
    SeatOfAnother,
    SeatTwice,
    VotesDoNotFit,
)
from wagtail_remacto.committees.models import (
    Attendance,
    College,
    CollegeVote,
    CommitteePage,
    Decision,
    Presence,
    Seat,
)
from wagtail_remacto.committees.services.deciding.ground import (
    enter,
    locked,
    open_draft,
    puts_right,
    record,
)
from wagtail_remacto.committees.services.deciding.obstacles import misplaced
from wagtail_remacto.cycles.models import CyclePage


@dataclass(frozen=True, slots=True)
class Seen:
    """Whether a seat was there; ``recused`` keeps it from the vote."""

    seat: Seat
    presence: str = Presence.PRESENT
    recused: bool = False


@dataclass(frozen=True, slots=True)
class Votes:
    """The votes of one college."""

    college: str
    votes_for: int = 0
    votes_against: int = 0
    abstained: int = 0


class Said(TypedDict, total=False):
    """What a draft says; ``attendance`` and ``votes`` replace what it said before."""

    kind: str
    subject: str
    language: str
    held_on: dt.date
    meeting: Any
    version: Any
    consensus: bool
    result: str
    reasons: str
    dissent: str
    minutes: str
    minutes_document: Any
    attendance: Iterable[Seen]
    votes: Iterable[Votes]


# What a decision that supersedes another begins with.
_REPEATED = (
    "kind",
    "subject",
    "language",
    "held_on",
    "meeting",
    "version",
    "consensus",
    "result",
    "reasons",
    "dissent",
    "minutes",
    "minutes_document",
)


@transaction.atomic
def draft(
    *,
    committee: CommitteePage,
    by: Any,
    now: dt.datetime | None = None,
    **said: Unpack[Said],
) -> Decision:
    """A decision that nobody has signed off; ``held_on`` is needed.

    Raises ``gate.Refused``, a ``CommitteeError`` for what is not of this committee or
    its cycle, and ``ValidationError``.
    """
    committee, cycle = enter(canonical_page(committee).pk, by, now)
    decision = Decision(committee=committee, created_by=by)
    _write(decision, cycle, said)
    record(decision, "draft_decision", by)
    return decision


@transaction.atomic
def change(
    *,
    decision: Decision,
    by: Any,
    now: dt.datetime | None = None,
    **said: Unpack[Said],
) -> Decision:
    """The draft with what is said now; what is not named stays.

    Raises as :func:`draft` does, and ``AlreadySigned``.
    """
    _committee, cycle = enter(
        decision.committee_id, by, now, even_closed=puts_right(decision)
    )
    decision = open_draft(decision)
    _write(decision, cycle, said)
    record(decision, "change_decision", by)
    return decision


@transaction.atomic
def discard(*, decision: Decision, by: Any, now: dt.datetime | None = None) -> None:
    """Throw a draft away; a signed decision stays for ever (``AlreadySigned``)."""
    enter(decision.committee_id, by, now, even_closed=True)
    decision = open_draft(decision)
    record(decision, "discard_decision", by, deleted=True)
    decision.delete()


@transaction.atomic
def supersede(
    *,
    decision: Decision,
    by: Any,
    now: dt.datetime | None = None,
    **said: Unpack[Said],
) -> Decision:
    """A draft that will take the place of a signed decision once it is signed itself.

    It begins with what the old one says, changed by ``said``. Raises ``NotSigned`` and
    ``AlreadySuperseded``, and as :func:`draft` does.
    """
    committee, cycle = enter(decision.committee_id, by, now, even_closed=True)
    old = locked(decision)
    if not old.is_signed:
        raise NotSigned
    if Decision.objects.filter(supersedes=old).exists():
        raise AlreadySuperseded
    begins: Said = {
        **{name: getattr(old, name) for name in _REPEATED},  # type: ignore[typeddict-item]
        "attendance": [
            Seen(row.seat, row.presence, row.recused)
            for row in old.attendance.select_related("seat")
        ],
        "votes": [
            Votes(row.college, row.votes_for, row.votes_against, row.abstained)
            for row in old.votes.all()
        ],
    }
    begins.update(said)
    new = Decision(committee=committee, created_by=by, supersedes=old)
    _write(new, cycle, begins)
    record(new, "supersede_decision", by, supersedes=old.number)
    return new


def _write(decision: Decision, cycle: CyclePage, said: Said) -> None:
    for name in _REPEATED:
        if name in said:
            setattr(decision, name, said[name])  # type: ignore[literal-required]
    if decision.meeting is not None:
        decision.meeting = canonical_page(decision.meeting)
    for problem in misplaced(decision, cycle):
        raise problem
    decision.full_clean()
    attendance = (
        _attendance(decision, said["attendance"]) if "attendance" in said else []
    )
    decision.save()
    # In bulk: that the decision is a draft is known, and it is locked.
    if "attendance" in said:
        decision.attendance.all().delete()
        Attendance.objects.bulk_create(attendance)
    if "votes" in said:
        decision.votes.all().delete()
        CollegeVote.objects.bulk_create(_ballots(decision, said["votes"]))


def _attendance(decision: Decision, seen: Iterable[Seen]) -> list[Attendance]:
    seen = list(seen)
    known: set[int] = set()
    own = set(
        Seat.objects.filter(
            committee=decision.committee, pk__in=[each.seat.pk for each in seen]
        ).values_list("pk", flat=True)
    )
    for each in seen:
        if each.seat.pk not in own:
            raise SeatOfAnother(str(each.seat))
        if each.seat.pk in known:
            raise SeatTwice(str(each.seat))
        known.add(each.seat.pk)
    return [
        Attendance(
            decision=decision,
            seat=each.seat,
            presence=Presence(each.presence),
            recused=each.recused,
        )
        for each in seen
    ]


def _ballots(decision: Decision, votes: Iterable[Votes]) -> list[CollegeVote]:
    ballots = [
        CollegeVote(
            decision=decision,
            college=College(each.college),
            votes_for=each.votes_for,
            votes_against=each.votes_against,
            abstained=each.abstained,
        )
        for each in votes
    ]
    for ballot in ballots:
        ballot.clean_fields(exclude=["decision"])
    if len({ballot.college for ballot in ballots}) < len(ballots):
        raise VotesDoNotFit(_("Each college has its votes counted once."))
    return ballots
