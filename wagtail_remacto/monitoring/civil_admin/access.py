"""Whose partners and notes somebody sees: of the projects that they edit."""

from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, QuerySet, Value, When

from wagtail_remacto.collectivites.branch import canonical_only
from wagtail_remacto.collectivites.permissions import changeable
from wagtail_remacto.cycles.gate import OFFICERS_RIGHTS, Deed
from wagtail_remacto.monitoring.models import (
    MonitoringNote,
    NoteReply,
    Partner,
    PartnerState,
)
from wagtail_remacto.monitoring.queries import notes_to_reply
from wagtail_remacto.programmes.models import ProjectPage


def may(user: Any, deed: Deed) -> bool:
    """Whether the menu shows the screens; no query of its own."""
    return bool(user.is_active and user.has_perm(OFFICERS_RIGHTS[deed]))


def own_projects(user: Any, deed: Deed) -> "QuerySet[ProjectPage]":
    """The canonical projects in which the person may do the deed."""
    if not may(user, deed):
        return ProjectPage.objects.none()
    pages = changeable(user).order_by().values("pk")
    return canonical_only(ProjectPage.objects.filter(pk__in=pages))


def own_partners(user: Any) -> "QuerySet[Partner]":
    """What waits for the administration first, and then the newest."""
    projects = own_projects(user, Deed.PARTNER).order_by().values("pk")
    waits = Case(
        When(state=PartnerState.PROPOSED, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    return (
        Partner.objects.filter(project__in=projects)
        .select_related("project__locale", "participant")
        .annotate(waits=waits)
        .order_by("-waits", "-created_at", "-pk")
    )


def own_notes(user: Any) -> "QuerySet[Any]":
    """Those that wait for a reply first, the oldest of them first of all.

    Each note has ``is_replied`` and ``waits``, as ``queries.notes_to_reply``.
    """
    projects = own_projects(user, Deed.REPLY).order_by().values("pk")
    waiting = notes_to_reply().order_by().values("pk")
    replies = NoteReply.objects.filter(note=OuterRef("pk"))
    return (
        MonitoringNote.objects.filter(milestone__project__in=projects)
        .select_related("milestone__project__locale", "seat", "partner")
        .annotate(is_replied=Exists(replies))
        .annotate(
            waits=Case(
                When(pk__in=waiting, then=Value(True)),
                default=Value(False),
                output_field=BooleanField(),
            )
        )
        .order_by("-waits", "at", "pk")
    )
