"""Decisions of committees: signed on an exact version, and their votes add up."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from wagtail_remacto.committees.models import (
    ON_A_VERSION,
    AnalysisClosing,
    Decision,
    Result,
)
from wagtail_remacto.journey.invariants.findings import Finding, check, finding


def _signed(programme: int | None) -> Any:
    rows = Decision.objects.filter(signed_at__isnull=False)
    if programme is not None:
        rows = rows.filter(version__programme=programme)
    return rows


@check
def decisions_and_versions(programme: int | None) -> Iterator[Finding]:
    """Domain rule 3: a decision names the exact version that it is about."""
    rows = _signed(programme).filter(kind__in=ON_A_VERSION)
    for row in rows.filter(Q(version__isnull=True) | ~Q(digest=F("version__digest"))):
        yield finding(
            "decision_without_version",
            row,
            _("It does not name the exact version that it decides on."),
            row.version.programme_id if row.version else None,
        )
    for row in rows.filter(version__isnull=False).select_related(
        "committee", "version__programme"
    ):
        # Both hang below one cycle.
        if row.committee.path[:-4] != row.version.programme.path[:-4]:
            yield finding(
                "decision_elsewhere",
                row,
                _("It decides on the programme of another cycle."),
                row.version.programme_id,
            )


@check
def votes_of_committees(programme: int | None) -> Iterator[Finding]:
    """Of each college, as many voices as took part; by consensus, none are counted."""
    rows = _signed(programme).prefetch_related("votes", "attendance__seat")
    for row in rows.select_related("version").iterator(chunk_size=200):
        of = row.version.programme_id if row.version else None
        attending: dict[str, int] = {}
        for each in row.attendance.all():
            if each.attends and not each.recused:
                attending[each.seat.college] = attending.get(each.seat.college, 0) + 1
        votes = {vote.college: vote for vote in row.votes.all()}
        if row.consensus:
            wrong = any(vote.total for vote in votes.values())
        else:
            wrong = any(
                votes[college].total != attending.get(college, 0) for college in votes
            ) or bool(set(attending) - set(votes))
        if wrong:
            yield finding(
                "committee_votes",
                row,
                _("The votes do not add up to the members who took part."),
                of,
            )
        given_for = sum(vote.votes_for for vote in votes.values())
        against = sum(vote.votes_against for vote in votes.values())
        counted = not row.consensus
        if counted and (given_for > against) != (row.result == Result.APPROVED):
            yield finding(
                "committee_result", row, _("The votes say another result."), of
            )


@check
def decisions_are_numbered(programme: int | None) -> Iterator[Finding]:
    """None is missing: of each committee the numbers run from one."""
    if programme is not None:
        return
    last: dict[int, int] = {}
    signed = Decision.objects.filter(signed_at__isnull=False, number__isnull=False)
    for row in signed.order_by("committee_id", "number"):
        expected = last.get(row.committee_id, 0) + 1
        if row.number != expected:
            yield finding(
                "decision_missing",
                row,
                _("Decision %(number)d of the committee is missing.")
                % {"number": expected},
            )
        last[row.committee_id] = row.number or expected


@check
def closings(programme: int | None) -> Iterator[Finding]:
    """Domain rule 2: whoever goes on without answers says why."""
    if programme is not None:
        return
    open_ones = AnalysisClosing.objects.filter(reopened_at__isnull=True)
    silent = Q(owed__gt=0) | Q(held__gt=0)
    for row in open_ones.filter(silent, override_words=""):
        yield finding(
            "closed_without_reason",
            row,
            _("The analysis was closed with answers owed, and nobody said why."),
        )
    wrong = ~Q(received=F("answered") + F("owed"))
    for row in open_ones.filter(wrong):
        yield finding(
            "closing_numbers", row, _("Its numbers of contributions do not add up.")
        )
    twice = (
        open_ones.order_by()
        .values("phase")
        .annotate(number=Count("pk"))
        .filter(number__gt=1)
    )
    for each in twice:
        yield Finding(
            "closed_twice", "phasepage", each["phase"], _("It is closed twice.")
        )
