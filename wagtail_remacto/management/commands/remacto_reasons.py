"""Give the network’s libraries their opening sets.

Reasons for moderation and for outcomes, criteria of reviews, closed periods and months
of ordinary sessions, in every language of the site that they are written in. What is
there already stays.
"""

from typing import Any

from django.core.management.base import BaseCommand

from wagtail_remacto.committees.reasons import (
    provide_criteria,
    provide_outcome_reasons,
)
from wagtail_remacto.contributions.reasons import provide_reasons
from wagtail_remacto.cycles.closed_periods import provide_closed_periods
from wagtail_remacto.programmes.session_months import provide_session_months

# What is made, and what makes it; each returns how many rows it has made.
LIBRARIES = {
    "Reasons": provide_reasons,
    "Reasons for outcomes": provide_outcome_reasons,
    "Criteria": provide_criteria,
    "Closed periods": provide_closed_periods,
    "Months of ordinary sessions": provide_session_months,
}


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options: Any) -> None:
        for name, provide in LIBRARIES.items():
            self.stdout.write(f"{name} made: {provide()}.")
