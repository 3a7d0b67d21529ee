"""Whose remarks a person answers: of own collectivités, and of committees they keep."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from wagtail_remacto.collectivites.permissions import changeable
from wagtail_remacto.committees.membership import KEEPERS, seats_of, within_mandate
from wagtail_remacto.cycles import gate
from wagtail_remacto.programmes.models import ProgrammeVersion, Purpose

RIGHT = gate.OFFICERS_RIGHTS[gate.Deed.OUTCOME]


def _kept_cycles(user: Any) -> list[str]:
    """The paths of the cycles whose committee’s papers the person keeps; one query."""
    now = timezone.now()
    return [
        seat.committee.path[: -Page.steplen]
        for seat in seats_of(user).filter(role__in=KEEPERS)
        if within_mandate(seat, now)
    ]


def answers_somewhere(user: Any) -> bool:
    """Whether the menu shows the remarks; at most one query."""
    if not user.is_active:
        return False
    return bool(user.has_perm(RIGHT) or _kept_cycles(user))


def answerable(user: Any) -> "QuerySet[ProgrammeVersion]":
    """The versions on which the person answers remarks, the latest first."""
    mine = Q(pk__in=[])
    if user.is_active and user.has_perm(RIGHT):
        mine |= Q(programme__in=changeable(user).order_by().values("pk"))
    for path in _kept_cycles(user):
        mine |= Q(programme__path__startswith=path)
    return (
        ProgrammeVersion.objects.filter(
            mine, purpose=Purpose.CONSULTATION, phase__isnull=False
        )
        .defer("content")
        .select_related("programme__locale", "phase__locale")
        .order_by("-at", "-pk")
    )
