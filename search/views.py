"""The search page: every state of it has an address and needs no script."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.models import Page

from home.models import ContentPage, NewsPage
from wagtail_remacto.collectivites.queries import published
from wagtail_remacto.models import (
    CollectivitePage,
    CommitteePage,
    CyclePage,
    PhasePage,
    ProgrammePage,
    ProjectPage,
    WorkshopPage,
)
from wagtail_remacto.normalise import fold
from wagtail_remacto.search.contributions import find_contributions
from wagtail_remacto.search.queries import BOUND, find

KINDS: dict[str, tuple[Any, tuple[type[Page], ...]]] = {
    "collectivite": (gettext_lazy("Collectivités"), (CollectivitePage,)),
    "cycle": (gettext_lazy("Cycles and phases"), (CyclePage, PhasePage)),
    "workshop": (gettext_lazy("Workshops and meetings"), (WorkshopPage,)),
    "programme": (gettext_lazy("Programmes"), (ProgrammePage,)),
    "project": (gettext_lazy("Projects"), (ProjectPage,)),
    "committee": (gettext_lazy("Committees"), (CommitteePage,)),
    "news": (gettext_lazy("News"), (NewsPage,)),
    "page": (gettext_lazy("Other pages"), (ContentPage,)),
}
# A longer text is not a question to a search page.
MAX_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter and the address that chooses it."""

    value: str
    label: Any
    chosen: bool
    address: str


def _places() -> list[CollectivitePage]:
    """The collectivités to choose from, by title, with one query."""
    pages = published(CollectivitePage).only(
        "path", "depth", "slug", "title", "translation_key", "locale__language_code"
    )
    return sorted(pages, key=lambda page: fold(page.title))


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Pages by words, by kind (``kind``) and by collectivité (``in``, its slug)."""
    text = request.GET.get("q", "").strip()[:MAX_LENGTH]
    kind = request.GET.get("kind", "")
    if kind not in KINDS:
        kind = ""
    slug = request.GET.get("in", "")[:255]
    after = request.GET.get("after", "")
    places = _places()
    collectivite = next((page for page in places if slug and page.slug == slug), None)

    def address(**changes: str) -> str:
        state = {
            "q": text,
            "kind": kind,
            "in": collectivite.slug if collectivite else "",
        }
        state.update(changes)
        return "?" + urlencode({key: value for key, value in state.items() if value})

    results = find(
        text,
        kinds=KINDS[kind][1] if kind else None,
        collectivite=collectivite,
        after=int(after) if after.isdigit() and len(after) < 18 else None,
    )
    # What citizens have given stands before the pages, on the first part alone.
    given = []
    if not kind and not after:
        given = find_contributions(text, collectivite=collectivite)
    kinds = [Choice("", _("Everything"), not kind, address(kind=""))]
    kinds += [
        Choice(value, label, value == kind, address(kind=value))
        for value, (label, _models) in KINDS.items()
    ]
    return render(
        request,
        "search/search.html",
        {
            "title": _("Search"),
            "text": text,
            "kind": kind,
            "kinds": kinds,
            "places": places,
            "collectivite": collectivite,
            "unknown_collectivite": bool(slug) and collectivite is None,
            "everywhere": address(**{"in": ""}),
            "results": results,
            "contributions": given,
            "asked": bool(text or kind or collectivite),
            "bound": BOUND,
            "next_address": address(after=str(results.next_after))
            if results.next_after
            else "",
            "narrow": address,
        },
    )
