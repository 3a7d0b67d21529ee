"""Several workers tell people what happens: nobody twice, and nobody never."""

import datetime as dt
from collections import Counter

import pytest
from django.core import mail
from django.utils import timezone

from tests.citizens import EmailParticipantFactory
from tests.factories import PhaseFactory, moment
from tests.notices.test_digests import followers, happens, later
from tests.officers import (
    TETOUAN,
    comms_officer,
    commune_with_everything,
    directory_in,
)
from wagtail_remacto.contributions.models import Follow
from wagtail_remacto.models import Activity, DigestMail
from wagtail_remacto.notices import clock, running
from wagtail_remacto.notices.models import NoticePreference, ReminderMail


@pytest.fixture
def commune(shared_database):
    return commune_with_everything(TETOUAN, directory_in("ar"))


def fails(answers):
    return [each for each in answers if isinstance(each, Exception)]


def told():
    return Counter(address for message in mail.outbox for address in message.to)


def test_runs_at_once_tell_everybody_once(commune, at_once):
    people = followers(commune.project, 60)
    happens(commune)
    answers = at_once(lambda _worker: running.run(later()), list(range(4)))
    assert not fails(answers)
    assert told() == Counter(person.email for person in people)
    assert DigestMail.objects.count() == 60
    assert sum(each.digests for each in answers) == 60


def test_what_was_made_already_is_sent_once(commune, at_once):
    person = EmailParticipantFactory()
    Follow.objects.create(participant=person, page_id=commune.project.pk)
    happens(commune)
    NoticePreference.objects.create(participant=person)
    at_once(lambda _worker: running.run(later()), list(range(2)))
    happens(commune, "milestones:2", at=timezone.now() + dt.timedelta(seconds=2))
    at_once(lambda _worker: running.run(later(8)), list(range(4)))
    assert told() == Counter({person.email: 2})


def test_officers_are_reminded_once(commune, at_once):
    PhaseFactory(parent=commune.cycle, start=moment(-9), end=moment(7))
    officers = [comms_officer(commune, f"officer-{number}") for number in range(3)]
    answers = at_once(lambda _worker: running.run(), list(range(4)))
    assert not fails(answers)
    assert ReminderMail.objects.count() >= len(officers)
    found = told()
    assert set(found.values()) == {1}
    assert {officer.email for officer in officers} <= set(found)


def test_that_a_phase_opens_is_kept_once(commune, at_once):
    phases = [
        PhaseFactory(
            parent=commune.cycle, actions=["contribute"], start=moment(-1), end=end
        )
        for end in (moment(2), moment(20))
    ]
    answers = at_once(lambda _worker: clock.look(timezone.now()), list(range(6)))
    assert not fails(answers)
    opened = Activity.objects.filter(kind="phase_opened")
    kept = Counter(opened.values_list("facts__phase", flat=True))
    assert {kept[phase.pk] for phase in phases} == {1}
    assert sum(len(each) for each in answers) == Activity.objects.count()
