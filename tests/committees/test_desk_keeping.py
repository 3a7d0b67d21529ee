"""Grouping duplicates and closing the analysis, at the committee’s desk."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from tests.committees.desk import at_the_desk, client_of, reading_in, screen
from tests.contributions.screens import words
from tests.deciding import answer_reason
from tests.officers import comms_officer, focal_point, network_officer, refused
from wagtail_remacto.committees import services
from wagtail_remacto.committees.models import AnalysisClosing, LeadText
from wagtail_remacto.committees.services import closing
from wagtail_remacto.contributions.models import Outcome

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def world():
    return at_the_desk()


class TestGrouping:
    def post(self, world, do="merge", who=None, **data):
        return client_of(who or world.secretary).post(
            screen("merge", world),
            {
                "do": do,
                "idea": [idea.pk for idea in world.ideas[:2]],
                "lead": world.ideas[0].pk,
                "words": "La même idée.",
                "language": "fr",
                **data,
            },
        )

    def test_the_first_step_only_says_what_would_happen(self, world):
        said = words(self.post(world, do="confirm"))
        lead, other, _third = world.ideas
        assert f"is marked as merged into {lead.shown_reference}" in said
        assert other.title in said
        assert "Nothing is deleted." in said
        assert "its supports and its comments" in said
        other.refresh_from_db()
        assert other.outcome == ""

    def test_the_second_step_merges_and_writes_the_common_wording(self, world):
        answer = self.post(world, title="La bibliothèque", text="Dimanche matin.")
        lead, other, _third = world.ideas
        assert answer.url == screen("idea", world, lead.pk)
        other.refresh_from_db()
        assert other.outcome == Outcome.MERGED
        assert other.merged_into == lead
        assert LeadText.objects.get().title == "La bibliothèque"
        said = words(client_of(world.member).get(answer.url))
        assert "It speaks for" in said
        assert "Dimanche matin." in said

    def test_what_was_merged_before_is_named_as_going_along(self, world):
        one, two, three = world.ideas
        services.merge(lead=two, others=[three], by=world.secretary, words="Pareil")
        said = words(self.post(world, do="confirm"))
        assert "goes along to" in said
        assert three.title in said

    def test_nothing_is_lost_when_something_lacks(self, world):
        answer = self.post(world, do="confirm", words="", text="Dimanche matin.")
        assert answer.status_code == 422
        said = words(answer)
        assert "Say why they are one" in said
        assert "Dimanche matin." in said

    def test_another_is_added_by_its_reference(self, world):
        third = world.ideas[2]
        answer = self.post(world, do="add", more=third.shown_reference)
        assert third.title in words(answer)
        assert "La même idée." in words(answer)

    def test_only_keepers_group(self, world):
        assert refused(self.post(world, who=world.member))
        assert refused(self.post(world, who=comms_officer(world)))
        world.ideas[1].refresh_from_db()
        assert world.ideas[1].outcome == ""


class TestClosing:
    def post(self, world, who, do, **data):
        return client_of(who).post(screen("closing", world), {"do": do, **data})

    def answer_all(self, world):
        services.record_many(
            contributions=world.ideas,
            outcome=Outcome.DONE,
            by=world.secretary,
            words="Fait.",
        )

    def test_it_lists_what_is_owed(self, world):
        said = words(client_of(world.member).get(screen("closing", world)))
        assert "3 ideas have no answer yet." in said
        assert world.ideas[0].title in said
        assert "Whoever keeps the papers of the committee closes the analysis." in said

    def test_a_secretary_closes_what_is_complete(self, world):
        self.answer_all(world)
        page = client_of(world.secretary).get(screen("closing", world))
        assert "Everyone sees that it is closed" in words(page)
        self.post(world, world.secretary, "close")
        assert closing.current(world.cycle) is not None

    def test_a_secretary_closes_nothing_against_what_is_owed(self, world):
        page = client_of(world.secretary).get(screen("closing", world))
        assert "Close it all the same, publicly" not in words(page)
        self.post(world, world.secretary, "close")
        self.post(world, world.secretary, "override", words="Plus le temps")
        assert not AnalysisClosing.objects.exists()

    def test_a_focal_point_may_with_a_reason_that_is_public(self, world):
        focal = focal_point(world)
        page = words(client_of(focal).get(screen("closing", world)))
        assert "It is shown publicly" in page
        answer = self.post(world, focal, "override", words="", language="fr")
        assert answer.status_code == 422
        self.post(world, focal, "override", words="La session est fixée", language="fr")
        made = AnalysisClosing.objects.get()
        assert made.is_override
        assert made.owed == 3
        said = words(client_of(world.member).get(screen("closing", world)))
        assert "La session est fixée" in said

    def test_reopening_needs_the_right_and_a_reason(self, world):
        self.answer_all(world)
        self.post(world, world.secretary, "close")
        assert refused(self.post(world, world.secretary, "reopen", words="Trop tôt"))
        focal = focal_point(world)
        assert self.post(world, focal, "reopen", words="").status_code == 422
        self.post(world, focal, "reopen", words="Une lettre est arrivée")
        assert closing.current(world.cycle) is None
        said = words(client_of(world.member).get(screen("closing", world)))
        assert "Une lettre est arrivée" in said

    def test_a_member_closes_nothing(self, world):
        self.answer_all(world)
        assert refused(self.post(world, world.member, "close"))


class TestLibraries:
    def test_network_officers_keep_reasons_and_criteria(self, world):
        client = client_of(reading_in("en", network_officer()))
        answer_reason("done")
        listing = client.get(
            reverse("wagtailsnippets_wagtail_remacto_outcomereason:list")
        )
        assert "Raison fr" in words(listing)
        criteria = reverse("wagtailsnippets_wagtail_remacto_reviewcriterion:list")
        assert client.get(criteria).status_code == 200

    def test_nobody_else_does(self, world):
        listing = reverse("wagtailsnippets_wagtail_remacto_outcomereason:list")
        for user in (world.secretary, comms_officer(world), focal_point(world)):
            assert refused(client_of(user).get(listing)), user
