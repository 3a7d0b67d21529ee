"""Ideas given on paper, typed row by row and published together."""

import uuid

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import PageLogEntry
from wagtail.users.models import UserProfile

from tests.citizens import ContributionFactory
from tests.factories import moment, publish
from tests.officers import (
    AL_HOCEIMA,
    TETOUAN,
    comms_officer,
    commune_with_everything,
    directory_in,
    focal_point,
    network_officer,
    refused,
    signed_in,
)
from wagtail_remacto.contributions import references
from wagtail_remacto.contributions.models import Origin, Standing
from wagtail_remacto.cycles.gate import Refused
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.models import Contribution, EntryRow
from wagtail_remacto.people import registry, retention
from wagtail_remacto.workshops.entry import grid
from wagtail_remacto.workshops.entry.ideas import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def ours():
    commune = commune_with_everything(TETOUAN, directory_in("ar"))
    publish(commune.phase, actions=list(Action.values))
    commune.officer = comms_officer(commune)
    profile = UserProfile.get_for_user(commune.officer)
    profile.preferred_language = "en"
    profile.save()
    return commune


@pytest.fixture
def client(ours):
    return signed_in(ours.officer)


def grid_url(workshop):
    return reverse("wagtail_remacto_entry_grid", args=[workshop.pk])


def row_url(workshop):
    return reverse("wagtail_remacto_entry_row", args=[workshop.pk])


def sent(key, **typed):
    return {"key": str(key), **{f"{name}:{key}": text for name, text in typed.items()}}


def saved(ours, **typed):
    words = {"title": "Un banc", "text": "Un banc à l’ombre.", **typed}
    return grid.save_row(
        workshop=ours.workshop,
        phase=ours.phase,
        key=uuid.uuid4(),
        typed=words,
        by=ours.officer,
    )


class TestSavingARow:
    def test_a_row_is_kept_as_it_was_typed_right_or_wrong(self, ours, client):
        key = uuid.uuid4()
        answer = client.post(
            row_url(ours.workshop), sent(key, text="Sans titre", reference="K7M")
        ).json()
        assert answer["state"] == "saved"
        assert answer["number"] == 1
        assert answer["errors"]["title"] == "Give it a title: a few words."
        assert "one sign is wrong" in answer["errors"]["reference"]
        row = EntryRow.objects.get(key=key)
        assert row.data["text"] == "Sans titre"
        assert row.data["reference"] == "K7M"
        assert row.entered_by == ours.officer
        assert row.phase == ours.phase

    def test_the_last_to_write_a_row_wins_and_new_ones_get_the_next_number(self, ours):
        first, second = saved(ours), saved(ours)
        other = focal_point(ours)
        again = grid.save_row(
            workshop=ours.workshop,
            phase=ours.phase,
            key=first.key,
            typed={"title": "Deux bancs", "text": "À l’ombre."},
            by=other,
        )
        assert (first.number, second.number, again.number) == (1, 2, 1)
        assert again.data["title"] == "Deux bancs"
        assert again.entered_by == other

    def test_an_emptied_row_goes(self, ours, client):
        row = saved(ours)
        answer = client.post(row_url(ours.workshop), sent(row.key, language="ar"))
        assert answer.json()["state"] == "empty"
        assert not EntryRow.objects.exists()

    def test_an_empty_row_is_not_kept(self, ours, client):
        answer = client.post(row_url(ours.workshop), sent(uuid.uuid4(), title="  "))
        assert answer.json()["state"] == "empty"
        assert not EntryRow.objects.exists()

    def test_the_guessed_language_is_said(self, ours, client):
        answer = client.post(
            row_url(ours.workshop),
            sent(uuid.uuid4(), title="مقعد", text="مقعد في الظل"),
        )
        assert answer.json()["guessed"] == "Arabic"
        assert answer.json()["ready"] == "Publish 1 idea"

    def test_the_row_of_another_workshop_is_not_found(self, ours, client):
        elsewhere = commune_with_everything(AL_HOCEIMA, ours.page.get_parent().specific)
        row = EntryRow.objects.create(
            workshop=elsewhere.workshop, phase=elsewhere.phase, number=1
        )
        answer = client.post(
            row_url(ours.workshop), sent(row.key, title="À nous"), follow=True
        )
        assert answer.status_code == 404
        row.refresh_from_db()
        assert row.data == {}

    def test_a_published_row_stays_as_it_is(self, ours, client):
        row = saved(ours)
        grid.publish(workshop=ours.workshop, by=ours.officer)
        answer = client.post(row_url(ours.workshop), sent(row.key, title="Autre"))
        assert answer.json()["state"] == "done"
        assert answer.json()["title"] == "Un banc"

    def test_a_key_that_is_none_is_not_found(self, ours, client):
        answer = client.post(row_url(ours.workshop), {"key": "1"}, follow=True)
        assert answer.status_code == 404

    def test_a_row_is_not_saved_by_looking(self, ours, client):
        assert client.get(row_url(ours.workshop)).status_code == 405


