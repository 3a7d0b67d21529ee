"""Links in messages: opening one changes nothing, its button does, twice is once."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tests.citizens import EmailParticipantFactory, UserFactory
from wagtail_remacto.cycles import gate
from wagtail_remacto.people import confirmations, links
from wagtail_remacto.people.confirmations import Confirmation, Question
from wagtail_remacto.people.erasure import erase
from wagtail_remacto.people.personal import PURPOSE

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return EmailParticipantFactory(confirmed_at=None, display_name="Idir")


@pytest.fixture
def link(person):
    return confirmations.path(PURPOSE, person.key)


def test_opening_it_changes_nothing_and_shows_one_button(person, link):
    client = Client()
    response = client.get(link)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    text = response.content.decode()
    main = text[text.index("<main") : text.index("</main>")]
    assert main.count("<button") == 1
    assert "wagtail_remacto_participant" not in client.session
    person.refresh_from_db()
    assert person.confirmed_at is None


def test_the_button_confirms_remembers_and_leads_on(person, link):
    client = Client()
    response = client.post(link)
    assert response.status_code == 302
    assert response["Location"] == reverse("wagtail_remacto:my_space")
    person.refresh_from_db()
    assert person.confirmed_at is not None
    assert person.last_seen_at is not None
    assert "Idir" in client.get(response["Location"]).content.decode()


def test_twice_is_as_good_as_once(person, link):
    Client().post(link)
    person.refresh_from_db()
    first = person.confirmed_at
    assert Client().post(link).status_code == 302
    person.refresh_from_db()
    assert person.confirmed_at == first


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_old_link_says_so_and_what_can_be_done(person, link, method, monkeypatch):
    import time

    later = time.time() + dt.timedelta(days=2).total_seconds()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    response = getattr(Client(), method)(link)
    assert response.status_code == 410
    assert reverse("wagtail_remacto:my_space") in response.content.decode()
    person.refresh_from_db()
    assert person.confirmed_at is None


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "forge", [lambda t: t[:-1] + "~", lambda t: "x", lambda t: t + "a"]
)
def test_a_forged_link_opens_nothing(person, link, method, forge):
    token = link.rstrip("/").rpartition("/")[2]
    address = reverse("wagtail_remacto:confirm", args=[forge(token)])
    assert getattr(Client(), method)(address).status_code == 410


def test_a_link_of_another_purpose_opens_nothing(person):
    token = links.sign("something-else", person.key)
    address = reverse("wagtail_remacto:confirm", args=[token])
    assert Client().post(address).status_code == 410


def test_a_link_of_someone_who_has_left_leads_to_no_one(person, link):
    erase(person)
    assert Client().get(link).status_code == 410
    assert Client().post(link).status_code == 410


def test_a_link_does_not_sign_in_to_an_account(person, link):
    person.user = UserFactory()
    person.save()
    assert Client().post(link).status_code == 410


def test_the_button_asks_for_the_token(link):
    assert Client(enforce_csrf_checks=True).post(link).status_code == 403


def test_a_room_says_what_its_link_does(person, monkeypatch):
    monkeypatch.setattr(confirmations, "_purposes", {})
    seen = []
    confirmations.register(
        Confirmation(
            "bell",
            ask=lambda subject: Question("Sonner ?", f"La cloche {subject}.", "Sonner"),
            confirm=lambda subject: (seen.append(subject) or person, "/apres/"),
        )
    )
    address = confirmations.path("bell", 7)
    assert "La cloche 7." in Client().get(address).content.decode()
    assert seen == []
    assert Client().post(address)["Location"] == "/apres/"
    assert seen == ["7"]


def test_what_the_gate_refuses_is_said(person, monkeypatch):
    def refuse(subject):
        raise gate.Refused(
            gate.Verdict(gate.Kind.NO, gate.Reason.CLOSED, lambda: "C’est fermé.")
        )

    monkeypatch.setattr(confirmations, "_purposes", {})
    confirmations.register(
        Confirmation("bell", ask=lambda subject: None, confirm=refuse)
    )
    response = Client().post(confirmations.path("bell", 7))
    assert response.status_code == 403
    assert "C’est fermé." in response.content.decode()


class TestAskingForALink:
    address = property(lambda self: reverse("wagtail_remacto:my_link"))

    @pytest.fixture(autouse=True)
    def _fresh(self):
        from django.core.cache import cache

        cache.clear()

    def ask(self, email, capture, **kwargs):
        with capture(execute=True):
            return Client(**kwargs).post(self.address, {"email": email})

    def test_the_answer_does_not_tell_who_has_taken_part(
        self, person, django_capture_on_commit_callbacks
    ):
        answers = []
        for email in (person.email, "inconnue@exemple.ma", UserFactory().email):
            response = self.ask(email, django_capture_on_commit_callbacks)
            assert response.status_code == 200
            text = response.content.decode().replace(email, "…")
            answers.append(re.sub(r'value="\w{64}"', "", text))
        assert answers[0] == answers[1] == answers[2]
        assert len(mail.outbox) == 3

    def test_the_link_in_the_message_opens_the_space(
        self, person, django_capture_on_commit_callbacks
    ):
        self.ask(person.email.upper(), django_capture_on_commit_callbacks)
        (message,) = mail.outbox
        assert message.to == [person.email]
        link = re.search(r"http://testserver(/\S+/confirm/\S+)", message.body)[1]
        client = Client()
        page = client.get(client.post(link)["Location"])
        assert "Idir" in page.content.decode()

    def test_an_address_with_an_account_is_told_to_sign_in(
        self, django_capture_on_commit_callbacks
    ):
        user = UserFactory()
        self.ask(user.email, django_capture_on_commit_callbacks)
        assert "/confirm/" not in mail.outbox[0].body
        assert "accounts/login" in mail.outbox[0].body

    def test_an_unknown_address_hears_that_nobody_took_part(
        self, django_capture_on_commit_callbacks
    ):
        self.ask("inconnue@exemple.ma", django_capture_on_commit_callbacks)
        assert "http" not in mail.outbox[0].body

    def test_no_address_is_flooded_whoever_asks(
        self, person, django_capture_on_commit_callbacks
    ):
        answers = [
            self.ask(
                person.email,
                django_capture_on_commit_callbacks,
                REMOTE_ADDR=f"10.0.0.{number}",
            ).status_code
            for number in range(7)
        ]
        assert answers == [200] * 5 + [429] * 2
        assert len(mail.outbox) == 5

    def test_a_wrong_address_is_pointed_out(self):
        response = Client().post(self.address, {"email": "pas une adresse"})
        assert response.status_code == 422
        assert "pas une adresse" in response.content.decode()

    def test_it_is_no_address_to_read(self):
        assert Client().get(self.address).status_code == 405


def test_a_confirmation_is_in_the_language_of_the_address(person):
    with override("ar"):
        link = confirmations.path(PURPOSE, person.key)
    assert link.startswith("/ar/")
    assert '<html lang="ar" dir="rtl">' in Client().get(link).content.decode()
