"""What templates ask of a page: its address, its words, where it stands."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from wagtail_remacto.collectivites.addresses import in_readers_language
from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.collectivites.queries import nearest_translation
from wagtail_remacto.journey.branch import Branch, ancestors, visible


def remacto_url(context: template.Context, page: Any) -> str:
    """The page's address, in the reader's language even if the page is in another."""
    url = page.get_url(context.get("request")) or ""
    return in_readers_language(url, page.locale.language_code, get_language())


def words(page: Any, field: str) -> Words:
    """A field's text with the language it is written in."""
    found: Words = page.words(field)
    return found


def title_of(page: Any) -> Words:
    """The title with the language it is written in, for any page."""
    return Words(page.title, page.locale.language_code)


def in_my_language(page: Any) -> Any:
    """The page's translation in the reader's language where it is published."""
    return nearest_translation(visible(type(page).objects.all()), page.pk) or page


def stream(page: Any, field: str) -> dict[str, Any]:
    """A StreamField's value, or the canonical page's, and its ``lang`` attributes."""
    value, owner = getattr(page, field), page
    if not value and page.canonical is not page:
        value, owner = getattr(page.canonical, field), page.canonical
    attrs = Words("-", owner.locale.language_code).attrs if value else ""
    return {"value": value, "attrs": attrs}


@dataclass(slots=True)
class Place:
    """Where a page stands: the pages above it, its collectivité and its cycle."""

    crumbs: list[Any]
    collectivite: Any = None
    cycle: Any = None
    programme: Any = None


def place_of(page: Any) -> Place:
    """The pages above ``page``, read once with one query."""
    known: Place | None = page.__dict__.get("_remacto_place")
    if known is not None:
        return known
    above = ancestors(page) if page.path else []
    place = Place(crumbs=above)
    for each in [*above, page]:
        name = each._meta.model_name
        if name == "collectivitepage":
            place.collectivite = each
        elif name == "cyclepage":
            place.cycle = each
        elif name == "programmepage":
            place.programme = each
    page.__dict__["_remacto_place"] = place
    return place


def branch(page: Any) -> Branch:
    return Branch(page)


def branch_within(branch: Branch, page: Any) -> Branch:
    """The part of a branch below one of its pages; no further query."""
    return branch.within(page)


def calendar_url(page: Any) -> str:
    """The address of the calendar file of a cycle or a workshop; empty for a draft."""
    if not page.pk:
        return ""
    kind = "cycle" if page._meta.model_name == "cyclepage" else "workshop"
    try:
        return reverse(f"wagtail_remacto:{kind}_calendar", args=[page.pk])
    except NoReverseMatch:  # a host without the package's URLconf
        return ""


def host(url: str) -> str:
    """The host of an address, for a link that can be read aloud."""
    return urlsplit(url).netloc.removeprefix("www.")


def readable(url: str) -> str:
    """An address as people read it: without its percent signs."""
    return unquote(url)
