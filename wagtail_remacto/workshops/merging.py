"""Two participants who are one person have one place in a workshop."""

from django.utils import timezone

from wagtail_remacto.people import merging
from wagtail_remacto.people.models import Participant
from wagtail_remacto.workshops.models import Registration, RegistrationState
from wagtail_remacto.workshops.registrations.services import hand_over


@merging.register
def one_place(gone: Participant, kept: Participant) -> None:
    now = timezone.now()
    rows = Registration.objects.filter(participant=gone)
    active = rows.exclude(state=RegistrationState.CANCELLED).select_related(
        "workshop__locale"
    )
    for registration in active.order_by("workshop_id", "pk"):
        hand_over(registration=registration, kept=kept, now=now)
    rows.filter(state=RegistrationState.CANCELLED).update(participant=kept)
