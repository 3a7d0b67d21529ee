"""The form, the page of a registration and its link; no JavaScript anywhere."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tests.citizens import ParticipantFactory
from tests.factories import day, moment, publish, translate
from wagtail_remacto.models import Registration
from wagtail_remacto.people import links
from wagtail_remacto.people.traps import TrappedForm
from wagtail_remacto.workshops import registrations
from wagtail_remacto.workshops.models import RegistrationState as State
from wagtail_remacto.workshops.registrations.messages import path_to

pytestmark = pytest.mark.django_db


def form_of(workshop, language="fr"):
    with override(language):
        return reverse("wagtail_remacto:register", args=[workshop.pk])


def typed(page, **values):
    """What a browser without JavaScript sends for the form on this page."""
    hidden = dict(
        re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    )
    hidden.pop("csrfmiddlewaretoken", None)
    return {**hidden, TrappedForm.unseen_name: "", "agreed": "on", **values}


@pytest.fixture(autouse=True)
def _at_leisure(settings):
    """Tests type faster than people."""
    settings.WAGTAIL_REMACTO_TRAP_SECONDS = 0


@pytest.fixture
def citizen():
    person = ParticipantFactory()
    client = Client()
    client.force_login(person.user)
    client.person = person
    return client


def send(client, workshop, language="fr", **values):
    address = form_of(workshop, language)
    page = client.get(address).content.decode()
    return client.post(address, typed(page, **values), follow=True)


class TestForm:
    @pytest.mark.parametrize("language", ["fr", "ar"])
    def test_somebody_with_an_account_registers(self, workshop, citizen, language):
        translate(workshop, "ar")
        answer = send(citizen, workshop, language, name="Salma", needs="Une rampe")
        row = Registration.objects.get()
        text = answer.content.decode()
        assert row.state == State.REGISTERED
        assert row.participant == citizen.person
        assert row.code in text
        assert f'lang="{language}"' in text
        assert 'name="email"' not in citizen.get(form_of(workshop)).content.decode()

    def test_proposes_the_persons_own_name(self, workshop, citizen):
        text = citizen.get(form_of(workshop)).content.decode()
        assert f'value="{citizen.person.display_name}"' in text

    @pytest.mark.parametrize("language", ["fr", "ar"])
    def test_somebody_without_an_account_opens_a_link(
        self, workshop, said, mailoutbox, language
    ):
        translate(workshop, "ar")
        client = Client()
        with said():
            answer = send(
                client, workshop, language, name="Amina", email="Amina@Exemple.ma"
            )
        assert answer.status_code == 200
        row = Registration.objects.get()
        assert row.state == State.UNCONFIRMED
        assert row.participant.email == "amina@exemple.ma"
        mail = mailoutbox[0].body
        link = re.search(r"https?://[^/]+(/\S*/confirm/\S+)", mail)[1]
        assert link.startswith(f"/{language}/")
        client.get(link)
        row.refresh_from_db()
        assert row.state == State.UNCONFIRMED
        answer = client.post(link, follow=True)
        row.refresh_from_db()
        assert row.state == State.REGISTERED
        assert row.code in answer.content.decode()

    def test_tells_nobody_whether_an_address_is_registered(self, workshop):
        def answered():
            answer = send(Client(), workshop, name="A", email="a@exemple.ma")
            return answer.redirect_chain, answer.content

        first = answered()
        registrations.confirm(registration=Registration.objects.get())
        assert answered() == first

    def test_asks_the_wrong_fields_again_and_keeps_the_others(self, workshop):
        answer = send(Client(), workshop, name="Amina", email="pas une adresse")
        text = answer.content.decode()
        assert answer.status_code == 422
        assert 'value="Amina"' in text
        assert 'href="#id_email"' in text

    def test_needs_the_agreement(self, workshop, citizen):
        answer = send(citizen, workshop, name="Salma", agreed="")
        assert answer.status_code == 422
        assert not Registration.objects.exists()

    def test_names_the_controller_and_the_law(self, workshop):
        text = Client().get(form_of(workshop)).content.decode()
        assert "09-08" in text

    def test_a_trapped_machine_sends_nothing_and_a_person_passes(
        self, workshop, settings, said, mailoutbox
    ):
        values = {"name": "A", "email": "a@exemple.ma"}
        with said():
            answer = send(Client(), workshop, website="http://x", **values)
        assert answer.status_code == 422
        assert not mailoutbox
        page = answer.content.decode()
        again = Client().post(form_of(workshop), typed(page, **values))
        assert again.status_code == 302

    def test_one_inbox_is_not_flooded(self, workshop, settings):
        settings.WAGTAIL_REMACTO_RATES = {"mail": ("1/h", "100/h")}
        values = {"name": "A", "email": "a@exemple.ma"}
        assert send(Client(), workshop, **values).status_code == 200
        assert send(Client(), workshop, **values).status_code == 422

    def test_says_how_many_places_are_left(self, workshop, citizen):
        with override("en"):
            text = citizen.get(form_of(workshop, "en")).content.decode()
        assert "2 places left." in text
        for _person in range(3):
            registrations.register(
                workshop=workshop, participant=ParticipantFactory(), name="N"
            )
        text = citizen.get(form_of(workshop, "en")).content.decode()
        assert "All places are taken." in text
        assert "1 person waits" in text
        assert "Put me on the waiting list" in text

    def test_closed_meanwhile_it_says_so_and_keeps_what_was_typed(
        self, workshop, citizen
    ):
        page = citizen.get(form_of(workshop)).content.decode()
        publish(workshop.get_parent().specific, end=moment(-1))
        answer = citizen.post(
            form_of(workshop), typed(page, name="Salma", needs="Un interprète")
        )
        text = answer.content.decode()
        assert answer.status_code == 403
        assert "Un interprète" in text
        assert "Co-création" in text
        assert not Registration.objects.exists()

    def test_of_a_closed_phase_shows_no_form(self, workshop):
        publish(workshop.get_parent().specific, end=moment(-1))
        text = Client().get(form_of(workshop)).content.decode()
        assert 'name="name"' not in text
        assert "Co-création" in text

    def test_of_a_translation_leads_to_the_same_workshop(self, workshop, citizen):
        arabic = translate(workshop, "ar")
        send(citizen, arabic, "ar", name="Salma")
        assert Registration.objects.get().workshop_id == workshop.pk


class TestRegistration:
    @pytest.fixture
    def row(self, workshop):
        return registrations.register(
            workshop=workshop, participant=ParticipantFactory(), name="Salma"
        )

    @pytest.mark.parametrize("language", ["fr", "ar"])
    def test_looking_changes_nothing_and_the_button_cancels(self, row, language):
        translate(row.workshop, "ar")
        with override(language):
            address = path_to(row)
        text = Client().get(address).content.decode()
        assert row.code in text
        assert f'lang="{language}"' in text
        row.refresh_from_db()
        assert row.state == State.REGISTERED
        Client().post(address)
        row.refresh_from_db()
        assert row.state == State.CANCELLED
        assert Client().post(address).status_code == 302

    def test_shows_the_place_in_the_waiting_list(self, row, workshop):
        for _person in range(2):
            last = registrations.register(
                workshop=workshop, participant=ParticipantFactory(), name="N"
            )
        with override("en"):
            text = Client().get(path_to(last)).content.decode()
        assert "You are number 1." in text
        assert last.code not in text

    def test_once_the_meeting_has_begun_there_is_no_button(self, row, workshop):
        publish(workshop, date=day(-1))
        address = path_to(row)
        assert "<form" not in Client().get(address).content.decode().split("<main")[1]
        assert Client().post(address).status_code == 403

    def test_is_seen_by_nobody_else(self, row):
        answer = Client().get(path_to(row))
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex"

    def test_stays_when_the_page_is_not_published_any_more(self, row, workshop):
        type(workshop).objects.filter(pk=workshop.pk).update(live=False)
        text = Client().get(path_to(row)).content.decode()
        assert row.code in text
        assert "/calendar/" not in text.split("<main")[1].split("</main")[0]

    @pytest.mark.parametrize("token", ["x", "a:b:c", "1"])
    def test_of_a_foreign_link_is_not_found(self, token, row):
        with override("fr"):
            address = reverse("wagtail_remacto:registration", args=[token])
        assert Client().get(address).status_code == 404

    def test_of_a_link_for_something_else_is_not_found(self, row):
        token = links.sign("confirm-registration", row.key)
        with override("fr"):
            address = reverse("wagtail_remacto:registration", args=[token])
        assert Client().post(address).status_code == 404
        row.refresh_from_db()
        assert row.state == State.REGISTERED

    def test_that_is_kept_no_more_says_so(self, row):
        address = path_to(row)
        Registration.objects.filter(pk=row.pk).delete()
        assert Client().get(address).status_code == 410


class TestDoors:
    def test_writing_wants_a_token(self, workshop, citizen):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(citizen.person.user)
        assert strict.post(form_of(workshop), {"name": "A"}).status_code == 403
        row = registrations.register(
            workshop=workshop, participant=citizen.person, name="Salma"
        )
        assert strict.post(path_to(row)).status_code == 403

    @pytest.mark.parametrize("method", ["put", "delete", "patch"])
    def test_other_methods_are_refused(self, workshop, method):
        assert getattr(Client(), method)(form_of(workshop)).status_code == 405

    def test_sent_is_only_read(self, workshop):
        with override("fr"):
            address = reverse("wagtail_remacto:register_sent", args=[workshop.pk])
        assert Client().post(address).status_code == 405
        assert Client().get(address).status_code == 200

    def test_foreign_numbers_are_not_found(self, workshop):
        for number in (0, 10**9, workshop.get_parent().pk):
            with override("fr"):
                address = reverse("wagtail_remacto:register", args=[number])
            assert Client().get(address).status_code == 404

    def test_an_unpublished_workshop_is_not_found(self, workshop):
        type(workshop).objects.filter(pk=workshop.pk).update(live=False)
        assert Client().get(form_of(workshop)).status_code == 404


class TestMySpace:
    def test_shows_my_registrations_alone(self, workshop, citizen):
        mine = registrations.register(
            workshop=workshop, participant=citizen.person, name="Salma"
        )
        other = registrations.register(
            workshop=workshop, participant=ParticipantFactory(), name="N"
        )
        with override("fr"):
            address = reverse("wagtail_remacto:my_space")
        text = citizen.get(address).content.decode()
        assert mine.code in text
        assert other.code not in text
        assert workshop.title in text

    def test_costs_the_same_for_one_and_for_many(
        self, workshop, django_assert_num_queries
    ):
        person = ParticipantFactory()
        registrations.register(workshop=workshop, participant=person, name="Salma")
        with django_assert_num_queries(2):
            assert len(registrations.registrations_of(person)) == 1
        for _number in range(3):
            registrations.cancel(registration=Registration.objects.latest("pk"))
            registrations.register(workshop=workshop, participant=person, name="S")
        with django_assert_num_queries(2):
            assert len(registrations.registrations_of(person)) == 4
