import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import translation
from icalendar import Calendar
from wagtail.models import PageViewRestriction

from tests.factories import (
    CollectiviteFactory,
    CycleFactory,
    PhaseFactory,
    WorkshopFactory,
    translate,
)
from wagtail_remacto.fields import PartialDate

CASABLANCA = ZoneInfo("Africa/Casablanca")

pytestmark = pytest.mark.django_db


def address(page, language="fr"):
    name = "cycle" if page._meta.model_name == "cyclepage" else "workshop"
    with translation.override(language):
        return reverse(f"wagtail_remacto:{name}_calendar", args=[page.pk])


def read(client, page, language="fr"):
    answer = client.get(address(page, language))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content)


def only(calendar):
    (event,) = calendar.events
    return event


class TestAWorkshop:
    def test_has_its_hours_in_moroccan_time(self, client):
        workshop = WorkshopFactory(
            date=PartialDate("2026-06-18"),
            start_time=dt.time(15),
            end_time=dt.time(18),
            place="Maison des associations",
        )
        calendar = read(client, workshop)
        event = only(calendar)
        assert event["DTSTART"].params["TZID"] == "Africa/Casablanca"
        assert event["DTSTART"].dt == dt.datetime(2026, 6, 18, 15, tzinfo=CASABLANCA)
        assert event["DTEND"].dt == dt.datetime(2026, 6, 18, 18, tzinfo=CASABLANCA)
        assert event["LOCATION"] == "Maison des associations"
        assert [zone["TZID"] for zone in calendar.timezones] == ["Africa/Casablanca"]

    def test_known_by_its_day_is_a_day(self, client):
        event = only(read(client, WorkshopFactory(date=PartialDate("2026-06-18"))))
        assert event["DTSTART"].params["VALUE"] == "DATE"
        assert event["DTSTART"].dt == dt.date(2026, 6, 18)
        assert event["DTEND"].dt == dt.date(2026, 6, 19)

    def test_of_several_days_ends_after_the_last(self, client):
        workshop = WorkshopFactory(
            date=PartialDate("2026-06-18"), end_date=PartialDate("2026-06-20")
        )
        assert only(read(client, workshop))["DTEND"].dt == dt.date(2026, 6, 21)

    @pytest.mark.parametrize("date", ["2026-06", "2026", ""])
    def test_without_a_day_has_no_event_but_a_note(self, client, date):
        workshop = WorkshopFactory(
            title="Atelier du printemps", date=PartialDate(date) if date else ""
        )
        calendar = read(client, workshop)
        assert calendar.events == []
        assert "Atelier du printemps" in calendar["X-WR-CALDESC"]

    def test_points_to_its_page_in_the_reader_s_language(self, client):
        workshop = WorkshopFactory(slug="atelier")
        event = only(read(client, workshop, "ar"))
        assert event["URL"].startswith("http://localhost/ar/")
        assert event["URL"].endswith("/atelier/")

    def test_is_one_event_in_every_language(self, client):
        workshop = WorkshopFactory(title="Atelier")
        arabic = translate(workshop, "ar", title="ورشة")
        french_event = only(read(client, workshop))
        arabic_event = only(read(client, workshop, "ar"))
        assert arabic_event["SUMMARY"].startswith("ورشة")
        assert french_event["UID"] == arabic_event["UID"]
        assert french_event["UID"] == only(read(client, arabic))["UID"]

    def test_of_a_fictional_commune_says_so(self, client):
        commune = CollectiviteFactory(fictional=True)
        workshop = WorkshopFactory(parent=CycleFactory(parent=commune))
        assert only(read(client, workshop))["SUMMARY"].startswith("[")


class TestACycle:
    def test_holds_its_phases_and_workshops(self, client):
        cycle = CycleFactory()
        phase = PhaseFactory(parent=cycle, title="Idées")
        WorkshopFactory(parent=phase, title="Atelier")
        WorkshopFactory(title="Ailleurs")
        titles = [event["SUMMARY"] for event in read(client, cycle).events]
        assert [title.split(" – ")[0] for title in titles] == ["Idées", "Atelier"]

    def test_ends_a_phase_with_its_last_second(self, client):
        cycle = CycleFactory()
        PhaseFactory(
            parent=cycle,
            start=dt.datetime(2023, 6, 11, tzinfo=CASABLANCA),
            end=dt.datetime(2023, 6, 18, 23, 59, 59, tzinfo=CASABLANCA),
        )
        event = only(read(client, cycle))
        assert event["DTEND"].dt == dt.datetime(2023, 6, 19, tzinfo=CASABLANCA)

    def test_gives_a_phase_known_by_its_days_whole_days(self, client):
        cycle = CycleFactory()
        PhaseFactory(
            parent=cycle,
            precision="day",
            start=dt.datetime(2023, 6, 11, tzinfo=CASABLANCA),
            end=dt.datetime(2023, 6, 18, 23, 59, 59, tzinfo=CASABLANCA),
        )
        event = only(read(client, cycle))
        assert event["DTSTART"].dt == dt.date(2023, 6, 11)
        assert event["DTEND"].dt == dt.date(2023, 6, 19)

    def test_invents_no_day_for_a_month(self, client):
        cycle = CycleFactory()
        PhaseFactory(
            parent=cycle,
            title="Analyse",
            precision="month",
            start=dt.datetime(2023, 4, 1, tzinfo=CASABLANCA),
            end=dt.datetime(2023, 4, 30, 23, 59, 59, tzinfo=CASABLANCA),
        )
        PhaseFactory(parent=cycle, title="Adoption", start=None, end=None)
        calendar = read(client, cycle)
        assert calendar.events == []
        assert "Analyse: avril 2023" in calendar["X-WR-CALDESC"]
        assert "Adoption" in calendar["X-WR-CALDESC"]

    def test_costs_the_same_for_many(self, client, django_assert_max_num_queries):
        cycle = CycleFactory()
        for _number in range(12):
            PhaseFactory(parent=cycle)
            WorkshopFactory(parent=cycle)
        with django_assert_max_num_queries(12):
            read(client, cycle)


class TestWhatIsNotPublic:
    def test_a_draft_has_no_calendar(self, client):
        workshop = WorkshopFactory(live=False)
        assert client.get(address(workshop)).status_code == 404

    def test_a_private_branch_has_no_calendar(self, client):
        cycle = CycleFactory()
        workshop = WorkshopFactory(parent=cycle)
        PageViewRestriction.objects.create(
            page=cycle.get_parent(), restriction_type="login"
        )
        assert client.get(address(cycle)).status_code == 404
        assert client.get(address(workshop)).status_code == 404

    def test_a_draft_phase_is_left_out_of_its_cycle(self, client):
        cycle = CycleFactory()
        PhaseFactory(parent=cycle, live=False)
        assert read(client, cycle).events == []
