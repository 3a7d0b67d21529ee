"""What happens by itself: phases open and close on their dates."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from wagtail_remacto import conf
from wagtail_remacto.collectivites.branch import canonical_only
from wagtail_remacto.cycles.clock import State
from wagtail_remacto.cycles.kinds import Precision
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.notices import listening
from wagtail_remacto.notices.kinds import Kind
from wagtail_remacto.notices.models import Activity
from wagtail_remacto.people.happened import Event

# A phase that opened earlier than this is no news, if nobody looked in between.
BEHIND = dt.timedelta(days=7)


@transaction.atomic
def look(now: dt.datetime | None = None) -> list[Activity]:
    """Keep that phases have opened or close soon, each once however often one looks.

    Phases that ask the public something, whose dates are known to the day.
    """
    now = now or timezone.now()
    soon = now + dt.timedelta(days=conf.get("CLOSES_SOON_DAYS"))
    phases = (
        canonical_only(PhasePage.objects.live())
        .filter(
            Q(start__gt=now - BEHIND, start__lte=now) | Q(end__gte=now, end__lte=soon)
        )
        .exclude(precision__in=[Precision.MONTH, Precision.TEXT])
        .select_related("locale")
        .order_by("start", "pk")
    )
    events = []
    for phase in phases:
        if not phase.asks_public or not phase.period.state(now).is_open:
            continue
        if phase.start and phase.start > now - BEHIND:
            events.append(_event(Kind.PHASE_OPENED, phase, now))
        if phase.period.state(now) == State.CLOSES_SOON:
            events.append(_event(Kind.PHASE_CLOSING, phase, now))
    try:
        with transaction.atomic():
            return listening.keep(events)
    except IntegrityError:
        # Another worker has kept them in the meantime: what is left is found now.
        return listening.keep(events)


def _event(kind: Kind, phase: PhasePage, at: dt.datetime) -> Event:
    """At the moment when it is kept: by it, digests know what is settled."""
    # With the date in the key: a phase that is given other dates opens again.
    date = phase.start if kind == Kind.PHASE_OPENED else phase.end
    return Event(
        kind,
        f"{kind}:{phase.pk}:{date:%Y%m%d%H%M}" if date else f"{kind}:{phase.pk}",
        at,
        phase,
        facts={"phase": phase.pk},
    )
