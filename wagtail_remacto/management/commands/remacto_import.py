"""Import files of the published schemas: network, cycle, members and processes.

Each file is one transaction: a file with an error changes nothing and says where, the
others go in. The same files again change nothing.
"""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Page

from wagtail_remacto.opendata.importers.report import Report
from wagtail_remacto.opendata.importers.run import import_paths


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument(
            "paths", nargs="+", metavar="PATH", help="Files or folders."
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Do everything, report it, and take it back.",
        )
        parser.add_argument(
            "--refresh",
            action="store_true",
            help="Write titles again that better translations have changed since.",
        )
        parser.add_argument(
            "--report",
            metavar="FILE",
            help="Write what happened as JSON: created, updated, unchanged, errors.",
        )
        parser.add_argument(
            "--parent",
            metavar="PAGE",
            help=(
                "The directory of collectivités, or the page below which it is made: "
                "an id or a slug. Without it, the first directory, or one below the "
                "site's root page."
            ),
        )

    def handle(self, *, paths, dry_run, refresh, report, parent, **options):
        if report:
            self.refuse_unwritable(Path(report))
        done = import_paths(
            paths,
            dry_run=dry_run,
            refresh=refresh,
            parent=self.page(parent) if parent else None,
        )
        if report:
            text = json.dumps(done.as_dict(), ensure_ascii=False, indent=2)
            # The place of an error may be a name that is no text.
            Path(report).write_text(
                text + "\n", encoding="utf-8", errors="backslashreplace"
            )
        self.tell(done, dry_run)
        if done.errors:
            raise CommandError(
                f"{len(done.errors)} errors; the files named changed nothing."
            )

    def refuse_unwritable(self, report: Path):
        """Before anything is imported: an import without its report says nothing."""
        if not report.resolve().parent.is_dir():
            raise CommandError(f"There is no folder for the report {report}.")
        if report.is_dir():
            raise CommandError(f"The report {report} is a folder: name a file.")
        existed = report.exists()
        try:
            with report.open("a", encoding="utf-8"):
                pass
        except OSError as error:
            raise CommandError(
                f"The report {report} cannot be written: {error.strerror}."
            ) from error
        if not existed:
            report.unlink()

    def page(self, name):
        found = Page.objects.filter(
            **({"pk": name} if name.isdigit() else {"slug": name})
        )
        page = found.order_by("path").first()
        if page is None:
            raise CommandError(f"There is no page with the id or slug {name}.")
        return page.specific

    def tell(self, done: Report, dry_run):
        for problem in done.errors:
            self.stderr.write(str(problem))
        self.stdout.write(
            f"{len(done.created)} created, {len(done.updated)} updated, "
            f"{len(done.unchanged)} unchanged, {len(done.errors)} errors"
            + (" – dry run, nothing is changed" if dry_run else "")
        )
