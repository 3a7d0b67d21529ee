"""Import a spreadsheet of ideas given on paper into a phase or for a workshop.

The same file again adds nothing; a row with an error does not stop the others.
"""

from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from wagtail.models import Page

from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Refused
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.normalise import fold
from wagtail_remacto.workshops.entry.columns import ORIGIN_OF_ALL, Field, guess
from wagtail_remacto.workshops.entry.ideas import PAPER_ORIGINS
from wagtail_remacto.workshops.entry.importing import run, upload
from wagtail_remacto.workshops.entry.planning import plan
from wagtail_remacto.workshops.entry.readers import (
    headers_of,
    more_names,
    reader_for,
)
from wagtail_remacto.workshops.entry.rights import phases_for
from wagtail_remacto.workshops.entry.sheets import BadSheet, read
from wagtail_remacto.workshops.models import IdeaImport, ImportState, WorkshopPage

# Nobody waits for a browser here.
MOST_ROWS = 100_000


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument(
            "target",
            metavar="PHASE_OR_WORKSHOP",
            type=int,
            help="The id of the page of a phase or a workshop.",
        )
        parser.add_argument("file", metavar="FILE", help="A CSV file or a workbook.")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="FIELD=COLUMN",
            help=(
                "Which column holds a field, by its header or its number from 1; "
                "nothing after the sign for none. Others are guessed. Fields: "
                f"{', '.join([*Field.values, *more_names()])}."
            ),
        )
        parser.add_argument(
            "--origin",
            choices=[str(each.value) for each in PAPER_ORIGINS],
            help="The origin of rows that do not say it.",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Say what would be imported, and write nothing.",
        )
        parser.add_argument(
            "--by",
            required=True,
            metavar="USER",
            help="The user name of the officer who answers for the import.",
        )

    def handle(self, *, target, file, origin, dry_run, by, **options):
        user = self.officer(by)
        phase, workshop = self.places(target, user)
        try:
            sheet = read(Path(file).read_bytes(), most=MOST_ROWS)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except BadSheet as bad:
            raise CommandError(f"{file}: {bad.sentence}") from bad
        more = headers_of(reader_for(phase).columns)
        mapping = {
            **guess(sheet.headers, more),
            **self.chosen(options["map"], sheet.headers),
        }
        mapping = {name: at for name, at in mapping.items() if at is not None}
        if origin:
            mapping[ORIGIN_OF_ALL] = origin
        if Field.TEXT not in mapping:
            raise CommandError("No column holds the text: --map text=COLUMN")
        try:
            found = self.brought(phase, workshop, file, sheet, mapping, user, dry_run)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.tell(found, sheet.headers, mapping)

    def brought(self, phase, workshop, file, sheet, mapping, user, dry_run):
        """The rows as the report has them."""
        if dry_run:
            gate.require(user, gate.Deed.ENTER, phase)
            unsaved = IdeaImport(
                phase=phase,
                workshop=workshop,
                headers=sheet.headers,
                rows=sheet.rows,
                mapping=mapping,
            )
            return [row.as_json() for row in plan(unsaved)]
        made = upload(
            phase=phase,
            workshop=workshop,
            name=Path(file).name,
            sheet=sheet,
            by=user,
        )
        # Whoever runs a command tries it by --dry-run.
        made.mapping, made.state = mapping, ImportState.TRIED
        made.save(update_fields=["mapping", "state"])
        return run(idea_import=made, by=user, now=timezone.now()).report["rows"]

    def officer(self, name):
        users = get_user_model()
        try:
            return users._default_manager.get_by_natural_key(name)
        except users.DoesNotExist:
            raise CommandError(f"There is no user “{name}”.") from None

    def places(self, pk, user):
        page = Page.objects.filter(pk=pk).first()
        found = page.specific if page else None
        if isinstance(found, PhasePage):
            return found.canonical, None
        if not isinstance(found, WorkshopPage):
            raise CommandError(f"Page {pk} is neither a phase nor a workshop.")
        workshop = found.canonical
        phases = phases_for(user, workshop)
        if not phases:
            raise CommandError(
                f"No phase takes ideas of “{workshop.title}” from this user now."
            )
        return phases[0], workshop

    def chosen(self, pairs, headers):
        known = {fold(header): at for at, header in enumerate(headers)}
        found = {}
        for pair in pairs:
            name, sign, column = pair.partition("=")
            if not sign or name not in [*Field.values, *more_names()]:
                raise CommandError(f"--map {pair}: FIELD=COLUMN is expected.")
            at = known.get(fold(column)) if column else None
            if column and at is None and column.isdecimal():
                at = int(column) - 1
            if column and (at is None or not 0 <= at < len(headers)):
                raise CommandError(f"--map {pair}: the file has no such column.")
            found[name] = at
        return found

    def tell(self, rows, headers, mapping):
        for name in [*Field.values, *more_names()]:
            if name in mapping:
                self.stdout.write(f"  {name}: {headers[mapping[name]]}")
        counts = {}
        for row in rows:
            counts[row["state"]] = counts.get(row["state"], 0) + 1
            if row["reason"] and row["state"] != "known":
                self.stderr.write(f"{row['number']}: {row['reason']}")
        self.stdout.write(
            ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))
            or "nothing"
        )
        if counts.get("error"):
            raise CommandError(f"{counts['error']} rows were not imported.")
