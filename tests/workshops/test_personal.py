"""What is kept of people who register, and for how long."""

import json

import pytest
from django.utils import timezone

from tests.citizens import ParticipantFactory
from tests.factories import day, moment, publish
from wagtail_remacto.models import Registration
from wagtail_remacto.people import registry, retention
from wagtail_remacto.workshops import registrations
from wagtail_remacto.workshops.models import RegistrationState as State
from wagtail_remacto.workshops.personal import erase_for, export_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(workshop):
    return [
        registrations.register(
            workshop=workshop,
            participant=ParticipantFactory(),
            name=f"Habitante {number}",
            needs="Une rampe",
        )
        for number in range(3)
    ]


def test_export_has_everything_in_json(rows):
    (row,) = json.loads(json.dumps(export_for(rows[0].participant)))
    assert row["workshop"] == "Atelier jeunesse"
    assert (row["name"], row["needs"]) == ("Habitante 0", "Une rampe")
    assert (row["state"], row["code"]) == ("registered", rows[0].code)


def test_erasing_gives_the_place_back_and_empties_the_row(rows, said, mailoutbox):
    with said():
        erase_for(rows[0].participant)
    rows[0].refresh_from_db()
    rows[2].refresh_from_db()
    assert (rows[0].state, rows[0].name, rows[0].needs) == (State.CANCELLED, "", "")
    assert rows[2].state == State.REGISTERED
    # The one who moved up is told, and not the one who has left.
    assert [mail.to for mail in mailoutbox] == [[rows[2].participant.user.email]]


def test_erasing_keeps_that_somebody_came(rows, workshop):
    publish(workshop, date=day(-1))
    erase_for(rows[0].participant)
    rows[0].refresh_from_db()
    assert (rows[0].state, rows[0].name) == (State.REGISTERED, "")


def test_the_room_declares_its_key():
    declared = {key for data in registry.held() for key in data.keys}
    assert "wagtail_remacto.Registration.participant" in declared


def applied(kind, days, settings):
    settings.WAGTAIL_REMACTO_RETENTION_DAYS = {kind: days}
    return {done.rule.label: done.count for done in retention.apply() if done.count}


class TestRetention:
    def test_names_go_so_many_days_after_the_meeting(self, rows, workshop, settings):
        publish(workshop, date=day(-20))
        assert not applied("registrations", 30, settings)
        publish(workshop, date=day(-40))
        assert sum(applied("registrations", 30, settings).values()) == 3
        rows[0].refresh_from_db()
        assert (rows[0].name, rows[0].needs) == ("", "")
        assert not applied("registrations", 30, settings)

    def test_counted_from_the_last_day(self, rows, workshop, settings):
        publish(workshop, date=day(-40), end_date=day(-20))
        assert not applied("registrations", 30, settings)

    def test_names_for_a_meeting_without_a_day_go_too(self, rows, workshop, settings):
        publish(workshop, date="")
        assert not applied("registrations", 30, settings)
        Registration.objects.update(created_at=moment(-40))
        assert applied("registrations", 30, settings)

    def test_what_was_never_confirmed_goes(self, workshop, settings):
        row = registrations.register_by_email(
            workshop=workshop, email="a@exemple.ma", name="A", now=timezone.now()
        )
        Registration.objects.update(created_at=moment(-40))
        applied("unconfirmed", 30, settings)
        assert not Registration.objects.filter(pk=row.pk).exists()
