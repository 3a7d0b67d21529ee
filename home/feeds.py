"""The news of the portal, as a feed for each language."""

import datetime as dt
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from home.models import NewsPage, latest_news
from wagtail_remacto.collectivites.addresses import in_readers_language
from wagtail_remacto.cycles.clock import first_moment


class NewsFeed(Feed):
    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.request = request

    def title(self) -> str:
        return _("News of the open collectivités")

    def subtitle(self) -> str:
        return _("What opens, what closes, and what became of the contributions.")

    def link(self) -> str:
        return self.request.build_absolute_uri("/") + f"{get_language()}/"

    def feed_url(self) -> str:
        return self.request.build_absolute_uri(reverse("news_feed"))

    def items(self) -> list[NewsPage]:
        return list(latest_news()[:30])

    def item_title(self, item: NewsPage) -> str:
        return item.title

    def item_description(self, item: NewsPage) -> str:
        return item.intro

    def item_link(self, item: NewsPage) -> str:
        url = item.get_full_url(self.request) or ""
        return in_readers_language(url, item.locale.language_code, get_language())

    def item_guid(self, item: NewsPage) -> str:
        # The same in every language, so that a reader of two sees a piece of news once.
        return f"urn:uuid:{item.translation_key}"

    def item_pubdate(self, item: NewsPage) -> dt.datetime:
        return first_moment(item.date)

    def item_updateddate(self, item: NewsPage) -> dt.datetime:
        return item.last_published_at or first_moment(item.date)
