"""What the link in the first message does: it confirms an address, and a place."""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from wagtail_remacto.people import confirmations
from wagtail_remacto.people.confirmations import Confirmation, Question
from wagtail_remacto.people.links import DeadLink
from wagtail_remacto.people.models import Participant
from wagtail_remacto.workshops.models import Registration, RegistrationState
from wagtail_remacto.workshops.registrations.messages import CONFIRM, path_to
from wagtail_remacto.workshops.registrations.rules import when
from wagtail_remacto.workshops.registrations.services import confirm, locked


def found_or_dead(key: str) -> Registration:
    """The registration of a signed key; raises ``DeadLink`` if it is no more."""
    try:
        found = (
            Registration.objects.filter(key=uuid.UUID(key))
            .select_related("workshop__locale", "participant__user")
            .first()
        )
    except (ValueError, ValidationError):
        found = None
    if found is None:
        raise DeadLink(_("This registration is not kept any more."))
    return found


def _ask(key: str) -> Question:
    registration = found_or_dead(key)
    workshop = registration.workshop
    return Question(
        title=_("Confirm your registration"),
        text=_(
            "“%(workshop)s”, %(when)s. Your place is kept from the moment you confirm."
        )
        % {"workshop": workshop.title, "when": when(workshop)},
        button=_("Confirm"),
    )


def _confirm(key: str) -> tuple[Participant | None, str]:
    with transaction.atomic():
        locked(found_or_dead(key).workshop)
        # As it is now that nobody else confirms it.
        registration = found_or_dead(key)
        waited = registration.state == RegistrationState.UNCONFIRMED
        registration = confirm(registration=registration)
    return registration.participant if waited else None, path_to(registration)


confirmations.register(Confirmation(CONFIRM, _ask, _confirm))
