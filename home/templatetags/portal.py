from typing import Any

from django import template
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from home.navigation import Surroundings

register = template.Library()


@register.simple_tag(takes_context=True)
def surroundings(context: template.Context) -> Surroundings:
    return Surroundings(context.get("request"), context.get("page"))


@register.simple_tag(takes_context=True)
def search_within(context: template.Context, slug: str) -> str:
    """The address of the same search in one collectivité."""
    return context["narrow"](**{"in": slug})


@register.filter
def language_name(code: str) -> str:
    """The language in the reader's words, as in “shown in French”."""
    names = {
        "fr": _("French"),
        "ar": _("Arabic"),
        "en": _("English"),
        "zgh": _("Amazigh"),
    }
    return names.get(code) or get_language_info(code)["name_local"]


@register.filter
def description_of(page: Any) -> str:
    """What a link to the page says of it elsewhere."""
    for name in ("search_description", "summary", "intro"):
        if text := getattr(page, name, ""):
            return text
    return ""


@register.filter
def direction(code: str) -> str:
    return "rtl" if get_language_info(code)["bidi"] else "ltr"


@register.filter
def speaks_for_itself(block: Any) -> bool:
    """Whether a block of a body is one of the package's, in the reader's language."""
    return type(block.block).__module__.startswith("wagtail_remacto.blocks.")
