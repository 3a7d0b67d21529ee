"""What every service of decisions begins with: locked, allowed, and logged."""

import datetime as dt
from typing import Any

from wagtail.log_actions import log

from wagtail_remacto.committees.errors import AlreadySigned, Discarded
from wagtail_remacto.committees.models import CommitteePage, Decision
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.models import CyclePage


def enter(
    committee_id: int,
    by: Any,
    now: dt.datetime | None,
    *,
    even_closed: bool = False,
) -> tuple[CommitteePage, CyclePage]:
    """The committee, held until the commit, and its cycle, once the gate says yes.

    ``even_closed`` where a decision is put right, which may be done after the cycle.
    """
    committee = (
        CommitteePage.objects.select_for_update(of=("page_ptr", "self"), no_key=True)
        .select_related("locale")
        .get(pk=committee_id)
    )
    cycle = cycle_of(committee)
    gate.require(by, gate.Deed.DECIDE, cycle, now, even_closed=even_closed)
    return committee, cycle


def cycle_of(committee: CommitteePage) -> CyclePage:
    above = committee.path[: -committee.steplen]
    found: CyclePage = CyclePage.objects.select_related("locale").get(path=above)
    return found


def puts_right(decision: Decision) -> bool:
    """Whether it takes the place of another one; that never changes."""
    return decision.supersedes_id is not None


def locked(decision: Decision) -> Decision:
    found = Decision.objects.select_for_update().filter(pk=decision.pk).first()
    if found is None:
        raise Discarded
    return found


def open_draft(decision: Decision) -> Decision:
    found = locked(decision)
    if found.is_signed:
        raise AlreadySigned
    return found


def record(decision: Decision, verb: str, by: Any, **data: Any) -> None:
    deleted = bool(data.pop("deleted", False))
    log(
        decision,
        f"wagtail_remacto.{verb}",
        user=by,
        title=f"{decision.committee.title} – {decision}",
        data=data or None,
        deleted=deleted,
    )
