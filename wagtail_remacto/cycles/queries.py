import datetime as dt
from collections.abc import Iterable
from typing import TypeVar

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from wagtail_remacto.collectivites.branch import canonical_only
from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.collectivites.pages import attach_canonicals
from wagtail_remacto.collectivites.queries import attach_ancestors, published
from wagtail_remacto.cycles.clock import State
from wagtail_remacto.cycles.kinds import PUBLIC, Precision
from wagtail_remacto.cycles.models import CyclePage, PhasePage

P = TypeVar("P", bound=Page)


def asking_public() -> Q:
    """The phases for which ``PhasePage.asks_public`` holds."""
    return ~Q(actions="") | Q(kind__in=PUBLIC)


# A page shows what is open; it never reads a whole history to do so.
BOUND = 200


def attach_cycles(pages: Iterable[P]) -> list[P]:
    """Give each page its ``cycle_page`` and ``collectivite``, or None."""
    return attach_ancestors(pages, cycle_page=CyclePage, collectivite=CollectivitePage)


def open_phases(
    now: dt.datetime | None = None,
    branch: Page | None = None,
    limit: int | None = None,
) -> list[PhasePage]:
    """The published phases that ask the public at ``now``, first to close first.

    ``branch`` keeps to what is below a page, in whatever language. Each phase is in the
    reader's language where there is one and carries ``cycle_page`` and
    ``collectivite``; the number of queries does not depend on how many there are.
    """
    now = (now or timezone.now()).replace(microsecond=0)
    phases = (
        published(PhasePage, branch)
        .filter(asking_public())
        .exclude(precision=Precision.TEXT)
        .exclude(start__isnull=True, end__isnull=True)
        .filter(Q(start__isnull=True) | Q(start__lt=now + dt.timedelta(seconds=1)))
        .filter(Q(end__isnull=True) | Q(end__gte=now))
        .order_by(F("end").asc(nulls_last=True), "path")
    )
    # The dates above narrow; the clock alone says what is open.
    bound = BOUND if limit is None else limit + 20
    found = [phase for phase in phases[:bound] if phase.is_open(now)]
    return attach_cycles(attach_canonicals(found[:limit]))


def phases_near(now: dt.datetime, until: dt.datetime) -> "QuerySet[PhasePage]":
    """Canonical phases with a date known to the day, that open or close by ``until``.

    Which of the two, the clock alone says: :func:`opens_next`, :func:`closes_by`.
    """
    return (
        canonical_only(PhasePage.objects.live())
        .filter(Q(start__gt=now, start__lte=until) | Q(end__gte=now, end__lte=until))
        .exclude(precision__in=[Precision.MONTH, Precision.TEXT])
        .select_related("locale")
    )


def opens_next(phase: PhasePage, now: dt.datetime) -> bool:
    return phase.period.state(now) == State.TO_COME


def closes_by(phase: PhasePage, now: dt.datetime, until: dt.datetime) -> bool:
    is_open = phase.period.state(now).is_open
    return is_open and phase.end is not None and phase.end <= until


def coming_phases(
    now: dt.datetime | None = None, branch: Page | None = None, limit: int = 6
) -> list[PhasePage]:
    """The published phases that will ask the public, the first to open first."""
    now = now or timezone.now()
    phases = (
        published(PhasePage, branch)
        .filter(asking_public())
        .exclude(precision=Precision.TEXT)
        .filter(start__gt=now)
        .order_by("start", "path")
    )
    return attach_cycles(attach_canonicals(phases[:limit]))
