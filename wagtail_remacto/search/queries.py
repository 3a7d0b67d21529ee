"""Search over the pages of a site, whatever backend keeps its index.

The text and the query are normalised alike (``normalise.py``) before either reaches the
backend. Nothing is ranked in SQL, which takes minutes on a large SQLite: the first few
hundred matches are ranked here, by their titles and the names of collectivités.
"""

import logging
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.safestring import SafeString
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail.search.backends import InvalidSearchBackendError, get_search_backend

from wagtail_remacto import conf
from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.collectivites.queries import (
    attach_collectivites,
    content_language,
)
from wagtail_remacto.normalise import fold, normalise
from wagtail_remacto.search.excerpts import excerpt, marked

logger = logging.getLogger(__name__)

# No search reads more matches than this.
BOUND = 300
# Words of a query beyond these are left out.
MAX_WORDS = 12
# A collectivité is asked for by its name in any script, whatever its title is.
NAMES = {
    f"collectivite_{name}": F(f"collectivitepage__{name}")
    for name in ("name_fr", "name_ar", "name_zgh")
}


@dataclass(slots=True)
class Result:
    """One page found."""

    page: Any
    title: SafeString
    excerpt: SafeString
    kind: Any
    collectivite: Any = None

    @property
    def words(self) -> Words:
        """The title, with the language it is written in."""
        return Words(self.page.title, self.page.locale.language_code)


@dataclass(slots=True)
class Results:
    """One part of what was found, best first.

    ``count`` is exact up to ``BOUND``; beyond, ``is_bounded`` says that there may be
    more. ``next_after`` is the key of the following part, None at the end.
    """

    items: list[Result] = field(default_factory=list)
    count: int = 0
    is_bounded: bool = False
    next_after: int | None = None


def find(
    text: str,
    *,
    language: str | None = None,
    kinds: Iterable[type[Page]] | None = None,
    collectivite: Page | None = None,
    after: int | None = None,
    limit: int = 20,
) -> Results:
    """Published pages that hold every word of ``text``, each once.

    Each page is in ``language`` (the active one) or else in the fallback language.
    ``kinds`` and ``collectivite`` narrow; ``after`` is the pk of the last result seen.
    An empty text finds what the filters leave, the latest first; without filters it
    finds nothing. At most six queries, whatever is found.
    """
    words = normalise(text).split()[:MAX_WORDS]
    kinds = list(kinds or ())
    if not words and not kinds and collectivite is None:
        return Results()
    pages = _candidates(language, kinds, collectivite)
    found = _matching(pages, words, text) if words else list(pages[:BOUND])
    ranked = _ranked(_readable(_once(found, language)), words, text)
    start = 0
    if after is not None:
        positions = (i for i, page in enumerate(ranked, start=1) if page.pk == after)
        start = next(positions, 0)
    part = ranked[start : start + limit]
    more = start + limit < len(ranked)
    return Results(
        items=_results(part, words, collectivite),
        count=len(ranked),
        is_bounded=len(found) == BOUND,
        next_after=part[-1].pk if more else None,
    )


def _candidates(
    language: str | None, kinds: Sequence[type[Page]], collectivite: Page | None
) -> "QuerySet[Page]":
    codes = {content_language(language), content_language(conf.fallback_language())}
    locales = {
        code: pk for pk, code in Locale.objects.values_list("pk", "language_code")
    }
    wanted = [locales[code] for code in codes if code in locales]
    pages = Page.objects.filter(live=True, locale_id__in=wanted, depth__gt=1)
    if kinds:
        pages = pages.type(*kinds)
    if collectivite is not None:
        branch = Q()
        for path in collectivite.get_translations(inclusive=True).values_list(
            "path", flat=True
        ):
            branch |= Q(path__startswith=path)
        pages = pages.filter(branch)
    return (
        pages.annotate(**NAMES)
        .select_related("locale", "content_type")
        .order_by("-last_published_at", "-id")
    )


