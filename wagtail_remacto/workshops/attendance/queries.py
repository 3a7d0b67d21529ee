from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower

from wagtail_remacto.collectivites.branch import canonical_only, with_branch_title
from wagtail_remacto.collectivites.permissions import changeable
from wagtail_remacto.workshops.attendance.services import registration_policy
from wagtail_remacto.workshops.models import (
    Registration,
    RegistrationState,
    WorkshopPage,
)

# Whom the list at the door has, in this order.
LISTED = (RegistrationState.REGISTERED, RegistrationState.WAITING)


def workshops_for(user: Any) -> QuerySet[WorkshopPage]:
    """The meetings with registrations in the person's branches, the latest first.

    Each carries ``branch_title`` and the counts ``registered``, ``waiting`` and
    ``present``; the number of queries does not depend on how many there are.
    """
    if not registration_policy.user_has_permission(user, "change"):
        return WorkshopPage.objects.none()
    own = changeable(user).order_by().values("pk")
    pages = canonical_only(WorkshopPage.objects.filter(pk__in=own))
    known = Registration.objects.values("workshop")
    found = (
        pages.filter(Q(registers=True) | Q(pk__in=known))
        .annotate(
            registered=_count(state=RegistrationState.REGISTERED),
            waiting=_count(state=RegistrationState.WAITING),
            present=_count(checked_in_at__isnull=False),
        )
        .select_related("locale")
        .order_by("-date", "-start_time", "path")
    )
    return with_branch_title(found)


def _count(**conditions: Any) -> Count:
    named = {f"registrations__{name}": value for name, value in conditions.items()}
    return Count("registrations", filter=Q(**named))


def list_of(workshop: WorkshopPage, state: str) -> QuerySet[Registration]:
    """Those who have a place by their names; those who wait in their order."""
    rows = Registration.objects.filter(workshop=workshop.canonical, state=state)
    if state == RegistrationState.WAITING:
        return rows.order_by("queued_at", "pk")
    return rows.order_by(Lower("name"), "pk")
