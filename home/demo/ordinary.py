"""The portal's ordinary pages: about, personal data, accessibility, news."""

import datetime as dt
from typing import Any

from home.demo.wording import in_language, stream
from home.models import ContentPage, HomePage, NewsIndexPage, NewsPage
from wagtail_remacto.opendata.importers.raw_blocks import Origin, sources
from wagtail_remacto.opendata.importers.store import Group, Store, Values
from wagtail_remacto.opendata.importers.tongues import Tongue


def load_ordinary(
    store: Store, pages: dict[str, Any], homes: dict[str, HomePage]
) -> None:
    parents = Group({page.locale_id: page for page in homes.values()})
    for item in pages["pages"]:
        _content(store, item, parents)
    index = _page(store, NewsIndexPage, pages["news_index"], parents)
    for item in pages["news"]:
        _news(store, item, index)


def _content(store: Store, item: Values, parents: Group) -> Group:
    return _page(store, ContentPage, item, parents, show_in_menus=item["menu"])


def _news(store: Store, item: Values, parents: Group) -> Group:
    origin = f"demo/page/{item['slug']}/sources"

    def more(_tongue: Tongue) -> Values:
        return {
            "date": dt.date.fromisoformat(item["date"]),
            "sources": sources(Origin(origin), {"sources": item["sources"]}),
        }

    return _page(store, NewsPage, item, parents, more)


def _page(
    store: Store,
    model: Any,
    item: Values,
    parents: Group,
    more: Any = None,
    **fixed: Any,
) -> Group:
    key = f"demo/page/{item['slug']}"

    def build(tongue: Tongue) -> Values:
        return {
            "title": in_language(tongue, item["title"]),
            "slug": item["slug"],
            "intro": in_language(tongue, item.get("intro", "")),
            "body": stream(f"{key}/body", tongue, item.get("body")),
            **fixed,
            **(more(tongue) if more else {}),
        }

    return store.pages(key, item["slug"], item, model, parents, build, always=True)
