"""Whether a vote can have been as it is told."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from wagtail_remacto.fields import PartialDate
from wagtail_remacto.programmes.models import ADOPTING, Outcome

NUMBERS = ("present", "votes_for", "votes_against", "abstained")


@dataclass(frozen=True, kw_only=True)
class Vote:
    """What is told of a vote; ``sitting`` only where the session has no day yet."""

    outcome: str
    number: str = ""
    present: int | None = None
    votes_for: int | None = None
    votes_against: int | None = None
    abstained: int | None = None
    unanimous: bool | None = None
    changes: str = ""
    reasons: str = ""
    language: str = ""
    document: Any = None
    visa_date: str = ""
    sitting: str = ""
    sources: Any = None

    @property
    def total(self) -> int | None:
        votes = (self.votes_for, self.votes_against, self.abstained)
        known = [vote for vote in votes if vote is not None]
        return sum(known) if len(known) == len(votes) else None

    @property
    def is_unanimous(self) -> bool | None:
        """Told, or read from the numbers."""
        if self.unanimous is not None or self.total is None:
            return self.unanimous
        return bool(self.votes_for) and not self.votes_against and not self.abstained


class _Problems(dict[str, list[str]]):
    def add(self, name: str, sentence: str) -> None:
        self.setdefault(name, []).append(sentence)


def problems(
    vote: Vote,
    *,
    sitting: str,
    council_size: int | None,
    today: dt.date,
    complete: bool = True,
) -> dict[str, list[str]]:
    """Sentences by field; empty for a vote that may be recorded.

    With ``complete``, what an act of a council always says must be there: the day, the
    number and the votes of an adoption.
    """
    found = _Problems()
    if vote.outcome not in Outcome.values:
        found.add("outcome", _("Choose what the council voted."))
    _dates(found, vote, sitting, today, complete)
    _numbers(found, vote, council_size, complete)
    _majority(found, vote)
    _words(found, vote, complete)
    return dict(found)


def _dates(
    found: _Problems, vote: Vote, sitting: str, today: dt.date, complete: bool
) -> None:
    sat, seen = _read(sitting), _read(vote.visa_date)
    if sat is None or sat.precision != "day":
        if complete:
            found.add("sitting", _("Give the day on which the council sat."))
    elif sat.first > today:
        found.add("sitting", _("The council has not sat yet: this day is to come."))
    if seen is not None and seen.first > today:
        found.add("visa_date", _("This day is to come."))
    if seen is not None and sat is not None and seen.last < sat.first:
        found.add("visa_date", _("The visa comes after the sitting."))


def _read(value: str) -> PartialDate | None:
    try:
        return PartialDate(value) if value else None
    except ValueError:
        return None


def _numbers(
    found: _Problems, vote: Vote, council_size: int | None, complete: bool
) -> None:
    known = {name: getattr(vote, name) for name in NUMBERS}
    told = [name for name, value in known.items() if value is not None]
    if complete and (told or vote.outcome in ADOPTING):
        for name in NUMBERS:
            if name not in told:
                found.add(name, _("How many? Write 0 if nobody did."))
    for name in told:
        if known[name] < 0:
            found.add(name, _("There is no less than nobody."))
    total = vote.total
    if total is not None and vote.present is not None and total != vote.present:
        found.add(
            "present",
            _(
                "%(total)d votes and abstentions for %(present)d members present: they "
                "must add up."
            )
            % {"total": total, "present": vote.present},
        )
    there = vote.present if vote.present is not None else total
    if council_size and there is not None and there > council_size:
        found.add(
            "present",
            _("The council has %(size)d members: %(present)d cannot be present.")
            % {"size": council_size, "present": there},
        )
    if vote.unanimous and (vote.votes_against or vote.abstained):
        found.add("unanimous", _("Somebody voted against or abstained."))


def _majority(found: _Problems, vote: Vote) -> None:
    in_favour, against = vote.votes_for, vote.votes_against
    if in_favour is None or against is None:
        return
    words = {"in_favour": in_favour, "against": against}
    if vote.outcome in ADOPTING:
        if in_favour < against or in_favour == 0:
            found.add(
                "outcome",
                _("With %(in_favour)d for and %(against)d against it is not adopted.")
                % words,
            )
        elif in_favour == against and not vote.reasons.strip():
            found.add(
                "reasons",
                _(
                    "As many for as against. If the chair’s casting vote decided, say "
                    "so here; otherwise it is not adopted."
                ),
            )
    if vote.outcome == Outcome.REJECTED and in_favour > against:
        found.add(
            "outcome",
            _("With %(in_favour)d for and %(against)d against it is not rejected.")
            % words,
        )


def _words(found: _Problems, vote: Vote, complete: bool) -> None:
    if complete and vote.outcome in ADOPTING and not vote.number.strip():
        found.add("number", _("Give the number of the deliberation."))
    changes = vote.changes.strip()
    if vote.outcome == Outcome.ADOPTED_WITH_CHANGES and complete and not changes:
        found.add("changes", _("Say what the council has changed, and why."))
    if changes and vote.outcome != Outcome.ADOPTED_WITH_CHANGES:
        found.add("changes", _("Changes belong to “adopted with changes” only."))
    if (
        vote.outcome in (Outcome.POSTPONED, Outcome.REJECTED)
        and not vote.reasons.strip()
    ):
        found.add("reasons", _("Say why it was postponed or rejected."))
