"""From ideas to projects at the committee’s desk, and the sources of each project."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from tests.citizens import ContributionFactory
from tests.committees.desk import at_the_desk, client_of, screen
from tests.contributions.screens import asked, words
from tests.factories import ProjectFactory
from tests.officers import AL_HOCEIMA, comms_officer, focal_point, refused
from wagtail_remacto.committees import services
from wagtail_remacto.contributions.models import Outcome
from wagtail_remacto.models import Deliberation, ProgrammePage, ProjectPage
from wagtail_remacto.programmes.models import Lineage
from wagtail_remacto.programmes.services import lineage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def world():
    return at_the_desk()


def translate(world, who, *ideas, **data):
    ideas = ideas or world.ideas[:2]
    return client_of(who).post(
        screen("translate", world),
        {
            "do": "make",
            "idea": [idea.pk for idea in ideas],
            "title": "La bibliothèque ouverte",
            "words": "Les deux demandent la même chose.",
            "language": "fr",
            **{f"kind_{idea.pk}": "whole" for idea in ideas},
            **data,
        },
    )


class TestTranslating:
    def test_a_secretary_without_a_right_to_pages_makes_a_draft_project(self, world):
        one, two, _three = world.ideas
        answer = translate(world, world.secretary, **{f"kind_{two.pk}": "part"})
        project = ProjectPage.objects.get(title="La bibliothèque ouverte")
        assert answer.url == screen("sources", world, project.pk)
        assert not project.live
        assert project.get_parent().pk == world.programme.pk
        # Both stand on the same axis, and so does what they have become.
        assert project.axis == world.axis
        kinds = dict(project.lineage.values_list("contribution", "kind"))
        assert kinds == {one.pk: "whole", two.pk: "part"}
        for idea, outcome in ((one, Outcome.TAKEN_UP), (two, Outcome.PARTLY)):
            idea.refresh_from_db()
            assert idea.outcome == outcome
        said = words(client_of(world.secretary).get(answer.url))
        assert "Les deux demandent la même chose." in said
        assert "Write the project" not in said

    def test_an_officer_goes_on_to_write_the_page(self, world):
        answer = translate(world, comms_officer(world))
        said = words(client_of(focal_point(world)).get(answer.url))
        assert "Write the project" in said

    def test_nothing_is_lost_when_something_lacks(self, world):
        answer = translate(world, world.secretary, title="")
        assert answer.status_code == 422
        said = words(answer)
        assert "Give the project a title." in said
        assert "Les deux demandent la même chose." in said
        assert not Lineage.objects.exists()

    def test_an_idea_that_was_set_aside_is_named(self, world):
        services.record(
            contribution=world.ideas[0],
            outcome=Outcome.SET_ASIDE,
            by=world.secretary,
            words="Trop cher",
        )
        answer = translate(world, world.secretary)
        assert answer.status_code == 422
        assert "“set aside”" in words(answer)
        assert not ProjectPage.objects.filter(title="La bibliothèque ouverte").exists()

    def test_a_foreign_idea_is_left_out(self, world):
        neighbour = at_the_desk(AL_HOCEIMA, world.page.get_parent())
        translate(world, world.secretary, world.ideas[0], neighbour.ideas[0])
        assert [row.contribution for row in Lineage.objects.all()] == [world.ideas[0]]

    def test_a_member_translates_nothing(self, world):
        assert refused(translate(world, world.member))
        assert not Lineage.objects.exists()

    def test_without_a_programme_it_says_who_can_create_it(self, world):
        Deliberation.objects.all().delete()
        ProgrammePage.objects.all().delete()
        address = screen("translate", world)
        said = words(client_of(world.secretary).get(address))
        assert "This cycle has no programme page yet" in said
        assert "Ask the focal point" in said
        page = client_of(focal_point(world)).get(address).content.decode()
        add = reverse(
            "wagtailadmin_pages:add",
            args=["wagtail_remacto", "programmepage", world.cycle.pk],
        )
        assert add in page
        assert translate(world, world.secretary).status_code == 422


class TestSources:
    def post(self, world, who, **data):
        return client_of(who).post(
            screen("sources", world, world.project.pk), {"language": "fr", **data}
        )

    def link(self, world, who, **data):
        return self.post(
            world,
            who,
            **{
                "do": "link",
                "more": world.ideas[0].shown_reference,
                "kind": "inspired",
                "words": "L’idée est venue de là.",
                **data,
            },
        )

    def test_ideas_are_linked_by_their_references(self, world):
        both = f"{world.ideas[0].shown_reference}, {world.ideas[1].reference.lower()}"
        assert self.link(world, world.secretary, more=both).status_code == 302
        assert world.project.lineage.count() == 2

    def test_an_unknown_reference_loses_nothing(self, world):
        answer = self.link(world, world.secretary, more="XXX-XXXX")
        assert answer.status_code == 422
        assert "has the reference “XXX-XXXX”" in words(answer)
        assert "L’idée est venue de là." in words(answer)

    def test_a_link_is_ended_with_a_reason_and_stays_readable(self, world):
        self.link(world, world.secretary)
        row = Lineage.objects.get()
        refusal = self.post(world, world.secretary, do="unlink", lineage=row.pk)
        assert refusal.status_code == 422
        self.post(
            world,
            world.secretary,
            do="unlink",
            lineage=row.pk,
            words="Erreur de référence",
        )
        row.refresh_from_db()
        assert row.ended_words == "Erreur de référence"
        page = screen("sources", world, world.project.pk)
        said = words(client_of(world.member).get(page))
        assert "Ended links" in said
        assert "shown as proposed by the administration" in said

    def test_a_member_reads_and_links_nothing(self, world):
        page = screen("sources", world, world.project.pk)
        assert "Add a source" not in words(client_of(world.member).get(page))
        assert refused(self.link(world, world.member))
        assert not Lineage.objects.exists()

    def test_the_list_costs_the_same_for_more_projects(self, world):
        client, address = client_of(world.member), screen("projects", world)
        self.link(world, world.secretary)
        few = asked(client, address)
        for _number in range(5):
            project = ProjectFactory(parent=world.programme, axis=world.axis)
            lineage.link(
                contribution=ContributionFactory(phase=world.phase),
                project=project,
                kind="part",
                words="Une part",
                by=world.secretary,
            )
        assert asked(client, address) <= few
        said = words(client.get(address))
        assert "gave the impulse" in said
        assert "taken up in part" in said
