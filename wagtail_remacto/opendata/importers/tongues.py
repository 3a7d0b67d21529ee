"""The languages in which the directory exists, and whose words go where."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Locale, Page, Site

from wagtail_remacto import conf
from wagtail_remacto.collectivites.models import DirectoryPage
from wagtail_remacto.opendata.importers.report import ItemError

SPOKEN = ("fr", "ar", "en")

T = dict[str, str]


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language of the site, and the directory in it.

    The canonical one keeps what no other language of the site has words for, so that
    nothing of a file is lost on a site without French.
    """

    directory: DirectoryPage
    canonical: bool
    keeps_french: bool

    @property
    def locale(self) -> Locale:
        return self.directory.locale

    @property
    def code(self) -> str:
        return self.locale.language_code

    @property
    def language(self) -> str:
        return self.code.split("-")[0]

    def own(self, words: T | None) -> str:
        """The words of this language, empty where the file has none."""
        words = words or {}
        found = words.get(self.language, "")
        if not found and self.canonical and self.language not in SPOKEN:
            found, _language = self.best(words)
        return found

    def best(self, words: T | None) -> tuple[str, str]:
        """The words and their language: this one, or else French, English, Arabic."""
        words = words or {}
        for language in (self.language, "fr", "en", "ar"):
            if words.get(language):
                return words[language], language
        return "", ""

    def title(self, words: T) -> str:
        """A page has to have a title: another language's where there is none."""
        return self.best(words)[0]

    def french(self, text: str | None) -> str:
        """A text that is in French only: kept once, shown in every language."""
        return (text or "") if self.keeps_french else ""


def tongues(parent: Page | None = None) -> list[Tongue]:
    """The languages of the directory, the canonical first; made if there is none.

    ``parent`` is the directory, or the page below which it is to be.
    """
    if isinstance(parent, DirectoryPage):
        directory = parent
    else:
        found = DirectoryPage.objects.order_by("path")
        if parent is not None:
            found = found.descendant_of(parent)
        directory = found.first() or _make_directory(parent)
    group = list(
        DirectoryPage.objects.filter(
            translation_key=directory.translation_key, alias_of=None
        ).select_related("locale")
    )
    fallback = conf.fallback_language()
    group.sort(key=lambda page: (page.locale.language_code != fallback, page.pk))
    speaks_french = any(
        page.locale.language_code.split("-")[0] == "fr" for page in group
    )
    return [
        Tongue(
            directory=page,
            canonical=number == 0,
            keeps_french=(
                page.locale.language_code.split("-")[0] == "fr"
                if speaks_french
                else number == 0
            ),
        )
        for number, page in enumerate(group)
    ]


def _make_directory(parent: Page | None) -> DirectoryPage:
    if parent is None:
        site = Site.objects.filter(is_default_site=True).first() or Site.objects.first()
        if site is None:
            raise ItemError(
                "", _("There is no site: make one, or name the page with --parent.")
            )
        parent = site.root_page
    first = None
    for home in parent.get_translations(inclusive=True).select_related("locale"):
        if home.alias_of_id:
            continue
        with override(home.locale.language_code):
            page = DirectoryPage(
                title=_("Directory of collectivités"),
                slug="collectivites",
                locale=home.locale,
            )
        if first is not None:
            page.translation_key = first.translation_key
        home.specific.add_child(instance=page)
        if first is None or home.pk == parent.pk:
            first = page
    assert first is not None  # noqa: S101 - the parent is one of its translations
    return first


def in_each(tongues: list[Tongue], build: Callable[[Tongue], Any]) -> dict[int, Any]:
    """What ``build`` gives for each language, with that language active."""
    found = {}
    for tongue in tongues:
        with override(tongue.code):
            found[tongue.locale.pk] = build(tongue)
    return found
