"""The journey of a project, backwards: the ideas it came from; forwards: the vote."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Window
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from wagtail_remacto.contributions.models import Contribution, Standing
from wagtail_remacto.journey.story import after
from wagtail_remacto.journey.story.reasons import why
from wagtail_remacto.journey.story.steps import (
    Part,
    State,
    Step,
    Story,
    day_words,
    finished,
)
from wagtail_remacto.journey.story.trail import ways_of
from wagtail_remacto.programmes.models import Lineage, ProjectPage

SOURCES = "sources"


@dataclass(slots=True)
class Sources:
    """The ideas that a project came from, the first ones and how many there are."""

    rows: list[Lineage] = field(default_factory=list)
    count: int = 0

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


def sources_of(project: ProjectPage, limit: int | None = None) -> Sources:
    """What the project came from, each with its contribution and author; one query.

    Those that are not public are among them: a template shows their tombstone.
    """
    rows: Any = (
        Lineage.objects.filter(project=project.canonical.pk, ended_at=None)
        .select_related("contribution__author")
        .annotate(of=Window(Count("pk")))
        .order_by("-contribution__supports_count", "at", "pk")
    )
    found: list[Any] = list(rows[:limit] if limit else rows)
    return Sources(found, found[0].of if found else 0)


def story_of_project(project: ProjectPage, now: dt.datetime | None = None) -> Story:
    """The journey of a canonical project; at most fourteen queries."""
    now = now or timezone.now()
    sources = sources_of(project)
    ways, _calendar = ways_of([project])
    origin = _origin(project, sources)
    steps = [origin, *after.steps_after(ways, now=now, is_due=True)]
    steps[1].links += after.changes_links(ways[0]) if ways[0].consultations else []
    return finished(Story(project, steps, ways), now)


def _origin(project: ProjectPage, sources: Sources) -> Step:
    step = Step(SOURCES, _("Where it comes from"), earlier=_ended(project))
    if sources.count:
        step.sentence = ngettext(
            "It came from %(count)d contribution.",
            "It came from %(count)d contributions.",
            sources.count,
        ) % {"count": sources.count}
        step.when = day_words(min(row.at for row in sources.rows))
        step.parts = [source_part(row) for row in sources.rows]
        return step
    if is_proposed_by_the_administration(project):
        step.sentence = _("The administration proposed it.")
    else:
        step.state = State.UNKNOWN
    return step


def is_proposed_by_the_administration(project: ProjectPage) -> bool:
    """Whether a project without sources is the administration's own.

    What was reported from a public source may have come from ideas that were gathered
    before the platform was there: then nobody knows. One query at most.
    """
    if not project.canonical.sources:
        return True
    cycle_path = project.canonical.path[: -2 * Page.steplen]
    return Contribution.objects.filter(cycle__path=cycle_path).exists()


def _ended(project: ProjectPage) -> list[Part]:
    rows = (
        Lineage.objects.filter(project=project.pk, ended_at__isnull=False)
        .select_related("contribution__author")
        .order_by("ended_at", "pk")
    )
    return [source_part(row) for row in rows]


def source_part(row: Lineage) -> Part:
    """An idea that the project came from: whose, how and why."""
    idea = row.contribution
    how = str(row.get_kind_display())
    return Part(
        f"{how[:1].upper()}{how[1:]}",
        contribution=idea,
        credited=True,
        when=day_words(row.ended_at or row.at),
        said=why(row),
        over=bool(row.ended_at),
    )


def hidden_words(contribution: Contribution) -> str:
    """What stands in the place of the words that are not public."""
    if contribution.standing == Standing.HIDDEN:
        return _("hidden by a moderator")
    if contribution.standing == Standing.WITHDRAWN:
        return _("withdrawn by its author")
    return _("not public")
