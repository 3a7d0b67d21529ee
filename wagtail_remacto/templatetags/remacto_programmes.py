"""What templates ask of programmes: where they stand, and their versions' addresses."""

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import mark_safe

from wagtail_remacto.programmes import pdf
from wagtail_remacto.programmes.standing import Standing, standing_of

register = template.Library()


@register.simple_tag
def standing(programme: Any) -> Standing | None:
    """Where the programme stands; None for one that is not saved yet."""
    return standing_of(programme) if programme.pk else None


@register.simple_tag
def pdf_address(programme: Any, version: Any = None) -> str:
    """Where the programme is laid out for paper; empty without the extra ``[pdf]``."""
    if not programme.pk or not pdf.is_offered():
        return ""
    try:
        address = reverse("wagtail_remacto:programme_pdf", args=[programme.pk])
    except NoReverseMatch:  # a host without the package's addresses
        return ""
    return f"{address}?version={version.number}" if version else address


@register.filter
def figure_attrs(text: str) -> str:
    """`` dir="ltr"`` for a number: Arabic would show “2 000” as “000 2”."""
    is_number = any(map(str.isdigit, text)) and not any(map(str.isalpha, text))
    return mark_safe(' dir="ltr"') if is_number else ""


@register.filter
def part(edition: Any, code: str) -> str:
    """The anchor of a section of a project: ``project-7-problem``."""
    return f"{edition.anchor}-{code}"
