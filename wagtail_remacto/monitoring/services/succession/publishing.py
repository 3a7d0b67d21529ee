"""What people hear of once it can be read: a project carried over, a cycle opened."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.signals import page_published

from wagtail_remacto.cycles.models import CyclePage
from wagtail_remacto.monitoring.models import CarryOver
from wagtail_remacto.people.happened import Event, tell
from wagtail_remacto.programmes.models import ProjectPage


def tell_of_project(sender: Any, instance: Any, **_kwargs: Any) -> None:
    """The ideas that shaped the old project go on in the new one; one query."""
    rows = CarryOver.objects.filter(
        new_project__translation_key=instance.translation_key,
        superseded_at__isnull=True,
    ).select_related("project__locale")
    with transaction.atomic():
        tell(
            *(
                Event(
                    kind="carried",
                    key=f"carried:{row.pk}",
                    at=timezone.now(),
                    page=row.project,
                    project=row.project,
                    facts={"project": row.new_project_id},
                )
                for row in rows
            )
        )


def tell_of_cycle(sender: Any, instance: Any, **_kwargs: Any) -> None:
    """Whoever follows the cycle before, or the collectivité."""
    cycle = instance.canonical
    if cycle.predecessor is None:
        return
    with transaction.atomic():
        tell(
            Event(
                kind="cycle_opened",
                key=f"cycle_opened:{cycle.pk}",
                at=timezone.now(),
                page=cycle.predecessor.canonical,
                facts={"cycle": cycle.pk},
            )
        )


def connect() -> None:
    for model, receiver in ((ProjectPage, tell_of_project), (CyclePage, tell_of_cycle)):
        page_published.connect(
            receiver,
            sender=model,
            dispatch_uid=f"wagtail_remacto.{receiver.__name__}",
        )
