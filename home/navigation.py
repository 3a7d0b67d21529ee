"""What surrounds every screen: sections, languages, its other versions."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.translation import (
    get_language,
    get_language_from_path,
    get_language_info,
)
from django.utils.translation import gettext as _
from wagtail.models import Page

from home.models import NewsIndexPage
from wagtail_remacto import conf
from wagtail_remacto.collectivites.addresses import in_readers_language
from wagtail_remacto.collectivites.models import DirectoryPage
from wagtail_remacto.collectivites.queries import in_language

# Pages right below the front page, in Wagtail's tree.
SECTION_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Link:
    label: Any
    url: str
    current: bool = False
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """The screen in another language, named in that language."""

    code: str
    name: str
    direction: str
    url: str
    current: bool


def in_language_at(path: str, language: str) -> str:
    """The path with the language it begins with changed; that language's front page
    where it begins with none."""
    own = get_language_from_path(path)
    prefix = get_script_prefix()
    if own is None:
        return f"{prefix}{language}/"
    return in_readers_language(path, own, language)


class Surroundings:
    """Read lazily: a screen that shows less of it asks the database for less."""

    def __init__(self, request: HttpRequest | None, page: Any = None) -> None:
        self.request = request
        self.page = page if isinstance(page, Page) and page.path else None
        self.language = get_language() or settings.LANGUAGE_CODE

    @property
    def path(self) -> str:
        """Where the screen is at home: an answer to a form says so itself."""
        if self.request is None:
            return get_script_prefix()
        return getattr(self.request, "remacto_address", self.request.path)

    @property
    def controller(self) -> str:
        """Who answers for personal data, where the deployment names one."""
        return getattr(settings, "PORTAL_CONTROLLER", "")

    @property
    def home_url(self) -> str:
        return f"{get_script_prefix()}{self.language}/"

    @cached_property
    def my_space_url(self) -> str:
        """The same for everybody; who is not signed in is led there by signing in."""
        try:
            return reverse("wagtail_remacto:my_space")
        except NoReverseMatch:
            return reverse("account_login")

    # The page in its languages

    @cached_property
    def _translations(self) -> dict[str, Any]:
        """The published pages of the translation group, by language; no alias."""
        if self.page is None:
            return {}
        group = (
            Page.objects.filter(
                translation_key=self.page.translation_key,
                live=True,
                alias_of__isnull=True,
            )
            .select_related("locale")
            .order_by("pk")
        )
        found = {each.locale.language_code: each for each in group}
        for each in found.values():
            if each.locale_id == self.page.locale_id:
                # Read already: whoever asks for the page's language asks no more.
                self.page.locale = each.locale
        return found

    def _url_in(self, language: str, *, full: bool = False) -> str:
        page = self._translations.get(language)
        if page is None and self._translations:
            page = self._translations.get(conf.fallback_language())
        if page is None:
            url = in_language_at(self.path, language)
            return (
                self.request.build_absolute_uri(url) if full and self.request else url
            )
        get = page.get_full_url if full else page.get_url
        return in_readers_language(
            get(self.request) or "", page.locale.language_code, language
        )

    @cached_property
    def versions(self) -> list[Version]:
        """This screen in every language, with the same query."""
        query = self.request.META.get("QUERY_STRING", "") if self.request else ""
        query = f"?{query}" if query else ""
        return [
            Version(
                code=code,
                name=name,
                direction="rtl" if get_language_info(code)["bidi"] else "ltr",
                url=f"{self._url_in(code)}{query}",
                current=code == self.language,
            )
            for code, name in settings.LANGUAGES
        ]

    @cached_property
    def alternates(self) -> list[tuple[str, str]]:
        """``hreflang`` and address of each language that the screen is written in."""
        if self.page is not None:
            languages = list(self._translations)
        else:
            languages = [code for code, _name in settings.LANGUAGES]
        found = [(code, self._url_in(code, full=True)) for code in languages]
        fallback = conf.fallback_language()
        if fallback in languages:
            found.append(("x-default", self._url_in(fallback, full=True)))
        return found

    @property
    def canonical(self) -> str:
        """The one address of what is shown, whatever language it is read in."""
        if self.page is not None:
            return self.page.get_full_url(self.request) or ""
        return self.request.build_absolute_uri(self.path) if self.request else ""

    @cached_property
    def shown_in(self) -> str:
        """The language of the page shown, where it is not the reader's; else empty."""
        if self.page is None:
            return ""
        source = self.page.alias_of if self.page.alias_of_id else self.page
        code: str = source.locale.language_code
        return code if code != self.language else ""

    # Ways through the site

    @cached_property
    def _sections(self) -> list[Page]:
        wanted = Q(show_in_menus=True) | Q(
            content_type__app_label__in=["wagtail_remacto", "home"],
            content_type__model__in=["directorypage", "newsindexpage"],
        )
        pages = Page.objects.filter(wanted, depth=SECTION_DEPTH, live=True)
        return list(
            in_language(pages).select_related("locale", "content_type").order_by("path")
        )

    def _link(self, page: Page, label: Any = None) -> Link:
        own = page.locale.language_code
        url = in_readers_language(page.get_url(self.request) or "", own, self.language)
        return Link(
            label=label or page.title,
            url=url,
            current=bool(url) and self.path.startswith(url),
            lang=own if not label and own != self.language else "",
        )

    def _of_type(self, model: type[Page]) -> list[Page]:
        name = model._meta.model_name
        return [each for each in self._sections if each.content_type.model == name]

    @cached_property
    def main(self) -> list[Link]:
        found = [
            self._link(page, _("Collectivités"))
            for page in self._of_type(DirectoryPage)[:1]
        ]
        for name, label in (
            ("consultations", _("Open consultations")),
            ("programmes", _("Programmes")),
        ):
            url = reverse(name)
            found.append(Link(label, url, self.path.startswith(url)))
        found += [
            self._link(page, _("News")) for page in self._of_type(NewsIndexPage)[:1]
        ]
        return found

    @cached_property
    def further(self) -> list[Link]:
        """Pages that an editor has put in the menus: the foot of every screen."""
        return [
            self._link(page)
            for page in self._sections
            if page.show_in_menus
            and page.content_type.model not in ("directorypage", "newsindexpage")
        ]
