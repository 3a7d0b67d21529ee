"""What is counted is exact, whoever acts at the same time."""

import os
import subprocess
import sys
import threading
import uuid
from pathlib import Path

import pytest
from django.db import connection, transaction
from wagtail.models import Locale

from tests.citizens import ContributionFactory, ParticipantFactory, open_phase
from tests.concurrency.conftest import PATIENCE
from tests.factories import WorkshopFactory, day, moment
from wagtail_remacto.contributions import services
from wagtail_remacto.contributions.counters import drifts
from wagtail_remacto.contributions.models import (
    Contribution,
    ContributionRevision,
    Support,
)
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.polling.models import Choice, Poll
from wagtail_remacto.polling.services import vote
from wagtail_remacto.workshops import registrations
from wagtail_remacto.workshops.models import RegistrationState

REPOSITORY = Path(__file__).parents[2]


def submit(phase, author, **fields):
    return services.submit(
        phase=phase, author=author, title="Un marché", text="Le samedi.", **fields
    )


class TestSupports:
    def test_two_hundred_by_fifty_people_count_fifty(self, at_once):
        contribution = ContributionFactory()
        people = ParticipantFactory.create_batch(50)
        answers = at_once(
            lambda person: services.support(
                contribution=Contribution.objects.get(pk=contribution.pk),
                participant=person,
            ),
            people * 4,
        )
        assert all(isinstance(answer, Support) for answer in answers)
        contribution.refresh_from_db()
        assert contribution.supports_count == 50
        assert Support.objects.filter(contribution=contribution).count() == 50

    def test_given_and_taken_back_in_any_order_they_agree_with_the_rows(self, at_once):
        contribution = ContributionFactory()
        people = ParticipantFactory.create_batch(10)
        deeds = [services.support, services.undo_support] * 40

        def act(step):
            return deeds[step](
                contribution=Contribution.objects.get(pk=contribution.pk),
                participant=people[step * 7 % 10],
            )

        answers = at_once(act, list(range(80)))
        assert not [each for each in answers if isinstance(each, Exception)]
        assert list(drifts()) == []


class TestTheLastPlace:
    def test_goes_to_exactly_one(self, at_once):
        workshop = WorkshopFactory(
            parent=open_phase(), registers=True, capacity=3, date=day(10)
        )
        people = ParticipantFactory.create_batch(12)
        for person in people[:2]:
            registrations.register(workshop=workshop, participant=person, name="Avant")
        answers = at_once(
            lambda person: registrations.register(
                workshop=workshop, participant=person, name="À la porte"
            ),
            people[2:],
        )
        states = [answer.state for answer in answers]
        assert states.count(RegistrationState.REGISTERED) == 1
        assert states.count(RegistrationState.WAITING) == 9


class TestVotes:
    def test_of_people_who_change_their_mind_are_exact(self, at_once):
        phase, french = open_phase(), Locale.get_default()
        poll = Poll.objects.create(
            collectivite=phase.get_parent().get_parent().specific,
            phase=phase,
            question="Quel jour ?",
            published=True,
            locale=french,
        )
        choices = [
            Choice.objects.create(poll=poll, text=text, locale=french)
            for text in ("samedi", "dimanche")
        ]
        people = ParticipantFactory.create_batch(15)
        answers = at_once(
            lambda step: vote(
                poll=poll,
                participant=people[step % 15],
                choices=[choices[step // 15 % 2].pk],
            ),
            list(range(60)),
        )
        assert not [each for each in answers if isinstance(each, Exception)]
        poll.refresh_from_db()
        counts = [Choice.objects.get(pk=each.pk).votes_count for each in choices]
        assert poll.voters_count == 15
        assert sum(counts) == 15


@pytest.mark.django_db
def test_a_lock_reads_the_dates_as_they_are_now():
    phase = open_phase()
    closed = moment(-1)
    PhasePage.objects.filter(pk=phase.pk).update(end=closed)
    assert phase.end != closed
    assert gate.lock(phase).end == closed


class TestClosing:
    def test_what_is_sent_while_it_is_being_closed_is_refused(self, shared_database):
        phase, author = open_phase(), ParticipantFactory()
        answers, sending = [], threading.Event()

        def send():
            sending.set()
            try:
                answers.append(submit(phase, author))
            except gate.Refused as refused:
                answers.append(refused)
            finally:
                connection.close()

        citizen = threading.Thread(target=send)
        with transaction.atomic():
            officers = gate.lock(phase)
            citizen.start()
            sending.wait(timeout=PATIENCE)
            PhasePage.objects.filter(pk=officers.pk).update(end=moment(-1))
        citizen.join(timeout=PATIENCE)
        assert [each.verdict.reason for each in answers] == [gate.Reason.CLOSED]
        assert not Contribution.objects.exists()

    def test_what_was_sent_before_is_kept(self, shared_database):
        phase, author = open_phase(), ParticipantFactory()
        sent = threading.Event()

        def close():
            sent.wait(timeout=PATIENCE)
            with transaction.atomic():
                officers = gate.lock(phase)
                PhasePage.objects.filter(pk=officers.pk).update(end=moment(-1))
            connection.close()

        officer = threading.Thread(target=close)
        officer.start()
        with transaction.atomic():
            contribution = submit(phase, author)
            sent.set()
        officer.join(timeout=PATIENCE)
        contribution.refresh_from_db()
        assert contribution.is_public


class TestOneForm:
    def test_sent_ten_times_at_once_is_one_contribution(self, at_once):
        phase, author, key = open_phase(), ParticipantFactory(), uuid.uuid4()
        answers = at_once(
            lambda _number: submit(phase, author, submission_key=key), list(range(10))
        )
        assert {answer.pk for answer in answers} == {Contribution.objects.get().pk}


class TestAKilledProcess:
    def test_leaves_no_half_contribution(self, shared_database):
        phase, author = open_phase(), ParticipantFactory()
        script = f"""
import os, signal
from unittest import mock
from wagtail_remacto.contributions import services
from wagtail_remacto.contributions.services import submitting
from wagtail_remacto.models import Contribution, Participant, PhasePage

def die(contribution, author):
    assert Contribution.objects.filter(pk=contribution.pk).exists()
    os.kill(os.getpid(), signal.SIGKILL)

with mock.patch.object(submitting, "keep_wording", die):
    services.submit(
        phase=PhasePage.objects.get(pk={phase.pk}),
        author=Participant.objects.get(pk={author.pk}),
        title="Un marché",
        text="Le samedi.",
    )
"""
        settings = connection.settings_dict
        place = f"{settings['HOST']}:{settings['PORT']}"
        user = f"{settings['USER']}:{settings['PASSWORD']}"
        killed = subprocess.run(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", script],
            cwd=REPOSITORY,
            env={
                **os.environ,
                "DATABASE_URL": f"postgres://{user}@{place}/{shared_database}",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert killed.returncode == -9, killed.stderr
        assert not Contribution.objects.exists()
        assert not ContributionRevision.objects.exists()
        assert submit(phase, author).is_public
