"""A journey goes on after the vote: carried out and evaluated, in both voices."""

import pytest
from django.urls import reverse

from tests.carrying_out import adopted_commune, with_milestones
from tests.citizens import ContributionFactory
from tests.factories import moment
from wagtail_remacto.contributions.models import Outcome
from wagtail_remacto.journey.story import State, story_of, story_of_project
from wagtail_remacto.models import Lineage
from wagtail_remacto.monitoring.models import Completion, Voice
from wagtail_remacto.monitoring.services import evaluations, notes, updates

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return with_milestones(adopted_commune(), 2)


@pytest.fixture
def idea(commune):
    found = ContributionFactory(phase=commune.phase, outcome=Outcome.TAKEN_UP)
    Lineage.objects.create(
        contribution=found, project=commune.project, kind="whole", at=moment()
    )
    return found


def hear(commune):
    """The administration calls the first milestone done; civil society does not."""
    updates.publish(
        project=commune.project,
        by=commune.officer,
        title="Le guichet est ouvert",
        milestone=commune.milestones[0],
        completion="completed",
    )
    notes.note(
        milestone=commune.milestones[0],
        who=commune.civil,
        stance="contradicts",
        completion="limited",
        text="Il est fermé.",
    )


def evaluate(commune):
    draft = evaluations.draft(
        programme=commune.programme,
        moment="midterm",
        voice="administration",
        by=commune.focal,
    )
    effects = dict.fromkeys(commune.project.values, "marginal")
    evaluations.change(
        evaluation=draft,
        by=commune.focal,
        projects={commune.project: evaluations.Said("substantial", "", effects)},
    )
    return evaluations.sign(evaluation=draft, by=commune.focal)


def said(step):
    return [(each.label, str(each.words)) for part in step.parts for each in part.said]


def keys(story):
    return [step.key for step in story.steps]


@pytest.mark.parametrize("of", ["idea", "project"])
class TestJourney:
    @pytest.fixture
    def story(self, of, commune, idea):
        if of == "idea":
            return lambda: story_of(idea)
        return lambda: story_of_project(commune.project)

    def test_waits_for_what_was_announced(self, story):
        assert story().step("carried_out").state == State.TO_COME

    def test_says_how_far_it_is_in_both_voices(self, story, commune):
        hear(commune)
        step = story().step("carried_out")

        assert step.is_done
        assert said(step) == [
            (str(Voice.ADMINISTRATION.label), str(Completion.SUBSTANTIAL.label)),
            (str(Voice.CIVIL_SOCIETY.label), str(Completion.LIMITED.label)),
        ]

    def test_ends_with_its_evaluation(self, story, commune):
        evaluate(commune)

        assert keys(story())[-2:] == ["carried_out", "evaluated"]
        assert said(story().step("evaluated")) == [
            (str(Voice.ADMINISTRATION.label), str(Completion.SUBSTANTIAL.label))
        ]

    def test_says_nothing_of_a_draft(self, story, commune):
        evaluations.draft(
            programme=commune.programme,
            moment="midterm",
            voice="administration",
            by=commune.focal,
        )

        assert "evaluated" not in keys(story())


def test_page_leads_to_both(client, commune, idea):
    hear(commune)
    evaluate(commune)
    page = client.get(idea.get_absolute_url() + "journey/").content.decode()

    for name, row in (
        ("project_progress", commune.project),
        ("programme_evaluations", commune.programme),
    ):
        assert reverse(f"wagtail_remacto:{name}", args=[row.pk]) in page


def test_without_an_adoption_nothing_follows(commune, idea):
    commune.deliberation.__class__.objects.update(outcome="", sources=[])

    assert "carried_out" not in keys(story_of(idea))
