"""What templates ask about how programmes are carried out."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.contributions.text import excerpt
from wagtail_remacto.journey.story.steps import address
from wagtail_remacto.monitoring import picture, reading
from wagtail_remacto.monitoring.milestone_reading import name_of
from wagtail_remacto.monitoring.models import Completion, CycleClosing
from wagtail_remacto.monitoring.picture import Bar

register = template.Library()

# The text of an update, in a list of them.
GLANCE_WORDS = 60


@register.simple_tag
def two_voices(ours: Mapping[str, int], theirs: Mapping[str, int]) -> list[Bar]:
    """Two bars of counts by completion, for ``monitoring/includes/bars.html``."""
    return picture.two_voices(ours, theirs)


@register.simple_tag
def bars_of_programme(projects: Iterable[Any]) -> list[Bar]:
    """Both bars of a programme, of its projects as ``{% branch %}`` gives them."""
    return reading.programme_bars(projects)


@register.simple_tag
def follow_up(project: Any) -> reading.FollowUp:
    """The milestones of a project and what they add up to; one query."""
    if not (project.pk and project.path):
        return reading.FollowUp()
    return reading.follow_up(project)


@register.simple_tag
def closing_of(cycle: Any) -> CycleClosing | None:
    """That a cycle, in any of its languages, is over; one query."""
    if not (cycle.pk and cycle.path):
        return None
    found: CycleClosing | None = CycleClosing.objects.filter(
        cycle__translation_key=cycle.translation_key, reopened_at__isnull=True
    ).first()
    return found


@register.simple_tag
def remacto_address_of(name: str, *keys: Any) -> str:
    """An address of the package by keys; empty on a host without its addresses."""
    return address(name, *keys)


@register.filter
def notes_on(notes: Mapping[int, list[Any]], milestone: Any) -> list[Any]:
    """What civil society says of this milestone, of all that it says of the project."""
    return notes.get(milestone.pk, [])


@register.filter
def first_words(text: str) -> str:
    """What stands for a text in a list: its beginning, without any mark-up."""
    return excerpt(text, GLANCE_WORDS)


@register.filter
def completion_label(completion: str) -> str:
    """The word for a completion; empty where none is known."""
    return str(Completion(completion).label) if completion else ""


@register.simple_tag
def holder_name(holder: Any) -> Words:
    """What a seat or a partner is called, in the reader’s script where it is known."""
    return name_of(holder)
