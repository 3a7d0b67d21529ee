"""Somebody who was two: an account, and an address that has become the account's.

Each room registers in its module ``merging`` what becomes of its rows. What two people
may do and one may not (support twice, vote twice, have two places) is done once then,
and the counters follow.
"""

import uuid
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from wagtail_remacto.adapter import get_adapter
from wagtail_remacto.people.models import Participant

# Hands over what ``gone`` has done to ``kept``; called again, it finds nothing.
Merge = Callable[[Participant, Participant], None]

_merges: list[Merge] = []
_befores: list[Merge] = []


def register(merge: Merge) -> Merge:
    """Declare what a room does; a decorator."""
    if merge not in _merges:
        _merges.append(merge)
    return merge


def register_before(merge: Merge) -> Merge:
    """Declare what a room does while the rows of both are still apart; a decorator."""
    if merge not in _befores:
        _befores.append(merge)
    return merge


def unite(kept: Participant) -> None:
    """Make an account's participant one with whoever took part with its address.

    Called when the account signs in or has confirmed an address, and whenever
    something arrives under that address.
    """
    email = get_adapter().confirmed_email(kept.user).lower()
    if not email:
        return
    others = Participant.objects.filter(
        email=email, user__isnull=True, erased_at__isnull=True
    )
    for gone in others.exclude(pk=kept.pk):
        _merge(gone, kept)


def unite_at_sign_in(sender: Any, user: Any, **kwargs: Any) -> None:
    """An address may have become the account's since the last time."""
    kept = Participant.objects.filter(user_id=user.pk).select_related("user").first()
    if kept is not None:
        unite(kept)


@transaction.atomic
def _merge(gone: Participant, kept: Participant) -> None:
    """The empty row of ``gone`` stays, as after an erasure; its sessions forget it.

    The rooms lock what they change, as for any deed, and the participants come last.
    """
    for merge in [*_befores, *_merges]:
        merge(gone, kept)
    if gone.confirmed_at and not kept.display_name:
        Participant.objects.filter(pk=kept.pk).update(display_name=gone.display_name)
        kept.display_name = gone.display_name
    Participant.objects.filter(pk=gone.pk).update(
        email=None,
        display_name="",
        language="",
        confirmed_at=None,
        last_seen_at=None,
        key=uuid.uuid4(),
        erased_at=timezone.now(),
    )
