"""The journey goes on in the next cycle, and says so from both ends."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from tests.factories import ProjectFactory, moment, publish
from tests.monitoring.succeeding import after_two_years, asks_again, idea
from tests.officers import (
    AL_HOCEIMA,
    commune_with_everything,
    directory_in,
    focal_point,
)
from wagtail_remacto.contributions.models import Outcome, Standing
from wagtail_remacto.journey.story import story_of, story_of_project
from wagtail_remacto.models import Lineage
from wagtail_remacto.monitoring.services import succession

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def directory():
    return directory_in("ar")


@pytest.fixture
def commune(directory):
    return after_two_years(directory=directory)


def step(story, key):
    return next((each for each in story.steps if each.key == key), None)


@pytest.fixture
def carried(commune):
    asks_again(commune)
    return succession.carry_idea(
        cycle=commune.next,
        contribution=idea(commune),
        by=commune.focal,
        words="Le conseil a changé d’avis.",
    )


class TestAnIdea:
    def test_names_what_it_was_carried_over_to(self, carried):
        story = story_of(carried.contribution)
        found = step(story, "carried")
        (part,) = found.parts
        assert part.contribution == carried.new_contribution
        assert part.sentence == "Cycle 2029"
        assert [str(said.words) for said in part.said] == [
            "Le conseil a changé d’avis."
        ]
        assert found in story.walked

    def test_names_what_it_was_carried_over_from(self, carried):
        (part,) = story_of(carried.new_contribution).steps[0].parts
        assert part.sentence == "Carried over from the cycle before"
        assert part.contribution == carried.contribution

    def test_pages_lead_from_one_to_the_other(self, carried, client):
        old, new = carried.contribution, carried.new_contribution
        for one, other in ((old, new), (new, old)):
            for address in (
                one.get_absolute_url(),
                f"{one.get_absolute_url()}journey/",
            ):
                page = client.get(address)
                assert page.status_code == 200
                assert other.get_absolute_url() in page.content.decode()

    def test_words_that_were_hidden_since_are_not_said_by_the_other(
        self, carried, client
    ):
        old = carried.contribution
        type(old).objects.filter(pk=old.pk).update(
            standing=Standing.HIDDEN, title="Un mot qui blesse"
        )
        page = client.get(carried.new_contribution.get_absolute_url())
        assert old.shown_reference in page.content.decode()
        assert "Un mot qui blesse" not in page.content.decode()

    def test_why_it_was_not_carried_over_is_said(self, commune):
        left = idea(commune)
        succession.leave(
            cycle=commune.next,
            contribution=left,
            by=commune.focal,
            words="Hors de nos moyens.",
        )
        assert step(story_of(left), "left") is None, "the cycle is a draft"
        publish(commune.next)
        (part,) = step(story_of(left), "left").parts
        assert [str(each.words) for each in part.said] == ["Hors de nos moyens."]


class TestAProject:
    @pytest.fixture
    def row(self, commune):
        return succession.carry_project(
            cycle=commune.next, project=commune.project, by=commune.focal
        )

    def test_draft_is_not_named(self, commune, row):
        assert step(story_of_project(commune.project), "carried") is None

    def test_both_ends_name_each_other_once_it_is_published(self, commune, row):
        publish(commune.next)
        publish(row.new_project.get_parent().specific)
        publish(row.new_project)
        forth = step(story_of_project(commune.project), "carried")
        assert forth.parts[0].page == row.new_project
        back = story_of_project(row.new_project).steps[0]
        assert commune.project in [part.page for part in back.parts]

    def test_choice_is_said_while_what_it_became_is_a_draft(self, commune, row):
        publish(commune.next)
        found = step(story_of_project(commune.project), "carried")
        assert "not published yet" in found.sentence
        assert [part.page for part in found.parts] == [None]

    def test_why_it_was_not_carried_over_is_said_to_everyone(self, commune, client):
        why = "La province s’en charge désormais."
        succession.leave(
            cycle=commune.next, project=commune.project, by=commune.focal, words=why
        )
        address = reverse(
            "wagtail_remacto:project_journey", args=[commune.project.canonical.pk]
        )
        assert why not in client.get(address).content.decode(), "a draft’s choice"
        publish(commune.next)
        assert why in client.get(address).content.decode()
        (part,) = step(story_of_project(commune.project), "left").parts
        assert str(part.said[0].words) == why
        assert [each.url for each in part.links] == [commune.next.get_url()]

    def test_the_ideas_that_shaped_it_go_on_with_it(self, commune, row):
        source = idea(commune, outcome=Outcome.TAKEN_UP)
        Lineage.objects.create(
            contribution=source, project=commune.project, kind="whole", at=moment()
        )
        assert step(story_of(source), "carried") is None
        publish(commune.next)
        publish(row.new_project)
        (part,) = step(story_of(source), "carried").parts
        assert part.page == row.new_project

    def test_begun_in_another_town_is_named_at_both_ends(self, commune, directory):
        other = commune_with_everything(AL_HOCEIMA, directory)
        new = succession.copy_project(
            source=commune.project, programme=other.programme, by=focal_point(other)
        )
        assert step(story_of_project(commune.project), "copied") is None
        publish(new)
        found = step(story_of_project(commune.project), "copied")
        assert found.parts[0].page == new
        assert other.page.title in found.parts[0].sentence
        back = story_of_project(new).steps[0].parts
        assert [part.page for part in back] == [commune.project]
        assert commune.page.title in back[0].sentence


class TestQueries:
    def test_as_many_for_one_carried_project_as_for_ten(self, commune):
        source = idea(commune, outcome=Outcome.TAKEN_UP)
        counts = []
        for number in (1, 9):
            for project in ProjectFactory.create_batch(
                number, parent=commune.programme
            ):
                Lineage.objects.create(
                    contribution=source, project=project, kind="whole", at=moment()
                )
                row = succession.carry_project(
                    cycle=commune.next, project=project, by=commune.focal
                )
                publish(row.new_project)
            with CaptureQueriesContext(connection) as captured:
                story_of(source)
            counts.append(len(captured))
        assert counts[0] == counts[1] <= 14
