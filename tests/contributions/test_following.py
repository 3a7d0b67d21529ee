"""Following a page or a contribution, and no longer."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.citizens import ContributionFactory, EmailParticipantFactory, open_phase
from tests.factories import home, publish, translate
from tests.people.conftest import client_of
from wagtail_remacto.contributions.errors import NotShown
from wagtail_remacto.contributions.services.following import follow, unfollow
from wagtail_remacto.cycles.gate import Refused
from wagtail_remacto.models import Follow

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return EmailParticipantFactory()


class TestService:
    def test_a_second_time_changes_nothing(self, person):
        target = ContributionFactory()
        assert follow(participant=person, target=target) == follow(
            participant=person, target=target
        )
        assert Follow.objects.count() == 1

    def test_every_language_of_a_page_is_the_same_page(self, person):
        phase = open_phase()
        follow(participant=person, target=translate(phase, "ar"))
        assert Follow.objects.get().page_id == phase.pk
        unfollow(participant=person, target=translate(phase, "ar"))
        assert not Follow.objects.exists()

    def test_what_is_hidden_is_not_followed(self, person):
        with pytest.raises(NotShown):
            follow(participant=person, target=ContributionFactory(standing="hidden"))

    def test_the_gate_is_asked(self):
        nobody = EmailParticipantFactory(confirmed_at=None)
        with pytest.raises(Refused):
            follow(participant=nobody, target=ContributionFactory())


def addresses(target):
    if hasattr(target, "shown_reference"):
        kind, args = "contribution", [target.shown_reference]
    else:
        kind, args = "page", [target.pk]
    return [
        reverse(f"wagtail_remacto:{kind}_following", args=args),
        reverse(f"wagtail_remacto:follow_{kind}", args=args),
    ]


@pytest.mark.parametrize("make", [ContributionFactory, open_phase])
class TestButton:
    def test_it_follows_and_stops(self, person, make):
        show, send = addresses(make())
        client = client_of(person)
        assert 'name="follow" value="1"' in client.get(show).content.decode()
        assert client.post(send, {"follow": "1"}).status_code == 302
        assert Follow.objects.get().participant == person
        assert 'name="follow" value="0"' in client.get(show).content.decode()
        client.post(send, {"follow": "0"})
        assert not Follow.objects.exists()

    def test_htmx_is_given_the_button_alone(self, person, make):
        show, send = addresses(make())
        client = client_of(person)
        for response in (
            client.get(show, HTTP_HX_REQUEST="true"),
            client.post(send, {"follow": "1"}, HTTP_HX_REQUEST="true"),
        ):
            assert response.status_code == 200
            assert "<html" not in response.content.decode()
        assert 'value="0"' in response.content.decode()

    def test_reading_follows_nothing(self, person, make):
        show, send = addresses(make())
        client = client_of(person)
        assert client.get(send).status_code == 405
        client.get(show)
        assert not Follow.objects.exists()

    def test_a_stranger_is_led_to_the_ways_in(self, make):
        show, send = addresses(make())
        assert (
            reverse("wagtail_remacto:my_space") in Client().get(show).content.decode()
        )
        response = Client().post(send, {"follow": "1"})
        assert response.status_code == 403
        assert "/accounts/login/" in response.content.decode()

    def test_it_asks_for_the_token(self, person, make):
        _show, send = addresses(make())
        client = client_of(person, enforce_csrf_checks=True)
        assert client.post(send, {"follow": "1"}).status_code == 403
        assert not Follow.objects.exists()


def test_my_space_stops_it_and_says_so(person):
    target = ContributionFactory()
    follow(participant=person, target=target)
    _show, send = addresses(target)
    response = client_of(person).post(
        send, {"follow": "0", "back": "space"}, follow=True
    )
    assert 'role="status"' in response.content.decode()
    assert not Follow.objects.exists()


def test_what_is_not_there_is_not_found(person):
    client = client_of(person)
    draft = publish(open_phase(), live=False)
    draft.live = False
    draft.save()
    unconfirmed = ContributionFactory(standing="unconfirmed")
    for args in (["page", 999_999], ["page", home().pk], ["page", draft.pk]):
        address = reverse(f"wagtail_remacto:follow_{args[0]}", args=[args[1]])
        assert client.post(address, {"follow": "1"}).status_code == 404
    for ref in ("XXX-XXXX", unconfirmed.shown_reference):
        address = reverse("wagtail_remacto:follow_contribution", args=[ref])
        assert client.post(address, {"follow": "1"}).status_code == 404


def test_the_button_names_nothing_that_is_not_public(person):
    held = ContributionFactory(standing="held", title="Un mot de trop")
    hidden = ContributionFactory(standing="hidden", title="Un mot de trop")
    client = client_of(person)
    assert client.get(addresses(held)[0]).status_code == 404
    html = client.get(addresses(hidden)[0]).content.decode()
    assert "Un mot de trop" not in html
    assert hidden.shown_reference in html


def test_my_space_still_stops_following_what_is_taken_aside(person):
    target = ContributionFactory()
    follow(participant=person, target=target)
    type(target).objects.filter(pk=target.pk).update(standing="held")
    client_of(person).post(addresses(target)[1], {"follow": "0", "back": "space"})
    assert not Follow.objects.exists()
