"""Run in the portal's shell: which pages of its demonstration the browser looks at.

Of each type the page of the fictional commune, where everything is filled in, and of
the real ones the page with the most on it and the one with the least.
"""

import json

from django.http import QueryDict
from wagtail.models import Site

from home.models import ContentPage, NewsIndexPage, NewsPage
from wagtail_remacto.models import (
    CollectivitePage,
    CommitteePage,
    CyclePage,
    DirectoryPage,
    PhasePage,
    ProgrammePage,
    ProjectPage,
    WorkshopPage,
)

root = Site.objects.get(is_default_site=True).root_page
invented = CollectivitePage.objects.filter(fictional=True, locale=root.locale).first()


def weight(page):
    return len(page.to_json()) + 500 * page.get_descendant_count()


def path(page):
    return page.url_path.removeprefix(root.url_path)


screens = {"HomePage": [""]}
for model in (
    DirectoryPage,
    CollectivitePage,
    CyclePage,
    PhasePage,
    WorkshopPage,
    CommitteePage,
    ProgrammePage,
    ProjectPage,
    ContentPage,
    NewsIndexPage,
    NewsPage,
):
    pages = model.objects.live().descendant_of(root)
    chosen = []
    if invented:
        chosen += list(pages.descendant_of(invented, inclusive=True)[:1])
        pages = pages.not_descendant_of(invented, inclusive=True)
    by_weight = sorted(pages, key=weight)
    chosen += by_weight[-1:] + by_weight[:1]
    screens[model.__name__] = list(dict.fromkeys(path(page) for page in chosen))

directory = screens["DirectoryPage"][0]
query = QueryDict(mutable=True)
query["q"] = "Tétouan"
screens["Map"] = [f"{directory}?view=map"]
screens["Nothing found"] = [f"{directory}?q=zzzz"]
screens["Search"] = ["search/", f"search/?{query.urlencode()}"]
screens["Consultations"] = ["consultations/"]
screens["Programmes"] = ["programmes/"]
screens["Not found"] = ["nulle-part/"]
print(json.dumps(screens))  # noqa: T201