class TestPublishing:
    def test_complete_rows_become_contributions_and_the_others_stay(self, ours):
        complete = saved(ours, axis=f"axis:{ours.axis.pk}", author_name="Table 3")
        unfinished = saved(ours, text="")
        done = grid.publish(workshop=ours.workshop, by=ours.officer)
        assert done.count == 1
        assert done.errors == {unfinished.key: {"text": "Say what is proposed."}}
        found = Contribution.objects.get()
        assert found.title == "Un banc"
        assert found.origin == Origin.WORKSHOP
        assert found.workshop == ours.workshop
        assert found.axis == ours.axis
        assert found.author_words == "Table 3"
        assert found.language == "fr"
        assert found.entered_by == ours.officer
        assert found.standing == Standing.PUBLIC
        complete.refresh_from_db()
        assert complete.contribution == found

    def test_a_published_row_keeps_no_copy_of_the_words(self, ours):
        row = saved(ours)
        grid.publish(workshop=ours.workshop, by=ours.officer)
        row.refresh_from_db()
        assert row.data == {}

    def test_a_second_time_changes_nothing(self, ours):
        row = saved(ours)
        grid.publish(workshop=ours.workshop, by=ours.officer)
        assert grid.publish(workshop=ours.workshop, by=ours.officer).count == 0
        # Even if the answer was lost before the row was noted.
        EntryRow.objects.update(contribution=None, data={"title": "Un", "text": "b"})
        grid.publish(workshop=ours.workshop, by=ours.officer)
        row.refresh_from_db()
        assert Contribution.objects.get() == row.contribution

    def test_the_reference_of_the_slip_is_kept_and_not_taken_twice(self, ours):
        reference = references.new()
        saved(ours, reference=references.shown(reference).lower())
        twin = saved(ours, reference=reference)
        done = grid.publish(workshop=ours.workshop, by=ours.officer)
        assert Contribution.objects.get().reference == reference
        assert "was entered before" in done.errors[twin.key]["reference"]

    def test_nothing_is_published_before_the_phase_begins(self, ours):
        row = saved(ours)
        publish(ours.phase, start=moment(2), end=moment(9))
        done = grid.publish(workshop=ours.workshop, by=ours.officer)
        assert "opens on" in done.errors[row.key][""]
        assert not Contribution.objects.exists()
        with pytest.raises(Refused):
            saved(ours)

    def test_ideas_still_come_in_after_the_phase(self, ours):
        publish(ours.phase, start=moment(-9), end=moment(-2))
        saved(ours)
        assert grid.publish(workshop=ours.workshop, by=ours.officer).count == 1

    def test_it_is_in_the_log_of_the_workshop(self, ours):
        saved(ours)
        grid.publish(workshop=ours.workshop, by=ours.officer)
        entry = PageLogEntry.objects.get(action=grid.PUBLISH)
        assert entry.page_id == ours.workshop.pk
        assert entry.data == {"ideas": 1}

    def test_themes_that_exist_are_taken_and_others_made(self, ours):
        saved(ours, themes="Ombre, Mobilier")
        saved(ours, title="Un arbre", themes="ombre")
        grid.publish(workshop=ours.workshop, by=ours.officer)
        tree = Contribution.objects.get(title="Un arbre")
        assert [theme.name for theme in tree.themes.all()] == ["Ombre"]


