"""Both voices speak of one project at the same time, and somebody closes its cycle."""

import threading
import time
import uuid
from collections import Counter

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.carrying_out import PartnerFactory, adopted_commune, with_milestones
from tests.citizens import ParticipantFactory, UserFactory
from tests.concurrency.conftest import PATIENCE
from tests.factories import SeatFactory
from tests.factories import publish as published
from wagtail_remacto.committees.models import College
from wagtail_remacto.contributions.services import submit
from wagtail_remacto.cycles.clock import day_of
from wagtail_remacto.cycles.gate import Refused
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.models import Milestone, PhasePage, ProjectPage
from wagtail_remacto.monitoring import queries, recounting, rollup
from wagtail_remacto.monitoring.errors import (
    CompletedAlready,
    CycleClosed,
    EvaluationsOwed,
    Withdrawn,
)
from wagtail_remacto.monitoring.models import (
    Completion,
    CycleClosing,
    Evaluation,
    MonitoringNote,
    Postponement,
    ProjectProgress,
    Stance,
    Update,
)
from wagtail_remacto.monitoring.services import (
    closing,
    evaluations,
    milestones,
    notes,
    updates,
)


@pytest.fixture
def commune(shared_database):
    return with_milestones(adopted_commune(), 4)


def fails(answers):
    return [each for each in answers if isinstance(each, Exception)]


def publish(commune, milestone=None, completion="", **words):
    return updates.publish(
        project=ProjectPage.objects.get(pk=commune.project.pk),
        by=commune.officer,
        title="Les travaux avancent",
        milestone=milestone and Milestone.objects.get(pk=milestone.pk),
        completion=completion,
        **words,
    )


def note(milestone, who, **words):
    return notes.note(
        milestone=Milestone.objects.get(pk=milestone.pk),
        who=who,
        **{
            "stance": Stance.DOUBTS,
            "completion": Completion.LIMITED,
            "text": "Rien ne bouge.",
            **words,
        },
    )


def close(commune):
    return closing.close(cycle=commune.cycle, by=commune.focal, override="Fini.")


def another_seat(commune):
    account = UserFactory()
    SeatFactory(
        committee=commune.committee, college=College.CIVIL_SOCIETY, user=account
    )
    return account


def adds_up(commune):
    """What is kept is what the rows say, for the project and for its programme."""
    assert list(recounting.drifts()) == []
    found = queries.programme_progress(commune.programme, day_of(timezone.now()))
    said = ProjectProgress.objects.exclude(completion="")
    weights = Counter(said.values_list("completion", flat=True))
    assert found.completion == rollup.roll_up(weights)
    return True


