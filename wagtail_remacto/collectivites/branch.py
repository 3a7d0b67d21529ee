"""From a page to the collectivité it belongs to, and to the page rows point at."""

from typing import Any, TypeVar

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Length, Substr
from wagtail.models import Page

from wagtail_remacto import conf
from wagtail_remacto.collectivites.models import CollectivitePage

Q_ = TypeVar("Q_", bound=QuerySet[Any])


def collectivite_of(page: Page) -> CollectivitePage | None:
    """The page itself or the nearest page above it that is a collectivité.

    In the language of ``page``; one query, none for a collectivité.
    """
    if isinstance(page, CollectivitePage):
        return page
    step = Page.steplen
    paths = [page.path[:end] for end in range(step, len(page.path) + 1, step)]
    found: CollectivitePage | None = (
        CollectivitePage.objects.filter(path__in=paths)
        .select_related("locale")
        .order_by("-depth")
        .first()
    )
    return found


def canonical_only(pages: Q_) -> Q_:
    """The pages that civic rows may point at: one of each translation group.

    The same rule as ``canonical_page``, for a queryset.
    """
    language = conf.fallback_language()
    group = pages.model._default_manager.filter(
        translation_key=OuterRef("translation_key")
    )
    has_fallback = group.filter(locale__language_code=language)
    is_older = group.filter(pk__lt=OuterRef("pk"))
    found: Q_ = pages.filter(
        Q(locale__language_code=language) | (~Exists(has_fallback) & ~Exists(is_older))
    )
    return found


def with_branch_title(rows: Q_, path: str = "path") -> Q_:
    """Annotate ``branch_title``: the title of the collectivité above.

    ``path`` leads to the path of the page, such as ``cycle__path`` for an axis.
    """
    above = CollectivitePage.objects.annotate(
        below=Substr(OuterRef(path), 1, Length("path"))
    ).filter(path=F("below"))
    found: Q_ = rows.annotate(
        branch_title=Subquery(above.order_by("-depth").values("title")[:1])
    )
    return found
