"""Whoever is named on a seat gets into the admin, and out again with the seat."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from wagtail_remacto.committees.models import Seat
from wagtail_remacto.committees.services.seating import keep_group


@receiver(post_save, sender=Seat, dispatch_uid="remacto_seat_saved")
@receiver(post_delete, sender=Seat, dispatch_uid="remacto_seat_deleted")
def keep_members_group(raw: bool = False, **kwargs: Any) -> None:
    # A fixture may bring its seats before its accounts.
    if not raw:
        keep_group()
