"""What every page of the package has, and how it finds words in another language."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import format_html
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.images import get_image_model_string
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from wagtail_remacto import conf
from wagtail_remacto.fields import BodyField, SourcesField, synchronized

P = TypeVar("P", bound="CivicPageMixin")


class Words(str):
    """A text and the language it is written in.

    ``attrs`` is ready for an HTML tag, and empty when the text is in the language of
    the screen.
    """

    lang: str

    def __new__(cls, text: str, lang: str) -> "Words":
        words = super().__new__(cls, text)
        words.lang = lang
        return words

    @property
    def is_foreign(self) -> bool:
        return bool(self) and self.lang != conf.content_language()

    @property
    def dir(self) -> str:
        return "rtl" if get_language_info(self.lang)["bidi"] else "ltr"

    @property
    def attrs(self) -> str:
        """`` lang="fr" dir="ltr"``, or nothing if the screen has this language."""
        if not self.is_foreign:
            return ""
        return format_html(' lang="{}" dir="{}"', self.lang, self.dir)


# Rooms above say why everyone goes on reading a page; empty if it may be made private.
privacy_guards: list[Callable[[Any], str]] = []


def why_public(page: Any) -> str:
    """Why nobody may hide this page from a part of the public; empty if one may."""
    return next((said for each in privacy_guards if (said := each(page))), "")


# Rooms above say why a page stays published; empty if one may let it expire.
expiry_guards: list[Callable[[Any], str]] = []


def why_published(page: Any) -> str:
    """Why this page may have no day on which it expires; empty if it may."""
    return next((said for each in expiry_guards if (said := each(page))), "")


class CivicPageMixin(models.Model):
    """Summary, picture, body and sources; words of another language where ours lack."""

    summary = models.TextField(
        _("summary"),
        blank=True,
        help_text=_("Two or three plain sentences, shown first and in lists."),
    )
    image = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Without a picture, a star pattern is drawn."),
    )
    body = BodyField()
    sources = SourcesField(
        help_text=_("Where the facts of this page were read; shown at its foot."),
    )

    opening_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("image"),
    ]
    closing_panels = [
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("sources")], heading=_("Sources")),
    ]

    search_fields = [index.SearchField("search_words")]

    # Fields, besides title and summary, whose words the search service finds.
    words_to_index: tuple[str, ...] = ("summary",)

    class Meta:
        abstract = True

    @property
    def private_page_options(self) -> list[str]:
        """What Wagtail’s dialog offers; where nothing may be hidden it says why.

        A restriction that is there all the same can be taken away.
        """
        if not why_public(self):
            return list(Page.private_page_options)
        hidden = self.view_restrictions.exists()  # type: ignore[attr-defined]
        return [PageViewRestriction.NONE] if hidden else []

    def clean(self) -> None:
        super().clean()
        if self.expire_at and (said := why_published(self)):  # type: ignore[attr-defined]
            raise ValidationError({"expire_at": said})

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)  # type: ignore[misc]
        context["remacto_base"] = conf.get("BASE_TEMPLATE")
        return context

    @cached_property
    def canonical(self) -> Any:
        """The page of this translation group that the civic record hangs on."""
        return canonical_page(self)

    def words(self, field: str) -> Words:
        """The field's text; the canonical page's where this language has none."""
        own = getattr(self, field) or ""
        if own or self.locale.language_code == conf.fallback_language():
            return Words(own, self.locale.language_code)
        other = self.canonical
        return Words(getattr(other, field) or "", other.locale.language_code)

    @property
    def search_words(self) -> str:
        """The normalised words of the page, in one field for every backend."""
        from wagtail_remacto.normalise import normalise

        parts = [
            self.title,
            *(str(getattr(self, f) or "") for f in self.words_to_index),
            *self.body.stream_block.get_searchable_content(self.body),
            *self._names_above(),
        ]
        return normalise(" ".join(parts))

    def _names_above(self) -> list[str]:
        """The names of its collectivité: people ask for “programme Tétouan”."""
        from wagtail_remacto.collectivites.models import CollectivitePage

        path, step = getattr(self, "path", ""), Page.steplen
        above = [path[:end] for end in range(step, len(path), step)]
        rows = CollectivitePage.objects.filter(path__in=above).values_list(
            "title", "name_fr", "name_ar"
        )
        return [name for row in rows for name in row] if above else []


def canonical_page(page: Any) -> Any:
    """The page of ``page``'s translation group that civic rows point at.

    It is the one in the fallback language if there is one, else the first made.
    """
    language = conf.fallback_language()
    if page.locale.language_code == language:
        return page
    group = (
        type(page)
        .objects.filter(translation_key=page.translation_key)
        .select_related("locale")
        .order_by("pk")
    )
    pages = list(group)
    for each in pages:
        if each.locale.language_code == language:
            return each
    return pages[0] if pages else page


def attach_canonicals(pages: Iterable[P]) -> list[P]:
    """Give each page its canonical one, with one query for all of them."""
    pages = list(pages)
    language = conf.fallback_language()
    foreign = [p for p in pages if p.locale.language_code != language]
    if foreign:
        found = {
            page.translation_key: page
            for page in type(foreign[0])
            .objects.filter(
                translation_key__in=[p.translation_key for p in foreign],
                locale__language_code=language,
            )
            .select_related("locale")
        }
        for page in foreign:
            page.canonical = found.get(page.translation_key, page)
    return pages


SYNCHRONISED = synchronized("image")
