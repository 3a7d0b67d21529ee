import datetime as dt
import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wagtail_remacto.collectivites.branch import collectivite_of
from wagtail_remacto.contributions.references import ALPHABET
from wagtail_remacto.contributions.text import clean
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.cycles.rates import Sender
from wagtail_remacto.people import services as people
from wagtail_remacto.people.models import ConsentPurpose, Participant
from wagtail_remacto.workshops.models import (
    Registration,
    RegistrationState,
    WorkshopPage,
)
from wagtail_remacto.workshops.registrations.messages import tell
from wagtail_remacto.workshops.registrations.rules import (
    HasBegun,
    NoPhase,
    closes_at,
    governing_phase,
    has_begun,
    why_not,
)

CODE_SIGNS = 6


@transaction.atomic
def register(
    *,
    workshop: WorkshopPage,
    participant: Participant,
    name: str,
    needs: str = "",
    confirmed: bool = True,
    now: dt.datetime | None = None,
    sender: Sender | None = None,
) -> Registration:
    """A place in the workshop, or in its waiting list if all places are taken.

    ``confirmed`` is False while nothing proves that the participant's address is
    theirs: then it takes no place and waits for :func:`confirm`. Whoever is registered
    already gets that registration. Raises ``gate.Refused``, ``ValidationError``.
    """
    now = now or timezone.now()
    workshop = workshop.canonical
    phase = governing_phase(workshop, now)
    if phase is None:
        raise NoPhase(workshop)
    phase = gate.lock(phase)
    workshop = locked(workshop)
    gate.require(
        participant,
        Action.REGISTER,
        phase,
        now,
        sender=sender,
        unconfirmed=not confirmed,
    )
    refusal = why_not(workshop, now)
    if refusal is not None:
        raise refusal
    name, needs = clean(name).strip()[:100], clean(needs).strip()[:300]
    if not name:
        raise ValidationError({"name": _("Give a name for the list at the door.")})
    registration = (
        Registration.objects.filter(workshop=workshop, participant=participant)
        .exclude(state=RegistrationState.CANCELLED)
        .first()
    )
    if registration is None:
        registration = Registration(
            workshop=workshop,
            participant=participant,
            state=RegistrationState.UNCONFIRMED,
            code=_free_code(workshop),
        )
    elif registration.state != RegistrationState.UNCONFIRMED:
        if not confirmed:
            # The screen says the same to everybody; the message says what is so.
            tell(registration, "registered")
        return registration
    registration.name, registration.needs = name, needs
    if confirmed:
        _seat(registration, workshop, now)
        _record_consent(registration)
    else:
        registration.save()
        tell(registration, "confirm", closes=closes_at(workshop, phase))
    return registration


@transaction.atomic
def register_by_email(
    *,
    workshop: WorkshopPage,
    email: str,
    name: str,
    needs: str = "",
    now: dt.datetime | None = None,
    sender: Sender | None = None,
) -> Registration:
    """For somebody without an account: it waits until the link sent there is opened.

    Raises as :func:`register`; then nothing is kept of the address either.
    """
    return register(
        workshop=workshop,
        # The name is for the list at the door, and never one that is shown.
        participant=people.participant_at(email),
        name=name,
        needs=needs,
        confirmed=False,
        now=now,
        sender=sender,
    )


@transaction.atomic
def confirm(
    *, registration: Registration, now: dt.datetime | None = None
) -> Registration:
    """That the address is the participant's; a second time changes nothing.

    The place, or the one in the waiting list, is given now. The gate was asked when the
    form was sent: it counts even if the phase has closed since, as long as the meeting
    has not begun. Raises ``HasBegun``.
    """
    now = now or timezone.now()
    workshop = locked(registration.workshop)
    registration = _reread(registration)
    people.confirm(registration.participant)
    if registration.state != RegistrationState.UNCONFIRMED:
        return registration
    if has_begun(workshop, now):
        raise HasBegun(workshop)
    _seat(registration, workshop, now)
    _record_consent(registration)
    return registration


@transaction.atomic
def cancel(
    *,
    registration: Registration,
    now: dt.datetime | None = None,
    quiet: bool = False,
) -> Registration:
    """Give the place back; the first of the waiting list has it at once.

    A second time changes nothing. ``quiet`` for somebody who is being erased: they are
    sent no message. Raises ``HasBegun``.
    """
    now = now or timezone.now()
    workshop = locked(registration.workshop)
    registration = _reread(registration)
    before = registration.state
    if before == RegistrationState.CANCELLED:
        return registration
    if has_begun(workshop, now):
        raise HasBegun(workshop)
    registration.state = RegistrationState.CANCELLED
    registration.cancelled_at = now
    registration.save(update_fields=["state", "cancelled_at"])
    if not quiet and before != RegistrationState.UNCONFIRMED:
        tell(registration, "cancelled")
    if before == RegistrationState.REGISTERED:
        _move_up(workshop, now)
    return registration


