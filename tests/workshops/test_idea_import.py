"""Spreadsheets of ideas: read as offices write them, tried, imported, once."""

import csv
import io
import zipfile

import pytest
import tablib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from tests.factories import moment, publish
from tests.officers import (
    AL_HOCEIMA,
    TETOUAN,
    comms_officer,
    commune_with_everything,
    directory_in,
    network_officer,
    refused,
    signed_in,
)
from wagtail_remacto.collectivites.log import BranchLogEntry
from wagtail_remacto.contributions.models import Origin
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.models import Contribution, IdeaImport
from wagtail_remacto.people import retention
from wagtail_remacto.workshops.entry import importing, sheets
from wagtail_remacto.workshops.entry.columns import Field, guess

HEADERS = ["N°", "Titre", "Idée", "Axe", "Association"]
ROWS = [
    ["1", "Des bancs", "Poser des bancs à l’ombre.", "1", "Nour"],
    ["2", "مكتبة الأحد", "فتح المكتبة يوم الأحد.", "", ""],
]


def text_of(rows=ROWS, separator=";", headers=HEADERS):
    lines = io.StringIO()
    csv.writer(lines, delimiter=separator).writerows([headers, *rows])
    return lines.getvalue()


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


class TestReadingAFile:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    @pytest.mark.parametrize("separator", [";", ",", "\t"])
    def test_unicode_with_any_separator(self, encoding, separator):
        sheet = sheets.read(text_of(separator=separator).encode(encoding))
        assert sheet.headers == HEADERS
        assert sheet.rows == ROWS

    def test_arabic_and_french_of_an_old_office(self):
        rows = [["1", "مكتبة الأحد", "فتح المكتبة à côté du marché", "", ""]]
        sheet = sheets.read(text_of(rows, headers=["a", *HEADERS[1:]]).encode("cp1256"))
        assert sheet.rows == rows

    def test_french_of_an_old_office(self):
        rows = [["1", "Éclairage", "DÉJÀ VU : l’été, où ?", "", "Œuvre « Nour »"]]
        assert sheets.read(text_of(rows).encode("cp1252")).rows == rows

    def test_commas_in_the_words_do_not_divide_them(self):
        rows = [["1", "Des bancs, des arbres", "Ici, là, partout", "", ""]] * 3
        assert sheets.read(text_of(rows).encode()).rows == rows

    def test_lines_within_a_cell_stay_in_it(self):
        rows = [["1", "Deux lignes", "La première\nla seconde", "", ""]]
        assert sheets.read(text_of(rows).encode()).rows == rows

    def test_a_workbook(self):
        data = tablib.Dataset(
            [1, "Des bancs", "À l’ombre", 2.0, None], headers=HEADERS
        ).export("xlsx")
        sheet = sheets.read(data)
        assert sheet.headers == HEADERS
        assert sheet.rows == [["1", "Des bancs", "À l’ombre", "2", ""]]

    def test_empty_rows_around_do_not_count(self):
        sheet = sheets.read(f"\n;;\n{text_of()}\n;;;;\n".encode())
        assert sheet.headers == HEADERS
        assert len(sheet.rows) == 2

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "nothing in this file"),
            (b"Titre;Texte\n", "one row only"),
            (b"\xd0\xcf\x11\xe0old", "old .xls file"),
            (b"PK\x03\x04broken", "cannot be read"),
            (b"\x89PNG\x00\x00\x01", "neither a CSV"),
            (("a;b\n" + "x;y\n" * 1001).encode(), "1001 rows"),
            ((";".join("abc" * 30) + "\n" + "x").encode(), "90 columns"),
        ],
    )
    def test_what_cannot_be_read_is_said(self, content, words):
        with pytest.raises(sheets.BadSheet, match=words):
            sheets.read(content)

    def test_a_workbook_that_unpacks_to_too_much_is_left_packed(self, monkeypatch):
        monkeypatch.setattr(sheets, "MAX_UNPACKED", 1000)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as parts:
            parts.writestr("xl/worksheets/sheet1.xml", "0" * 5000)
        with pytest.raises(sheets.BadSheet, match="too large"):
            sheets.read(packed.getvalue())


