"""What templates ask of the decisions of committees."""

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse

from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.committees import decisions, shown
from wagtail_remacto.committees.composition import Part
from wagtail_remacto.committees.models import Decision

register = template.Library()

# As many signs of a digest as tell two versions apart at a glance.
SHORT = 12


@register.simple_tag
def decisions_of(committee: Any) -> list[Decision]:
    """The signed decisions of a committee, the newest first; one query."""
    return list(decisions.decisions_of(committee)) if committee.pk else []


@register.filter
def said(decision: Decision, field: str) -> Words:
    """A text of the decision with the language it is written in."""
    return decision.said(field)


@register.filter
def part_numbers(part: Part) -> str:
    return shown.numbers_in_words(part)


@register.filter
def kept_words(kept: bool | None) -> str:
    return shown.kept_in_words(kept)


@register.filter
def short_digest(digest: str) -> str:
    return f"{digest[:SHORT]}…"


@register.filter
def version_url(version: Any) -> str:
    """Where a version of a programme is read; empty where nothing shows versions."""
    try:
        return reverse(
            "wagtail_remacto:programme_version",
            args=[version.programme_id, version.number],
        )
    except NoReverseMatch:
        return ""
