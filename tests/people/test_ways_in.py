"""Whoever has no account comes in by a link, and back to where they were."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tests.citizens import (
    ContributionFactory,
    EmailParticipantFactory,
    UserFactory,
    open_phase,
)
from tests.contributions.test_reacting import url
from tests.home.portal import portal
from tests.polling.polls import make_poll
from wagtail_remacto.people import ways_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def contribution():
    portal()
    return ContributionFactory(phase=open_phase())


def address(name, language="fr"):
    with override(language):
        return reverse(f"wagtail_remacto:{name}")


@pytest.fixture
def link(mailoutbox, django_capture_on_commit_callbacks):
    """Asks for a link, and gives the one in the message."""

    def ask(email, way, client=None, language="fr"):
        with django_capture_on_commit_callbacks(execute=True):
            data = {"email": email, "next": way}
            (client or Client()).post(address("my_link", language), data)
        return re.search(r"https?://[^/]+(\S+)", mailoutbox[0].body)[1]

    return ask


def both_ways(page, back, language="fr"):
    """Whether the page leads to signing in and to asking for a link."""
    with override(language):
        return "/accounts/login/?next=" in page and ways_in.by_link(back) in page


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_contribution_shows_both_ways(contribution, language):
    page = url("contribution", contribution, language)
    assert both_ways(Client().get(page).content.decode(), page, language)


def test_so_do_a_poll_and_a_refusal(contribution):
    page = url("poll", make_poll())
    assert both_ways(Client().get(page).content.decode(), page)
    page = url("report_contribution", contribution)
    assert both_ways(Client().get(page).content.decode(), page)


def test_so_does_the_button_that_follows(contribution):
    page = url("contribution_following", contribution)
    answer = Client().get(page, HTTP_HX_REQUEST="true").content.decode()
    found = re.search(r'href="([^"]+)"', answer)[1]
    assert Client().get(found).context["next"] == page


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_link_leads_back(contribution, language, link):
    page = url("contribution", contribution, language)
    person, client = EmailParticipantFactory(), Client()
    form = client.get(address("my_space", language), {"next": page}).content.decode()
    assert f'name="next" value="{page}"' in form
    found = link(person.email, page, client, language)
    assert client.get(found).status_code == 200
    assert client.post(found).url == page
    assert "remacto-comment-form" in client.get(page).content.decode()


def test_an_address_with_an_account_signs_in_and_comes_back(contribution, link):
    UserFactory(email="zineb@exemple.ma")
    page = url("contribution", contribution)
    found = link("zineb@exemple.ma", page)
    assert "/accounts/login/?next=%2Ffr%2Fcontributions" in found


def test_a_wrong_address_keeps_the_way(contribution):
    page = url("contribution", contribution)
    answer = Client().post(address("my_link"), {"email": "", "next": page})
    assert f'name="next" value="{page}"' in answer.content.decode()


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/fr/my/",
        "//evil.example/fr/my/",
        "/\\evil.example/",
        "javascript:alert(1)",
        "/admin/",
        "/fr/accounts/logout/",
        "/fr/",
        "fr/my/",
        "/fr/my/?" + "a" * 500,
        "",
    ],
)
def test_no_link_leads_elsewhere(elsewhere, link):
    portal()
    client = Client()
    found = link(EmailParticipantFactory().email, elsewhere, client)
    assert client.post(found).url == address("my_space")
    shown = Client().get(address("my_space"), {"next": elsewhere})
    assert 'name="next"' not in shown.content.decode()
