"""The officers' screens of decisions: drafted, looked at, signed, superseded."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils.translation import override
from wagtail.permissions import policy_registry
from wagtail.users.models import UserProfile

from tests.deciding import (
    ProgrammeVersionFactory,
    committee_at_work,
    draft,
    everyone,
    signed,
    yesterday,
)
from tests.factories import CommitteeFactory, SeatFactory, WorkshopFactory, day
from tests.officers import (
    AL_HOCEIMA,
    TETOUAN,
    comms_officer,
    commune_with_everything,
    directory_in,
    focal_point,
    network_officer,
    person,
    refused,
    signed_in,
)
from wagtail_remacto.collectivites.log import BranchLogEntry
from wagtail_remacto.committees.models import Decision, Presence
from wagtail_remacto.committees.services import deciding
from wagtail_remacto.committees.services.deciding import Votes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    """Sentences are compared as they stand in the source."""
    with override("en"):
        yield


def reading_in(language, user):
    UserProfile.objects.update_or_create(
        user=user, defaults={"preferred_language": language}
    )
    return user


@pytest.fixture
def commune():
    return commune_with_everything(TETOUAN, directory_in("ar"))


@pytest.fixture
def neighbour(commune):
    return commune_with_everything(AL_HOCEIMA, commune.page.get_parent())


@pytest.fixture
def world(commune):
    commune.seat.delete()
    for pages in (commune.pages, commune.pages_ar):
        pages["committee"].delete()
    return committee_at_work(commune.cycle)


@pytest.fixture
def officer(commune):
    return reading_in("en", focal_point(commune))


@pytest.fixture
def client(officer):
    return signed_in(officer)


@pytest.fixture
def member(world):
    """Holds a seat, and has no right but to enter the admin."""
    user = reading_in("en", person("member"))
    user.user_permissions.add(
        Permission.objects.get(
            content_type__app_label="wagtailadmin", codename="access_admin"
        )
    )
    world.seats[0].user = user
    world.seats[0].save()
    return user


def to(name, *args):
    return reverse(f"remacto_{name}", args=args)


def form_of(world, **said):
    """What the browser sends for a decision that everyone has voted for."""
    data = {
        "kind": "validate",
        "version": world.version.pk,
        "held_on": yesterday().isoformat(),
        "language": "fr",
        "result": "approved",
        "subject": "Validation du programme",
    }
    for seat in world.seats:
        data[f"presence-{seat.pk}"] = "present"
    for college in ("elected", "civil_society"):
        data[f"votes_for-{college}"] = len(world.seats) // 2
    return {name: value for name, value in {**data, **said}.items() if value != ""}


def kept_out(client, address, data=None):
    """The portal first looks for the address in a language, then says 404."""
    answer = client.get(address) if data is None else client.post(address, data)
    if answer.status_code == 302 and answer.url == f"/fr{address}":
        answer = client.get(answer.url)
    return refused(answer)


def text_of(response):
    return " ".join(response.content.decode().split())


class TestDrafting:
    def test_one_committee_is_taken_without_asking(self, world, client):
        response = client.get(to("decision_add"))
        assert response.url == to("decision_draft", world.committee.pk)

    def test_several_are_named(self, world, client):
        other = CommitteeFactory(parent=world.cycle, title="Autre comité")
        text = text_of(client.get(to("decision_add")))
        assert to("decision_draft", other.pk) in text
        assert "Autre comité" in text

    def test_form_lists_every_seat_and_version_of_the_cycle(self, world, client):
        ProgrammeVersionFactory()
        gone = SeatFactory(
            committee=world.committee, organisation="Partie", active=False
        )
        text = text_of(client.get(to("decision_draft", world.committee.pk)))
        for seat in world.seats:
            assert f'name="presence-{seat.pk}"' in text
        assert f'name="presence-{gone.pk}"' not in text
        assert text.count("version 1, draft for the committee") == 1
        assert world.version.digest[:12] in text

    def test_is_saved_and_shown(self, world, client):
        meeting = WorkshopFactory(parent=world.cycle, date=day(-1))
        response = client.post(
            to("decision_draft", world.committee.pk),
            form_of(world, meeting=meeting.pk, minutes="À dix heures."),
        )
        found = Decision.objects.get()
        assert response.url == to("decision", found.pk)
        assert found.version == world.version
        assert found.meeting == meeting
        assert found.attendance.filter(presence=Presence.PRESENT).count() == 4
        assert not found.is_signed

    def test_version_that_lacks_is_said_at_its_field(self, world, client):
        response = client.post(
            to("decision_draft", world.committee.pk), form_of(world, version="")
        )
        assert response.status_code == 422
        assert "Name the version of the programme" in text_of(response)
        assert not Decision.objects.exists()

    def test_version_of_another_cycle_is_not_offered(self, world, client):
        other = ProgrammeVersionFactory()
        response = client.post(
            to("decision_draft", world.committee.pk), form_of(world, version=other.pk)
        )
        assert response.status_code == 422
        assert not Decision.objects.exists()

    def test_wrong_number_is_said_and_nothing_lost(self, world, client):
        response = client.post(
            to("decision_draft", world.committee.pk),
            form_of(world, **{"votes_for-elected": "many", "dissent": "Un délai."}),
        )
        assert response.status_code == 422
        assert "Enter a whole number" in text_of(response)
        assert "Un délai." in text_of(response)

    def test_is_changed(self, world, client, officer):
        found = draft(world, officer)
        text = text_of(client.get(to("decision_edit", found.pk)))
        assert '<option value="present" selected>' in text
        client.post(
            to("decision_edit", found.pk), form_of(world, subject="Autre titre")
        )
        found.refresh_from_db()
        assert found.subject == "Autre titre"

    def test_is_discarded(self, world, client, officer):
        found = draft(world, officer)
        client.post(to("decision_discard", found.pk))
        assert not Decision.objects.exists()
        entry = BranchLogEntry.objects.get(action="wagtail_remacto.discard_decision")
        assert entry.deleted


class TestSigning:
    def test_page_says_whether_the_rule_is_kept_before(self, world, client, officer):
        text = text_of(client.get(to("decision", draft(world, officer).pk)))
        assert "rule kept" in text
        assert "4 of 4 seats attend, 3 are needed" in text
        assert "accept_broken_rule" not in text

    def test_signs_and_shows_it(self, world, client, officer):
        found = draft(world, officer)
        response = client.post(to("decision_sign", found.pk), follow=True)
        text = text_of(response)
        assert "Decision no. 1 is signed off, and public." in text
        assert "Change the draft" not in text
        with override("en"):
            assert reverse("wagtail_remacto:decision", args=[found.pk]) in text

    def test_what_is_missing_is_said_instead_of_the_button(
        self, world, client, officer
    ):
        found = draft(world, officer, result="", held_on=day(3).first)
        text = text_of(client.get(to("decision", found.pk)))
        assert "The meeting is still to come" in text
        assert "Say whether it was approved or refused." in text
        assert to("decision_sign", found.pk) not in text

    def test_broken_rule_is_accepted_in_so_many_words(self, world, client, officer):
        rows = everyone(world.seats[:2]) + everyone(world.seats[2:], Presence.ABSENT)
        found = draft(world, officer, attendance=rows, votes=[Votes("elected", 2)])
        assert "accept_broken_rule" in text_of(client.get(to("decision", found.pk)))
        answer = client.post(to("decision_sign", found.pk), follow=True)
        assert "The rule of the committee is broken" in text_of(answer)
        found.refresh_from_db()
        assert not found.is_signed
        client.post(to("decision_sign", found.pk), {"accept_broken_rule": "1"})
        assert Decision.objects.get().is_signed

    def test_signed_one_has_no_form(self, world, client, officer):
        found = signed(world, officer)
        assert client.get(to("decision_edit", found.pk)).url == to("decision", found.pk)
        response = client.post(to("decision_edit", found.pk), form_of(world))
        assert response.url == to("decision", found.pk)
        assert Decision.objects.get().subject == ""

    def test_signed_one_is_not_discarded(self, world, client, officer):
        found = signed(world, officer)
        client.post(to("decision_discard", found.pk))
        assert Decision.objects.filter(pk=found.pk).exists()

    def test_policy_lets_nobody_rewrite_it(self, world, officer, admin_user):
        policy = policy_registry.get_by_type(Decision)
        drafted, done = draft(world, officer), signed(world, officer)
        done = Decision.objects.get(pk=done.pk)
        for user in (officer, admin_user):
            for action in ("change", "delete"):
                ask = policy.user_has_permission_for_instance
                assert ask(user, action, drafted)
                assert not ask(user, action, done)

    def test_is_superseded_by_a_draft_that_names_it(self, world, client, officer):
        old = signed(world, officer)
        response = client.post(to("decision_supersede", old.pk))
        new = Decision.objects.get(supersedes=old)
        assert response.url == to("decision_edit", new.pk)
        text = text_of(client.get(to("decision", old.pk)))
        assert to("decision", new.pk) in text
        assert to("decision_supersede", old.pk) not in text

    @pytest.mark.parametrize("name", ["sign", "supersede", "discard"])
    def test_no_deed_is_done_by_a_link(self, name, world, client, officer):
        found = draft(world, officer)
        assert client.get(to(f"decision_{name}", found.pk)).status_code == 405


class TestWhoMay:
    SCREENS = ("decision", "decision_edit")
    DEEDS = ("decision_sign", "decision_supersede", "decision_discard")

    def test_neighbours_officer_finds_nothing(self, world, officer, neighbour):
        client = signed_in(focal_point(neighbour, "neighbour"))
        found = draft(world, officer, subject="Secret de la commune")
        assert "Secret de la commune" not in text_of(client.get(to("decisions")))
        for name in self.SCREENS:
            assert kept_out(client, to(name, found.pk))
        for name in self.DEEDS:
            assert kept_out(client, to(name, found.pk), {})
        place = to("decision_draft", world.committee.pk)
        assert kept_out(client, place)
        assert kept_out(client, place, form_of(world))
        assert Decision.objects.count() == 1

    def test_communication_officer_records_none(self, world, officer, commune):
        client = signed_in(comms_officer(commune))
        found = draft(world, officer)
        for name in ("decisions", "decision_add"):
            assert kept_out(client, to(name))
        for name in self.DEEDS:
            assert kept_out(client, to(name, found.pk), {})

    def test_network_officer_records_them(self, world):
        user = network_officer()
        client = signed_in(user)
        client.post(to("decision_draft", world.committee.pk), form_of(world))
        client.post(to("decision_sign", Decision.objects.get().pk))
        assert Decision.objects.get().signed_by == user

    def test_member_reads_along_and_signs_nothing(self, world, officer, member):
        client = signed_in(member)
        found = draft(world, officer, subject="Le programme")
        assert "Le programme" in text_of(client.get(to("decisions")))
        text = text_of(client.get(to("decision", found.pk)))
        assert "rule kept" in text
        assert to("decision_sign", found.pk) not in text
        assert kept_out(client, to("decision_edit", found.pk))
        for name in self.DEEDS:
            assert kept_out(client, to(name, found.pk), {})
        assert not Decision.objects.get().is_signed

    def test_member_of_another_committee_reads_none(self, world, officer, member):
        theirs = committee_at_work()
        found = draft(theirs, person("chief", is_superuser=True))
        client = signed_in(member)
        assert kept_out(client, to("decision", found.pk))

    def test_seat_out_of_use_opens_nothing(self, world, officer, member):
        world.seats[0].active = False
        world.seats[0].save()
        assert refused(signed_in(member).get(to("decisions")))

    def test_visitor_is_led_to_the_door(self, world, officer):
        from django.test import Client

        found = draft(world, officer)
        for name in self.SCREENS:
            assert Client().get(to(name, found.pk)).status_code == 302


class TestList:
    def test_is_filtered_by_state(self, world, client, officer):
        draft(world, officer, subject="Brouillon du lundi")
        old = signed(world, officer, subject="Vieille décision")
        new = deciding.supersede(decision=old, by=officer, subject="Neuve décision")
        deciding.sign(decision=new, by=officer)
        shown = {
            "draft": "Brouillon du lundi",
            "signed": "Neuve décision",
            "superseded": "Vieille décision",
        }
        for state, title in shown.items():
            text = text_of(client.get(to("decisions"), {"state": state}))
            for other in shown.values():
                assert (other in text) is (other == title)

    def test_asks_the_same_however_many_there_are(
        self, world, client, officer, django_assert_max_num_queries
    ):
        draft(world, officer)
        client.get(to("decisions"))
        with django_assert_max_num_queries(200) as few:
            client.get(to("decisions"))
        for _number in range(4):
            draft(world, officer)
        with django_assert_max_num_queries(len(few)):
            client.get(to("decisions"))
