"""What is cited stays where everyone finds it, and an officer reads why."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page, PageViewRestriction
from wagtail.users.models import UserProfile

from tests.citizens import ContributionFactory
from tests.factories import DirectoryFactory
from tests.officers import person, signed_in
from tests.programmes.council import before_council, vote
from wagtail_remacto.models import CollectivitePage, CyclePage
from wagtail_remacto.programmes.admin.addresses import deliberation_url
from wagtail_remacto.programmes.errors import (
    BranchHasRecords,
    CycleHasRecords,
    StaysPublished,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return before_council()


@pytest.fixture
def client(world):
    root = person("root", is_superuser=True, is_staff=True)
    profile = UserProfile.get_for_user(root)
    profile.preferred_language = "en"
    profile.save()
    return signed_in(root)


@pytest.fixture
def elsewhere(world):
    return DirectoryFactory(parent=world.ours.page.get_parent().get_parent())


def sentence(refusal):
    with override("en"):
        return refusal().sentence


def moving(page, to):
    return reverse("wagtailadmin_pages:move_confirm", args=[page.pk, to.pk])


def parent_of(page):
    return Page.objects.get(pk=page.pk).get_parent().pk


class TestPrivacy:
    def asked(self, client, page):
        address = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
        return client.get(address).json()["html"]

    def test_dialog_says_why_it_is_kept_on_every_page_that_would_hide(
        self, world, client
    ):
        vote(world)
        ours = world.ours
        for page in (world.project, world.programme, ours.cycle, ours.page):
            said = self.asked(client, page)
            assert sentence(StaysPublished) in said
            assert "<input" not in said

    def test_dialog_is_wagtails_while_nothing_is_adopted(self, world, client):
        for page in (world.project, world.ours.cycle):
            said = self.asked(client, page)
            assert 'value="login"' in said
            assert sentence(StaysPublished) not in said

    def test_that_is_there_all_the_same_can_be_taken_away(self, world, client):
        vote(world)
        hidden = PageViewRestriction(page=world.ours.cycle, restriction_type="login")
        PageViewRestriction.objects.bulk_create([hidden])
        said = self.asked(client, world.ours.cycle)
        assert 'value="none"' in said
        assert 'value="login"' not in said
        address = reverse("wagtailadmin_pages:set_privacy", args=[world.ours.cycle.pk])
        client.post(address, {"restriction_type": "none"})
        assert not PageViewRestriction.objects.exists()

    def test_of_a_page_of_the_host_is_wagtails(self, client):
        page = Page.objects.filter(depth=2).first()
        assert 'value="login"' in self.asked(client, page)


class TestMoving:
    def test_a_cycle_with_records_says_why_not(self, world, client, elsewhere):
        page = world.ours.page
        other = elsewhere.add_child(instance=CollectivitePage(title="A", slug="a"))
        answer = client.post(moving(world.ours.cycle, other))
        said = answer.content.decode()
        assert answer.status_code == 409
        assert sentence(CycleHasRecords) in said
        assert "old address leads to the new one" in said
        assert parent_of(world.ours.cycle) == page.pk

    def test_a_collectivite_with_records_says_why_not(self, world, client, elsewhere):
        answer = client.post(moving(world.ours.page, elsewhere))
        assert answer.status_code == 409
        assert sentence(BranchHasRecords) in answer.content.decode()
        assert parent_of(world.ours.page) != elsewhere.pk

    def test_above_an_adopted_programme_names_the_vote(self, world, client, elsewhere):
        adopted = vote(world)
        said = client.get(moving(world.ours.page, elsewhere)).content.decode()
        assert sentence(BranchHasRecords) in said
        assert deliberation_url(adopted) in said

    def test_many_at_once_says_it_too(self, world, client, elsewhere):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
        answer = client.post(
            f"{address}?id={world.ours.page.pk}", {"chooser": elsewhere.pk}
        )
        assert sentence(BranchHasRecords) in answer.content.decode()
        assert parent_of(world.ours.page) != elsewhere.pk

    def test_is_refused_in_code_as_well(self, world, elsewhere):
        for page in (world.ours.page, Page.objects.get(pk=world.ours.page.pk)):
            with pytest.raises(BranchHasRecords):
                page.move(elsewhere, pos="last-child")

    def test_one_contribution_is_a_record(self, world, elsewhere):
        other = elsewhere.add_child(instance=CollectivitePage(title="A", slug="a"))
        cycle = other.add_child(instance=CyclePage(title="C", slug="c"))
        back = Page.objects.get(pk=world.ours.page.pk).get_parent()
        phase = world.ours.phase
        given = ContributionFactory(phase=phase)
        type(given).objects.filter(pk=given.pk).update(collectivite=other, cycle=cycle)
        with pytest.raises(BranchHasRecords):
            Page.objects.get(pk=other.pk).move(back, pos="last-child")

    def test_a_collectivite_without_records_moves(self, world, client, elsewhere):
        other = elsewhere.add_child(instance=CollectivitePage(title="A", slug="a"))
        other.add_child(instance=CyclePage(title="C", slug="c"))
        back = Page.objects.get(pk=world.ours.page.pk).get_parent()
        client.post(moving(other, back))
        assert parent_of(other) == back.pk

    def test_the_order_may_change(self, world):
        first = world.ours.page.get_parent()
        other = first.specific.add_child(instance=CollectivitePage(title="A", slug="a"))
        page = CollectivitePage.objects.get(pk=world.ours.page.pk)
        page.move(other, pos="right")
        assert parent_of(world.ours.page) == first.pk


class TestRenaming:
    """With Wagtail’s redirects installed, as the portal has them."""

    def test_a_collectivite_keeps_what_was_cited(
        self, world, django_capture_on_commit_callbacks
    ):
        vote(world)
        pages = (world.ours.page, world.ours.cycle, world.programme, world.project)
        cited = [Page.objects.get(pk=page.pk).url for page in pages]
        page = CollectivitePage.objects.get(pk=world.ours.page.pk)
        page.title, page.slug = "Un autre nom", "un-autre-nom"
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()
        for old, page in zip(cited, pages, strict=True):
            new = Page.objects.get(pk=page.pk).url
            assert new != old
            answer = Client().get(old, follow=True)
            assert answer.redirect_chain[-1] == (new, 301)
            assert answer.status_code == 200
