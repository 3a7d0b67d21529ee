"""The next person on the same phone finds nothing of the last one."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tests.citizens import EmailParticipantFactory, ParticipantFactory
from tests.people.conftest import client_of
from wagtail_remacto.contributions import draft_cookie

pytestmark = pytest.mark.django_db


def address(name):
    with override("fr"):
        return reverse(name)


def with_draft(participant):
    client = client_of(participant)
    client.cookies[draft_cookie.NAME] = draft_cookie.sign([])
    return client


def is_forgotten(response):
    """The cookie is taken away, and the script is told to forget its copies."""
    cookies = response.cookies
    return cookies[draft_cookie.NAME].value == "" and (
        cookies["remacto_forget"].value == "1"
        and not cookies["remacto_forget"]["httponly"]
    )


@pytest.mark.parametrize("factory", [ParticipantFactory, EmailParticipantFactory])
@pytest.mark.parametrize("way_out", ["my_sign_out", "my_erase"])
def test_nothing_is_left_by_my_space(front, factory, way_out):
    client = with_draft(factory())
    answer = client.post(address(f"wagtail_remacto:{way_out}"), {"sure": "on"})
    assert is_forgotten(answer)


def test_nothing_is_left_by_the_accounts_own_way_out(front):
    client = with_draft(ParticipantFactory())
    assert is_forgotten(client.post(address("account_logout")))


def test_a_way_in_that_is_broken_off_forgets_nothing(front):
    answer = Client().post(address("account_logout"))
    assert "remacto_forget" not in answer.cookies


def test_a_session_that_has_ended_keeps_the_draft(front):
    client = with_draft(ParticipantFactory())
    client.session.flush()
    answer = client.get(address("wagtail_remacto:my_space"))
    assert draft_cookie.NAME not in answer.cookies
    assert "remacto_forget" not in answer.cookies
