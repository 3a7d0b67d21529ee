"""Who publishes the news of one project without any right to pages."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Deed
from wagtail_remacto.monitoring.errors import CycleClosed, NoAccount, SecondVoice
from wagtail_remacto.monitoring.membership import holder_of
from wagtail_remacto.monitoring.models import ProjectLead
from wagtail_remacto.monitoring.services.locking import is_closed, lock
from wagtail_remacto.programmes.models import ProjectPage


@transaction.atomic
def name_lead(
    *, project: ProjectPage, user: Any, by: Any, now: dt.datetime | None = None
) -> ProjectLead:
    """Let an account publish this project’s news; twice is once.

    Raises ``gate.Refused``, ``CycleClosed``, ``NoAccount``, and ``SecondVoice`` for
    whoever speaks for civil society about it.
    """
    now = now or timezone.now()
    ground = lock(project)
    gate.require(by, Deed.SCHEDULE, ground.project, now)
    if is_closed(ground.cycle):
        raise CycleClosed
    if not user.is_active:
        raise NoAccount
    if holder_of(user, ground.project, now) is not None:
        raise SecondVoice
    lead, made = ProjectLead.objects.get_or_create(
        project=ground.project, user=user, until=None, defaults={"since": now}
    )
    if made:
        log(
            ground.project,
            "wagtail_remacto.name_lead",
            user=by,
            data={"lead": lead.pk},
        )
    return lead


@transaction.atomic
def end_lead(
    *, lead: ProjectLead, by: Any, now: dt.datetime | None = None
) -> ProjectLead:
    """From now on the account publishes nothing of it; what it has published stays.

    Twice is once. Raises ``gate.Refused``.
    """
    now = now or timezone.now()
    ground = lock(lead.project)
    gate.require(by, Deed.SCHEDULE, ground.project, now)
    lead = ProjectLead.objects.get(pk=lead.pk)
    if lead.until is None:
        lead.until = now
        lead.save(update_fields=["until"])
        log(
            ground.project,
            "wagtail_remacto.end_lead",
            user=by,
            data={"lead": lead.pk},
        )
    return lead
