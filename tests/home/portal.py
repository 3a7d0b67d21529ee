"""The portal's own pages, in as many languages as a test needs."""

from typing import Any

from wagtail.models import Page, Site

from home.models import ContentPage, HomePage, NewsIndexPage, NewsPage
from tests.factories import locale, publish


def portal(language: str = "fr", **fields: Any) -> HomePage:
    """The front page in a language; the French one becomes the site's root."""
    root = Page.objects.get(depth=1)
    found = HomePage.objects.filter(locale=locale(language)).first()
    if found:
        return publish(found, **fields)
    french = HomePage.objects.filter(locale=locale("fr")).first()
    key = {"translation_key": french.translation_key} if french else {}
    page = root.add_child(
        instance=HomePage(
            **{"title": f"Accueil {language}", **fields},
            slug=f"accueil-{language}",
            locale=locale(language),
            **key,
        )
    )
    if language == "fr":
        Site.objects.filter(is_default_site=True).update(root_page=page)
        Site.clear_site_root_paths_cache()
    return page


def content(parent: Page, **fields: Any) -> ContentPage:
    fields = {"title": "Comment ça marche", "slug": "comment", **fields}
    return parent.add_child(instance=ContentPage(locale=parent.locale, **fields))


def news(parent: Page, **fields: Any) -> NewsPage:
    index = NewsIndexPage.objects.child_of(parent).first() or parent.add_child(
        instance=NewsIndexPage(
            title="Actualités", slug="actualites", locale=parent.locale
        )
    )
    return index.add_child(
        instance=NewsPage(**{"title": "Une nouvelle", **fields}, locale=parent.locale)
    )
