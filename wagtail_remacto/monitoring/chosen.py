"""What each published cycle chose about the rest of the one before, and why."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from wagtail_remacto.collectivites.pages import Words, attach_canonicals
from wagtail_remacto.collectivites.queries import published
from wagtail_remacto.contributions.models import Contribution
from wagtail_remacto.monitoring.comparing import Column
from wagtail_remacto.monitoring.models import CarryChoice, CarryOver
from wagtail_remacto.programmes.models import ProjectPage

# So many of each choice are named on one page; the rest is counted.
NAMED = 50


@dataclass(slots=True)
class Chosen:
    """One choice. Projects are in the reader's language, None if nobody can read them;
    an idea may have been hidden since.

    ``became`` is the project or idea of the new cycle.
    """

    reason: Words
    at: Any
    project: ProjectPage | None = None
    idea: Contribution | None = None
    became: ProjectPage | None = None
    became_idea: Contribution | None = None


@dataclass(slots=True)
class Succession:
    """From one cycle to the next; both are columns."""

    before: Column
    after: Column
    carried: list[Chosen] = field(default_factory=list)
    left: list[Chosen] = field(default_factory=list)
    carried_number: int = 0
    left_number: int = 0

    @property
    def carried_more(self) -> int:
        return self.carried_number - len(self.carried)

    @property
    def left_more(self) -> int:
        return self.left_number - len(self.left)


def chosen(columns: Iterable[Column]) -> list[Succession]:
    """Where both cycles are published, the latest first; two queries at most."""
    by_key = {column.page.canonical.pk: column for column in columns}
    found = {
        key: Succession(by_key[before], column)
        for key, column in by_key.items()
        if (before := column.page.canonical.predecessor_id) in by_key
    }
    rows = _named(found) if found else []
    pages = _pages(
        page for row in rows for page in (row.project, row.new_project) if page
    )
    for row in rows:
        each = Chosen(
            row.reason,
            row.at,
            pages.get(getattr(row.project, "translation_key", None)),
            row.contribution,
            pages.get(getattr(row.new_project, "translation_key", None)),
            row.new_contribution,
        )
        succession = found[row.cycle_id]
        if row.choice == CarryChoice.CARRIED:
            succession.carried.append(each)
            succession.carried_number = row.number
        else:
            succession.left.append(each)
            succession.left_number = row.number
    return [each for each in found.values() if each.carried or each.left]


def _named(cycles: Iterable[int]) -> list[Any]:
    """Projects before ideas, of each cycle and choice the first ``NAMED``.

    Each knows ``number``, how many such choices there are.
    """
    alike = ["cycle", "choice"]
    ranked = CarryOver.objects.filter(
        cycle__in=list(cycles), superseded_at__isnull=True
    ).annotate(
        rank=Window(
            RowNumber(),
            partition_by=alike,
            order_by=[F("project").asc(nulls_last=True), "at", "pk"],
        ),
        number=Window(Count("pk"), partition_by=alike),
    )
    return list(
        ranked.filter(rank__lte=NAMED)
        .select_related("project", "new_project", "contribution", "new_contribution")
        .order_by("rank")
    )


def _pages(projects: Iterable[Any]) -> dict[Any, ProjectPage]:
    keys = {project.translation_key for project in projects}
    if not keys:
        return {}
    found = published(ProjectPage).filter(translation_key__in=keys)
    return {page.translation_key: page for page in attach_canonicals(found)}
