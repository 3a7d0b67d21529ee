"""In a second consultation, rows of the grid and of a spreadsheet are remarks."""

import csv
import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from tests.citizens import ContributionFactory
from tests.consulting import consult
from tests.contributions.screens import words
from tests.factories import WorkshopFactory, publish
from tests.officers import (
    AL_HOCEIMA,
    TETOUAN,
    comms_officer,
    commune_with_everything,
    directory_in,
    refused,
    signed_in,
)
from wagtail_remacto.contributions.models import Nature, Origin
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.models import EntryRow, IdeaImport, Remark
from wagtail_remacto.workshops.entry.readers import reader_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    found = consult(commune_with_everything(TETOUAN, directory_in("ar")))
    found.workshop = WorkshopFactory(parent=found.consultation)
    found.clerk = comms_officer(found)
    profile = UserProfile.get_for_user(found.clerk)
    profile.preferred_language = "en"
    profile.save()
    with translation.override("en"):
        yield found


@pytest.fixture
def client(commune):
    return signed_in(commune.clerk)


def row(commune, **typed):
    key = uuid.uuid4()
    values = {
        "project": f"project:{commune.project.pk}",
        "kind": "concern",
        "text": "Et ceux qui n’ont pas de téléphone ?",
        **typed,
    }
    return {"key": str(key), **{f"{name}:{key}": text for name, text in values.items()}}


def grid(commune):
    return reverse("wagtail_remacto_entry_grid", args=[commune.workshop.pk])


class TestTheGrid:
    def test_it_asks_for_the_project_the_kind_and_the_section(self, commune, client):
        page = words(client.get(grid(commune)))
        assert "Kind of remark" in page
        assert "Part of the project" in page
        assert "1. Projet" in page

    def test_an_idea_is_asked_for_none_of_it(self, commune, client):
        publish(commune.phase, actions=[Action.CONTRIBUTE])
        workshop = WorkshopFactory(parent=commune.phase)
        address = reverse("wagtail_remacto_entry_grid", args=[workshop.pk])
        assert "Kind of remark" not in words(client.get(address))

    def test_a_row_is_published_as_a_remark(self, commune, client):
        data = {**row(commune, section="solution"), "publish": "1"}
        client.post(grid(commune), data)
        made = Remark.objects.get()
        assert made.contribution.nature == Nature.REMARK
        assert made.contribution.origin == Origin.WORKSHOP
        assert made.contribution.workshop_id == commune.workshop.pk
        assert (made.version, made.project) == (commune.version, commune.frozen)
        assert (made.kind, made.section) == ("concern", "solution")
        assert made.contribution.title.endswith("Projet")

    def test_pressing_twice_publishes_once(self, commune, client):
        data = {**row(commune), "publish": "1"}
        client.post(grid(commune), data)
        client.post(grid(commune), data)
        assert Remark.objects.count() == 1

    @pytest.mark.parametrize("missing", ["project", "kind", "text"])
    def test_a_row_says_what_it_lacks(self, commune, client, missing):
        data = {**row(commune, **{missing: "", "title": "Titre"}), "publish": "1"}
        client.post(grid(commune), data)
        assert not Remark.objects.exists()
        page = client.get(grid(commune)).content.decode()
        key = EntryRow.objects.get().key
        assert f'aria-describedby="{missing}-error-{key}" aria-invalid="true"' in page

    def test_a_row_is_saved_by_a_script_with_its_columns(self, commune, client):
        address = reverse("wagtail_remacto_entry_row", args=[commune.workshop.pk])
        answer = client.post(address, row(commune, kind="question")).json()
        assert answer["errors"] == {}
        assert "1 remark" in answer["ready"]
        assert EntryRow.objects.get().data["kind"] == "question"

    def test_without_a_frozen_draft_nothing_is_published(self, client, commune):
        other = consult(
            commune_with_everything(AL_HOCEIMA, commune.page.get_parent().specific)
        )
        assert reader_for(other.consultation).version == other.version
        commune.consultation.programme_versions.model.objects.filter(
            pk=commune.version.pk
        ).update(phase=None)
        client.post(grid(commune), {**row(commune), "publish": "1"})
        assert not Remark.objects.exists()

    def test_a_neighbours_officer_sees_no_grid(self, commune):
        neighbour = commune_with_everything(
            AL_HOCEIMA, commune.page.get_parent().specific
        )
        client = signed_in(comms_officer(neighbour, "voisine"))
        assert refused(client.get(grid(commune)))
        assert refused(client.post(grid(commune), {**row(commune), "publish": "1"}))
        assert not Remark.objects.exists()

    def test_the_workshop_shows_what_it_gathered(self, commune, client):
        client.post(grid(commune), {**row(commune), "publish": "1"})
        page = client.get(commune.workshop.url or "/")
        if page.status_code == 200:
            assert "téléphone" in words(page)


