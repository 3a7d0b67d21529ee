"""What the steps of a cycle have left behind: answers, remarks, decisions, votes."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from tests.citizens import ContributionFactory
from tests.contributions.screens import words
from tests.factories import (
    CommitteeFactory,
    CycleFactory,
    PhaseFactory,
    ProgrammeFactory,
    ProjectFactory,
    moment,
    translate,
)
from tests.home.portal import portal
from tests.journey import records
from wagtail_remacto.contributions.models import Outcome, Standing
from wagtail_remacto.cycles.kinds import PhaseKind
from wagtail_remacto.journey.branch import Branch
from wagtail_remacto.journey.stepper import Stage, steps
from wagtail_remacto.journey.tally import tally_of
from wagtail_remacto.models import CyclePage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def cycle():
    portal()
    return CycleFactory()


@pytest.fixture
def phase(cycle):
    return past(cycle, PhaseKind.CO_CREATION)


def past(cycle, kind):
    return PhaseFactory(
        parent=cycle, kind=kind, title=kind, start=moment(-20), end=moment(-10)
    )


def step(cycle, kind):
    cycle = CyclePage.objects.get(pk=cycle.pk)
    found = steps(cycle, Branch(cycle), axes=[], tally=tally_of(cycle))
    return next(each for each in found if each.kind == kind)


class TestAnalysis:
    def test_left_answers_and_projects(self, cycle, phase):
        programme = ProgrammeFactory(parent=cycle)
        ideas = [ContributionFactory(phase=phase) for _n in range(3)]
        ContributionFactory(phase=phase, standing=Standing.HIDDEN)
        for idea in ideas[:2]:
            records.answer(idea, Outcome.TAKEN_UP)
            records.shape(idea, ProjectFactory(parent=programme))
        found = step(cycle, PhaseKind.ANALYSIS)
        assert found.left == ["3 received, 2 answered", "2 projects"]

    def test_owes_answers_once_it_is_over(self, cycle, phase):
        ContributionFactory(phase=phase)
        assert step(cycle, PhaseKind.ANALYSIS).owed == ""
        past(cycle, PhaseKind.ANALYSIS)
        assert step(cycle, PhaseKind.ANALYSIS).owed == "1 answer owed"

    def test_owes_nothing_when_everything_is_answered(self, cycle, phase):
        past(cycle, PhaseKind.ANALYSIS)
        records.answer(ContributionFactory(phase=phase), Outcome.DONE)
        assert step(cycle, PhaseKind.ANALYSIS).owed == ""

    def test_what_is_owed_is_said_on_the_page(self, client, cycle, phase):
        past(cycle, PhaseKind.ANALYSIS)
        ContributionFactory(phase=phase)
        html = client.get(cycle.url).content.decode()
        assert "remacto-step__owed" in html


class TestTheOthers:
    def test_second_consultation_left_remarks(self, cycle):
        second = past(cycle, PhaseKind.SECOND_CONSULTATION)
        programme = ProgrammeFactory(parent=cycle)
        made = records.version(programme, ProjectFactory(parent=programme))
        records.answer_remark(records.remark(made, second))
        records.remark(made, second)
        found = step(cycle, PhaseKind.SECOND_CONSULTATION)
        assert "2 remarks, 1 answered" in found.left
        assert found.owed == "1 answer owed"
        assert step(cycle, PhaseKind.ANALYSIS).left == []

    def test_validation_left_the_committees_decision(self, cycle):
        made = records.version(ProgrammeFactory(parent=cycle), purpose="validation")
        committee = CommitteeFactory(parent=cycle)
        records.decide(made, committee, held_on=dt.date(2027, 3, 14), signed_at=None)
        assert step(cycle, PhaseKind.VALIDATION).stage == Stage.UNKNOWN
        records.decide(made, committee, held_on=dt.date(2027, 3, 14))
        found = step(cycle, PhaseKind.VALIDATION)
        assert found.stage == Stage.DONE
        assert found.left == ["decided on 14 March 2027"]

    def test_adoption_left_the_vote(self, cycle):
        made = records.version(ProgrammeFactory(parent=cycle), purpose="validation")
        collectivite = cycle.get_parent().specific
        records.vote(made, collectivite, present=20, votes_for=18)
        assert step(cycle, PhaseKind.ADOPTION).left == ["adopted", "18 votes of 20"]

    def test_a_vote_recorded_wrongly_adopts_nothing(self, cycle):
        made = records.version(ProgrammeFactory(parent=cycle), purpose="validation")
        collectivite = cycle.get_parent().specific
        records.vote(made, collectivite, superseded_at=moment())
        assert step(cycle, PhaseKind.ADOPTION).stage == Stage.UNKNOWN


class TestTally:
    def test_costs_one_query_and_is_read_once(self, cycle, phase):
        ContributionFactory(phase=phase)
        cycle = CyclePage.objects.get(pk=cycle.pk)
        assert cycle.canonical
        with CaptureQueriesContext(connection) as captured:
            tally_of(cycle)
            tally_of(cycle)
        assert len(captured) == 1

    def test_is_the_same_for_every_language(self, client, cycle, phase):
        ContributionFactory(phase=phase)
        assert tally_of(translate(cycle, "ar")).ideas == 1

    def test_a_page_that_is_not_saved_has_none(self):
        assert tally_of(CyclePage(title="Nouveau")).received == 0

    def test_the_collectivite_says_its_numbers(self, client, cycle, phase):
        records.answer(ContributionFactory(phase=phase), Outcome.DONE)
        page = cycle.get_parent().specific
        assert "answers/" in client.get(page.url).content.decode()
        assert words(client.get(page.url))
