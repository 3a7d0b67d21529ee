import datetime as dt

import pytest
from django.core.management import call_command

from tests.citizens import EmailParticipantFactory, ParticipantFactory
from tests.factories import day, publish
from wagtail_remacto.workshops import registrations
from wagtail_remacto.workshops.registrations import remind

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(workshop):
    """Two have a place, one waits, one has cancelled, one has not confirmed."""
    rows = [
        registrations.register(
            workshop=workshop, participant=ParticipantFactory(), name=f"N{number}"
        )
        for number in range(4)
    ]
    registrations.cancel(registration=rows[3])
    registrations.register(
        workshop=workshop,
        participant=EmailParticipantFactory(),
        name="Amina",
        confirmed=False,
    )
    return rows


class TestRemind:
    def near(self, workshop, hours=47.0):
        publish(workshop, start_time=dt.time(18, 0))
        return workshop.period.start - dt.timedelta(hours=hours)

    def test_reminds_whoever_has_a_place(self, workshop, people, said, mailoutbox):
        now = self.near(workshop)
        with said():
            assert remind(now) == 2
        assert {mail.to[0] for mail in mailoutbox} == {
            row.participant.user.email for row in people[:2]
        }
        assert people[0].code in mailoutbox[0].body
        assert "/registrations/" in mailoutbox[0].body
        assert ".ics" in mailoutbox[0].body

    def test_reminds_once(self, workshop, people, said, mailoutbox):
        now = self.near(workshop)
        with said():
            remind(now)
            assert remind(now + dt.timedelta(hours=1)) == 0
        assert len(mailoutbox) == 2

    def test_reminds_those_who_came_later_too(self, workshop, people):
        now = self.near(workshop)
        remind(now)
        registrations.cancel(registration=people[0], now=now)
        assert remind(now) == 1

    def test_not_too_early(self, workshop, people):
        assert remind(self.near(workshop, hours=49)) == 0

    def test_not_once_it_has_begun(self, workshop, people):
        assert remind(self.near(workshop, hours=-1)) == 0

    def test_not_of_a_meeting_that_is_not_published(self, workshop, people):
        now = self.near(workshop)
        publish(workshop)
        type(workshop).objects.filter(pk=workshop.pk).update(live=False)
        assert remind(now) == 0

    def test_not_of_a_month(self, workshop, people):
        publish(workshop, date=day(10)[:7])
        assert remind() == 0

    def test_as_long_before_as_the_setting_says(self, workshop, people, settings):
        settings.WAGTAIL_REMACTO_REMINDER_HOURS = 24
        assert remind(self.near(workshop, hours=25)) == 0
        assert remind(self.near(workshop, hours=23)) == 2

    def test_is_a_command(self, workshop, people, capsys):
        publish(workshop, date=day(1), start_time=dt.time(0, 30))
        call_command("remacto_remind")
        assert capsys.readouterr().out == "2 people reminded.\n"
