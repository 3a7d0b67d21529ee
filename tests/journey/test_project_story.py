"""The journey of a project: where it comes from, and what followed."""

import pytest
from django.utils import timezone
from django.utils.translation import override

from tests.citizens import ContributionFactory, open_phase
from tests.contributions.screens import asked, words
from tests.factories import (
    CommitteeFactory,
    ProgrammeFactory,
    ProjectFactory,
    translate,
)
from tests.home.portal import portal
from tests.journey import records
from wagtail_remacto.contributions.models import Outcome, Standing
from wagtail_remacto.journey.story import (
    State,
    is_proposed_by_the_administration,
    sources_of,
    story_of,
    story_of_project,
)
from wagtail_remacto.programmes.models import Purpose

pytestmark = pytest.mark.django_db

SOURCE = [("source", {"url": "https://exemple.ma/pv", "note": "Procès-verbal"})]


@pytest.fixture(autouse=True)
def french():
    with override("fr"):
        yield


@pytest.fixture
def phase():
    portal()
    return open_phase()


@pytest.fixture
def project(phase):
    programme = ProgrammeFactory(parent=phase.get_parent().specific)
    return ProjectFactory(parent=programme, title="Une place ombragée")


@pytest.fixture
def idea(phase, project):
    idea = ContributionFactory(
        phase=phase, title="Des bancs", text="Deux bancs sous les platanes."
    )
    records.answer(idea, Outcome.TAKEN_UP)
    records.shape(idea, project, words="Elle a donné le projet.")
    return idea


def journey_of(project):
    return f"/fr/projects/{project.pk}/journey/"


class TestWhereItComesFrom:
    def test_its_screens_say_the_words_their_author_and_the_supports(
        self, client, project, idea
    ):
        idea.supports_count = 12
        idea.save()
        for address in (project.url, journey_of(project)):
            text = words(client.get(address))
            for part in (
                idea.title,
                "Deux bancs sous les platanes.",
                idea.author.display_name,
                "12 soutiens",
                "Elle a donné le projet.",
            ):
                assert part in text

    def test_the_arabic_page_shows_the_same(self, client, project, idea):
        arabic = translate(project, "ar")
        text = words(client.get(arabic.url))
        assert idea.title in text
        assert "Deux bancs sous les platanes." in text

    def test_without_a_source_the_administration_proposed_it(self, client, project):
        assert is_proposed_by_the_administration(project)
        assert story_of_project(project).steps[0].state == State.DONE

    def test_what_a_public_source_reports_stays_unknown(self, project):
        reported = ProjectFactory(parent=project.get_parent().specific, sources=SOURCE)
        assert not is_proposed_by_the_administration(reported)
        assert story_of_project(reported).steps[0].state == State.UNKNOWN

    def test_unless_ideas_were_gathered_here(self, project, phase):
        ContributionFactory(phase=phase)
        reported = ProjectFactory(parent=project.get_parent().specific, sources=SOURCE)
        assert is_proposed_by_the_administration(reported)

    @pytest.mark.parametrize("standing", [Standing.HIDDEN, Standing.WITHDRAWN])
    def test_what_is_not_public_any_more_leaves_its_place(
        self, client, project, idea, standing
    ):
        idea.standing = standing
        idea.save()
        for address in (project.url, journey_of(project)):
            html = client.get(address).content.decode()
            assert idea.shown_reference in html
            for secret in (idea.title, "platanes", idea.author.display_name):
                assert secret not in html, address

    def test_what_ended_is_on_the_journey_and_not_on_the_page(
        self, client, project, phase
    ):
        former = ContributionFactory(phase=phase, title="Une ancienne idée")
        records.shape(
            former, project, ended_at=timezone.now(), ended_words="Autre sujet."
        )
        assert "Une ancienne idée" not in words(client.get(project.url))
        journey = words(client.get(journey_of(project)))
        assert "Une ancienne idée" in journey
        assert "Autre sujet." in journey

    def test_the_page_shows_the_most_supported_and_counts_the_others(
        self, client, project, phase
    ):
        for number in range(9):
            idea = ContributionFactory(
                phase=phase, title=f"Numéro {number}", supports_count=number
            )
            records.shape(idea, project)
        html = client.get(project.url).content.decode()
        assert "Numéro 8" in html
        assert "Numéro 0" not in html
        assert sources_of(project, 6).more == 3
        assert f'href="{journey_of(project)}"' in html
        assert "Numéro 0" in client.get(journey_of(project)).content.decode()


class TestBothDirections:
    def test_say_the_same_of_what_followed(self, project, idea, phase):
        programme = project.get_parent().specific
        committee = CommitteeFactory(parent=phase.get_parent().specific)
        records.version(programme, project)
        validated = records.version(programme, project, purpose=Purpose.VALIDATION)
        records.decide(validated, committee)
        records.vote(validated, idea.collectivite)
        forwards = story_of(idea).steps[-3:]
        backwards = story_of_project(project).steps[-3:]
        assert [(s.key, s.state, s.when) for s in forwards] == [
            (s.key, s.state, s.when) for s in backwards
        ]
        assert [s.parts for s in forwards] == [s.parts for s in backwards]

    def test_each_leads_to_the_other(self, client, project, idea):
        there = f"{idea.get_absolute_url()}journey/"
        assert f'href="{journey_of(project)}"' in client.get(there).content.decode()
        back = client.get(journey_of(project)).content.decode()
        assert f'href="{idea.get_absolute_url()}"' in back

    def test_a_vote_reported_without_a_version_leaves_the_rest_unknown(self, project):
        programme = project.get_parent().specific
        collectivite = programme.get_parent().get_parent().specific
        records.vote(None, collectivite, programme=programme)
        found = {step.key: step.state for step in story_of_project(project).steps}
        assert found["voted"] == State.DONE
        assert found["consulted"] == found["decided"] == State.UNKNOWN


class TestScreen:
    def test_a_translation_leads_to_the_one_address(self, client, project):
        arabic = translate(project, "ar")
        answer = client.get(f"/fr/projects/{arabic.pk}/journey/")
        assert answer.url == journey_of(project)

    def test_a_draft_is_not_found(self, client, project):
        project.live = False
        project.save()
        assert client.get(journey_of(project)).status_code == 404


class TestQueries:
    def test_as_many_for_one_idea_as_for_a_hundred(self, client, project, phase):
        found = {}
        for number in (1, 99):
            for _n in range(number):
                idea = ContributionFactory(phase=phase)
                records.shape(idea, project)
            found[number] = (
                asked(client, journey_of(project)),
                asked(client, project.url),
            )
        assert found[1] == found[99]