@pytest.mark.parametrize(
    "headers",
    [
        ["N°", "Titre", "Idée", "Axe", "Association"],
        ["رقم", "العنوان", "الفكرة", "المحور", "الجمعية"],
        ["ID", "Title", "Text of the idea", "Axis", "Group"],
    ],
)
def test_the_columns_are_guessed_in_three_languages(headers):
    assert guess(headers) == {
        Field.KEY: 0,
        Field.TITLE: 1,
        Field.TEXT: 2,
        Field.AXIS: 3,
        Field.AUTHOR_NAME: 4,
    }


def an_officer(commune, name="comms"):
    user = comms_officer(commune, name)
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = "en"
    profile.save()
    return user


@pytest.fixture
def ours(db):
    commune = commune_with_everything(TETOUAN, directory_in("ar"))
    publish(commune.phase, actions=list(Action.values))
    commune.officer = an_officer(commune)
    return commune


def brought(ours, rows=ROWS, headers=HEADERS, workshop=True, **mapping):
    """A file that was given and tried."""
    sheet = sheets.read(text_of(rows, headers=headers).encode())
    made = importing.upload(
        phase=ours.phase,
        workshop=ours.workshop if workshop else None,
        name="idees.csv",
        sheet=sheet,
        by=ours.officer,
    )
    return importing.try_out(
        idea_import=made, mapping={**guess(headers), **mapping}, by=ours.officer
    )


def counts(idea_import):
    return {
        state: number
        for state, number in idea_import.report["counts"].items()
        if number
    }


class TestImporting:
    def test_a_dry_run_writes_no_contribution(self, ours):
        tried = brought(ours)
        assert counts(tried) == {"new": 2}
        assert not Contribution.objects.exists()

    def test_the_rows_become_contributions(self, ours):
        done = importing.run(idea_import=brought(ours), by=ours.officer)
        assert counts(done) == {"new": 2}
        bench, library = Contribution.objects.order_by("pk")
        assert (bench.title, bench.language, bench.axis) == (
            "Des bancs",
            "fr",
            ours.axis,
        )
        assert (library.language, library.author_name) == ("ar", "")
        assert {bench.origin, library.origin} == {Origin.WORKSHOP}
        assert bench.workshop == ours.workshop
        assert bench.entered_by == ours.officer

    def test_the_same_file_again_adds_nothing(self, ours):
        importing.run(idea_import=brought(ours), by=ours.officer)
        again = importing.run(idea_import=brought(ours), by=ours.officer)
        assert counts(again) == {"known": 2}
        assert Contribution.objects.count() == 2

    def test_so_it_is_without_a_column_of_keys(self, ours):
        headers, rows = HEADERS[1:], [row[1:] for row in ROWS]
        for expected in ({"new": 2}, {"known": 2}):
            done = importing.run(
                idea_import=brought(ours, rows, headers), by=ours.officer
            )
            assert counts(done) == expected

    def test_what_changed_since_is_reported_and_left(self, ours):
        importing.run(idea_import=brought(ours), by=ours.officer)
        changed = [["1", "Des bancs", "Autre chose.", "1", "Nour"], ROWS[1]]
        again = importing.run(idea_import=brought(ours, changed), by=ours.officer)
        assert counts(again) == {"known": 1, "changed": 1}
        assert "stay as they are" in again.report["rows"][0]["reason"]
        assert not Contribution.objects.filter(text="Autre chose.").exists()

    def test_an_error_does_not_stop_the_other_rows(self, ours):
        rows = [["1", "", "Sans titre", "9", ""], *ROWS[1:], ["", "Sans clé", "b"]]
        done = importing.run(idea_import=brought(ours, rows), by=ours.officer)
        assert counts(done) == {"new": 1, "error": 2}
        first, _good, last = done.report["rows"]
        assert first["number"] == 2
        assert first["reason"] == (
            "Titre: Give it a title: a few words. Axe: The cycle has no axis “9”."
        )
        assert last["reason"] == "N°: The row has no key."

    def test_two_rows_of_one_key(self, ours):
        rows = [ROWS[0], ROWS[0], ["1", "Autre", "Autre", "", ""]]
        tried = brought(ours, rows)
        assert counts(tried) == {"new": 1, "known": 1, "error": 1}
        assert "Row 2 has the same key" in tried.report["rows"][2]["reason"]

    def test_two_workshops_of_a_phase_may_both_have_a_row_1(self, ours):
        importing.run(idea_import=brought(ours), by=ours.officer)
        other = importing.run(
            idea_import=brought(ours, workshop=False), by=ours.officer
        )
        assert counts(other) == {"new": 2}

    def test_without_a_column_of_titles_the_first_words_are_the_title(self, ours):
        tried = brought(ours, [["Poser des bancs. " * 20]], ["Idée"])
        assert counts(tried) == {"new": 1}
        title = tried.report["rows"][0]["title"]
        assert title.startswith("Poser des bancs. Poser")
        assert len(title) <= 80

    def test_letters_and_petitions_come_in_without_a_workshop(self, ours):
        rows = [["a", "b", "Pétition"], ["c", "d", ""], ["e", "f", "en ligne"]]
        headers = ["Titre", "Texte", "Origine"]
        done = importing.run(
            idea_import=brought(ours, rows, headers, workshop=False), by=ours.officer
        )
        assert counts(done) == {"new": 2, "error": 1}
        origins = Contribution.objects.order_by("pk").values_list("origin", flat=True)
        assert list(origins) == [Origin.PETITION, Origin.LETTER]

    def test_it_is_in_the_log_of_the_collectivite(self, ours):
        importing.run(idea_import=brought(ours), by=ours.officer)
        entry = BranchLogEntry.objects.get(action=importing.IMPORT)
        assert entry.collectivite == ours.page
        assert entry.data["new"] == 2

    def test_the_rows_are_discarded_after_their_time_and_the_numbers_stay(self, ours):
        done = importing.run(idea_import=brought(ours), by=ours.officer)
        IdeaImport.objects.update(created_at=moment(-100))
        retention.apply()
        done.refresh_from_db()
        assert done.rows == []
        assert set(done.report) == {"counts"}
        assert Contribution.objects.count() == 2