class TestTheScreen:
    def test_it_shows_what_was_typed_and_what_is_wrong(self, ours, client):
        saved(ours, title="")
        page = client.get(grid_url(ours.workshop)).content.decode()
        assert "Un banc à l’ombre." in page
        assert "Give it a title: a few words." in page
        assert "Publish 0 ideas" in page

    def test_without_scripts_the_whole_grid_is_saved_and_published(self, ours, client):
        first, second, third = (uuid.uuid4() for _row in range(3))
        data = {
            **sent(first, title="Une fontaine", text="Au marché."),
            **sent(second, title="Un abri"),
            **sent(third),
            "key": [str(first), str(second), str(third)],
            "publish": "1",
        }
        page = client.post(grid_url(ours.workshop), data, follow=True)
        text = page.content.decode()
        assert "1 idea is published." in text
        assert "1 row is not complete; it says why." in text
        assert Contribution.objects.get().title == "Une fontaine"
        assert EntryRow.objects.get(contribution=None).data["title"] == "Un abri"
        assert Contribution.objects.get().shown_reference in text

    def test_what_cannot_be_saved_is_shown_again(self, ours, client):
        publish(ours.phase, start=moment(2), end=moment(9))
        key = uuid.uuid4()
        page = client.post(
            grid_url(ours.workshop), {**sent(key, title="À garder"), "save": "1"}
        )
        assert page.status_code == 403
        assert "À garder" in page.content.decode()
        assert "opens on" in page.content.decode()

    def test_the_arabic_page_leads_to_the_same_grid(self, ours, client):
        page = client.get(grid_url(ours.pages_ar["workshop"]))
        assert page.url == grid_url(ours.workshop)

    def test_a_workshop_of_the_cycle_offers_its_phases(self, ours, client):
        workshop = ours.workshop
        workshop.move(ours.cycle, pos="last-child")
        page = client.get(grid_url(workshop)).content.decode()
        assert "The ideas go to the phase" in page
        assert ours.phase.title in page

    def test_more_rows_cost_no_more_queries(
        self, ours, client, django_assert_max_num_queries
    ):
        def rows(count):
            for _row in range(count):
                saved(ours, reference=references.new(), themes="Ombre")

        rows(2)
        client.get(grid_url(ours.workshop))
        with CaptureQueriesContext(connection) as few:
            client.get(grid_url(ours.workshop))
        rows(10)
        with django_assert_max_num_queries(len(few)):
            client.get(grid_url(ours.workshop))

    def test_the_list_counts_the_rows_of_each_workshop(self, ours, client):
        saved(ours)
        grid.publish(workshop=ours.workshop, by=ours.officer)
        saved(ours)
        workshops = client.get(reverse("wagtail_remacto_entry")).context["workshops"]
        assert [(each.entered, each.waiting) for each in workshops] == [(1, 1)]

    def test_the_page_of_the_workshop_leads_to_it(self, ours, client):
        page = client.get(reverse("wagtailadmin_pages:edit", args=[ours.workshop.pk]))
        assert grid_url(ours.workshop) in page.content.decode()


class TestWhoMayEnter:
    def addresses(self, ours):
        return [
            grid_url(ours.workshop),
            reverse("wagtail_remacto_slips", args=[ours.workshop.pk]),
            reverse("wagtail_remacto_import_workshop", args=[ours.workshop.pk]),
            reverse("wagtail_remacto_import_phase", args=[ours.phase.pk]),
        ]

    def test_officers_and_focal_points_of_the_collectivite(self, ours):
        for user in (ours.officer, focal_point(ours)):
            for address in self.addresses(ours):
                assert signed_in(user).get(address).status_code == 200, address

    def test_neither_the_neighbours_officer_nor_the_network(self, ours):
        elsewhere = commune_with_everything(AL_HOCEIMA, ours.page.get_parent().specific)
        neighbour = comms_officer(elsewhere, "voisine")
        for user in (neighbour, network_officer()):
            client = signed_in(user)
            for address in self.addresses(ours):
                assert refused(client.get(address)), address
                assert refused(client.post(address)) or "slips" in address, address
            key = uuid.uuid4()
            answer = client.post(row_url(ours.workshop), sent(key, title="Intruse"))
            assert refused(answer)
        assert not EntryRow.objects.exists()
        assert refused(signed_in(network_officer("r")).get("/admin/remacto/entry/"))
        listed = signed_in(neighbour).get(reverse("wagtail_remacto_entry"))
        assert ours.workshop not in listed.context["workshops"]


class TestReading:
    @pytest.mark.parametrize(
        "axis", ["1", "Axe 1", "axe de tetouan", "AXE DE TÉTOUAN", "المحور ١"]
    )
    def test_an_axis_is_named_by_its_number_or_its_title(self, ours, axis):
        publish(ours.page, title="Tétouan")
        ours.axis.title = "Axe de Tétouan"
        ours.axis.save()
        idea, errors = Reader(ours.phase).read(
            {"title": "a", "text": "b", "axis": axis}
        )
        assert errors == {}
        assert idea.axis == ours.axis

    def test_what_is_wrong_is_said_for_each_field(self, ours):
        idea, errors = Reader(ours.phase).read(
            {
                "title": "x" * 121,
                "axis": "Sport",
                "language": "klingon",
                "origin": "rêve",
                "author_name": "y" * 121,
            }
        )
        assert idea is None
        assert set(errors) == {
            "title",
            "text",
            "axis",
            "language",
            "origin",
            "author_name",
        }
        assert errors["axis"] == "The cycle has no axis “Sport”."

    def test_an_entered_reference_is_refused(self, ours):
        known = ContributionFactory()
        _idea, errors = Reader(ours.phase).read(
            {"title": "a", "text": "b", "reference": known.shown_reference}
        )
        assert "was entered before" in errors["reference"]


def test_the_officers_of_rows_and_imports_are_declared():
    assert {
        "wagtail_remacto.EntryRow.entered_by",
        "wagtail_remacto.IdeaImport.by",
    } <= set(registry.traces())


def test_rows_that_wait_are_never_discarded(ours):
    row = saved(ours)
    EntryRow.objects.update(updated_at=moment(-4000))
    call_command("remacto_retention")
    assert any(rule.kind == "imports" for rule in retention.rules())
    assert EntryRow.objects.get() == row
