import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from wagtail_remacto.committees.composition import Judgement, judge
from wagtail_remacto.committees.errors import RuleBroken
from wagtail_remacto.committees.models import Decision, DecisionKind, Result
from wagtail_remacto.committees.services.deciding.ground import (
    enter,
    open_draft,
    puts_right,
    record,
)
from wagtail_remacto.committees.services.deciding.obstacles import obstacles
from wagtail_remacto.people.happened import Event, tell


@transaction.atomic
def sign(
    *,
    decision: Decision,
    by: Any,
    accept_broken_rule: bool = False,
    now: dt.datetime | None = None,
) -> Decision:
    """Sign the draft off: from now on nothing of it changes.

    It takes the next number of the committee, the digest of the version and what the
    rule says of the meeting. A broken rule or quorum does not forbid it, but has to be
    accepted in so many words, and everyone reads it. Raises ``gate.Refused``,
    ``AlreadySigned``, ``RuleBroken`` and the first of :func:`obstacles`.
    """
    now = now or timezone.now()
    committee, _cycle = enter(
        decision.committee_id, by, now, even_closed=puts_right(decision)
    )
    decision = open_draft(decision)
    _hold_versions(decision)
    for obstacle in obstacles(decision, now):
        raise obstacle
    judgement = judgement_of(decision)
    if judgement.broken and not accept_broken_rule:
        raise RuleBroken(_names(judgement))
    last = Decision.objects.filter(committee=committee).aggregate(last=Max("number"))
    decision.number = (last["last"] or 0) + 1
    decision.digest = decision.version.digest if decision.version else ""
    decision.rule = judgement.as_dict()
    decision.signed_by = by
    decision.signed_at = now
    decision.save()
    record(
        decision, "sign_decision", by, number=decision.number, digest=decision.digest
    )
    _tell_of_projects(decision, now)
    return decision


def _tell_of_projects(decision: Decision, now: dt.datetime) -> None:
    """Whoever follows a project of a validated version, or has shaped it, hears."""
    if decision.kind != DecisionKind.VALIDATE or decision.result != Result.APPROVED:
        return
    version: Any = decision.version
    frozen = version.projects.select_related("project__locale")
    tell(
        *(
            Event(
                "validated",
                f"decision:{decision.pk}:{each.project_id}",
                now,
                each.project,
                each.project,
                facts={"decision": decision.pk, "version": version.number},
            )
            for each in frozen
        )
    )


def judgement_of(decision: Decision) -> Judgement:
    """Whether the rule is kept; as it was at the sign-off for a signed decision."""
    if decision.is_signed:
        return Judgement.from_dict(decision.rule)
    return judge(decision.committee, decision.attendance.select_related("seat"))


def _names(judgement: Judgement) -> str:
    return ", ".join(str(part.label) for part in judgement.broken)


def _hold_versions(decision: Decision) -> None:
    """A council that adopts one of them meanwhile waits, and the other way round."""
    keys = {decision.version_id, decision.supersedes and decision.supersedes.version_id}
    versions: Any = Decision._meta.get_field("version").related_model
    rows = versions._default_manager.filter(pk__in=keys - {None}).order_by("pk")
    list(rows.select_for_update().values_list("pk"))
