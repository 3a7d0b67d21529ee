"""What templates ask of the journeys of ideas and projects."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import template

from wagtail_remacto.contributions.models import Contribution
from wagtail_remacto.cycles.calendar_words import weekday_date
from wagtail_remacto.cycles.clock import day_of
from wagtail_remacto.journey import answers, story
from wagtail_remacto.journey.story.steps import address
from wagtail_remacto.journey.tally import Tally, tally_of

register = template.Library()

# A project’s page shows so many of its ideas; its journey has them all.
SHOWN = 6


@register.simple_tag
def journey_of(contribution: Contribution) -> story.Story:
    """The journey of an idea or a remark."""
    return story.story_of(contribution)


@register.simple_tag
def journey_address(thing: Any) -> str:
    """The address of a journey; empty on a host without the package’s addresses."""
    if isinstance(thing, Contribution):
        return address("contribution_journey", thing.shown_reference)
    return address("project_journey", thing.canonical.pk)


@dataclass(slots=True)
class Shaped:
    """The ideas that shaped a project, or whether the administration proposed it."""

    sources: story.Sources
    by_administration: bool
    address: str


@register.simple_tag
def shaped_by(project: Any) -> Shaped | None:
    """One query, and one more for a project that a public source reports.

    None for the preview of a page that is not saved yet, and on a host without the
    package’s addresses, which has no contributions to lead to.
    """
    where = journey_address(project) if project.pk and project.path else ""
    if not where:
        return None
    sources = story.sources_of(project, SHOWN)
    return Shaped(
        sources,
        not sources.count and story.is_proposed_by_the_administration(project),
        where,
    )


@register.filter
def hidden_words(contribution: Contribution) -> str:
    """What stands in the place of words that are not public."""
    return story.hidden_words(contribution)


@register.filter
def days_words(length: dt.timedelta | None) -> str:
    """A length of time in days, to a tenth of one."""
    return answers.days_words(length)


@register.filter
def day_words(moment: dt.datetime | None) -> str:
    """The day of a moment, where the cycle is."""
    return weekday_date(day_of(moment)) if moment else ""


@register.simple_tag
def tally(cycle: Any) -> Tally:
    """What a cycle has received and answered; one query for each page."""
    return tally_of(cycle) if cycle else Tally()


@register.simple_tag
def remacto_address(name: str, page: Any = None) -> str:
    """An address of the package, of a page where one is given.

    Empty on a host without the package’s addresses and for a page that is not saved.
    """
    if page is None:
        return address(name)
    return address(name, page.canonical.pk) if page.pk else ""
