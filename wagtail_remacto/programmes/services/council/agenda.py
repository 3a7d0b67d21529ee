import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from wagtail_remacto.contributions.branches import place_of
from wagtail_remacto.cycles import gate
from wagtail_remacto.programmes.errors import (
    AlreadyAdopted,
    AlreadyDecided,
    NewerValidated,
    NotValidated,
    OnTheAgenda,
    OtherCouncil,
    RejectedBefore,
)
from wagtail_remacto.programmes.models import (
    CouncilSession,
    Deliberation,
    Outcome,
    ProgrammeVersion,
)
from wagtail_remacto.programmes.services.versions import lock
from wagtail_remacto.programmes.standing import Standing, standing_of


@transaction.atomic
def put_on_agenda(
    *,
    session: CouncilSession,
    version: ProgrammeVersion,
    by: Any,
    agenda_item: int | None = None,
    now: dt.datetime | None = None,
) -> Deliberation:
    """The version that the committee validated goes before the council.

    An item of this session that was only announced gets its version. Raises
    ``gate.Refused`` and the errors of ``programmes.errors``.
    """
    now = now or timezone.now()
    programme = lock(version.programme)
    gate.require(by, gate.Deed.DELIBERATE, programme, now)
    if session.collectivite_id != place_of(programme).collectivite.pk:
        raise OtherCouncil
    hold(version.pk)
    standing = standing_of(programme)
    may_be_voted(standing, version)
    deliberation = Deliberation(session=session, programme=programme)
    for each in standing.deliberations:
        if each.session_id == session.pk and not each.outcome and not each.version_id:
            deliberation = each
        elif each.session_id == session.pk or (each.version_id and not each.outcome):
            raise OnTheAgenda(str(each.session))
    deliberation.version = version
    deliberation.agenda_item = agenda_item
    deliberation.recorded_by, deliberation.recorded_at = by, now
    deliberation.full_clean()
    deliberation.save()
    log(
        deliberation,
        "wagtail_remacto.agenda",
        user=by,
        data={"version": version.number, "session": str(session)},
    )
    return deliberation


@transaction.atomic
def take_off_agenda(
    *, deliberation: Deliberation, by: Any, now: dt.datetime | None = None
) -> None:
    """Delete an item on which nobody has voted; the log keeps that it was there.

    Raises ``gate.Refused`` and :class:`AlreadyDecided`.
    """
    programme = lock(deliberation.programme)
    now = now or timezone.now()
    gate.require(by, gate.Deed.DELIBERATE, programme, now, even_closed=True)
    deliberation = Deliberation.objects.select_related("session").get(
        pk=deliberation.pk
    )
    if deliberation.outcome:
        raise AlreadyDecided
    log(deliberation, "wagtail_remacto.off_agenda", user=by, deleted=True)
    deliberation.delete()


def hold(version: int) -> None:
    """Whoever signs or supersedes a decision on this version waits, or is waited for.

    ``committees.services.deciding.sign`` holds the same row.
    """
    rows = ProgrammeVersion.objects.filter(pk=version).order_by()
    list(rows.select_for_update().values_list("pk"))


def may_be_voted(standing: Standing, version: ProgrammeVersion) -> None:
    """Whether the council may vote on this version now; raises why not."""
    if standing.is_adopted:
        raise AlreadyAdopted
    if standing.validated is None or standing.validated.number < version.number:
        raise NotValidated(version.number)
    for each in standing.deliberations:
        if (
            each.outcome == Outcome.REJECTED
            and each.version is not None
            and version.number <= each.version.number
        ):
            raise RejectedBefore(each.version.number)
    if standing.validated.pk != version.pk:
        raise NewerValidated(standing.validated.number)
