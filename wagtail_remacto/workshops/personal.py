"""What this room knows of people, for “My space”, export, erasure and retention."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail_remacto.cycles.clock import day_of
from wagtail_remacto.people import registry, retention, space
from wagtail_remacto.people.models import Participant
from wagtail_remacto.workshops import merging  # noqa: F401 - declares its own
from wagtail_remacto.workshops.entry import personal  # noqa: F401 - declares its own
from wagtail_remacto.workshops.models import (
    IdeaImport,
    Registration,
    RegistrationState,
)
from wagtail_remacto.workshops.registrations.queries import registrations_of
from wagtail_remacto.workshops.registrations.rules import has_begun
from wagtail_remacto.workshops.registrations.services import cancel


def export_for(participant: Participant) -> list[dict[str, Any]]:
    """Every registration of the person, as rows that JSON can hold."""
    rows = Registration.objects.filter(participant=participant).select_related(
        "workshop"
    )
    return [
        {
            "workshop": row.workshop.title,
            "date": str(row.workshop.date or ""),
            "place": row.workshop.place,
            "name": row.name,
            "needs": row.needs,
            "state": row.state,
            "code": row.code,
            "registered_at": row.created_at.isoformat(),
            "cancelled_at": row.cancelled_at and row.cancelled_at.isoformat(),
            "checked_in_at": row.checked_in_at and row.checked_in_at.isoformat(),
        }
        for row in rows
    ]


def give_back(participant: Participant) -> None:
    """Give back the places of meetings to come."""
    now = timezone.now()
    rows = (
        Registration.objects.filter(participant=participant)
        .exclude(state=RegistrationState.CANCELLED)
        .select_related("workshop__locale")
    )
    # Each locks its workshop: everybody in the same order.
    for row in rows.order_by("workshop_id", "pk"):
        if not has_begun(row.workshop, now):
            cancel(registration=row, now=now, quiet=True)


def erase_for(participant: Participant) -> None:
    """Give back the places of meetings to come; empty every name and need.

    The rows stay, so that the number of people who came stays true.
    """
    give_back(participant)
    Registration.objects.filter(participant=participant).update(name="", needs="")


@registry.register
class Registrations(registry.PersonalData):
    name = "registrations"
    label = _("Registrations for workshops")
    kept = _(
        "That somebody was registered, without name and needs: the number of people "
        "who came stays true."
    )
    keys = ("wagtail_remacto.Registration.participant",)

    def export(self, participant: Participant) -> Iterable[registry.Row]:
        return export_for(participant)

    def let_go(self, participant: Participant) -> None:
        give_back(participant)

    def erase(self, participant: Participant) -> None:
        erase_for(participant)

    def active_since(self, moment: dt.datetime) -> QuerySet[Any]:
        return Registration.objects.filter(created_at__gte=moment).values(
            "participant_id"
        )


def _names_out_of_date(moment: dt.datetime) -> QuerySet[Registration]:
    """Names and needs of meetings that were over by then, or that never got a day."""
    day = day_of(moment).isoformat()

    def before(field: str) -> Q:
        # Dates are text: "2026-11" sorts before each of its days.
        return Q(**{f"workshop__{field}__lt": day}) & ~Q(
            **{f"workshop__{field}__in": ["", day[:7], day[:4]]}
        )

    over = (Q(workshop__end_date="") & before("date")) | before("end_date")
    undated = Q(workshop__date="", created_at__lt=moment)
    return Registration.objects.filter(over | undated).exclude(name="", needs="")


retention.register(
    retention.Rule(
        kind="registrations",
        label=_("Names and needs of people who registered for a workshop"),
        due=_names_out_of_date,
        apply=lambda rows: rows.update(name="", needs=""),
    )
)
retention.register(
    retention.Rule(
        kind="unconfirmed",
        label=_("Registrations that were never confirmed"),
        due=lambda moment: Registration.objects.filter(
            state=RegistrationState.UNCONFIRMED, created_at__lt=moment
        ),
        # They never had a place, so that no count changes.
        apply=lambda rows: rows.delete(),
    )
)


def _section(participant: Participant, params: Mapping[str, str]) -> dict[str, Any]:
    return {"registrations": registrations_of(participant)}


space.register_section(
    "registrations",
    300,
    _("My registrations"),
    "wagtail_remacto/workshops/my_registrations.html",
    _section,
)

for _key, _why in (
    ("EntryRow.entered_by", _("which officer typed an idea given on paper")),
    ("IdeaImport.by", _("which officer imported a spreadsheet of ideas")),
):
    registry.register_trace(f"wagtail_remacto.{_key}", _why)

retention.register(
    retention.Rule(
        kind="imports",
        label=_("Rows of imported spreadsheets, as they were in the file"),
        due=lambda moment: IdeaImport.objects.filter(created_at__lt=moment).exclude(
            rows=[]
        ),
        apply=lambda imports: imports.update(rows=[], report={}),
    )
)
