"""What templates ask about contributions."""

from dataclasses import dataclass, field
from typing import Any

from django import template
from django.db.models import Count, F, Window
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from wagtail_remacto.contributions import queries
from wagtail_remacto.contributions.models import Contribution, Nature
from wagtail_remacto.contributions.text import excerpt
from wagtail_remacto.cycles.clock import day_of
from wagtail_remacto.cycles.kinds import Action

register = template.Library()
register.filter(day_of)

# A page shows so many; the list has them all.
NEWEST = 5
GLANCE_WORDS = 30


@register.simple_tag
def written(text: Any) -> SafeString:
    """`` lang="ar" dir="auto"`` of what somebody wrote, for an HTML tag.

    The language is said where it is known; the direction is that of the letters.
    """
    if not text.language:
        return mark_safe(' dir="auto"')
    return format_html(' lang="{}" dir="auto"', text.language)


@register.filter
def glance(contribution: Contribution) -> str:
    """The first words of the text, without any mark-up."""
    return excerpt(contribution.html, GLANCE_WORDS)


@dataclass(slots=True)
class Gathered:
    """What a phase or a workshop has gathered, for the page of it."""

    newest: list[Contribution] = field(default_factory=list)
    count: int = 0
    list_url: str = ""
    contribute_url: str = ""

    @property
    def may_contribute(self) -> bool:
        return bool(self.contribute_url)


@register.simple_tag
def contributions_of(page: Any) -> Gathered:
    """The newest contributions of a phase or a workshop, their number, the addresses.

    Three queries at most for a phase, one for a workshop. Nothing depends on who reads.
    """
    if not page.pk:
        return Gathered()
    key = page.canonical.pk
    try:
        if page._meta.model_name == "phasepage":
            return _of_phase(page, key)
        return _of_workshop(key)
    except NoReverseMatch:
        # A host without the package's addresses has no list to lead to.
        return Gathered()


def _of_phase(page: Any, key: int) -> Gathered:
    rows = queries.public().filter(phase_id=key, nature=Nature.IDEA)
    newest = queries.dress(rows.order_by("-created_at", "-pk")[: NEWEST + 1], {})
    is_asked = Action.CONTRIBUTE in page.actions and page.is_open()
    return Gathered(
        newest=newest[:NEWEST],
        count=rows.count() if len(newest) > NEWEST else len(newest),
        list_url=reverse("wagtail_remacto:contributions", args=[key]),
        contribute_url=reverse("wagtail_remacto:contribute", args=[key])
        if is_asked
        else "",
    )


def _of_workshop(key: int) -> Gathered:
    rows = queries.public().filter(workshop_id=key)
    # A room holds few enough to be counted beside the first ones.
    count = Window(Count("pk"), partition_by=[F("nature")])
    rows = rows.annotate(number=count).order_by("-created_at", "-pk")
    newest: list[Any] = list(rows[:NEWEST])
    if not newest:
        return Gathered()
    # Ideas and remarks have each a list of their own; a room gives one or the other.
    newest = [row for row in newest if row.nature == newest[0].nature]
    for row in newest:
        row.shown_axis = row.shown_workshop = None
    name = "contributions" if newest[0].is_idea else "phase_remarks"
    address = reverse(f"wagtail_remacto:{name}", args=[newest[0].phase_id])
    return Gathered(newest, newest[0].number, f"{address}?workshop={key}")
