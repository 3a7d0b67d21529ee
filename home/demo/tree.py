"""The portal's front pages and directory, in the three languages of its pages."""

from typing import Any

from wagtail.models import Locale, Page, Site, Task, Workflow

from home.models import HomePage
from wagtail_remacto.collectivites.models import DirectoryPage

# The languages that have pages; Amazigh has the words of the interface.
LANGUAGES = ("fr", "ar", "en")
T = dict[str, str]
# The name that Wagtail gives its own workflow, in English, and ours. It is data: one
# name for every language, like the names of the groups.
WAGTAIL_WORKFLOW, WORKFLOW = "Moderators approval", "Relecture"


def provide_locales() -> list[Locale]:
    for code in (*LANGUAGES, "zgh"):
        Locale.objects.get_or_create(language_code=code)
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    return [locales[code] for code in LANGUAGES]


def provide_tree(pages: dict[str, Any]) -> dict[str, HomePage]:
    """The front page and the directory in each language; what is there stays."""
    locales = provide_locales()
    homes = _homes(locales, pages["home"])
    _directories(locales, homes, pages["directory"])
    name_workflow()
    return {locale.language_code: homes[locale.pk] for locale in locales}


def name_workflow() -> None:
    """Give Wagtail's workflow and its task a French name, unless someone named them."""
    for model in (Workflow, Task):
        model.objects.filter(name=WAGTAIL_WORKFLOW).update(name=WORKFLOW)


def _homes(locales: list[Locale], words: dict[str, T]) -> dict[int, HomePage]:
    root = Page.get_first_root_node()
    canonical = HomePage.objects.filter(locale=locales[0]).first()
    homes = {}
    for locale in locales:
        page = (
            canonical
            and HomePage.objects.filter(
                translation_key=canonical.translation_key, locale=locale
            ).first()
        )
        if page is None:
            code = locale.language_code
            page = HomePage(
                title=words["title"][code],
                slug="accueil" if locale == locales[0] else f"accueil-{code}",
                hero_title=words["hero_title"][code],
                intro=words["intro"][code],
                locale=locale,
            )
            if canonical is not None:
                page.translation_key = canonical.translation_key
            root.add_child(instance=page)
        canonical = canonical or page
        homes[locale.pk] = page
    _serve(homes[locales[0].pk])
    return homes


def _serve(home: HomePage) -> None:
    """Make it the front page of the site, in place of Wagtail's greeting."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        site = Site(hostname="127.0.0.1", is_default_site=True)
    before = site.root_page if site.root_page_id else None
    if before is not None and not _is_greeting(before):
        return
    site.root_page = home
    site.site_name = home.title
    site.save()
    if before is not None:
        before.delete()


def _is_greeting(page: Page) -> bool:
    """The page that a new Wagtail site has, untouched."""
    return type(page.specific) is Page and not page.get_children().exists()


def _directories(
    locales: list[Locale], homes: dict[int, HomePage], words: dict[str, T]
) -> None:
    canonical = DirectoryPage.objects.filter(locale=locales[0]).first()
    for locale in locales:
        page = (
            canonical
            and DirectoryPage.objects.filter(
                translation_key=canonical.translation_key, locale=locale
            ).first()
        )
        if page is None:
            code = locale.language_code
            page = DirectoryPage(
                title=words["title"][code],
                slug="collectivites",
                summary=words["summary"][code],
                locale=locale,
            )
            if canonical is not None:
                page.translation_key = canonical.translation_key
            homes[locale.pk].refresh_from_db()
            homes[locale.pk].add_child(instance=page)
        canonical = canonical or page
