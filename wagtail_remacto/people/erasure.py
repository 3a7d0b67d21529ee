"""A person leaves: what they gave to the public stays, and nothing says whose it is."""

import uuid
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from wagtail_remacto.adapter import get_adapter
from wagtail_remacto.people import mail, registry
from wagtail_remacto.people.models import Participant
from wagtail_remacto.people.services import address_of, same_person


@transaction.atomic
def erase(participant: Participant, *, asked: bool = True) -> None:
    """Empty the participant and what the rooms hold of them (domain rule 10).

    The row itself stays, for texts and votes hang on it, with a new key: no vote of the
    past can be tied to it, and every session that knew the old key has forgotten.
    A message goes to the old address once it is done, which says whether the person has
    ``asked`` for it. A second time changes nothing.
    """
    for data in registry.held():
        data.let_go(participant)
    participant = (
        Participant.objects.select_for_update(of=("self",))
        .select_related("user")
        .get(pk=participant.pk)
    )
    if participant.erased_at is not None:
        return
    address, language = address_of(participant), participant.language
    for data in registry.held():
        data.erase(participant)
    if participant.user is not None:
        _forget_in_log(participant.user)
    Participant.objects.filter(pk=participant.pk).update(
        user=None,
        email=None,
        display_name="",
        language="",
        confirmed_at=None,
        last_seen_at=None,
        key=uuid.uuid4(),
        erased_at=timezone.now(),
    )
    # Whoever never confirmed the address may never have heard of this site.
    if address and participant.confirmed_at is not None:
        mail.send(
            to=address,
            template="erased",
            context={"asked": asked, "held": list(registry.held())},
            language=language,
        )


def _forget_in_log(user: Any) -> None:
    """Wagtail's log calls an account by its name, even once it is deleted."""
    of_user = ContentType.objects.get_for_model(user, for_concrete_model=False)
    ModelLogEntry.objects.filter(content_type=of_user, object_id=str(user.pk)).update(
        label=str(Participant(erased_at=timezone.now()))
    )


@transaction.atomic
def leave(*, participant: Participant | None, user: Any = None) -> bool:
    """Erase the person, under each address that is theirs, and delete their account.

    Answers whether the account is gone too: the adapter keeps those that work in the
    admin. ``user`` is the account that asks, if it is one.
    """
    if participant is not None:
        for each in same_person(participant):
            erase(each)
    return user is None or get_adapter().delete_account(user)


def erase_with_account(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Before an account is deleted, by whomever: the person goes, the texts stay."""
    participant = Participant.objects.filter(user_id=instance.pk).first()
    if participant is not None:
        erase(participant)
