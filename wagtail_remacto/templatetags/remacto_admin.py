"""What screens of Wagtail’s own are told about the package’s pages."""

from typing import Any

from django import template
from wagtail.models import Page

from wagtail_remacto.collectivites.pages import why_public

register = template.Library()


@register.simple_tag(takes_context=True)
def why_readable(context: Any) -> str:
    """Why the page of this address stays readable by everyone; empty if unknown."""
    match = getattr(getattr(context, "request", None), "resolver_match", None)
    key = match.kwargs.get("page_id") if match else None
    page = Page.objects.filter(pk=key).first() if key else None
    return why_public(page.specific) if page else ""
