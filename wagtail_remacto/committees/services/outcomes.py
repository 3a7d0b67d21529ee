"""What became of an idea, and why: recorded, never rewritten (domain rule 2)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from wagtail_remacto.committees import objections
from wagtail_remacto.committees.errors import (
    CommitteeError,
    NotAnIdea,
    NotMergeable,
    NotPublic,
    SomethingAgainst,
)
from wagtail_remacto.committees.models import OutcomeReason, OutcomeRecord
from wagtail_remacto.committees.services.merging import merge
from wagtail_remacto.committees.services.recording import locked, why_of, write
from wagtail_remacto.contributions.models import Contribution, Nature, Outcome
from wagtail_remacto.cycles import gate

__all__ = ["Recorded", "merge", "record", "record_many"]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of one row of several: its record, or why there is none."""

    contribution: Contribution
    record: OutcomeRecord | None = None
    problem: str = ""


def record(
    *,
    contribution: Contribution,
    outcome: str,
    by: Any,
    reason: OutcomeReason | None = None,
    words: str = "",
    language: str = "",
    merged_into: Contribution | None = None,
    now: dt.datetime | None = None,
) -> OutcomeRecord:
    """What the committee makes of one public idea, with the reason.

    A later one supersedes; an idea that was merged is split off again by any other
    outcome. The same once more changes nothing. Author and followers are told after the
    commit. ``language`` is that of ``words``, guessed from them where it is empty;
    “merged” is :func:`merge` with ``merged_into`` as the lead. Raises ``gate.Refused``,
    ``NotAnIdea``, ``NotPublic``, ``OutcomeReasonNeeded``, ``WrongReason``,
    ``SomethingAgainst``, ``NotMergeable``.
    """
    if outcome == Outcome.MERGED:
        if merged_into is None:
            raise NotMergeable(_("Choose the idea into which it is merged."))
        return merge(
            lead=merged_into,
            others=[contribution],
            by=by,
            reason=reason,
            words=words,
            language=language,
            now=now,
        )[0]
    now = now or timezone.now()
    with transaction.atomic():
        why = why_of(outcome, reason, words, language)
        [row] = locked(Q(pk=contribution.pk))
        gate.require(by, gate.Deed.OUTCOME, row.cycle, now)
        _may_be_answered(row)
        against = objections.against([row], Outcome(outcome))
        if against:
            raise SomethingAgainst(against[row.pk])
        [made] = write([row], Outcome(outcome), why, by, now)
    return made


def record_many(
    *,
    contributions: Iterable[Contribution],
    outcome: str,
    by: Any,
    reason: OutcomeReason | None = None,
    words: str = "",
    language: str = "",
    now: dt.datetime | None = None,
) -> list[Recorded]:
    """The same outcome for each; one that is refused leaves the others as they are.

    One transaction, as many queries for hundreds as for one; whoever hears of several
    of them hears once. “Merged” is not for this: see :func:`merge`. Raises what is
    wrong with the reason, whatever the row.
    """
    if outcome == Outcome.MERGED:
        raise NotMergeable(_("Choose the idea into which it is merged."))
    now = now or timezone.now()
    wanted = list(contributions)
    problems: dict[int, str] = {}
    made: dict[int, OutcomeRecord] = {}
    with transaction.atomic():
        why = why_of(outcome, reason, words, language)
        rows = locked(Q(pk__in=[each.pk for each in wanted]))
        refusals = _refusals(rows, by, now)
        against = objections.against(rows, Outcome(outcome))
        good = []
        for row in rows:
            problem = (
                refusals[row.cycle_id] or _problem_of(row) or against.get(row.pk, "")
            )
            if problem:
                problems[row.pk] = problem
            else:
                good.append(row)
        for each in write(good, Outcome(outcome), why, by, now):
            made[each.contribution_id] = each
    return [
        Recorded(each, made.get(each.pk), problems.get(each.pk, "")) for each in wanted
    ]


def _refusals(
    rows: Iterable[Contribution], by: Any, now: dt.datetime
) -> dict[int, str]:
    """For each cycle of the rows why ``by`` may not; empty if they may."""
    cycles = {row.cycle_id: row.cycle for row in rows}
    found = {}
    for pk, cycle in cycles.items():
        verdict = gate.check(by, gate.Deed.OUTCOME, cycle, now)
        found[pk] = "" if verdict else str(gate.Refused(verdict))
    return found


def _may_be_answered(contribution: Contribution) -> None:
    if contribution.nature != Nature.IDEA:
        raise NotAnIdea
    if not contribution.is_public:
        raise NotPublic


def _problem_of(contribution: Contribution) -> str:
    try:
        _may_be_answered(contribution)
    except CommitteeError as problem:
        return str(problem)
    return ""