class TestTheScreens:
    def given(self, ours, content, name="idees.csv", client=None):
        client = client or signed_in(ours.officer)
        return client.post(
            reverse("wagtail_remacto_import_workshop", args=[ours.workshop.pk]),
            {"file": SimpleUploadedFile(name, content)},
            follow=True,
        )

    def test_from_the_file_to_the_contributions(self, ours):
        client = signed_in(ours.officer)
        matching = self.given(
            ours, text_of().encode("cp1256", "replace"), client=client
        )
        here = matching.redirect_chain[-1][0]
        initial = matching.context["form"].initial
        assert initial["title"] == "1"
        chosen = {**initial, "default_origin": "workshop", "try": "1"}
        tried = client.post(here, chosen, follow=True).content.decode()
        assert "Import and publish 2 ideas" in tried
        assert "Des bancs" in tried
        assert not Contribution.objects.exists()
        done = client.post(here, {"import": "1"}, follow=True).content.decode()
        assert "The import is done." in done
        assert Contribution.objects.count() == 2

    def test_the_choice_is_remembered_for_the_same_columns(self, ours):
        headers = ["A", "B"]
        client = signed_in(ours.officer)
        content = text_of([["x", "y"]], headers=headers).encode()
        matching = self.given(ours, content, client=client)
        client.post(
            matching.redirect_chain[-1][0],
            {"text": "1", "title": "0", "default_origin": "petition", "try": "1"},
        )
        again = self.given(ours, content, client=client)
        assert again.context["form"].initial == {
            "text": "1",
            "title": "0",
            "default_origin": "petition",
        }

    def test_the_text_needs_a_column_and_no_column_is_two_things(self, ours):
        client = signed_in(ours.officer)
        here = self.given(ours, text_of().encode(), client=client).redirect_chain[-1][0]
        page = client.post(here, {"title": "1", "default_origin": "workshop"})
        assert "Choose the column with the ideas." in page.content.decode()
        page = client.post(
            here, {"title": "1", "text": "1", "default_origin": "workshop"}
        )
        assert "This column is “Title” already." in page.content.decode()

    def test_nothing_is_imported_that_was_not_tried(self, ours):
        client = signed_in(ours.officer)
        here = self.given(ours, text_of().encode(), client=client).redirect_chain[-1][0]
        page = client.post(here, {"import": "1"}, follow=True)
        assert "Try it first" in page.content.decode()
        assert not Contribution.objects.exists()

    def test_a_file_that_cannot_be_read_says_why(self, ours):
        page = self.given(ours, b"PK\x03\x04broken", "idees.xlsx")
        assert page.status_code == 422
        assert "This workbook cannot be read." in page.content.decode()

    def test_the_report_has_every_row_with_its_reason(self, ours):
        rows = [["1", "", "=HYPERLINK(1)", "", ""], ROWS[1]]
        tried = brought(ours, rows)
        answer = signed_in(ours.officer).get(
            reverse("wagtail_remacto_import_report", args=[tried.key])
        )
        text = answer.content.decode()
        assert text.startswith("\ufeff")
        read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
        assert read[0][4:] == HEADERS
        assert read[1][:3] == [
            "2",
            "not imported",
            "Titre: Give it a title: a few words.",
        ]
        assert read[1][6] == "'=HYPERLINK(1)"
        assert read[2][1] == "new"
        # It can be given again as it is.
        assert sheets.read(answer.content).rows[0][6] == "=HYPERLINK(1)"

    def test_a_neighbour_and_the_network_see_nothing_of_it(self, ours):
        tried = brought(ours)
        elsewhere = commune_with_everything(AL_HOCEIMA, ours.page.get_parent().specific)
        for user in (comms_officer(elsewhere, "voisine"), network_officer()):
            client = signed_in(user)
            for name in ("wagtail_remacto_import", "wagtail_remacto_import_report"):
                address = reverse(name, args=[tried.key])
                assert refused(client.get(address))
            here = reverse("wagtail_remacto_import", args=[tried.key])
            assert refused(client.post(here, {"import": "1"}))
            assert refused(self.given(ours, text_of().encode(), client=client)) or (
                IdeaImport.objects.count() == 1
            )
        assert not Contribution.objects.exists()


