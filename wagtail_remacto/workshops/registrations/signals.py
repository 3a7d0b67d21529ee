"""More places on the page of a workshop are places for those who wait."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from wagtail_remacto.workshops.models import WorkshopPage
from wagtail_remacto.workshops.registrations.services import move_up


@receiver(page_published, sender=WorkshopPage, dispatch_uid="remacto_move_up")
def move_up_after_publishing(instance: WorkshopPage, **kwargs: Any) -> None:
    move_up(workshop=instance)