class TestUpdates:
    def test_of_one_milestone_are_all_kept_and_the_newest_counts(
        self, commune, at_once
    ):
        answers = at_once(
            lambda step: publish(
                commune, commune.milestones[0], Completion.values[step % 4]
            ),
            list(range(16)),
        )
        assert not fails(answers)
        assert ProjectProgress.objects.get().updates == 16
        newest = Update.objects.order_by("on", "at", "pk").last()
        assert Milestone.objects.get(pk=commune.milestones[0].pk).completion == (
            newest.completion
        )
        assert adds_up(commune)

    def test_of_all_milestones_with_notes_of_them_add_up(self, commune, at_once):
        seats = [commune.civil, another_seat(commune)]

        def say(step):
            milestone = commune.milestones[step % 4]
            completion = Completion.values[step // 4 % 4]
            if step % 3:
                return publish(commune, milestone, completion)
            return note(milestone, seats[step % 2], completion=completion)

        assert not fails(at_once(say, list(range(48))))
        assert adds_up(commune)

    def test_of_one_form_sent_ten_times_are_one(self, commune, at_once):
        key = uuid.uuid4()
        answers = at_once(
            lambda _number: publish(
                commune, commune.milestones[0], Completion.LIMITED, key=key
            ),
            list(range(10)),
        )
        assert {each.pk for each in answers} == {Update.objects.get().pk}
        assert ProjectProgress.objects.get().updates == 1

    def test_that_supersede_one_are_one(self, commune, at_once):
        before = publish(commune, commune.milestones[0], Completion.LIMITED)
        answers = at_once(
            lambda _number: publish(
                commune,
                commune.milestones[0],
                Completion.COMPLETED,
                supersedes=Update.objects.get(pk=before.pk),
            ),
            list(range(5)),
        )
        assert len(fails(answers)) == 4
        assert Update.objects.filter(superseded_at=None).count() == 1
        assert adds_up(commune)


class TestCompletion:
    def test_and_a_postponement_come_one_after_the_other(self, commune, at_once):
        def act(step):
            milestone = commune.milestones[step // 2]
            if step % 2:
                return publish(commune, milestone, Completion.COMPLETED)
            return milestones.postpone(
                milestone=milestone, by=commune.officer, due="2028-01", words="Pluies."
            )

        answers = at_once(act, list(range(8)))
        for milestone, answer in zip(commune.milestones, answers[::2], strict=True):
            milestone.refresh_from_db()
            assert milestone.completion == Completion.COMPLETED
            moved = Postponement.objects.filter(milestone=milestone)
            if isinstance(answer, CompletedAlready):
                assert not moved.exists()
                assert str(milestone.due) == "2027-06"
            else:
                assert moved.get() == answer
                assert str(milestone.due) == "2028-01"
        assert adds_up(commune)

    def test_and_a_withdrawal_come_one_after_the_other(self, commune, at_once):
        def act(step):
            milestone = commune.milestones[step // 2]
            if step % 2:
                return publish(commune, milestone, Completion.COMPLETED)
            return milestones.withdraw(
                milestone=milestone, by=commune.officer, words="Abandonné."
            )

        answers = at_once(act, list(range(8)))
        assert not fails(answers[::2])
        for milestone, answer in zip(commune.milestones, answers[1::2], strict=True):
            milestone.refresh_from_db()
            assert milestone.is_withdrawn
            said = Update.objects.filter(milestone=milestone)
            if isinstance(answer, Withdrawn):
                assert not said.exists()
            else:
                assert said.get() == answer
        assert adds_up(commune)

    def test_is_postponed_once_to_one_day(self, commune, at_once):
        answers = at_once(
            lambda _number: milestones.postpone(
                milestone=commune.milestones[0],
                by=commune.officer,
                due="2028-01",
                words="Pluies.",
            ),
            list(range(6)),
        )
        # Sent again it is the same postponement, and everyone is told that it stands.
        (written,) = Postponement.objects.all()
        assert answers == [written] * 6


class TestNotes:
    def test_of_two_seats_and_a_partner_are_each_their_own(self, commune, at_once):
        partner = PartnerFactory(project=commune.project).participant
        voices = [commune.civil, another_seat(commune), partner]
        answers = at_once(
            lambda who: note(commune.milestones[0], who, stance=Stance.CONFIRMS), voices
        )
        assert not fails(answers)
        assert MonitoringNote.objects.filter(superseded_at=None).count() == 3
        assert adds_up(commune)

    def test_of_one_seat_follow_one_another(self, commune, at_once):
        answers = at_once(
            lambda completion: note(
                commune.milestones[0], commune.civil, completion=completion
            ),
            Completion.values,
        )
        assert not fails(answers)
        assert MonitoringNote.objects.count() == 4
        assert MonitoringNote.objects.filter(superseded_at=None).count() == 1
        assert adds_up(commune)

    def test_of_one_form_sent_ten_times_are_one(self, commune, at_once):
        key = uuid.uuid4()
        answers = at_once(
            lambda _number: note(commune.milestones[0], commune.civil, key=key),
            list(range(10)),
        )
        assert {each.pk for each in answers} == {MonitoringNote.objects.get().pk}

    def test_are_answered_once_with_the_same_words(self, commune, at_once):
        said = note(commune.milestones[0], commune.civil)
        answers = at_once(
            lambda _number: notes.reply(
                note=said, by=commune.officer, text="Le matériel est commandé."
            ),
            list(range(6)),
        )
        assert {each.pk for each in answers} == {said.replies.get().pk}


def _somebody_waits():
    """Whether another connection waits for what this one holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted "
            "AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
        )
        return cursor.fetchone()[0]


class Meanwhile:
    """Does something on a connection of its own; ``wait`` until it is done, or held."""

    def __init__(self, deed):
        self.answer = None
        self._thread = threading.Thread(target=self._run, args=(deed,))

    def _run(self, deed):
        try:
            self.answer = deed()
        except Exception as error:
            self.answer = error
        finally:
            connection.close()

    def start_and_wait(self):
        self._thread.start()
        deadline = time.monotonic() + PATIENCE
        while self._thread.is_alive() and not _somebody_waits():
            assert time.monotonic() < deadline
        return self._thread.is_alive()

    def join(self):
        self._thread.join(timeout=PATIENCE)
        assert not self._thread.is_alive()
        return self.answer


def drafted(commune):
    draft = evaluations.draft(
        programme=commune.programme,
        moment="final",
        voice="civil_society",
        by=commune.civil,
    )
    return evaluations.change(
        evaluation=draft,
        by=commune.civil,
        projects={
            commune.project: evaluations.Said(
                "limited", "", dict.fromkeys(commune.project.values, "marginal")
            )
        },
    )


DEEDS = {
    "evaluation": lambda commune: evaluations.sign(
        evaluation=Evaluation.objects.get(), by=commune.civil
    ),
    "note": lambda commune: note(commune.milestones[0], commune.civil),
    "postponement": lambda commune: milestones.postpone(
        milestone=commune.milestones[0], by=commune.officer, due="2028", words="Pluies."
    ),
    "update": lambda commune: publish(
        commune, commune.milestones[0], Completion.LIMITED
    ),
    "withdrawal": lambda commune: milestones.withdraw(
        milestone=commune.milestones[0], by=commune.officer, words="Abandonné."
    ),
}


@pytest.mark.parametrize("name", DEEDS)
class TestClosing:
    def test_refuses_what_is_said_while_it_closes(self, commune, name):
        drafted(commune)
        somebody = Meanwhile(lambda: DEEDS[name](commune))
        with transaction.atomic():
            close(commune)
            assert somebody.start_and_wait()
        assert isinstance(somebody.join(), CycleClosed)

    def test_comes_after_what_was_being_said(self, commune, name):
        drafted(commune)
        officer = Meanwhile(lambda: close(commune))
        with transaction.atomic():
            DEEDS[name](commune)
            assert officer.start_and_wait()
        assert isinstance(officer.join(), CycleClosing)
        assert adds_up(commune)


class TestAnIdea:
    @pytest.fixture
    def give(self, commune):
        asking = published(commune.phase, actions=list(Action.values))
        author = ParticipantFactory()
        return lambda: submit(
            phase=PhasePage.objects.get(pk=asking.pk),
            author=author,
            title="Des bancs",
            text="Des bancs à l’ombre.",
        )

    def test_is_refused_while_the_cycle_closes(self, commune, give):
        somebody = Meanwhile(give)
        with transaction.atomic():
            close(commune)
            assert somebody.start_and_wait()
        assert isinstance(somebody.join(), Refused)

    def test_that_is_being_given_comes_before(self, commune, give):
        officer = Meanwhile(lambda: close(commune))
        with transaction.atomic():
            idea = give()
            assert officer.start_and_wait()
        assert isinstance(officer.join(), CycleClosing)
        assert idea.pk


class TestACycle:
    def test_is_closed_once(self, commune, at_once):
        answers = at_once(lambda _number: close(commune), list(range(5)))
        assert [type(each) for each in answers].count(CycleClosed) == 4
        assert CycleClosing.objects.count() == 1

    def test_sees_the_evaluation_that_is_signed_while_it_closes(self, commune):
        drafted(commune)
        officer = Meanwhile(
            lambda: closing.close(cycle=commune.cycle, by=commune.focal)
        )
        with transaction.atomic():
            DEEDS["evaluation"](commune)
            assert officer.start_and_wait()
        refused = officer.join()
        assert isinstance(refused, EvaluationsOwed)
        assert refused.voices == ["administration"]
