"""What the page of a workshop says of its places and of its report."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from tests.citizens import ParticipantFactory, open_phase
from tests.factories import WorkshopFactory, day, moment, publish, translate
from tests.test_budgets import A_PAGE, bare, queries
from wagtail_remacto.workshops import registrations
from wagtail_remacto.workshops.registrations import availability

pytestmark = pytest.mark.django_db


def page(workshop, language="en"):
    translate(workshop, language)
    with override(language):
        address = workshop.get_translation(
            workshop.get_translations(inclusive=True)
            .get(locale__language_code=language)
            .locale
        ).get_url()
        return Client().get(address).content.decode()


def fill(workshop, people):
    for _person in range(people):
        registrations.register(
            workshop=workshop, participant=ParticipantFactory(), name="N"
        )


class TestPlaces:
    def test_are_counted_and_one_button_leads_to_the_form(self, workshop):
        fill(workshop, 1)
        text = page(workshop)
        assert "1 place left." in text
        assert text.count("/register/") == 1

    def test_without_a_limit(self, workshop):
        publish(workshop, capacity=None)
        assert "The number of places is not limited." in page(workshop)

    def test_all_taken_lead_to_the_waiting_list(self, workshop):
        fill(workshop, 3)
        text = page(workshop)
        assert "All places are taken." in text
        assert "Join the waiting list" in text

    def test_say_until_when(self, workshop):
        publish(workshop, register_until=moment(2))
        assert "One registers until" in page(workshop)

    def test_of_a_closed_phase_say_why(self, workshop):
        publish(workshop.get_parent().specific, end=moment(-1))
        text = page(workshop)
        assert "closed on" in text
        assert "/register/" not in text

    def test_are_not_spoken_of_where_nobody_registers(self, workshop):
        publish(workshop, registers=False)
        assert "remacto-register" not in page(workshop)

    def test_are_the_same_in_every_language(self, workshop):
        fill(workshop, 1)
        arabic = translate(workshop, "ar")
        assert availability(arabic).taken == availability(workshop).taken == 1

    def test_are_offered_where_the_phase_is_not_translated(self):
        phase = open_phase()
        workshop = WorkshopFactory(
            parent=phase.get_parent().specific, registers=True, capacity=5
        )
        fill(workshop, 2)
        arabic = translate(workshop, "ar")
        assert not phase.get_translations().exists()
        assert availability(arabic).places_left == 3

    def test_the_page_asks_for_no_token(self, workshop):
        answer = Client().get(workshop.get_url())
        assert not answer.cookies
        assert "csrf" not in answer.content.decode().split("<main")[1]


class TestReport:
    def test_is_awaited_until_a_day(self, workshop):
        publish(workshop, date=day(-1))
        assert "is awaited until" in page(workshop)

    def test_is_awaited_since_a_day(self, workshop):
        publish(workshop, date=day(-40))
        assert "has been awaited since" in page(workshop)

    def test_of_a_month_is_not_awaited_by_a_day(self, workshop):
        publish(workshop, date="2023-05")
        text = page(workshop)
        assert "is not published." in text
        assert "awaited" not in text

    def test_is_shown(self, workshop):
        publish(workshop, date=day(-40), report=[("heading", "Ce qui a été dit")])
        text = page(workshop)
        assert "Ce qui a été dit" in text
        assert "awaited" not in text


class TestCost:
    @pytest.mark.parametrize("language", ["fr", "ar"])
    @pytest.mark.parametrize("below", ["phase", "cycle"])
    def test_of_the_page(self, language, below):
        phase = open_phase()
        parent = phase if below == "phase" else phase.get_parent().specific
        workshop = WorkshopFactory(parent=parent, registers=True, capacity=5)
        fill(workshop, 2)
        shown = translate(workshop, language)
        usual = bare(shown.get_parent())
        asked = queries(shown.get_url())
        assert len(asked) - usual <= A_PAGE

    def test_of_the_places_does_not_grow_with_the_people(self, workshop):
        fill(workshop, 1)
        for _time in range(2):
            with CaptureQueriesContext(connection) as few:
                availability(workshop)
            fill(workshop, 4)
        with CaptureQueriesContext(connection) as many:
            availability(workshop)
        assert len(few) == len(many) == 1
