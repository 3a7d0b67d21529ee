"""Pages in the reader's language, and the collectivité each belongs to."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Length, Substr
from wagtail.models import Page, PageViewRestriction

from wagtail_remacto import conf
from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.conf import content_language

M = TypeVar("M", bound=Model)
P = TypeVar("P", bound=Page)


def in_language(queryset: "QuerySet[M]", language: str | None = None) -> "QuerySet[M]":
    """One row of each translation group: the reader's language, else the fallback.

    Aliases are left out: Wagtail makes them for ancestors that nobody translated, and
    they would pass for translations. A draft translation does not hide the fallback.
    """
    wanted = content_language(language)
    fallback = conf.fallback_language()
    is_page = issubclass(queryset.model, Page)
    if is_page:
        queryset = queryset.filter(alias_of__isnull=True)
    if wanted == fallback:
        return queryset.filter(locale__language_code=fallback)
    translated = queryset.model._default_manager.filter(
        translation_key=OuterRef("translation_key"), locale__language_code=wanted
    )
    if is_page:
        translated = translated.filter(alias_of__isnull=True, live=True)
    return queryset.filter(
        Q(locale__language_code=wanted)
        | Q(locale__language_code=fallback) & ~Exists(translated)
    )


def nearest_translation(queryset: "QuerySet[M]", pk: Any) -> M | None:
    """The row ``pk``, or the one of its translations in the reader's language.

    One query; ``queryset`` says which rows may stand in for it, itself among them.
    """
    key = queryset.model._default_manager.filter(pk=pk).values("translation_key")
    wanted = content_language()
    found = list(
        queryset.filter(
            Q(pk=pk) | Q(locale__language_code=wanted), translation_key__in=key
        ).select_related("locale")
    )
    for row in found:
        code: str = getattr(row, "locale").language_code  # noqa: B009
        if code == wanted:
            return row
    return found[0] if found else None


def below(branch: Page, *, inclusive: bool = False) -> Q:
    """What is below the page in any language (one query, for its translations)."""
    condition = Q()
    for path, depth in branch.get_translations(inclusive=True).values_list(
        "path", "depth"
    ):
        condition |= Q(path__startswith=path) & (
            Q() if inclusive else Q(depth__gt=depth)
        )
    return condition


def readable(queryset: "QuerySet[P]") -> "QuerySet[P]":
    """The live pages that nothing restricts, themselves or an ancestor.

    Wagtail's ``public()`` says the same with a query of its own each time.
    """
    restrictions = PageViewRestriction.objects.filter(
        page__path=Substr(OuterRef("path"), 1, Length("page__path"))
    )
    return queryset.filter(~Exists(restrictions), live=True)


def published(model: type[P], branch: Page | None = None) -> "QuerySet[P]":
    """The model's pages that anyone may read, each once, in the right language."""
    pages = in_language(readable(model._default_manager.all()))
    if branch is not None:
        pages = pages.filter(below(branch))
    return pages.select_related("locale")


def attach_ancestors(pages: Iterable[P], **models: type[Page]) -> list[P]:
    """Give each page its nearest ancestor (or itself) of each model, by that name.

    The ancestor is the one in the reader's language where it is published, else the
    page's own; None where there is none. At most two queries, for all the models.
    """
    pages = list(pages)
    paths = {path for page in pages for path in _paths(page)}
    if not paths:
        return pages
    own = _specific(models, path__in=paths)
    language = content_language()
    foreign = [
        ancestor.translation_key
        for ancestor in own
        if ancestor.locale.language_code != language
    ]
    translations = {}
    if foreign:
        found = _specific(
            models,
            translation_key__in=foreign,
            locale__language_code=language,
            alias_of__isnull=True,
            live=True,
        )
        translations = {(type(each), each.translation_key): each for each in found}
    for name, model in models.items():
        by_path = {each.path: each for each in own if isinstance(each, model)}
        for page in pages:
            nearest = next((by_path[p] for p in _paths(page) if p in by_path), None)
            if nearest is not None:
                key = (type(nearest), nearest.translation_key)
                nearest = translations.get(key, nearest)
            setattr(page, name, nearest)
    return pages


def own_ancestors(page: Page, **models: type[Page]) -> dict[str, Any]:
    """The page's nearest ancestor (or itself) of each model, in its own language.

    By the names given; None where there is none. One query for all the models.
    """
    found = _specific(models, path__in=_paths(page))
    found.sort(key=lambda ancestor: ancestor.depth)
    return {
        name: next((each for each in reversed(found) if isinstance(each, model)), None)
        for name, model in models.items()
    }


def _paths(page: Page) -> Sequence[str]:
    """The path of the page and of its ancestors, nearest first."""
    step = page.steplen
    return [page.path[:end] for end in range(len(page.path), step, -step)]


def _specific(models: Mapping[str, type[Page]], **conditions: Any) -> list[Any]:
    """The pages of these models that meet the conditions, with one query."""
    names = [model._meta.model_name or "" for model in models.values()]
    pages = Page.objects.filter(**conditions).select_related("locale", *names)
    kinds = Q()
    for name in names:
        kinds |= Q(**{f"{name}__isnull": False})
    return [
        getattr(page, name)
        for page in pages.filter(kinds)
        for name in names
        if hasattr(page, name)
    ]


def attach_collectivites(pages: Iterable[P]) -> list[P]:
    """Give each page its ``collectivite`` (see :func:`attach_ancestors`).

    ``cycles.queries.attach_cycles`` gives the cycle as well, at no more cost.
    """
    return attach_ancestors(pages, collectivite=CollectivitePage)
