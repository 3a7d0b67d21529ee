"""Check every counter against what it counts; says each that is wrong.

Counters move with what they count, so that nothing is wrong as long as only the
services write. With `--fix`, what is wrong is put right.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wagtail_remacto.contributions import counters as contributions
from wagtail_remacto.monitoring import recounting as monitoring
from wagtail_remacto.polling import services as polls


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fix", action="store_true", help="Put them right.")

    def handle(self, **options: Any) -> None:
        found: list[Any] = []
        if options["fix"]:
            found = [
                *contributions.recount(),
                *polls.recount(),
                *monitoring.recount(),
            ]
        else:
            found = [*contributions.drifts(), *polls.drift(), *monitoring.drifts()]
        for drift in found:
            self.stdout.write(str(drift))
        if not found:
            self.stdout.write("Every counter is right.")
        elif options["fix"]:
            self.stdout.write(f"Put right: {len(found)}.")
        else:
            raise CommandError(f"Wrong: {len(found)}. Put them right with --fix.")
