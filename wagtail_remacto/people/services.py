"""Who takes part becomes a participant here, and stops being one here."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language

from wagtail_remacto.adapter import get_adapter
from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.conf import content_language
from wagtail_remacto.people.merging import unite
from wagtail_remacto.people.models import (
    Consent,
    Participant,
    ParticipantKind,
)
from wagtail_remacto.people.names import clean_display_name
from wagtail_remacto.people.notice import notice_for


def participant_of(user: Any) -> Participant | None:
    """The participant of an account, if it has taken part; one query."""
    if not user.is_authenticated:
        return None
    return Participant.objects.filter(user=user).select_related("user").first()


def ensure_participant(user: Any) -> Participant:
    """The participant of an account, made if there is none.

    What was confirmed from the account's own address before becomes the account's.
    """
    found = participant_of(user)
    if found is not None:
        unite(found)
        return found
    adapter = get_adapter()
    email = adapter.confirmed_email(user).lower()
    now = timezone.now()
    if email:
        adopted = Participant.objects.filter(
            email=email, user__isnull=True, erased_at__isnull=True
        ).update(user=user, kind=ParticipantKind.ACCOUNT, confirmed_at=now)
        if adopted:
            adoptee = Participant.objects.select_related("user").get(user=user)
            if not adoptee.display_name:
                describe(
                    participant=adoptee,
                    display_name=_first_name(user),
                    language=adoptee.language,
                )
            return adoptee
    try:
        with transaction.atomic():
            return Participant.objects.create(
                user=user,
                kind=ParticipantKind.ACCOUNT,
                display_name=_first_name(user),
                language=content_language(get_language()),
                confirmed_at=now,
            )
    except IntegrityError:
        # Two first deeds at once: the other one made it.
        return Participant.objects.select_related("user").get(user=user)


def _first_name(user: Any) -> str:
    """The name proposed by the adapter, if it is one that may be shown."""
    try:
        return clean_display_name(get_adapter().display_name(user))
    except ValidationError:
        return ""


def participant_at(email: str) -> Participant:
    """The participant with this address, made unconfirmed if there is none.

    The participant of the account whose confirmed address it is: a person has one
    voice. The address alone proves nothing: the caller waits for its confirmation, and
    changes nothing of the person before.
    """
    email = email.strip().lower()
    account = get_adapter().account_at(email)
    if account is not None:
        return ensure_participant(account)
    participant, _made = Participant.objects.get_or_create(
        email=email,
        defaults={
            "kind": ParticipantKind.EMAIL,
            "language": content_language(get_language()),
        },
    )
    return participant


def confirm(participant: Participant) -> Participant:
    """That whoever has the participant's address has opened the link sent there."""
    now = timezone.now()
    participant.confirmed_at = participant.confirmed_at or now
    participant.last_seen_at = now
    participant.save(update_fields=["confirmed_at", "last_seen_at"])
    return participant


def address_of(participant: Participant) -> str:
    """Where the person can be written to; empty if that is not known."""
    if participant.email or participant.user is None:
        return participant.email or ""
    user = participant.user
    known = get_adapter().confirmed_email(user)
    return known or getattr(user, user.get_email_field_name(), "") or ""


def whose_address(email: str) -> tuple[Participant | None, bool]:
    """Who took part with this address without an account, and whether it has one."""
    users = get_user_model()
    participant = Participant.objects.filter(
        email=email, erased_at__isnull=True
    ).first()
    if participant is not None and participant.user_id is None:
        return participant, False
    field = f"{users.get_email_field_name()}__iexact"
    return None, participant is not None or users._default_manager.filter(
        **{field: email}
    ).exists()


def same_person(participant: Participant) -> list[Participant]:
    """The participant, and who took part with the account's own address beside it."""
    if participant.user is None:
        return [participant]
    email = get_adapter().confirmed_email(participant.user).lower()
    others = (
        Participant.objects.filter(email=email, erased_at__isnull=True).exclude(
            pk=participant.pk
        )
        if email
        else []
    )
    return [participant, *others]


def describe(*, participant: Participant, display_name: str, language: str) -> None:
    """Change the name that is shown and the language of messages.

    What the person has written shows the new name at once. Raises ``ValidationError``
    for a name that may not be shown.
    """
    display_name = clean_display_name(display_name)
    Participant.objects.filter(pk=participant.pk, erased_at__isnull=True).update(
        display_name=display_name, language=language
    )
    participant.display_name, participant.language = display_name, language


def record_consent(
    *,
    participant: Participant,
    purpose: str,
    collectivite: CollectivitePage,
    given: bool = True,
) -> Consent:
    """That the person agreed to the notice, in the words that were shown."""
    notice = notice_for(collectivite, purpose)
    return Consent.objects.create(
        participant=participant,
        purpose=purpose,
        collectivite=collectivite.canonical,
        controller=notice.controller,
        notice=notice.text,
        language=content_language(get_language()),
        given=given,
    )
