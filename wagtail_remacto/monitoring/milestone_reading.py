"""One milestone as everyone reads it: everything that either voice has said of it."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.committees.membership import within_mandate
from wagtail_remacto.committees.models import College, Seat
from wagtail_remacto.conf import content_language
from wagtail_remacto.contributions.text import guess_language, render
from wagtail_remacto.cycles.clock import day_of
from wagtail_remacto.monitoring.models import (
    Milestone,
    MonitoringNote,
    NoteReply,
    Partner,
    PartnerState,
)
from wagtail_remacto.monitoring.queries import in_closed_cycle


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that was said on a day; ``kind`` says by what it is shown."""

    kind: str
    on: dt.date
    at: dt.datetime
    row: Any
    html: str = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A seat or a partner that has, or had, the second voice, and its newest note."""

    name: Words
    what: Any
    speaks: bool
    note: MonitoringNote | None = None


@dataclass(slots=True)
class MilestoneReading:
    milestone: Milestone
    today: dt.date
    entries: list[Entry] = field(default_factory=list)
    speakers: list[Speaker] = field(default_factory=list)
    # Once its cycle is closed nothing is expected of it.
    is_over: bool = False

    @property
    def is_overdue(self) -> bool:
        return not self.is_over and self.milestone.is_overdue(self.today)

    @property
    def first_due(self) -> Any:
        """The date it was first given, where it was postponed."""
        first = next((e.row for e in self.entries if e.kind == "postponement"), None)
        return first and first.before

    @property
    def spoken(self) -> int:
        return sum(each.note is not None for each in self.speakers)

    @property
    def awaits_civil_society(self) -> bool:
        """Whether the voices differ because only the administration went on."""
        said = {each.note.of_completion for each in self.speakers if each.note}
        return self.milestone.voices_differ and self.milestone.completion not in said


def read(milestone: Milestone, now: dt.datetime | None = None) -> MilestoneReading:
    """Ten queries at most, whatever was said."""
    now = now or timezone.now()
    notes = list(
        milestone.notes.select_related("seat", "partner").prefetch_related(
            "evidence", Prefetch("replies", NoteReply.objects.order_by("at", "pk"))
        )
    )
    found = MilestoneReading(milestone, day_of(now))
    if milestone.is_overdue(found.today):
        closed = in_closed_cycle("project__path")
        found.is_over = Milestone.objects.filter(closed, pk=milestone.pk).exists()
    found.entries = _entries(milestone, notes)
    found.speakers = _speakers(milestone, notes, now)
    return found


def name_of(holder: Any) -> Words:
    """What a seat or a partner is called, in the reader’s script where it is known."""
    french, arabic = holder.organisation, holder.organisation_ar
    if isinstance(holder, Seat):
        french = _with(holder.person, french)
        arabic = _with(holder.person_ar, arabic)
    if content_language() == "ar" and arabic:
        return Words(arabic, "ar")
    if not french:
        return Words(arabic, "ar")
    # An association that writes Arabic alone has one name, in its own letters.
    return Words(french, guess_language(french, "fr"))


def _with(person: str, organisation: str) -> str:
    return " – ".join(each for each in (person, organisation) if each)


def _entries(milestone: Milestone, notes: list[MonitoringNote]) -> list[Entry]:
    """In time order, the first thing first."""
    entries = [
        Entry("postponement", day_of(row.at), row.at, row)
        for row in milestone.postponements.all()
    ]
    for update in milestone.updates.prefetch_related("evidence"):
        entries.append(
            Entry("update", update.on, update.at, update, render(update.text))
        )
    for note in notes:
        entries.append(Entry("note", day_of(note.at), note.at, note, render(note.text)))
        for reply in note.replies.all():
            entries.append(
                Entry("reply", day_of(reply.at), reply.at, reply, render(reply.text))
            )
    if milestone.withdrawn_at is not None:
        at = milestone.withdrawn_at
        entries.append(Entry("withdrawal", day_of(at), at, milestone))
    return sorted(entries, key=lambda each: (each.on, each.at))


def _speakers(
    milestone: Milestone, notes: list[MonitoringNote], now: dt.datetime
) -> list[Speaker]:
    """Seats of the cycle’s committee and partners of the project; two queries.

    Who has spoken and may no longer is among them.
    """
    newest = {(n.seat_id, n.partner_id): n for n in notes if n.superseded_at is None}
    project = milestone.project
    cycle = project.path[: -2 * project.steplen]
    speakers = []
    for seat in Seat.objects.filter(
        committee__path__startswith=cycle, college=College.CIVIL_SOCIETY
    ).select_related("committee"):
        note = newest.get((seat.pk, None))
        speaks = seat.active and within_mandate(seat, now)
        if speaks or note is not None:
            speakers.append(Speaker(name_of(seat), seat, speaks, note))
    for partner in Partner.objects.filter(
        project=project, state__in=[PartnerState.CONFIRMED, PartnerState.ENDED]
    ):
        note = newest.get((None, partner.pk))
        speaks = partner.state == PartnerState.CONFIRMED
        if speaks or note is not None:
            speakers.append(Speaker(name_of(partner), partner, speaks, note))
    return speakers
