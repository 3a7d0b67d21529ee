import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import Page

from wagtail_remacto.collectivites.pages import attach_canonicals
from wagtail_remacto.collectivites.queries import published
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Verdict
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.people.models import Participant
from wagtail_remacto.workshops.models import (
    Registration,
    RegistrationState,
    WorkshopPage,
)
from wagtail_remacto.workshops.registrations.rules import (
    NoPhase,
    candidates,
    choose,
    closes_at,
    has_begun,
    why_not,
)

# A person's registrations in “My space”, the latest first.
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether somebody may register for a workshop now, and how full it is.

    ``verdict`` is None while one may, with or without an account; ``closes`` the last
    moment to do it, if it is known. Nobody is counted once one may not.
    """

    verdict: Verdict | None
    capacity: int | None
    taken: int = 0
    waiting: int = 0
    closes: dt.datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.verdict is None

    @property
    def places_left(self) -> int | None:
        """None where there is no limit."""
        if self.capacity is None:
            return None
        # Nobody passes those who wait.
        return max(0, self.capacity - self.taken - self.waiting)

    @property
    def is_full(self) -> bool:
        return self.places_left == 0


def availability(
    workshop: WorkshopPage,
    now: dt.datetime | None = None,
    parent: Page | None = None,
    *,
    even_closed: bool = True,
) -> Availability:
    """For screens; ``workshop`` in any language.

    One query. ``parent`` is the specific page above, if it is at hand. It says the same
    to everybody, so that a page that shows it can be cached. Not ``even_closed`` costs
    one more: whether the cycle was closed meanwhile.
    """
    now = now or timezone.now()
    refusal = why_not(workshop, now)
    if refusal is not None:
        return Availability(refusal.verdict, workshop.capacity)
    if isinstance(parent, PhasePage):
        phase: PhasePage | None = parent
        counts = None
    else:
        rows = candidates(workshop).annotate(
            registered=_number(workshop, RegistrationState.REGISTERED),
            waiting=_number(workshop, RegistrationState.WAITING),
        )
        phase = choose(list(rows), workshop, now)
        counts = phase and {
            "registered": phase.registered,
            "waiting": phase.waiting,
        }
    if phase is None:
        return Availability(NoPhase(workshop).verdict, workshop.capacity)
    verdict = gate.ask(
        AnonymousUser(), Action.REGISTER, phase, now, even_closed=even_closed
    )
    if verdict.kind is gate.Kind.NO:
        return Availability(verdict, workshop.capacity)
    counts = counts or counts_of(workshop)
    return Availability(
        verdict=None,
        capacity=workshop.capacity,
        taken=counts["registered"],
        waiting=counts["waiting"],
        closes=closes_at(workshop, phase),
    )


def counts_of(workshop: WorkshopPage) -> dict[str, int]:
    """How many are registered, waiting, cancelled and checked in; one query."""
    rows = Registration.objects.filter(
        workshop__translation_key=workshop.translation_key
    )
    found: dict[str, int] = rows.aggregate(
        registered=_count(RegistrationState.REGISTERED),
        waiting=_count(RegistrationState.WAITING),
        cancelled=_count(RegistrationState.CANCELLED),
        unconfirmed=_count(RegistrationState.UNCONFIRMED),
        present=Count("pk", filter=Q(checked_in_at__isnull=False)),
    )
    return found


def _number(workshop: WorkshopPage, state: str) -> Coalesce:
    """A count beside another query, so that a page asks once."""
    rows = Registration.objects.filter(
        workshop__translation_key=workshop.translation_key, state=state
    )
    counted = rows.order_by().values("state").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


def _count(state: str) -> Count:
    return Count("pk", filter=Q(state=state))


def registrations_of(participant: Participant) -> list[Registration]:
    """The person's registrations, the latest first; three queries at most.

    Each carries ``page``, the workshop in the reader's language where it is published,
    and ``is_ahead``: whether the meeting has still to begin.
    """
    found = list(
        Registration.objects.filter(participant=participant)
        .select_related("workshop__locale")
        .order_by("-created_at", "-pk")[:SHOWN]
    )
    keys = {each.workshop.translation_key for each in found}
    pages = {
        page.translation_key: page
        for page in attach_canonicals(
            published(WorkshopPage).filter(translation_key__in=keys)
        )
    }
    now = timezone.now()
    for each in found:
        each.page = pages.get(each.workshop.translation_key)  # type: ignore[attr-defined]
        each.is_ahead = not has_begun(each.workshop, now)  # type: ignore[attr-defined]
    return found


def place_in_queue(registration: Registration) -> int:
    """The number in the waiting list, from 1; 0 for whoever does not wait."""
    if registration.state != RegistrationState.WAITING:
        return 0
    before = Registration.objects.filter(
        workshop=registration.workshop_id, state=RegistrationState.WAITING
    ).filter(
        Q(queued_at__lt=registration.queued_at)
        | Q(queued_at=registration.queued_at, pk__lt=registration.pk)
    )
    return before.count() + 1