def _matching(pages: "QuerySet[Page]", words: Sequence[str], text: str) -> list[Any]:
    """The pages that hold all the words, from the backend or, failing it, the database.

    Saving a page tolerates a cluster that does not answer; asking it raises, so that
    the second backend answers here: the one named ``database``, which keeps an index of
    its own, or the titles alone where a host has none.
    """
    query = " ".join(words)
    backend = get_search_backend()
    try:
        return list(_asked(backend, pages, query))
    except Exception:
        if _is_database(backend):
            raise
        logger.exception("The search backend does not answer; the database does")
    with suppress(InvalidSearchBackendError):
        return list(_asked(get_search_backend("database"), pages, query))
    for word in text.split()[:MAX_WORDS]:
        pages = pages.filter(title__icontains=word)
    return list(pages[:BOUND])


def _asked(backend: Any, pages: "QuerySet[Page]", query: str) -> Any:
    results = backend.search(query, pages, operator="and", order_by_relevance=False)
    return results[:BOUND]


def _is_database(backend: Any) -> bool:
    return ".database" in type(backend).__module__


def _once(pages: Iterable[Any], language: str | None) -> list[Any]:
    """One page of each translation group, in their order; no alias."""
    wanted = content_language(language)
    best: dict[Any, Any] = {}
    for page in pages:
        if page.alias_of_id:
            continue
        if page.translation_key not in best or page.locale.language_code == wanted:
            best[page.translation_key] = page
    return list(best.values())


def _readable(pages: Iterable[Any]) -> list[Any]:
    restricted = tuple(PageViewRestriction.objects.values_list("page__path", flat=True))
    return [page for page in pages if not page.path.startswith(restricted)]


def _ranked(pages: Iterable[Any], words: Sequence[str], text: str) -> list[Any]:
    """The collectivité of that very name, then the titles that hold most of the words.

    Of titles that hold as many, those that say little else. A collectivité's names
    count as its title does.
    """
    if not words:
        return list(pages)
    asked, wanted = set(words), fold(text).split()

    def closeness(title: str) -> tuple[float, float]:
        held = normalise(title).split()
        hits = len(asked.intersection(held))
        return -hits / len(asked), -hits / max(len(held), 1)

    def merit(page: Any) -> tuple[bool, tuple[float, float]]:
        names = [name for each in NAMES if (name := getattr(page, each))]
        is_named_so = any(fold(name).split() == wanted for name in names)
        return not is_named_so, min(map(closeness, [page.title, *names]))

    return sorted(pages, key=merit)


def _results(
    pages: list[Any], words: Sequence[str], collectivite: Page | None
) -> list[Result]:
    texts = _texts(pages)
    if collectivite is None:
        attach_collectivites(pages)
    return [
        Result(
            page=page,
            title=marked(page.title, words),
            excerpt=excerpt(texts.get(page.pk, []), words),
            kind=page.content_type.model_class()._meta.verbose_name,
            collectivite=getattr(page, "collectivite", None),
        )
        for page in pages
    ]


def _texts(pages: Iterable[Any]) -> dict[int, list[str]]:
    """The texts of each page that a result may quote, with one query for all."""
    fields: dict[type[Page], list[str]] = {}
    for page in pages:
        model = page.content_type.model_class()
        fields.setdefault(model, quotable_fields(model))
    paths = {
        model: [f"{model._meta.model_name}__{name}" for name in names]
        for model, names in fields.items()
    }
    columns = [path for each in paths.values() for path in each]
    if not columns:
        return {}
    rows = {
        row["pk"]: row
        for row in Page.objects.filter(pk__in=[page.pk for page in pages]).values(
            "pk", *columns
        )
    }
    return {
        page.pk: [
            rows[page.pk][path]
            for path in paths[page.content_type.model_class()]
            if page.pk in rows and rows[page.pk][path]
        ]
        for page in pages
    }


def quotable_fields(model: type[Page]) -> list[str]:
    """The model's own long texts whose words are indexed, the summary first.

    A page of a host names its summary in ``search_summary``.
    """
    names = [getattr(model, "search_summary", "summary")]
    names += getattr(model, "words_to_index", ())
    own = {
        each.name
        for each in model._meta.local_concrete_fields
        if isinstance(each, models.TextField)
    }
    return [name for name in dict.fromkeys(names) if name in own]
