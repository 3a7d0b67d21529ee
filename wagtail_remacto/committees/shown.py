"""A decision and the rule of a committee as people read them, in any language."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail_remacto.committees.composition import Part, RulePart
from wagtail_remacto.committees.models import (
    Attendance,
    College,
    CollegeVote,
    Decision,
)
from wagtail_remacto.committees.services.deciding import judgement_of


def numbers_in_words(part: Part) -> str:
    """The numbers a part of the rule was computed from; empty where there are none."""
    numbers = part.numbers
    if not numbers:
        return ""
    if part.code == RulePart.QUORUM:
        return ngettext(
            "%(attending)d of %(seats)d seats attend, %(needed)d is needed",
            "%(attending)d of %(seats)d seats attend, %(needed)d are needed",
            numbers["needed"],
        ) % dict(numbers)
    if part.code == RulePart.PARITY_OF_GENDER:
        words = [
            ngettext("%(n)d woman", "%(n)d women", numbers["women"])
            % {"n": numbers["women"]},
            ngettext("%(n)d man", "%(n)d men", numbers["men"]) % {"n": numbers["men"]},
        ]
        if numbers["unknown"]:
            words.append(_("not known: %(n)d") % {"n": numbers["unknown"]})
        return ", ".join(words)
    return ", ".join(
        _("%(college)s: %(number)d")
        % {"college": college.label, "number": numbers[college.value]}
        for college in College
        if college.value in numbers
    )


@dataclass(frozen=True, slots=True)
class Bench:
    """One college at a meeting; ``ballot`` is None where no votes were counted."""

    college: College
    rows: list[Attendance]
    ballot: CollegeVote | None

    @property
    def attending(self) -> int:
        return sum(row.attends for row in self.rows)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Who was there, how they voted, and what the rule says of it."""

    benches: list[Bench]
    parts: list[Part]
    kept: bool | None

    @property
    def has_ballots(self) -> bool:
        return any(bench.ballot for bench in self.benches)

    @property
    def totals(self) -> dict[str, int]:
        ballots = [bench.ballot for bench in self.benches if bench.ballot]
        return {
            "votes_for": sum(ballot.votes_for for ballot in ballots),
            "votes_against": sum(ballot.votes_against for ballot in ballots),
            "abstained": sum(ballot.abstained for ballot in ballots),
        }


def sheet_of(decision: Decision) -> Sheet:
    """Two queries, and those of the rule for a draft."""
    rows = list(decision.attendance.select_related("seat"))
    ballots = {ballot.college: ballot for ballot in decision.votes.all()}
    judged = judgement_of(decision)
    benches = [
        Bench(
            college,
            [row for row in rows if row.seat.college == college],
            ballots.get(college),
        )
        for college in College
    ]
    return Sheet(benches, judged.parts, judged.kept)


def kept_in_words(kept: Any) -> str:
    if kept is None:
        return _("cannot be told")
    return _("rule kept") if kept else _("rule broken")
