"""The rows of the grid: kept as they are typed, then entered as contributions."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Refused
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.workshops.entry.ideas import Reader
from wagtail_remacto.workshops.entry.readers import more_names, reader_for
from wagtail_remacto.workshops.models import EntryRow, WorkshopPage

PUBLISH = "wagtail_remacto.publish_ideas"

COLUMNS = (
    "reference",
    "title",
    "text",
    "axis",
    "language",
    "author_kind",
    "author_name",
    "themes",
)
# What makes a row one; the others are chosen before anything is written.
WRITTEN = ("reference", "title", "text", "author_name", "themes")
# Whatever is typed is kept, up to what nobody types.
KEPT = 20_000


class ForeignRow(Exception):
    """The key is that of a row of another workshop."""


@dataclass
class Published:
    """How many rows were entered, and why the others were not: sentences by field."""

    count: int = 0
    errors: dict[uuid.UUID, dict[str, str]] = field(default_factory=dict)


@transaction.atomic
def save_row(
    *,
    workshop: WorkshopPage,
    phase: PhasePage,
    key: uuid.UUID,
    typed: Mapping[str, str],
    by: Any,
    now: dt.datetime | None = None,
) -> EntryRow | None:
    """Keep a row as it was typed, right or wrong; the last to write it wins.

    A new one gets the next number of its workshop. A row that was emptied goes: then
    the answer is None. One that was entered meanwhile stays as it is. Raises
    ``gate.Refused`` and ``ForeignRow``.
    """
    gate.require(by, gate.Deed.ENTER, phase, now)
    workshop = workshop.canonical
    # Two officers who add a row at once wait for one another here.
    WorkshopPage.objects.select_for_update(of=("self",), no_key=True).get(
        pk=workshop.pk
    )
    # Nor is a row written while it is being published.
    rows = EntryRow.objects.select_for_update(of=("self",))
    row = rows.filter(key=key).first()
    if row is not None and row.workshop_id != workshop.pk:
        raise ForeignRow
    if row is not None and row.contribution_id:
        return row
    data = {name: str(typed.get(name, ""))[:KEPT] for name in COLUMNS}
    more = {name: str(typed.get(name, ""))[:KEPT] for name in more_names()}
    data |= {name: text for name, text in more.items() if text}
    if not any(data[name].strip() for name in WRITTEN):
        if row is not None:
            row.delete()
        return None
    if row is None:
        last = EntryRow.objects.filter(workshop=workshop).aggregate(n=Max("number"))
        row = EntryRow(key=key, workshop=workshop, number=(last["n"] or 0) + 1)
    row.phase, row.data, row.entered_by = phase, data, by
    row.save()
    return row


def publish(
    *, workshop: WorkshopPage, by: Any, now: dt.datetime | None = None
) -> Published:
    """Enter every complete row as a contribution; each succeeds or fails alone.

    What was entered before is not entered again, whoever presses the button, and how
    often.
    """
    workshop = workshop.canonical
    done = Published()
    readers: dict[int, Reader] = {}
    waiting = EntryRow.objects.filter(workshop=workshop, contribution__isnull=True)
    for pk, key in list(waiting.order_by("number").values_list("pk", "key")):
        try:
            with transaction.atomic():
                if _publish_row(pk, workshop, by, readers, now):
                    done.count += 1
        except Refused as refused:
            done.errors[key] = {"": str(refused)}
        except ValidationError as wrong:
            done.errors[key] = sentences(wrong)
    if done.count:
        log(workshop, PUBLISH, user=by, data={"ideas": done.count})
    return done


def _publish_row(
    pk: int,
    workshop: WorkshopPage,
    by: Any,
    readers: dict[int, Reader],
    now: dt.datetime | None,
) -> bool:
    row = (
        EntryRow.objects.select_for_update(of=("self",))
        .select_related("phase__locale")
        .filter(pk=pk)
        .first()
    )
    if row is None or row.contribution_id:
        return False
    gate.require(by, gate.Deed.ENTER, row.phase, now)
    if row.phase_id not in readers:
        readers[row.phase_id] = reader_for(row.phase)
    reader = readers[row.phase_id]
    idea, errors = reader.read(row.data)
    if idea is None:
        raise ValidationError(errors)
    row.contribution, _new = reader.enter(
        idea, by=by, workshop=workshop, external_key=f"grid-{row.key}", now=now
    )
    # From now on its words are those of the contribution, hidden and erased with it.
    row.data = {}
    row.save()
    return True


def sentences(wrong: ValidationError) -> dict[str, str]:
    """By field; the empty name for what is wrong with the whole."""
    if not hasattr(wrong, "error_dict"):
        return {"": " ".join(wrong.messages)}
    return {
        "" if name == "__all__" else name: " ".join(messages)
        for name, messages in wrong.message_dict.items()
    }


def no_phase(workshop: WorkshopPage, verdict: gate.Verdict | None) -> str:
    """Why nothing can be entered for the workshop now."""
    if verdict is not None and not verdict:
        return f"{verdict.sentence} {verdict.remedy}".strip()
    return _(
        "No phase of this cycle takes ideas yet. It has to let citizens contribute, to "
        "be published and to have begun."
    )
