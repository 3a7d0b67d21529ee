"""Lists over the whole network, one part at a time."""

from functools import cached_property

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from wagtail_remacto.collectivites.pages import attach_canonicals
from wagtail_remacto.collectivites.queries import published, readable
from wagtail_remacto.cycles.queries import attach_cycles
from wagtail_remacto.programmes.models import Deliberation, ProgrammePage, ProjectPage
from wagtail_remacto.programmes.models.council import Outcome

PART = 24


class ProgrammeList:
    """The published programmes, the latest first; ``after`` is the last one seen."""

    def __init__(self, after: str = "") -> None:
        self.after = int(after) if after.isdigit() and len(after) < 18 else None

    @cached_property
    def _part(self) -> list[ProgrammePage]:
        projects = (
            readable(ProjectPage.objects.filter(alias_of__isnull=True))
            .filter(path__startswith=OuterRef("path"))
            .order_by()
            .values("content_type")
            .annotate(count=Count("pk"))
            .values("count")
        )
        adopted = Deliberation.objects.filter(
            programme__translation_key=OuterRef("translation_key"),
            outcome__in=[Outcome.ADOPTED, Outcome.ADOPTED_WITH_CHANGES],
            superseded_at=None,
        )
        rows = published(ProgrammePage).annotate(
            projects_count=Coalesce(Subquery(projects), 0),
            is_adopted=Exists(adopted),
        )
        if self.after is not None:
            rows = rows.filter(pk__lt=self.after)
        return list(rows.order_by("-pk")[: PART + 1])

    @cached_property
    def pages(self) -> list[ProgrammePage]:
        return attach_cycles(attach_canonicals(self._part[:PART]))

    @property
    def next_after(self) -> int | None:
        """The key of the following part; None at the end."""
        return self.pages[-1].pk if len(self._part) > PART else None
