"""Who sits in a committee today, and what that lets an account do.

The gate asks here (domain.md, "Who may do what"): members review, whoever keeps the
committee's papers records outcomes, both without any right to pages.
"""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wagtail_remacto.committees.models import Seat, SeatRole
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.clock import day_of
from wagtail_remacto.cycles.gate import Deed, Verdict

# Who keeps the papers of a committee.
KEEPERS = (
    SeatRole.CHAIR,
    SeatRole.VICE_CHAIR,
    SeatRole.SECRETARY,
    SeatRole.COORDINATOR,
)


def seats_of(account: Any) -> QuerySet[Seat]:
    """The seats in use that the account holds, whatever their mandate says."""
    if not account.is_authenticated or not account.is_active:
        return Seat.objects.none()
    return Seat.objects.filter(user=account, active=True).select_related(
        "committee__locale"
    )


def seat_in(account: Any, cycle: Any, now: dt.datetime) -> Seat | None:
    """The account's seat in the committee of this cycle, within its mandate.

    ``cycle`` is a canonical page. The one that keeps the papers comes first; one query.
    """
    found = [
        seat
        for seat in seats_of(account).filter(
            committee__path__startswith=cycle.path,
        )
        if within_mandate(seat, now)
    ]
    found.sort(key=lambda seat: (seat.role not in KEEPERS, seat.pk))
    return found[0] if found else None


def within_mandate(seat: Seat, now: dt.datetime) -> bool:
    """Whether the seat's mandate, as far as it is known, covers this day."""
    today = day_of(now)
    start = seat.mandate_start or seat.committee.mandate_start
    end = seat.mandate_end or seat.committee.mandate_end
    return not (start and start.first > today) and not (end and end.last < today)


@gate.rule(Deed.REVIEW)
def may_review(account: Any, cycle: Any, now: dt.datetime) -> Verdict:
    """Members of the cycle's committee, and nobody else."""
    if seat_in(account, cycle.canonical, now) is not None:
        return gate.YES
    if not account.is_authenticated:
        return gate.signed_out(Deed.REVIEW.label)
    return _only_members()


def _keeper_or_officer(deed: Deed) -> gate.Rule:
    def rule(account: Any, cycle: Any, now: dt.datetime) -> Verdict:
        as_officer = gate.as_officer(account, deed, cycle, now)
        if as_officer:
            return as_officer
        seat = seat_in(account, cycle.canonical, now)
        if seat is not None and seat.role in KEEPERS:
            return gate.YES
        return as_officer

    return rule


for _deed in (Deed.OUTCOME, Deed.TRANSLATE):
    gate.rule(_deed)(_keeper_or_officer(_deed))


def _only_members() -> Verdict:
    return Verdict(
        gate.Kind.NO,
        gate.Reason.NOT_ADMITTED,
        lambda: _("Only the members of this committee review its ideas."),
        lambda: _(
            "If you hold a seat, ask the focal point to name your account on it."
        ),
    )
