"""What this room keeps of people: who spoke for an association, and in which words."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail_remacto.collectivites.languages import best_for_the_screen
from wagtail_remacto.monitoring import (
    held_seats,  # noqa: F401
    invitations,  # noqa: F401
    rollup,
)
from wagtail_remacto.monitoring.models import (
    Evidence,
    Milestone,
    MonitoringNote,
    Partner,
    PartnerState,
    ProjectLead,
)
from wagtail_remacto.monitoring.queries import in_closed_cycle
from wagtail_remacto.monitoring.services.locking import lock
from wagtail_remacto.monitoring.services.partners import OPEN, WAITING
from wagtail_remacto.people import merging, registry, retention, space
from wagtail_remacto.people.models import Participant
from wagtail_remacto.people.registry import PersonalData, Row
from wagtail_remacto.people.retention import Rule
from wagtail_remacto.programmes.adoptions import adoptions
from wagtail_remacto.programmes.models import ProgrammePage, ProjectPage

TRACES = {
    "Milestone.created_by": _("which officer drafted a milestone"),
    "Milestone.withdrawn_by": _("which officer withdrew a milestone"),
    "Postponement.by": _("which officer postponed a milestone"),
    "Update.by": _("with which account an update was published"),
    "Partner.confirmed_by": _("which officer confirmed or invited a partner"),
    "NoteReply.by": _("which officer replied to civil society"),
    "Evaluation.created_by": _("who wrote down an evaluation"),
    "Evaluation.signed_by": _("who signed an evaluation"),
    "CycleClosing.by": _("who closed a cycle"),
    "CycleClosing.reopened_by": _("who reopened a cycle"),
    "CarryOver.by": _("which officer carried something over to the next cycle"),
    "ProjectOrigin.by": _("which officer began a project from another"),
    "LibraryEntry.by": _("which officer of the network recommended a project"),
}
for _key, _why in TRACES.items():
    registry.register_trace(f"wagtail_remacto.{_key}", _why)


@registry.register
class Partnerships(PersonalData):
    name = "partnerships"
    label = _("The associations for which you act as a partner of a project")
    kept = _(
        "A confirmed partnership is the association’s: its name, its role and what it "
        "contributes stay, and nothing leads to you. What was not confirmed yet is "
        "declined."
    )
    keys = ("wagtail_remacto.Partner.participant",)

    def export(self, participant: Participant) -> Iterable[Row]:
        rows = participant.partnerships.select_related("project")
        for row in rows.order_by("pk"):
            yield {
                "project": row.project.title,
                "association": row.organisation,
                "association_in_arabic": row.organisation_ar,
                "role": row.role,
                "contributes": row.brings,
                "state": row.state,
                "made_at": row.created_at,
                "association_confirmed_at": row.association_confirmed_at,
                "administration_confirmed_at": row.administration_confirmed_at,
                "closed_at": row.closed_at,
                "closed_words": row.closed_words,
            }

    def let_go(self, participant: Participant) -> None:
        waiting = participant.partnerships.filter(state__in=WAITING)
        for row in waiting.select_related("project__locale").order_by("project", "pk"):
            lock(row.project)
            Partner.objects.filter(pk=row.pk, state__in=WAITING).update(
                state=PartnerState.DECLINED, closed_at=timezone.now()
            )

    def erase(self, participant: Participant) -> None:
        Partner.objects.filter(participant=participant).update(
            participant=None, email=""
        )

    def active_since(self, moment: dt.datetime) -> models.QuerySet[Any]:
        done = Q(created_at__gte=moment) | Q(association_confirmed_at__gte=moment)
        rows = Partner.objects.filter(done, participant__isnull=False)
        return rows.order_by().values("participant")


@registry.register
class Notes(PersonalData):
    name = "monitoring_notes"
    label = _("What you have said of milestones for civil society")
    kept = _(
        "All of it: it is the voice of the seat or the association for which you "
        "spoke. It no longer leads to you."
    )
    keys = ("wagtail_remacto.MonitoringNote.author",)

    def export(self, participant: Participant) -> Iterable[Row]:
        rows = participant.monitoring_notes.select_related(
            "milestone__project", "seat", "partner"
        ).prefetch_related("evidence", "replies")
        for row in rows.order_by("pk"):
            yield {
                "project": row.milestone.project.title,
                "milestone": str(row.milestone),
                "spoke_for": str(row.holder),
                "stance": row.stance,
                "the_administration_said": row.of_completion,
                "completion": row.completion,
                "text": row.text,
                "language": row.language,
                "at": row.at,
                "superseded_at": row.superseded_at,
                "files": [
                    {"name": each.name, "caption": each.caption}
                    for each in row.evidence.all()
                ],
                "replies": [
                    {"text": each.text, "at": each.at} for each in row.replies.all()
                ],
            }

    def files(self, participant: Participant) -> Iterable[tuple[str, Any]]:
        for row in Evidence.objects.filter(note__author=participant):
            yield f"{row.note_id}-{row.pk}/{row.name}", row.file

    def erase(self, participant: Participant) -> None:
        MonitoringNote.objects.filter(author=participant).update(author=None)

    def active_since(self, moment: dt.datetime) -> models.QuerySet[Any]:
        rows = MonitoringNote.objects.filter(author__isnull=False, at__gte=moment)
        return rows.order_by().values("author")


@registry.register
class ProjectsLed(PersonalData):
    """A role of an account, as a seat is one: it goes with the account."""

    name = "projects_led"
    label = _("The projects whose updates you publish")
    kept = _(
        "The updates, which are the administration’s. That you may publish them goes "
        "with your account."
    )
    keys = ("wagtail_remacto.ProjectLead.user",)

    def export(self, participant: Participant) -> Iterable[Row]:
        if participant.user_id is None:
            return
        rows = ProjectLead.objects.filter(user=participant.user_id)
        for row in rows.select_related("project").order_by("pk"):
            yield {
                "project": row.project.title,
                "since": row.since,
                "until": row.until,
            }


@merging.register
def _one_voice(gone: Participant, kept: Participant) -> None:
    """One person has one open partnership in a project: the one that is furthest.

    And of what both have said of a milestone the newest stands.
    """
    open_rows = Partner.objects.filter(participant=gone, state__in=OPEN)
    twice = _said_by(gone) & _said_by(kept)
    projects = ProjectPage.objects.filter(
        Q(pk__in=open_rows.values("project"))
        | Q(pk__in=twice.order_by().values("project"))
    )
    # All of them before anything is read, in one order.
    for project in projects.select_related("locale").order_by("pk"):
        lock(project)
    for row in open_rows.order_by("project", "pk"):
        other = Partner.objects.filter(
            project=row.project_id, participant=kept, state__in=OPEN
        ).first()
        if other is not None:
            less = row if other.state == PartnerState.CONFIRMED else other
            confirmed = less.state == PartnerState.CONFIRMED
            Partner.objects.filter(pk=less.pk).update(
                state=PartnerState.ENDED if confirmed else PartnerState.DECLINED,
                closed_at=timezone.now(),
                email="",
            )
    for milestone in list(twice.select_related("project")):
        _newest_stands(milestone, gone, kept)
    Partner.objects.filter(participant=gone).update(participant=kept)
    MonitoringNote.objects.filter(author=gone).update(author=kept)


def _said_by(participant: Participant) -> "models.QuerySet[Milestone]":
    """The milestones of which something that the person has said stands."""
    notes = MonitoringNote.objects.filter(
        author=participant, superseded_at__isnull=True
    )
    return Milestone.objects.filter(pk__in=notes.order_by().values("milestone"))


def _newest_stands(milestone: Milestone, *people: Participant) -> None:
    notes = MonitoringNote.objects.filter(
        milestone=milestone, author__in=people, superseded_at__isnull=True
    )
    for before in notes.order_by("-at", "-pk")[1:]:
        before.superseded_at = timezone.now()
        before.save(update_fields=["superseded_at"])
    rollup.recount_milestone(milestone)
    rollup.recount_project(milestone.project)


def _unanswered(before: dt.datetime) -> models.QuerySet[Any]:
    return Partner.objects.filter(
        state=PartnerState.INVITED, created_at__lt=before
    ).exclude(email="")


retention.register(
    Rule(
        "invitations",
        _("addresses of associations that have not answered an invitation"),
        _unanswered,
        lambda due: due.update(email=""),
    )
)


def _section(participant: Participant, params: Mapping[str, str]) -> dict[str, Any]:
    """The partnerships of a person, with the programmes they evaluate; two queries."""
    found = participant.partnerships.select_related("project__locale")
    rows = list(
        found.annotate(is_over=in_closed_cycle("project__path")).order_by("-pk")
    )
    step = ProjectPage.steplen
    above = {
        row.pk: row.project.path[:-step]
        for row in rows
        if row.state == PartnerState.CONFIRMED and not row.is_over
    }
    if above:
        adopting = adoptions()
        programmes = ProgrammePage.objects.filter(
            path__in=set(above.values()),
            live=True,
            translation_key__in=adopting.values("programme__translation_key"),
        )
        by_path = {programme.path: programme for programme in programmes}
        for row in rows:
            row.programme = by_path.get(above.get(row.pk, ""))
    return {"rows": rows}


space.register_section(
    "partnerships",
    350,
    _("My partnerships"),
    "wagtail_remacto/monitoring/space_partnerships.html",
    _section,
)


def _led(account: Any, params: Mapping[str, str]) -> dict[str, Any]:
    """The projects whose news the account publishes now; two queries."""
    rows = ProjectLead.objects.filter(
        ~in_closed_cycle("project__path"),
        user=account.pk,
        until__isnull=True,
        project__live=True,
    )
    led = list(rows.select_related("project__locale").order_by("pk"))
    keys = [row.project.translation_key for row in led]
    if keys:
        found = ProjectPage.objects.filter(
            translation_key__in=keys, live=True, alias_of__isnull=True
        )
        read = best_for_the_screen(found.select_related("locale"))
        for row in led:
            # The row keeps its project: what is published is about that one.
            row.page = read.get(row.project.translation_key, row.project)
    return {"rows": led} if led else {}


space.register_section(
    "led",
    40,
    _("The projects whose updates you publish"),
    "wagtail_remacto/monitoring/space_led.html",
    _led,
    of_accounts=True,
)
