"""Why a decision cannot be signed off as it stands."""

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from wagtail_remacto.committees.composition import seats_in_use
from wagtail_remacto.committees.errors import (
    AttendanceOwed,
    CommitteeError,
    CouncilHasAdopted,
    MeetingToCome,
    NobodyVotes,
    OtherCycle,
    ResultNeeded,
    SubjectNeeded,
    VersionNeeded,
    VotesDoNotFit,
)
from wagtail_remacto.committees.models import (
    ON_A_VERSION,
    Attendance,
    College,
    Decision,
    DecisionKind,
    Result,
)
from wagtail_remacto.committees.services.deciding.ground import cycle_of
from wagtail_remacto.cycles.clock import day_of
from wagtail_remacto.cycles.models import CyclePage


def obstacles(
    decision: Decision, now: dt.datetime | None = None
) -> Iterator[CommitteeError]:
    """Why the draft cannot be signed off as it stands, one sentence each."""
    now = now or timezone.now()
    yield from misplaced(decision, cycle_of(decision.committee))
    if decision.kind == DecisionKind.OTHER and not decision.subject:
        yield SubjectNeeded()
    if decision.held_on > day_of(now):
        yield MeetingToCome()
    rows = list(decision.attendance.select_related("seat"))
    said = {row.seat_id for row in rows}
    owed = [seat for seat in seats_in_use(decision.committee) if seat.pk not in said]
    if owed:
        yield AttendanceOwed(len(owed))
    if not any(row.votes for row in rows):
        yield NobodyVotes()
    if not decision.result:
        yield ResultNeeded()
    yield from _votes_that_do_not_fit(decision, rows)
    if _takes_away_an_adopted_validation(decision):
        yield CouncilHasAdopted()


def _votes_that_do_not_fit(
    decision: Decision, rows: list[Attendance]
) -> Iterator[CommitteeError]:
    ballots = {ballot.college: ballot for ballot in decision.votes.all()}
    if decision.consensus:
        if any(ballot.total for ballot in ballots.values()):
            yield VotesDoNotFit(
                _(
                    "A decision by consensus counts no votes: leave them out, or say "
                    "that it was not by consensus."
                )
            )
        return
    for college in College:
        voters = sum(row.votes and row.seat.college == college for row in rows)
        ballot = ballots.get(college)
        if ballot is None and voters:
            yield VotesDoNotFit(
                _("%(college)s: give the votes, or say that it was by consensus.")
                % {"college": college.label}
            )
        elif ballot is not None and ballot.total != voters:
            yield VotesDoNotFit(
                _(
                    "%(college)s: %(total)d votes and abstentions, but %(voters)d "
                    "seats that vote. They must be the same number."
                )
                % {"college": college.label, "total": ballot.total, "voters": voters}
            )
    in_favour = sum(ballot.votes_for for ballot in ballots.values())
    against = sum(ballot.votes_against for ballot in ballots.values())
    if decision.result == Result.APPROVED and in_favour <= against:
        yield VotesDoNotFit(
            _(
                "%(for)d for and %(against)d against: what is approved has more votes "
                "for it than against it."
            )
            % {"for": in_favour, "against": against}
        )
    if decision.result == Result.REFUSED and in_favour > against:
        yield VotesDoNotFit(
            _(
                "%(for)d for and %(against)d against: what is refused has no more "
                "votes for it than against it."
            )
            % {"for": in_favour, "against": against}
        )


def _takes_away_an_adopted_validation(decision: Decision) -> bool:
    old = decision.supersedes
    if old is None or old.version is None or not _validates(old):
        return False
    if _validates(decision) and decision.version_id == old.version_id:
        return False
    # Votes of the council are of a room above: the version knows its own.
    votes = old.version.deliberations.filter(superseded_at__isnull=True)
    return any(vote.is_adopted for vote in votes)


def _validates(decision: Decision) -> bool:
    return decision.kind == DecisionKind.VALIDATE and decision.result == Result.APPROVED


def misplaced(decision: Decision, cycle: CyclePage) -> Iterator[CommitteeError]:
    """What the decision is about has to be of the cycle of its committee."""
    version, meeting = decision.version, decision.meeting
    if version is None and decision.kind in ON_A_VERSION:
        yield VersionNeeded()
    if version is not None and not version.programme.path.startswith(cycle.path):
        yield OtherCycle(_("This version is not one of the committee’s own cycle."))
    if meeting is not None and not meeting.path.startswith(cycle.path):
        yield OtherCycle(_("This meeting is not one of the committee’s own cycle."))