class TestTheCommand:
    @pytest.fixture
    def file(self, tmp_path):
        path = tmp_path / "idees.csv"
        path.write_text(text_of(), encoding="utf-8")
        return str(path)

    def call(self, target, file, *options):
        said, wrong = io.StringIO(), io.StringIO()
        call_command(
            "remacto_import_ideas",
            str(target.pk),
            file,
            "--by",
            "comms",
            *options,
            stdout=said,
            stderr=wrong,
        )
        return said.getvalue()

    def test_a_dry_run_writes_nothing_at_all(self, ours, file):
        assert "2 new" in self.call(ours.workshop, file, "--dry-run")
        assert not Contribution.objects.exists()
        assert not IdeaImport.objects.exists()

    def test_it_imports_once(self, ours, file):
        assert "2 new" in self.call(ours.phase, file, "--origin", "petition")
        assert "2 known" in self.call(ours.phase, file)
        assert {row.origin for row in Contribution.objects.all()} == {Origin.PETITION}

    def test_columns_are_named_by_header_or_number(self, ours, file):
        said = self.call(
            ours.workshop, file, "--map", "title=3", "--map", "text=titre", "--dry-run"
        )
        assert "title: Idée" in said
        assert "text: Titre" in said

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            (["--map", "title=Rien"], "no such column"),
            (["--map", "colour=1"], "FIELD=COLUMN"),
            (["--map", "text="], "No column holds the text"),
        ],
    )
    def test_a_wrong_choice_is_said(self, ours, file, options, words):
        with pytest.raises(CommandError, match=words):
            self.call(ours.workshop, file, *options)

    def test_whoever_may_not_enter_imports_nothing(self, ours, file):
        comms_officer(
            commune_with_everything(AL_HOCEIMA, ours.page.get_parent().specific), "x"
        )
        with pytest.raises(CommandError, match="not yours"):
            self.call(ours.phase, file, "--by", "x")
        with pytest.raises(CommandError, match="No phase takes ideas"):
            self.call(ours.workshop, file, "--by", "x")

    def test_errors_end_it_with_an_error_after_the_good_rows(self, ours, tmp_path):
        path = tmp_path / "b.csv"
        path.write_text(text_of([*ROWS, ["3", "", "x", "", ""]]), encoding="utf-8")
        with pytest.raises(CommandError, match="1 rows"):
            self.call(ours.workshop, str(path))
        assert Contribution.objects.count() == 2
