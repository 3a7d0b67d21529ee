"""From a spreadsheet to contributions: tried first, then imported, any number of times.

What is known is never written again; where its words have changed since, the report
says so.
"""

import datetime as dt
from collections import Counter
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from wagtail_remacto.contributions.references import shown
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Refused
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.spreadsheets import harmless
from wagtail_remacto.workshops.entry.grid import sentences
from wagtail_remacto.workshops.entry.planning import Row, RowState, plan
from wagtail_remacto.workshops.entry.readers import reader_for
from wagtail_remacto.workshops.entry.sheets import Sheet
from wagtail_remacto.workshops.models import IdeaImport, ImportState, WorkshopPage

IMPORT = "wagtail_remacto.import_ideas"


class NotTried(Exception):
    """What is imported has been tried before."""


@transaction.atomic
def upload(
    *,
    phase: PhasePage,
    workshop: WorkshopPage | None,
    name: str,
    sheet: Sheet,
    by: Any,
    now: dt.datetime | None = None,
) -> IdeaImport:
    """Keep what was read of a file. Raises ``gate.Refused``."""
    gate.require(by, gate.Deed.ENTER, phase, now)
    return IdeaImport.objects.create(
        phase=phase,
        workshop=workshop.canonical if workshop is not None else None,
        name=name[:200],
        headers=sheet.headers,
        rows=sheet.rows,
        by=by,
    )


@transaction.atomic
def try_out(
    *,
    idea_import: IdeaImport,
    mapping: dict[str, Any],
    by: Any,
    now: dt.datetime | None = None,
) -> IdeaImport:
    """A dry run: the report of what would happen. Raises ``gate.Refused``."""
    gate.require(by, gate.Deed.ENTER, idea_import.phase, now)
    idea_import.mapping = mapping
    idea_import.report = report_of(plan(idea_import))
    idea_import.state = ImportState.TRIED
    idea_import.save(update_fields=["mapping", "report", "state"])
    return idea_import


def run(
    *, idea_import: IdeaImport, by: Any, now: dt.datetime | None = None
) -> IdeaImport:
    """Import what was tried; a row that fails does not stop the others.

    Raises ``gate.Refused`` and :class:`NotTried`.
    """
    now = now or timezone.now()
    gate.require(by, gate.Deed.ENTER, idea_import.phase, now)
    if idea_import.state == ImportState.UPLOADED:
        raise NotTried
    rows = plan(idea_import)
    enter_all(idea_import, rows, by=by, now=now)
    with transaction.atomic():
        idea_import.report = report_of(rows)
        idea_import.state = ImportState.DONE
        idea_import.done_at = now
        idea_import.by = by
        idea_import.save(update_fields=["report", "state", "done_at", "by"])
        log(
            idea_import,
            IMPORT,
            user=by,
            data={"file": idea_import.name, **idea_import.report["counts"]},
        )
    return idea_import


def enter_all(
    idea_import: IdeaImport, rows: list[Row], *, by: Any, now: dt.datetime
) -> None:
    """Enter the new rows, each in a transaction of its own; their states follow."""
    reader = reader_for(idea_import.phase)
    for row in rows:
        if row.state != RowState.NEW or row.idea is None:
            continue
        try:
            contribution, is_new = reader.enter(
                row.idea,
                by=by,
                workshop=idea_import.workshop,
                external_key=row.key,
                now=now,
            )
        except Refused as refused:
            row.errors[""] = str(refused)
        except ValidationError as wrong:
            row.errors.update(sentences(wrong))
        else:
            row.reference = contribution.reference
            if not is_new:
                row.state = RowState.KNOWN
        if row.errors:
            row.state = RowState.ERROR


def report_of(rows: list[Row]) -> dict[str, Any]:
    counted = Counter(str(row.state) for row in rows)
    return {
        "counts": {state: counted[state] for state in RowState.values},
        "rows": [row.as_json() for row in rows],
    }


def report_as_csv(idea_import: IdeaImport) -> str:
    """The file’s own columns, and before them what became of each row and why.

    It can be corrected and imported again as it is.
    """
    found = tablib.Dataset(
        headers=[
            _("Row"),
            _("What became of it"),
            _("Reason"),
            _("Reference given"),
            *idea_import.headers,
        ]
    )
    rows = idea_import.rows
    for entry in idea_import.report.get("rows", []):
        number = entry["number"]
        own = rows[number - 2] if number - 2 < len(rows) else []
        own = [*own, *[""] * (len(idea_import.headers) - len(own))]
        state = RowState(entry["state"]).label
        reference = shown(entry["reference"]) if entry["reference"] else ""
        found.append(
            [number, str(state), entry["reason"], reference, *map(harmless, own)]
        )
    # The mark at its beginning tells Excel that it is UTF-8.
    return f"\ufeff{found.export('csv')}"
