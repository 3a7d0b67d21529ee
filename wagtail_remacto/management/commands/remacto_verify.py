"""Recompute every digest and check every rule against the rows."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wagtail_remacto.journey.invariants import verify


class Command(BaseCommand):
    help = (
        "Recomputes the digest of every version and checks the rules of the record: "
        "no original lost, no decision without its version, no adoption without a "
        "validation, votes that add up. Prints what it found and then exits with 1."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--programme", type=int, help="Only the programme page with this key."
        )
        parser.add_argument(
            "--json", action="store_true", help="One JSON object for each finding."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        number = 0
        for number, each in enumerate(verify(options["programme"]), start=1):  # noqa: B007
            line = (
                json.dumps(asdict(each), ensure_ascii=False)
                if options["json"]
                else str(each)
            )
            self.stdout.write(line)
        if number:
            raise CommandError(f"{number} found.")
        if not options["json"]:
            self.stdout.write(self.style.SUCCESS("Everything is as it was recorded."))
