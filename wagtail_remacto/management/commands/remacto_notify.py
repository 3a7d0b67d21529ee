from typing import Any

from django.core.management.base import BaseCommand

from wagtail_remacto.notices import running


class Command(BaseCommand):
    help = (
        "Writes to people about what has happened where they follow, and to officers "
        "about what waits. Run it every hour: nobody is told twice."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        told = running.run()
        self.stdout.write(
            f"{told.digests} digests and {told.reminders} reminders sent."
        )
