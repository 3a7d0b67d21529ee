"""Whose projects somebody follows up: the pages they edit, with the right to it."""

import datetime as dt
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Length, Substr

from wagtail_remacto.collectivites.branch import canonical_only, with_branch_title
from wagtail_remacto.collectivites.permissions import changeable
from wagtail_remacto.cycles.gate import OFFICERS_RIGHTS, Deed
from wagtail_remacto.monitoring import queries
from wagtail_remacto.monitoring.models import Milestone
from wagtail_remacto.programmes.adoptions import adoptions
from wagtail_remacto.programmes.models import ProjectPage

RIGHT = OFFICERS_RIGHTS[Deed.SCHEDULE]


def follows_up(user: Any) -> bool:
    """Whether the menu shows the screens; no query of its own."""
    return bool(user.is_active and user.has_perm(RIGHT))


def own_projects(user: Any) -> "QuerySet[ProjectPage]":
    """The canonical projects whose milestones the person sets, adopted or not."""
    if not follows_up(user):
        return ProjectPage.objects.none()
    pages = changeable(user).order_by().values("pk")
    rows = canonical_only(ProjectPage.objects.filter(pk__in=pages))
    return rows.select_related("locale")


def adopted(projects: "QuerySet[ProjectPage]") -> "QuerySet[ProjectPage]":
    """Those of programmes that a council has adopted."""
    votes = adoptions()
    above = Length("path") - ProjectPage.steplen
    return projects.annotate(programme_path=Substr("path", 1, above)).filter(
        programme_path__in=votes.values("programme__path")
    )


def with_standing(
    projects: "QuerySet[ProjectPage]", today: dt.date
) -> "QuerySet[ProjectPage]":
    """With ``progress``, ``branch_title``, ``overdue``, ``quiet`` and ``drafts``."""
    late = (
        queries.overdue_milestones(today)
        .filter(project=OuterRef("pk"))
        .order_by()
        .values("project")
        .annotate(number=Count("pk"))
        .values("number")
    )
    drafts = (
        Milestone.objects.filter(project=OuterRef("pk"), announced_at__isnull=True)
        .order_by()
        .values("project")
        .annotate(number=Count("pk"))
        .values("number")
    )
    quiet = queries.quiet_projects(today).filter(pk=OuterRef("pk"))
    return (
        with_branch_title(projects)
        .select_related("progress", "locale")
        .annotate(
            overdue=Coalesce(Subquery(late), 0),
            drafts=Coalesce(Subquery(drafts), 0),
            quiet=Exists(quiet),
        )
    )


def found_by(words: str) -> Q:
    return Q(title__icontains=words)
