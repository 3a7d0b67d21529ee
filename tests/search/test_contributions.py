import pytest
from django.urls import reverse

from tests.citizens import ContributionFactory
from tests.contributions.screens import words
from tests.home.portal import portal
from wagtail_remacto.contributions.models import Standing
from wagtail_remacto.search.contributions import find_contributions

pytestmark = pytest.mark.django_db


def test_words_in_any_form_find_what_was_given():
    french = ContributionFactory(title="Des éclairages", text="Près de l’école.")
    arabic = ContributionFactory(title="المدرسة", text="نص", language="ar")
    assert find_contributions("ECLAIRAGE ecole") == [french]
    assert find_contributions("مدرسة") == [arabic]
    assert find_contributions("éclairage souk") == []
    assert find_contributions("…") == []


def test_a_reference_finds_its_own():
    given = ContributionFactory()
    ContributionFactory()
    assert find_contributions(given.shown_reference.lower()) == [given]


def test_one_collectivite_has_its_own():
    given, _other = ContributionFactory.create_batch(2)
    assert find_contributions("idée", collectivite=given.collectivite) == [given]


@pytest.mark.parametrize("standing", sorted(set(Standing) - {Standing.PUBLIC}))
def test_what_is_not_public_is_not_found(standing):
    given = ContributionFactory(standing=standing)
    assert find_contributions("bibliothèque") == []
    assert find_contributions(given.reference) == []


def test_it_costs_one_query(django_assert_num_queries):
    ContributionFactory.create_batch(3)
    with django_assert_num_queries(1):
        [str(each.collectivite.locale) for each in find_contributions("idée")]


def test_the_search_page_shows_them_with_their_references(client):
    portal()
    given = ContributionFactory(title="Des bancs")
    text = words(client.get(reverse("search"), {"q": "bancs"}))
    assert "Des bancs" in text
    assert given.shown_reference in text
