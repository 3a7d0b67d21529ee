from typing import Any

from django.core.management.base import BaseCommand

from wagtail_remacto.workshops.registrations import remind


class Command(BaseCommand):
    help = (
        "Reminds everyone who has a place in a meeting that begins soon, once. "
        "Run it every hour."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        count = remind()
        self.stdout.write(f"{count} people reminded.")
