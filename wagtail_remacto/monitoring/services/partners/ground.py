"""What the services of partnerships ask before they write, and what they log."""

import datetime as dt
from typing import Any

from wagtail.log_actions import log

from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Deed
from wagtail_remacto.monitoring.errors import CycleClosed, NotYours, PartnershipOver
from wagtail_remacto.monitoring.models import Partner, PartnerState
from wagtail_remacto.monitoring.services.locking import (
    Ground,
    ground_of,
    is_closed,
    lock,
)
from wagtail_remacto.people.models import Participant
from wagtail_remacto.programmes.models import ProjectPage

# Between the first word of one side and the last of either.
OPEN = (PartnerState.PROPOSED, PartnerState.INVITED, PartnerState.CONFIRMED)
WAITING = (PartnerState.PROPOSED, PartnerState.INVITED)


def why_not(project: Any) -> str:
    """Why nobody can be a partner of it any more; empty if they can. For screens."""
    closed = is_closed(ground_of(project).cycle)
    return CycleClosed().sentence if closed else ""


def held(partner: Partner) -> tuple[Ground, Partner]:
    """The partnership as it is now that its project is held."""
    ground = lock(partner.project)
    rows = Partner.objects.select_related("participant__user")
    return ground, rows.get(pk=partner.pk)


def open_of(project: ProjectPage, participant: Participant) -> Partner | None:
    found: Partner | None = Partner.objects.filter(
        project=project, participant=participant, state__in=OPEN
    ).first()
    return found


def require_open(ground: Ground) -> None:
    if is_closed(ground.cycle):
        raise CycleClosed


def require_waiting(partner: Partner) -> None:
    if partner.state not in WAITING:
        raise PartnershipOver


def require_own(partner: Partner, participant: Participant) -> None:
    if partner.participant_id is None or partner.participant_id != participant.pk:
        raise NotYours


def require_side(
    ground: Ground,
    partner: Partner,
    by: Any,
    participant: Participant | None,
    now: dt.datetime,
) -> None:
    if participant is None:
        gate.require(by, Deed.PARTNER, ground.project, now)
    else:
        require_own(partner, participant)


def log_deed(ground: Ground, partner: Partner, verb: str, by: Any) -> None:
    log(
        ground.project,
        f"wagtail_remacto.{verb}",
        user=by,
        data={"partner": partner.pk, "organisation": str(partner)},
    )
