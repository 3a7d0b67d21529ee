from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from wagtail_remacto.people import retention


class Command(BaseCommand):
    help = "Takes away the personal data whose time is up (RETENTION_DAYS)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="say how many there are, and leave them",
        )

    def handle(self, *args: Any, dry_run: bool = False, **options: Any) -> None:
        for applied in retention.apply(dry_run=dry_run):
            words = {
                "kind": applied.rule.kind,
                "label": applied.rule.label,
                "count": applied.count,
                "days": applied.days,
            }
            if not applied.days:
                line = _("%(kind)s – %(label)s: kept for ever") % words
            else:
                line = _("%(kind)s – %(label)s (%(days)d days): %(count)d") % words
            self.stdout.write(line)
        if dry_run:
            self.stdout.write(_("Nothing was changed."))
