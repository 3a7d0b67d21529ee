"""The journey of an idea and of a remark, step by step."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from tests.citizens import ContributionFactory, open_phase
from tests.contributions.screens import asked, words
from tests.factories import (
    CommitteeFactory,
    PhaseFactory,
    ProgrammeFactory,
    ProjectFactory,
    moment,
    publish,
    translate,
)
from tests.home.portal import portal
from tests.journey import records
from wagtail_remacto.committees.models import AnalysisClosing
from wagtail_remacto.contributions.models import Origin, Outcome, Standing
from wagtail_remacto.cycles.kinds import Action, PhaseKind
from wagtail_remacto.journey.story import State, Step, adds_steps, forget, story_of
from wagtail_remacto.programmes.models import Outcome as Vote
from wagtail_remacto.programmes.models import Purpose

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def french():
    with override("fr"):
        yield


@pytest.fixture
def phase():
    portal()
    return open_phase()


@pytest.fixture
def cycle(phase):
    return phase.get_parent().specific


@pytest.fixture
def idea(phase):
    return ContributionFactory(phase=phase, title="Des bancs à l’ombre")


@pytest.fixture
def programme(cycle):
    return ProgrammeFactory(parent=cycle)


@pytest.fixture
def project(programme):
    return ProjectFactory(parent=programme, title="Une place ombragée")


def states(idea, now=None):
    return {step.key: step.state for step in story_of(idea, now).steps}


def closed(phase, days=-1):
    return publish(phase, start=moment(days - 10), end=moment(days))


def later_phase(cycle, kind, start, end):
    return PhaseFactory(
        parent=cycle, kind=kind, start=moment(start), end=moment(end), title=kind
    )


class TestUntilItIsAnswered:
    def test_the_committee_reads_it_after_the_phase(self, idea):
        step = story_of(idea).step("analysed")
        assert step.state == State.TO_COME
        assert str(idea.phase.end.year) in step.sentence

    def test_the_answer_is_owed_since_the_phase_has_closed(self, idea, phase):
        closed(phase)
        idea.refresh_from_db()
        step = story_of(idea).step("analysed")
        assert step.state == State.OWED
        assert step.when

    def test_nothing_after_it_is_owed_too(self, idea, phase, cycle):
        closed(phase, -90)
        for kind in ("analysis", "second_consultation", "validation", "adoption"):
            later_phase(cycle, kind, -20, -10)
        idea.refresh_from_db()
        story = story_of(idea)
        assert [step.key for step in story.owed] == ["analysed"]

    def test_a_phase_without_dates_promises_no_date(self, idea, phase):
        publish(phase, start=None, end=None)
        idea.refresh_from_db()
        step = story_of(idea).step("analysed")
        assert (step.state, step.when) == (State.TO_COME, "")

    @pytest.mark.parametrize("standing", [Standing.HIDDEN, Standing.WITHDRAWN])
    def test_what_is_not_public_any_more_is_owed_nothing(self, idea, phase, standing):
        closed(phase)
        idea.standing = standing
        idea.save()
        idea.refresh_from_db()
        story = story_of(idea)
        assert story.owed == []
        assert story.step("analysed").state == State.NOT_REACHED

    def test_closing_the_analysis_all_the_same_is_said_with_its_reason(
        self, idea, phase, cycle
    ):
        closed(phase, -30)
        analysis = later_phase(cycle, PhaseKind.ANALYSIS, -20, -10)
        AnalysisClosing.objects.create(
            phase=analysis,
            collectivite=idea.collectivite,
            received=1,
            answered=0,
            owed=1,
            held=0,
            override_words="Le conseil siège demain.",
            language="fr",
            at=timezone.now(),
        )
        idea.refresh_from_db()
        step = story_of(idea).step("analysed")
        assert step.state == State.OWED
        assert step.parts[0].said[0].words == "Le conseil siège demain."

    def test_paper_says_its_origin(self, phase):
        idea = ContributionFactory(phase=phase, origin=Origin.WORKSHOP)
        with override("en"):
            assert "workshop" in story_of(idea).steps[0].title


class TestTheAnswer:
    def test_is_said_with_its_reason_in_its_language(self, idea):
        records.answer(idea, Outcome.TAKEN_UP, words="نعم", language="ar")
        step = story_of(idea).step("analysed")
        assert step.is_done
        assert step.said[-1].words == "نعم"
        assert step.said[-1].words.lang == "ar"

    def test_an_earlier_one_stays_readable(self, idea):
        records.answer(idea, Outcome.SET_ASIDE, words="Trop cher.")
        records.answer(idea, Outcome.PARTLY, words="Une partie est possible.")
        step = story_of(idea).step("analysed")
        assert step.said[-1].words == "Une partie est possible."
        assert step.earlier[0].said[-1].words == "Trop cher."
        assert step.earlier[0].over

    @pytest.mark.parametrize(
        "outcome", [Outcome.SET_ASIDE, Outcome.OUTSIDE, Outcome.DONE]
    )
    def test_some_end_the_way(self, idea, outcome):
        records.answer(idea, outcome)
        story = story_of(idea)
        assert [step.key for step in story.walked] == ["given", "analysed"]
        assert story.owed == []

    def test_what_was_answered_before_records_were_kept_is_shown(self, idea):
        idea.outcome = Outcome.TAKEN_UP
        idea.save()
        assert story_of(idea).step("analysed").is_done


class TestAMerger:
    def test_leads_on_with_the_way_of_the_other(self, idea, phase, project):
        lead = ContributionFactory(phase=phase, title="Planter des arbres")
        records.answer(idea, Outcome.MERGED, into=lead)
        records.answer(lead, Outcome.TAKEN_UP)
        records.shape(lead, project)
        story = story_of(idea)
        assert [step.key for step in story.steps][:4] == [
            "given",
            "analysed",
            "analysed",
            "translated",
        ]
        assert story.steps[1].parts[0].contribution == lead
        assert story.step("translated").parts[0].page == project

    def test_names_those_that_it_speaks_for(self, idea, phase):
        lead = ContributionFactory(phase=phase)
        records.answer(idea, Outcome.MERGED, into=lead)
        records.answer(lead, Outcome.TAKEN_UP)
        parts = story_of(lead).step("analysed").parts
        assert [part.contribution for part in parts] == [idea]

    def test_a_chain_is_followed_and_a_circle_ends(self, phase):
        first, second, third = (ContributionFactory(phase=phase) for _n in range(3))
        records.answer(first, Outcome.MERGED, into=second)
        records.answer(second, Outcome.MERGED, into=third)
        assert len([s for s in story_of(first).steps if s.key == "analysed"]) == 3
        records.answer(third, Outcome.MERGED, into=first)
        first.refresh_from_db()
        assert len([s for s in story_of(first).steps if s.key == "analysed"]) == 3

    def test_a_hidden_one_is_named_by_its_reference_alone(self, client, idea, phase):
        lead = ContributionFactory(
            phase=phase, title="Mot secret", standing=Standing.HIDDEN
        )
        records.answer(idea, Outcome.MERGED, into=lead)
        for address in (idea.get_absolute_url(), journey_of(idea)):
            html = client.get(address).content.decode()
            assert lead.shown_reference in html
            assert "Mot secret" not in html


class TestTheProject:
    def test_is_named_with_how_and_why(self, idea, project):
        records.answer(idea, Outcome.PARTLY)
        records.shape(idea, project, "part", words="Seulement la place.")
        part = story_of(idea).step("translated").parts[0]
        assert part.page == project
        assert part.said[0].words == "Seulement la place."

    def test_a_draft_is_not_named(self, client, idea, programme):
        draft = ProjectFactory(parent=programme, title="Brouillon secret", live=False)
        records.answer(idea, Outcome.TAKEN_UP)
        records.shape(idea, draft)
        assert story_of(idea).step("translated").is_done
        assert "Brouillon secret" not in words(client.get(journey_of(idea)))

    def test_what_ended_stays_readable(self, idea, project):
        records.answer(idea, Outcome.TAKEN_UP)
        records.shape(
            idea, project, ended_at=timezone.now(), ended_words="Elle parle d’autre."
        )
        step = story_of(idea).step("translated")
        assert not step.is_done
        assert step.earlier[0].page == project
        assert step.earlier[0].said[1].words == "Elle parle d’autre."

    def test_is_owed_once_the_analysis_has_closed(self, idea, cycle):
        records.answer(idea, Outcome.TAKEN_UP)
        assert states(idea)["translated"] == State.TO_COME
        later_phase(cycle, PhaseKind.ANALYSIS, -20, -10)
        assert states(idea)["translated"] == State.OWED

    def test_every_language_names_its_own_translation(self, idea, project):
        records.answer(idea, Outcome.TAKEN_UP)
        records.shape(idea, project)
        arabic = translate(project, "ar", title="ساحة ظليلة")
        with override("ar"):
            assert story_of(idea).step("translated").parts[0].page == arabic


@pytest.fixture
def taken_up(idea, project):
    records.answer(idea, Outcome.TAKEN_UP)
    records.shape(idea, project)
    return idea


class TestAfterTheProject:
    def test_steps_to_come_say_when(self, taken_up, cycle):
        later_phase(cycle, PhaseKind.SECOND_CONSULTATION, 5, 15)
        step = story_of(taken_up).step("consulted")
        assert step.state == State.TO_COME
        assert str(moment(15).year) in step.sentence

    def test_a_consultation_that_did_not_come_is_owed(self, taken_up, cycle):
        later_phase(cycle, PhaseKind.SECOND_CONSULTATION, -15, -5)
        assert states(taken_up)["consulted"] == State.OWED
        assert states(taken_up)["voted"] == State.TO_COME

    def test_remarks_and_their_answers_are_counted(self, taken_up, project, cycle):
        second = later_phase(cycle, PhaseKind.SECOND_CONSULTATION, -15, 5)
        made = records.version(project.get_parent().specific, project, phase=second)
        answered = records.remark(made, second, project)
        records.answer_remark(answered)
        records.remark(made, second, project)
        records.remark(made, second, project, standing=Standing.HIDDEN)
        step = story_of(taken_up).step("consulted")
        assert step.is_done
        with override("en"):
            sentence = story_of(taken_up).step("consulted").parts[0].sentence
        assert "2 remarks, 1 answered" in sentence
        closed(second)
        assert states(taken_up)["consulted"] == State.OWED

    def test_to_the_vote_with_changes(self, client, taken_up, project, cycle):
        programme = project.get_parent().specific
        committee = CommitteeFactory(parent=cycle)
        records.version(programme, project)
        validated = records.version(programme, project, purpose=Purpose.VALIDATION)
        records.decide(validated, committee)
        result = records.version(programme, project, purpose=Purpose.ADOPTION)
        records.vote(
            validated,
            taken_up.collectivite,
            outcome=Vote.ADOPTED_WITH_CHANGES,
            changes="Le budget est revu.",
            result=result,
        )
        story = story_of(taken_up)
        assert {step.state for step in story.steps} == {State.DONE}
        assert story.step("voted").parts[0].said[0].words == "Le budget est revu."
        assert "Le budget est revu." in words(client.get(journey_of(taken_up)))

    def test_what_the_committee_left_out_does_not_go_on(
        self, taken_up, project, programme, cycle
    ):
        other = ProjectFactory(parent=programme)
        records.version(programme, project, other)
        validated = records.version(programme, other, purpose=Purpose.VALIDATION)
        records.decide(validated, CommitteeFactory(parent=cycle))
        records.vote(validated, taken_up.collectivite)
        found = states(taken_up)
        assert found["consulted"] == State.DONE
        assert (found["decided"], found["voted"]) == (
            State.NOT_REACHED,
            State.NOT_REACHED,
        )

    def test_a_refusal_of_the_committee_is_no_validation(
        self, taken_up, project, programme, cycle
    ):
        made = records.version(programme, project, purpose=Purpose.VALIDATION)
        records.decide(made, CommitteeFactory(parent=cycle), result="refused")
        assert states(taken_up)["decided"] == State.TO_COME

    def test_a_draft_of_a_decision_is_not_told(
        self, taken_up, project, programme, cycle
    ):
        made = records.version(programme, project, purpose=Purpose.VALIDATION)
        committee = CommitteeFactory(parent=cycle)
        records.decide(made, committee, signed_at=None, reasons="Brouillon secret")
        step = story_of(taken_up).step("decided")
        assert step.state == State.TO_COME
        assert step.parts == []

    @pytest.mark.parametrize(
        ("outcome", "sitting", "state"),
        [
            ("", "2199-10", State.TO_COME),
            ("", "2023-10-05", State.OWED),
            (Vote.POSTPONED, "2023-10-05", State.TO_COME),
            (Vote.REJECTED, "2023-10-05", State.DONE),
            (Vote.ADOPTED, "2023-10-05", State.DONE),
        ],
    )
    def test_the_vote(
        self, taken_up, project, programme, cycle, outcome, sitting, state
    ):
        made = records.version(programme, project, purpose=Purpose.VALIDATION)
        records.decide(made, CommitteeFactory(parent=cycle))
        records.vote(made, taken_up.collectivite, outcome=outcome, sitting=sitting)
        assert states(taken_up)["voted"] == state

    def test_what_was_recorded_wrongly_stays_readable(
        self, taken_up, project, programme
    ):
        made = records.version(programme, project, purpose=Purpose.VALIDATION)
        wrong = records.vote(
            made,
            taken_up.collectivite,
            outcome=Vote.REJECTED,
            superseded_at=timezone.now(),
        )
        right = records.vote(made, taken_up.collectivite)
        assert wrong.pk != right.pk
        step = story_of(taken_up).step("voted")
        assert len(step.parts) == len(step.earlier) == 1
        assert step.earlier[0].over


class TestARemark:
    @pytest.fixture
    def second(self, cycle):
        return PhaseFactory(
            parent=cycle,
            kind=PhaseKind.SECOND_CONSULTATION,
            actions=list(Action.values),
        )

    @pytest.fixture
    def remark(self, second, project, programme):
        made = records.version(programme, project, phase=second)
        return records.remark(made, second, project)

    def test_waits_for_the_end_of_the_phase(self, remark):
        assert list(states(remark)) == ["given", "answered", "decided", "voted"]
        assert states(remark)["answered"] == State.TO_COME

    def test_is_owed_an_answer_then(self, remark, second):
        closed(second)
        remark.refresh_from_db()
        assert states(remark)["answered"] == State.OWED

    def test_is_answered_with_what_it_has_changed(self, remark, client):
        records.answer_remark(remark, "declined")
        records.answer_remark(remark)
        step = story_of(remark).step("answered")
        assert step.is_done
        assert step.said[0].words == "Le dimanche est ajouté."
        assert len(step.earlier) == 1
        assert "Le dimanche est ajouté." in words(client.get(journey_of(remark)))

    def test_goes_on_to_the_version_and_the_vote(
        self, remark, project, programme, cycle
    ):
        records.answer_remark(remark)
        made = records.version(programme, project, purpose=Purpose.VALIDATION)
        records.decide(made, CommitteeFactory(parent=cycle))
        records.vote(made, remark.collectivite)
        assert set(states(remark).values()) == {State.DONE}


def journey_of(idea):
    return f"{idea.get_absolute_url()}journey/"


class TestScreens:
    def test_the_idea_shows_its_way_and_leads_to_the_whole_journey(
        self, client, taken_up
    ):
        html = client.get(taken_up.get_absolute_url()).content.decode()
        assert "Une place ombragée" in html
        assert f'href="{journey_of(taken_up)}"' in html

    def test_any_spelling_of_the_reference_leads_to_it(self, client, idea):
        answer = client.get(f"/fr/contributions/{idea.reference.lower()}/journey/")
        assert answer.url == journey_of(idea)

    def test_what_waits_is_not_found(self, client, phase):
        held = ContributionFactory(phase=phase, standing=Standing.HELD)
        assert client.get(journey_of(held)).status_code == 404

    def test_a_hidden_one_keeps_its_journey_without_its_words(self, client, taken_up):
        taken_up.standing = Standing.HIDDEN
        taken_up.save()
        response = client.get(journey_of(taken_up))
        assert response.status_code == 200
        assert response["X-Robots-Tag"] == "noindex"
        assert taken_up.title not in response.content.decode()
        assert "Parce que." not in response.content.decode()
        assert "Une place ombragée" in response.content.decode()

    def test_is_read_in_every_language(self, client, taken_up):
        with override("ar"):
            address = journey_of(taken_up)
        assert client.get(address).status_code == 200


class TestOtherRooms:
    def test_add_their_steps(self, taken_up):
        def milestones(story, now):
            return [Step("milestones", f"{len(story.ways)} programme")]

        adds_steps(milestones)
        try:
            assert story_of(taken_up).steps[-1].title == "1 programme"
        finally:
            forget(milestones)


class TestQueries:
    def test_an_idea_without_an_answer_costs_two(self, idea):
        with CaptureQueriesContext(connection) as captured:
            story_of(idea)
        assert len(captured) == 2

    def test_as_many_for_one_project_as_for_ten(self, idea, programme, client):
        records.answer(idea, Outcome.TAKEN_UP)
        found = []
        for number in (1, 9):
            projects = ProjectFactory.create_batch(number, parent=programme)
            made = records.version(programme, *projects)
            for project in projects:
                records.shape(idea, project)
            second = open_phase(parent=programme.get_parent().specific)
            records.remark(made, second, projects[0])
            found.append(asked(client, journey_of(idea)))
        assert found[0] == found[1]
