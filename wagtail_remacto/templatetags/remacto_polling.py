"""What templates ask of the polls."""

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse

from wagtail_remacto.polling import queries
from wagtail_remacto.polling.models import Poll
from wagtail_remacto.templatetags.remacto import percent

register = template.Library()


@register.simple_tag
def polls_of(phase: Any) -> list[Poll]:
    """The published polls of a phase; one query, none where it has no polls."""
    return queries.polls_of(phase)


@register.simple_tag
def poll_url(poll: Poll) -> str:
    """The address of the ballot; empty on a host without the package's addresses."""
    try:
        return reverse("wagtail_remacto:poll", args=[poll.pk])
    except NoReverseMatch:
        return ""


@register.filter
def is_open(poll: Poll) -> bool:
    return queries.is_open(poll)


@register.filter
def poll_dates(poll: Poll) -> str:
    """Until when one can vote, from when, or that one no longer can."""
    return queries.dates_in_words(poll)


@register.filter
def whole_percent(share: float) -> str:
    """A share from 0 to 1 without decimals, as the reader's language writes it."""
    return percent(round(share, 2))


@register.filter
def bar_width(share: float) -> str:
    """The same share of a bar that is 100 wide; a number as SVG writes it."""
    return f"{share * 100:.1f}"
