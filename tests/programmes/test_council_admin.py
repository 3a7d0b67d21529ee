"""The council's screens: an officer records what happened, and rewrites nothing."""

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.users.models import UserProfile

from tests.officers import (
    AL_HOCEIMA,
    comms_officer,
    commune_with_everything,
    network_officer,
    person,
    posted,
    refused,
    signed_in,
)
from tests.programmes.council import VOTE, before_council, change, on_agenda, vote
from wagtail_remacto.models import CouncilSession, Deliberation, ProjectPage
from wagtail_remacto.programmes.session_months import provide_session_months

pytestmark = pytest.mark.django_db


def url(view, *args, of="deliberation"):
    return reverse(f"wagtailsnippets_wagtail_remacto_{of}:{view}", args=args)


@pytest.fixture
def world():
    found = before_council()
    found.client = signed_in(found.focal)
    return found


def sent(client, address, **values):
    form = client.get(address).context["form"]
    return client.post(address, posted(form, **values))


def record(world, item, outcome="adopted", **values):
    values = {"outcome": outcome, "language": "fr", **VOTE, **values}
    return sent(world.client, url("edit", item.pk), **values)


class TestSessions:
    def test_hint_at_the_months_of_the_law(self, world):
        provide_session_months()
        content = world.client.get(url("add", of="councilsession")).content.decode()
        assert "113-14" in content
        assert "111-14" not in content
        assert 'type="month"' in content

    def test_are_saved_by_the_service_and_flag_another_month(self, world):
        provide_session_months()
        response = sent(
            world.client,
            url("add", of="councilsession"),
            collectivite=world.ours.page.pk,
            kind="ordinary",
            month="2026-09",
        )
        assert response.status_code == 302
        session = CouncilSession.objects.get(month="2026-09")
        assert session.collectivite == world.ours.page
        content = world.client.get(response.url).content.decode()
        assert "113-14" in content

    def test_with_a_vote_keep_their_day(self, world):
        vote(world)
        address = url("edit", world.session.pk, of="councilsession")
        response = sent(world.client, address, sitting="2020-01-01")
        assert "sitting" in response.context["form"].errors

    def test_months_are_the_networks(self, world):
        address = url("list", of="sessionmonth")
        assert refused(world.client.get(address))
        assert signed_in(network_officer()).get(address).status_code == 200


class TestTheAgenda:
    def test_offers_what_the_own_committees_have_validated(self, world):
        theirs = before_council(AL_HOCEIMA, world.ours.page.get_parent().specific)
        form = world.client.get(url("add")).context["form"]
        assert list(form.fields["version"].queryset) == [world.version]
        assert theirs.session not in form.fields["session"].queryset

    def test_is_written(self, world):
        response = sent(
            world.client,
            url("add"),
            session=world.session.pk,
            version=world.version.pk,
            agenda_item=3,
        )
        assert response.status_code == 302
        item = Deliberation.objects.get()
        assert (item.version, item.agenda_item) == (world.version, 3)

    def test_says_why_not(self, world):
        on_agenda(world)
        response = sent(
            world.client, url("add"), session=world.session.pk, version=world.version.pk
        )
        assert response.status_code == 200
        assert response.context["form"].non_field_errors()
        assert Deliberation.objects.count() == 1

    def test_item_is_taken_off(self, world):
        item = on_agenda(world)
        assert world.client.post(url("delete", item.pk)).status_code == 302
        assert not Deliberation.objects.exists()


class TestTheVote:
    def test_is_recorded_and_read_afterwards(self, world):
        item = on_agenda(world)
        response = record(world, item)
        assert response.url == url("inspect", item.pk)
        content = world.client.get(response.url).content.decode()
        assert "12/2026" in content
        assert url("supersede", item.pk) in content

    def test_says_all_that_is_wrong_at_once(self, world):
        item = on_agenda(world)
        response = record(world, item, number="", votes_for=50, changes="Oui")
        problems = response.context["form"].errors
        assert set(problems) == {"number", "present", "changes"}
        assert Deliberation.objects.get().outcome == ""

    def test_with_changes_that_are_in_no_page_says_so(self, world):
        item = on_agenda(world)
        response = record(world, item, "adopted_with_changes", changes="Le budget.")
        assert response.context["form"].non_field_errors()
        change(world.project, budget="1000")
        response = record(world, item, "adopted_with_changes", changes="Le budget.")
        assert response.status_code == 302
        assert Deliberation.objects.get().result.number == 2

    def test_is_not_rewritten(self, world):
        item = vote(world)
        for client in (world.client, signed_in(network_officer())):
            for view in ("edit", "delete"):
                assert refused(client.get(url(view, item.pk)))
                assert refused(client.post(url(view, item.pk), {"outcome": "x"}))

    def test_of_an_item_without_a_version_asks_for_it(self, world):
        from wagtail_remacto.programmes.services import council

        item = council.record_deliberation(
            session=world.session, programme=world.programme
        )
        response = record(world, item)
        assert response.status_code == 200
        item.refresh_from_db()
        assert item.outcome == ""


