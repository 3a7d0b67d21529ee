"""The addresses of every page, each with its translations."""

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from wagtail.models import Page, Site

from wagtail_remacto.collectivites.queries import readable


class PageSitemap(Sitemap):
    """Published pages; an address that shows another language is left to that one."""

    limit = 10_000

    def __init__(self, request: Any = None) -> None:
        self.request = request

    def items(self) -> "QuerySet[Page]":
        site = Site.find_for_request(self.request)
        if site is None:
            return Page.objects.none()
        roots = site.root_page.get_translations(inclusive=True)
        pages = Page.objects.none()
        for root in roots:
            pages = pages | Page.objects.descendant_of(root, inclusive=True)
        return (
            readable(pages.filter(alias_of__isnull=True))
            .select_related("locale")
            .order_by("path")
        )

    def get_urls(
        self, page: int | str = 1, site: Any = None, protocol: str | None = None
    ) -> list[dict[str, Any]]:
        part = list(self.paginator.page(page).object_list)
        alternates = self._alternates(part)
        found = []
        for each in part:
            location = each.get_full_url(self.request)
            if not location:
                continue
            found.append(
                {
                    "item": each,
                    "location": location,
                    "lastmod": each.last_published_at,
                    "changefreq": None,
                    "priority": "",
                    "alternates": alternates[each.translation_key],
                }
            )
        dates = [each["lastmod"] for each in found if each["lastmod"]]
        if dates:
            self.latest_lastmod = max(dates)
        return found

    def _alternates(self, part: list[Page]) -> dict[Any, list[dict[str, str]]]:
        """By translation group: one address for each language it is written in."""
        keys = {each.translation_key for each in part}
        # A group may lie in two parts.
        everything = part if self.paginator.num_pages == 1 else self.items()
        groups: dict[Any, list[dict[str, str]]] = defaultdict(list)
        for each in everything:
            if each.translation_key not in keys:
                continue
            location = each.get_full_url(self.request)
            if not location:
                continue
            language = each.locale.language_code
            groups[each.translation_key].append(
                {"location": location, "lang_code": language}
            )
            if language == settings.LANGUAGE_CODE:
                groups[each.translation_key].append(
                    {"location": location, "lang_code": "x-default"}
                )
        return groups
