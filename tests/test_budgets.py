"""What a page may ask of the database, and that it asks no more of a larger network.

A public page costs at most 8 queries more than a bare page at its depth, a list 10
more, a search 6 of its own.
"""

from dataclasses import dataclass
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page

from home.models import ContentPage
from tests.citizens import many_contributions
from tests.factories import (
    CollectiviteFactory,
    DirectoryFactory,
    full_cycle,
    moment,
    network,
    translate,
)
from tests.home.portal import portal
from tests.pages.case import PAGE_TYPES
from wagtail_remacto.contributions.models import Contribution, Standing
from wagtail_remacto.cycles.kinds import PhaseKind
from wagtail_remacto.models import DirectoryPage, Lineage, PhasePage, ProjectPage

A_PAGE, A_LIST, A_SEARCH = 8, 10, 6
SIZES = (50, 500)
LANGUAGES = ("fr", "ar")


def queries(address: str) -> list[str]:
    """The queries of an anonymous visit, once the process knows sites and types."""
    client = Client()
    for _attempt in range(2):
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
        assert response.status_code == 200, address
    return [query["sql"] for query in captured.captured_queries]


def bare(parent: Page) -> int:
    """What a page of a type of its own costs below this parent, with an empty template.

    Its template says no more than its title, so that all this is Wagtail's own cost.
    """
    page = ContentPage(title="Rien", slug="rien", locale=parent.locale)
    parent.add_child(instance=page)
    with patch.object(ContentPage, "template", "wagtailcore/page.html"):
        cost = len(queries(page.get_url()))
    page.delete()
    return cost


def short(sql: str) -> str:
    """The table and the conditions of a query, without its columns."""
    return sql.partition(" FROM ")[2][:300] or sql[:300]


@dataclass(frozen=True, slots=True)
class Cost:
    """What a page costs beyond a bare one, and its queries, to read in a failure."""

    more: int
    asked: list[str]

    def __str__(self) -> str:
        return f"{self.more} more than a bare page:\n" + "\n".join(
            map(short, self.asked)
        )


def costs(pages: list[Page]) -> dict[tuple[str, str], Cost]:
    found = {}
    for page in pages:
        usual = bare(page.get_parent())
        asked = queries(page.get_url())
        found[type(page).__name__, page.locale.language_code] = Cost(
            len(asked) - usual, asked
        )
    return found


def one_of_each(directory: DirectoryPage) -> list[Page]:
    """The first page of each type below the directory, in each language."""
    return [
        model.objects.descendant_of(translate(directory, language), inclusive=True)
        .order_by("path")
        .first()
        for language in LANGUAGES
        for model in PAGE_TYPES
    ]


@dataclass(frozen=True, slots=True)
class Measured:
    pages: dict[tuple[str, str], Cost]
    filtered: dict[str, int]
    front: dict[str, int]
    search: dict[str, int]


def measure(directory: DirectoryPage) -> Measured:
    cache.clear()
    filtered, front, search = {}, {}, {}
    for language, word in (("fr", "commune"), ("ar", "مدينة")):
        page = translate(directory, language)
        usual = bare(page.get_parent())
        for query in ("kind=commune", "region=01", "stage=co_creation", "page=2"):
            asked = queries(f"{page.get_url()}?{query}")
            filtered[f"{language} {query}"] = len(asked) - usual
        front[language] = len(queries(page.get_parent().get_url())) - usual
        with override(language):
            address = reverse("search")
        search[language] = len(queries(f"{address}?q={word}")) - len(queries(address))
    return Measured(
        pages=costs(one_of_each(directory)),
        filtered=filtered,
        front=front,
        search=search,
    )


def give_sources(cycle: Page, number: int) -> None:
    """So many more ideas that shaped each project of the cycle, one of them hidden."""
    phase = PhasePage.objects.child_of(cycle).filter(kind=PhaseKind.CO_CREATION).get()
    known = list(Contribution.objects.filter(phase=phase).values_list("pk", flat=True))
    many_contributions(phase, number)
    ideas = Contribution.objects.filter(phase=phase).exclude(pk__in=known)
    Contribution.objects.filter(pk=ideas.first().pk).update(standing=Standing.HIDDEN)
    Lineage.objects.bulk_create(
        Lineage(
            contribution=idea,
            project=project,
            kind="whole",
            words="Pour elle.",
            language="fr",
            at=moment(),
        )
        for idea in ideas
        for project in ProjectPage.objects.descendant_of(cycle)
    )


def measured() -> dict[int, Measured]:
    """Every page with 50 and with 500 collectivités, and with more of everything."""
    directory = DirectoryFactory(parent=portal())
    busy = full_cycle(CollectiviteFactory(parent=directory))
    for page in busy.get_descendants(inclusive=True):
        translate(page.specific, "ar")
    found: dict[int, Measured] = {}
    known = 0
    for size in SIZES:
        network(size - known, directory=directory, first=100 + known)
        give_sources(busy, size - known)
        known = size
        call_command("update_index", verbosity=0)
        found[size] = measure(DirectoryPage.objects.get(pk=directory.pk))
    return found


@pytest.mark.django_db
def test_budgets(subtests):
    """One test, because writing 500 collectivités takes longer than all it asks."""
    by_size = measured()
    for size, found in by_size.items():
        for (name, language), cost in found.pages.items():
            budget = A_LIST if name == DirectoryPage.__name__ else A_PAGE
            with subtests.test(name, language=language, size=size):
                assert cost.more <= budget, str(cost)
        with subtests.test("a filtered directory", size=size):
            assert max(found.filtered.values()) <= A_LIST
        with subtests.test("the front page, with four lists", size=size):
            assert max(found.front.values()) <= 2 * A_LIST
        with subtests.test("a search", size=size):
            assert max(found.search.values()) <= A_SEARCH
    small, large = (by_size[size] for size in SIZES)
    for key, cost in small.pages.items():
        with subtests.test("no more in a larger network", page=key):
            assert cost.more == large.pages[key].more, f"{cost}\n\n{large.pages[key]}"
    with subtests.test("lists ask no more in a larger network"):
        assert (small.filtered, small.front, small.search) == (
            large.filtered,
            large.front,
            large.search,
        )
