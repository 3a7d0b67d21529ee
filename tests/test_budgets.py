"""What a page may ask of the database, and that it asks no more of a larger network.

The budgets are those of `docs/explanation/performance.md`: a public page costs at most
8 queries more than a bare page at its depth, a list 10 more, a search 6 of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page

from home.models import ContentPage
from tests.factories import (
    CollectiviteFactory,
    DirectoryFactory,
    full_cycle,
    network,
    translate,
)
from tests.home.portal import portal
from tests.pages.case import PAGE_TYPES
from wagtail_remacto.models import DirectoryPage

pytestmark = pytest.mark.django_db

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


@pytest.fixture(scope="module")
def measured(django_db_setup, django_db_blocker) -> Iterator[dict[int, Measured]]:
    """Every page with 50 and with 500 collectivités, written once for all the tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        directory = DirectoryFactory(parent=portal())
        busy = full_cycle(CollectiviteFactory(parent=directory))
        for page in busy.get_descendants(inclusive=True):
            translate(page.specific, "ar")
        found = {}
        known = 0
        for size in SIZES:
            network(size - known, directory=directory, first=100 + known)
            known = size
            call_command("update_index", verbosity=0)
            found[size] = measure(DirectoryPage.objects.get(pk=directory.pk))
            print(found[size].filtered, found[size].front)
        yield found
        transaction.set_rollback(True)


TYPES = [(model.__name__, language) for model in PAGE_TYPES for language in LANGUAGES]


class TestPages:
    @pytest.mark.parametrize("size", SIZES)
    @pytest.mark.parametrize(("name", "language"), TYPES)
    def test_costs_little_more_than_a_bare_page(self, measured, name, language, size):
        cost = measured[size].pages[name, language]
        budget = A_LIST if name == DirectoryPage.__name__ else A_PAGE
        assert cost.more <= budget, str(cost)

    @pytest.mark.parametrize(("name", "language"), TYPES)
    def test_costs_the_same_in_a_larger_network(self, measured, name, language):
        small, large = (measured[size].pages[name, language] for size in SIZES)
        assert small.more == large.more, f"{small}\n\n{large}"


class TestFrontPage:
    @pytest.mark.parametrize("size", SIZES)
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_costs_no_more_than_two_lists(self, measured, language, size):
        """It shows four: what is open, meetings, figures and a finder."""
        assert measured[size].front[language] <= 2 * A_LIST

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_costs_the_same_in_a_larger_network(self, measured, language):
        small, large = (measured[size].front[language] for size in SIZES)
        assert small == large


class TestFilteredDirectory:
    @pytest.mark.parametrize("size", SIZES)
    def test_costs_no_more_than_a_list(self, measured, size):
        assert max(measured[size].filtered.values()) <= A_LIST

    def test_costs_the_same_in_a_larger_network(self, measured):
        small, large = (measured[size].filtered for size in SIZES)
        assert small == large


class TestSearch:
    @pytest.mark.parametrize("size", SIZES)
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_asks_little_of_its_own(self, measured, language, size):
        assert measured[size].search[language] <= A_SEARCH

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_costs_the_same_in_a_larger_network(self, measured, language):
        small, large = (measured[size].search[language] for size in SIZES)
        assert small == large
