"""Give the network’s library of reasons for moderation its opening set.

In every language of the site that it is written in. What is there already stays.
"""

from typing import Any

from django.core.management.base import BaseCommand

from wagtail_remacto.contributions.reasons import provide_reasons


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"Reasons made: {provide_reasons()}.")