HEADERS = ["N°", "Projet", "Type de remarque", "Partie", "Remarque"]
ROWS = [
    ["1", "Projet", "préoccupation", "Solution", "Et sans téléphone ?"],
    ["2", "1", "سؤال", "", "متى يفتح؟"],
    ["3", "Un autre", "question", "", "Où est-ce ?"],
    ["4", "le programme", "soutien", "", "Enfin."],
]


def sheet(rows=ROWS):
    lines = io.StringIO()
    csv.writer(lines, delimiter=";").writerows([HEADERS, *rows])
    return SimpleUploadedFile("remarques.csv", lines.getvalue().encode())


class TestTheSpreadsheet:
    def give(self, commune, client, rows=ROWS):
        address = reverse("wagtail_remacto_import_workshop", args=[commune.workshop.pk])
        client.post(address, {"file": sheet(rows)})
        found = IdeaImport.objects.first()
        here = reverse("wagtail_remacto_import", args=[found.key])
        form = client.get(here).context["form"]
        data = {
            name: str(form.initial.get(name, ""))
            for name in form.fields
            if name in form.initial
        }
        data["default_origin"] = "workshop"
        assert client.post(here, {**data, "try": "1"}).status_code == 302
        found.refresh_from_db()
        return found, here

    def test_its_columns_are_found_and_its_rows_are_remarks(self, commune, client):
        found, here = self.give(commune, client)
        assert {
            name: found.mapping[name] for name in ("project", "kind", "section", "text")
        } == {"project": 1, "kind": 2, "section": 3, "text": 4}
        assert found.report["counts"]["new"] == 3
        assert found.report["counts"]["error"] == 1
        assert not Remark.objects.exists()
        client.post(here, {"import": "1"})
        made = list(Remark.objects.order_by("pk"))
        assert [each.kind for each in made] == ["concern", "question", "support"]
        assert [each.project for each in made] == [
            commune.frozen,
            commune.frozen,
            None,
        ]
        assert made[0].section == "solution"
        assert made[1].contribution.language == "ar"

    def test_the_same_file_again_adds_nothing(self, commune, client):
        _found, here = self.give(commune, client)
        client.post(here, {"import": "1"})
        again, here = self.give(commune, client)
        assert again.report["counts"]["known"] == 3
        client.post(here, {"import": "1"})
        assert Remark.objects.count() == 3

    def test_the_command_reads_them_too(self, commune, tmp_path):
        file = tmp_path / "remarques.csv"
        file.write_bytes(sheet(ROWS[:2]).read())
        call_command("remacto_import_ideas", commune.workshop.pk, str(file), by="comms")
        assert Remark.objects.count() == 2


class TestMixedPhases:
    def test_a_row_without_kind_and_project_is_an_idea(self, commune, client):
        publish(commune.consultation, actions=[Action.CONTRIBUTE, Action.REMARK])
        idea = row(commune, project="", kind="", title="Un banc")
        client.post(grid(commune), {**idea, "publish": "1"})
        client.post(grid(commune), {**row(commune), "publish": "1"})
        natures = sorted(each.contribution.nature for each in EntryRow.objects.all())
        assert natures == ["idea", "remark"]
        assert ContributionFactory._meta.model.objects.count() == 2


def test_a_slip_has_a_line_for_the_project_and_boxes_for_the_kind(commune, client):
    address = reverse("wagtail_remacto_slips", args=[commune.workshop.pk])
    page = client.get(address).content.decode()
    assert page.count("☐") >= 4
    assert "slip__blank" in page