class TestSuperseding:
    def test_replaces_the_record(self, world):
        item = vote(world)
        response = sent(
            world.client,
            url("supersede", item.pk),
            votes_for=23,
            votes_against=4,
            reasons="Mal recopié.",
        )
        new = Deliberation.objects.get(superseded_at=None)
        assert response.url == url("inspect", new.pk)
        assert (new.votes_for, new.supersedes) == (23, item)
        content = world.client.get(url("inspect", item.pk)).content.decode()
        assert url("inspect", new.pk) in content
        assert refused(world.client.get(url("supersede", item.pk)))

    def test_asks_before_it_takes_an_adoption_back(self, world):
        item = vote(world)
        values = {"outcome": "postponed", "reasons": "Pas de vote."}
        address = url("supersede", item.pk)
        response = sent(world.client, address, **values)
        assert set(response.context["form"].errors) == {"confirm_unadopts"}
        response = sent(world.client, address, confirm_unadopts="on", **values)
        assert response.status_code == 302

    def test_is_for_those_who_record_votes(self, world):
        item = vote(world)
        theirs = commune_with_everything(
            AL_HOCEIMA, world.ours.page.get_parent().specific
        )
        from tests.officers import focal_point

        for someone in (comms_officer(world.ours), focal_point(theirs, "autre")):
            client = signed_in(someone)
            assert refused(client.get(url("supersede", item.pk)))
            assert refused(client.get(url("inspect", item.pk)))
            assert refused(client.get(url("edit", item.pk)))


class TestTheEditorOfAnAdoptedPage:
    @pytest.fixture
    def editor(self, world):
        vote(world)
        return reverse("wagtailadmin_pages:edit", args=[world.project.pk])

    def test_shows_the_commitments_and_asks_for_none(self, world, editor):
        response = world.client.get(editor)
        content = response.content.decode()
        assert "Personne ne les lit." in content
        assert 'name="problem"' not in content
        assert url("inspect", Deliberation.objects.get().pk) in content
        assert {"problem", "title", "indicators"}.isdisjoint(
            response.context["form"].fields
        )

    def post(self, world, editor, **values):
        form = world.client.get(editor).context["form"]
        return world.client.post(editor, {**posted(form), **values})

    def test_saves_the_rest(self, world, editor):
        response = self.post(
            world, editor, slug="autre-adresse", **{"action-publish": "1"}
        )
        assert response.status_code == 302, response.context["form"].errors
        page = ProjectPage.objects.get(pk=world.project.pk)
        assert (page.slug, page.problem) == ("autre-adresse", "Personne ne les lit.")

    def test_refuses_what_is_sent_all_the_same(self, world, editor):
        response = self.post(
            world, editor, problem="Falsifié", **{"action-publish": "1"}
        )
        assert response.status_code == 200
        assert response.context["form"].non_field_errors()
        page = ProjectPage.objects.get(pk=world.project.pk)
        assert page.problem == "Personne ne les lit."

    def test_lets_an_editor_opened_before_the_vote_save_the_same(self, world, editor):
        response = self.post(
            world, editor, problem="Personne ne les lit.", **{"action-publish": "1"}
        )
        assert response.status_code == 302, response.context["form"].errors

    def test_refuses_an_end_of_publication(self, world, editor):
        response = self.post(
            world, editor, expire_at="2036-01-01 10:00", **{"action-publish": "1"}
        )
        assert "expire_at" in response.context["form"].errors

    def test_renders_in_arabic(self, world, editor):
        UserProfile.objects.create(user=world.focal, preferred_language="ar")
        assert 'dir="rtl"' in world.client.get(editor).content.decode()


class TestWhatTheAdminRefuses:
    @pytest.fixture(params=["focal", "superuser"])
    def client(self, request, world):
        change(world.project, problem="Avant.")
        change(world.project, problem="Personne ne les lit.")
        vote(world)
        if request.param == "focal":
            return world.client
        return signed_in(person("root", is_superuser=True, is_staff=True))

    def address(self, name, *args):
        return reverse(f"wagtailadmin_pages:{name}", args=args)

    def kept(self, response):
        """Refused with the reason, or without the right in the first place."""
        return response.status_code == 409 or refused(response)

    def test_to_unpublish_or_delete(self, world, client):
        for page in (world.project, world.programme, world.arabic):
            for name in ("unpublish", "delete"):
                address = self.address(name, page.pk)
                assert self.kept(client.get(address))
                assert self.kept(client.post(address))
            assert Page.objects.get(pk=page.pk).live

    def test_above_what_was_adopted_before_a_form_is_filled(self, world, client):
        cycle = world.ours.cycle
        for name in ("unpublish", "move"):
            assert self.kept(client.get(self.address(name, cycle.pk)))
        for action in ("unpublish", "move", "delete"):
            address = reverse(
                "wagtail_bulk_action", args=["wagtailcore", "page", action]
            )
            assert self.kept(client.get(f"{address}?id={cycle.pk}"))

    def test_many_at_once(self, world, client):
        for action in ("delete", "unpublish", "move"):
            address = reverse(
                "wagtail_bulk_action", args=["wagtailcore", "page", action]
            )
            client.post(
                f"{address}?id={world.project.pk}",
                {"chooser": world.ours.cycle.pk},
            )
            page = Page.objects.get(pk=world.project.pk)
            assert page.live
            assert page.get_parent().pk == world.programme.pk

    def test_to_move(self, world, client):
        address = self.address("move_confirm", world.project.pk, world.ours.cycle.pk)
        client.post(address)
        page = Page.objects.get(pk=world.project.pk)
        assert page.get_parent().pk == world.programme.pk

    def test_to_restore_an_older_draft(self, world, client):
        page = ProjectPage.objects.get(pk=world.project.pk)
        old = next(
            each
            for each in page.revisions.order_by("pk")
            if each.content["problem"] == "Avant."
        )
        response = client.get(self.address("revisions_revert", page.pk, old.pk))
        assert response.status_code == 409

    def test_to_add_a_project(self, world, client):
        address = self.address(
            "add", "wagtail_remacto", "projectpage", world.programme.pk
        )
        assert refused(client.get(address))

    def test_through_its_own_interface(self, world, client):
        for action in ("unpublish", "delete"):
            address = reverse(
                "wagtailadmin_api:pages:action", args=[world.project.pk, action]
            )
            assert client.post(address).status_code in (302, 403)
        assert Page.objects.get(pk=world.project.pk).live