@transaction.atomic
def hand_over(
    *,
    registration: Registration,
    kept: Participant,
    now: dt.datetime | None = None,
) -> None:
    """Give the registration to ``kept``, who turned out to be the same person.

    Where they have one as well, the better of the two stays; the place of the other is
    free, and nobody is told that they gave it back.
    """
    now = now or timezone.now()
    workshop = locked(registration.workshop)
    registration = _reread(registration)
    own = (
        Registration.objects.filter(workshop=workshop, participant=kept)
        .exclude(state=RegistrationState.CANCELLED)
        .first()
    )
    freed = False
    if own is not None and registration.state != RegistrationState.CANCELLED:
        better, worse = sorted((own, registration), key=_rank)
        freed = worse.state == RegistrationState.REGISTERED
        better.checked_in_at = better.checked_in_at or worse.checked_in_at
        worse.checked_in_at = None
        worse.state, worse.cancelled_at = RegistrationState.CANCELLED, now
        fields = ["state", "cancelled_at", "checked_in_at"]
        worse.save(update_fields=fields)
        better.save(update_fields=fields)
    registration.participant = kept
    registration.save(update_fields=["participant"])
    if freed:
        _move_up(workshop, now)


def _rank(registration: Registration) -> tuple[int, dt.datetime]:
    """A place before the waiting list; the earlier one first."""
    order = (RegistrationState.REGISTERED, RegistrationState.WAITING)
    state: Any = registration.state
    return (
        order.index(state) if state in order else len(order),
        registration.queued_at or registration.created_at,
    )


@transaction.atomic
def move_up(
    *, workshop: WorkshopPage, now: dt.datetime | None = None
) -> list[Registration]:
    """Give the places that are free to those who have waited longest, and tell them.

    Called whenever places may have become free; a second time finds nobody.
    """
    now = now or timezone.now()
    return _move_up(locked(workshop.canonical), now)


def locked(workshop: WorkshopPage) -> WorkshopPage:
    """The workshop as it is in the database now, held until the commit."""
    found: WorkshopPage = (
        WorkshopPage.objects.select_for_update(of=("self", "page_ptr"), no_key=True)
        .select_related("locale")
        .get(pk=workshop.pk)
    )
    return found


def _reread(registration: Registration) -> Registration:
    """Only called with the workshop locked, which is the lock of its registrations."""
    return Registration.objects.select_related(
        "participant__user", "workshop__locale"
    ).get(pk=registration.pk)


def _seat(registration: Registration, workshop: WorkshopPage, now: dt.datetime) -> None:
    """A place or the end of the waiting list; those who wait already come first."""
    _move_up(workshop, now)
    free = _free_places(workshop)
    if free is None or free > 0:
        registration.state = RegistrationState.REGISTERED
    else:
        registration.state = RegistrationState.WAITING
    registration.queued_at = now
    registration.save()
    tell(registration, "registered")


def _move_up(workshop: WorkshopPage, now: dt.datetime) -> list[Registration]:
    waiting = (
        Registration.objects.filter(workshop=workshop, state=RegistrationState.WAITING)
        .select_related("participant__user", "workshop__locale")
        .order_by("queued_at", "pk")
    )
    if not workshop.live or has_begun(workshop, now):
        return []
    free = _free_places(workshop)
    moved = list(waiting if free is None else waiting[:free])
    for registration in moved:
        registration.state = RegistrationState.REGISTERED
        registration.save(update_fields=["state"])
        tell(registration, "moved_up")
    return moved


def _free_places(workshop: WorkshopPage) -> int | None:
    """How many places nobody has; None where there is no limit."""
    if workshop.capacity is None:
        return None
    taken = Registration.objects.filter(
        workshop=workshop, state=RegistrationState.REGISTERED
    ).count()
    return max(0, workshop.capacity - taken)


def _free_code(workshop: WorkshopPage) -> str:
    taken = set(
        Registration.objects.filter(workshop=workshop).values_list("code", flat=True)
    )
    while True:
        code = "".join(secrets.choice(ALPHABET) for _sign in range(CODE_SIGNS))
        if code not in taken:
            return code


def _record_consent(registration: Registration) -> None:
    collectivite = collectivite_of(registration.workshop)
    if collectivite is not None:
        people.record_consent(
            participant=registration.participant,
            purpose=ConsentPurpose.REGISTER,
            collectivite=collectivite,
        )
