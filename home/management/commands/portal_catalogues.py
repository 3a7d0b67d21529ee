"""Compile the translation catalogues, or check that they are whole."""

from django.core.management.base import BaseCommand, CommandError

from home import catalogues


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "--check",
            action="store_true",
            help="Say what is missing, doubtful or outdated, and fail if anything is.",
        )
        parser.add_argument(
            "--require-extraction",
            action="store_true",
            help="Fail, too, where GNU gettext is not there to read the source.",
        )

    def handle(self, *, check, require_extraction, **options):
        if not check:
            for path in catalogues.compile_stale():
                self.stdout.write(f"Compiled {path}")
            return
        problems = list(catalogues.translation_problems())
        if catalogues.can_extract():
            problems += catalogues.freshness_problems()
        elif require_extraction:
            raise CommandError(
                "GNU gettext is not installed: the source cannot be read for messages."
            )
        else:
            self.stderr.write(
                "GNU gettext is not installed: whether the catalogues hold every "
                "message of the source was not checked."
            )
        for problem in problems:
            self.stderr.write(str(problem))
        if problems:
            raise CommandError(f"{len(problems)} problems in the catalogues.")
        self.stdout.write("The catalogues are whole.")
