"""A missing field means that nothing was found, never that there is nothing."""

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.utils.translation import override

from tests.opendata.site import FULL, MARTIL, PLACE, cycle, process, words, write
from wagtail_remacto.models import (
    CollectivitePage,
    CommitteePage,
    CyclePage,
    DirectoryPage,
    ProjectPage,
)
from wagtail_remacto.opendata.importers import reading, run
from wagtail_remacto.opendata.importers.run import import_paths

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

NETWORK = {
    "schema": "remacto-network/1",
    "name": words("Réseau", "شبكة", "Network"),
    "acronym": "REMACTO",
    "created": "2020",
    "created_source": PLACE,
    "principles_source": f"{PLACE}/principles",
    "partners": [{"name": words("Une fondation", "مؤسسة", "A foundation")}],
    "membership_counts": [{"as_of": "2025", "total": 66}],
    "charter": {"summary_fr": "Une charte.", "source": PLACE},
    "events": [
        {"kind": "meeting", "title": words("Réunion", "اجتماع", "Meeting")},
        {"kind": "meeting", "title": words("Forum", "منتدى", "Forum")},
    ],
}


def french(model):
    return model.objects.get(locale__language_code="fr")


def blocks(page):
    names = ("facts", "counts", "partners", "composition", "sources")
    return {
        name: getattr(page, name).get_prep_value()
        for name in names
        if hasattr(getattr(page, name, None), "get_prep_value")
    }


def load(folder, data):
    report = import_paths([write(folder, "file.yaml", data)])
    assert not report.errors, report.errors
    return report


class TestAPoorerFile:
    def test_takes_nothing_from_the_directory(self, tmp_path):
        load(tmp_path, NETWORK)
        before = blocks(french(DirectoryPage))
        assert all(before.values())
        report = load(tmp_path, {"schema": NETWORK["schema"], "name": NETWORK["name"]})
        page = french(DirectoryPage)
        assert blocks(page) == before
        assert (page.acronym, page.founded) == ("REMACTO", "2020")
        assert not report.updated

    def test_still_replaces_the_list_that_it_has(self, tmp_path):
        load(tmp_path, NETWORK)
        poorer = {**NETWORK, "events": NETWORK["events"][:1]}
        del poorer["charter"]
        load(tmp_path, poorer)
        titles = [fact.value["title"] for fact in french(DirectoryPage).facts]
        assert len(titles) == 3
        assert "Réunion" in titles
        assert "Forum" not in titles

    def test_and_the_full_one_again_leave_officers_edits_alone(self, tmp_path):
        load(tmp_path, NETWORK)
        page = french(DirectoryPage)
        page.facts[1].value["title"] = "Corrigé"
        page.save()
        load(tmp_path, {"schema": NETWORK["schema"], "name": NETWORK["name"]})
        load(tmp_path, NETWORK)
        assert french(DirectoryPage).facts[1].value["title"] == "Corrigé"

    def test_takes_nothing_from_cycles_and_projects(self, tmp_path):
        load(tmp_path, process(FULL))
        models = (CyclePage, ProjectPage, CommitteePage)
        before = [blocks(french(model)) for model in models]
        project = FULL["projects"][0]
        load(
            tmp_path,
            process(
                cycle(
                    projects=[{"ref": project["ref"], "title": project["title"]}],
                    committee={"name": FULL["committee"]["name"]},
                )
            ),
        )
        facts, *others = [blocks(french(model)) for model in models]
        assert facts["facts"] == before[0]["facts"]
        assert others == before[1:]
        page = french(ProjectPage)
        assert page.problem == "Le budget est obscur."
        assert page.values == ["transparency", "participation"]
        assert french(CyclePage).wave == 3


class TestUnexpectedErrors:
    @pytest.mark.parametrize("where", ["load", "read"])
    def test_of_one_file_leave_the_others(self, tmp_path, monkeypatch, where):
        write(tmp_path, "a.yaml", process(FULL))
        write(tmp_path, "b.yaml", process(of=MARTIL))
        loader, read = run.process.load, reading.read

        def load(store, data):
            loader(store, data)
            if store.file.endswith("a.yaml"):
                raise OverflowError("too far")

        def reads(path):
            if path.name == "a.yaml":
                raise OverflowError("too far")
            return read(path)

        if where == "load":
            monkeypatch.setattr(run.process, "load", load)
        else:
            monkeypatch.setattr(run, "read", reads)
        with override("en"):
            report = import_paths([tmp_path])
        [problem] = report.errors
        assert (problem.file, problem.path) == (str(tmp_path / "a.yaml"), "")
        assert "unexpected reason: too far" in problem.reason
        assert set(CollectivitePage.objects.values_list("hcp_code", flat=True)) == {
            MARTIL["hcp_code"]
        }

    @pytest.mark.parametrize(
        ("written", "reason"), [(r"\0", "NUL"), (r"\ud800", "surrogate")]
    )
    def test_letters_that_cannot_be_stored(self, tmp_path, written, reason):
        text = yaml.safe_dump(process(cycle(lead_fr="mot MARK")))
        text = text.replace("mot MARK", f'"mot {written}"')
        report = tmp_path / "report.json"
        path = write(tmp_path, "a.yaml", text)
        with override("en"):
            [problem] = import_paths([path]).errors
        assert problem.path == "cycles[0].lead_fr"
        assert reason in problem.reason
        with pytest.raises(CommandError):
            call_command("remacto_import", path, report=str(report))
        assert report.exists()

    def test_a_name_that_cannot_be_stored_is_reported(self, tmp_path):
        path = write(tmp_path, "a.yaml", 'schema: remacto-members/1\n"x\\ud800": 1\n')
        report = tmp_path / "report.json"
        with pytest.raises(CommandError):
            call_command("remacto_import", path, report=str(report))
        assert "d800" in report.read_text(encoding="utf-8")

    def test_a_report_that_is_a_folder_is_refused_first(self, tmp_path):
        path = write(tmp_path, "a.yaml", process())
        with pytest.raises(CommandError, match="folder"):
            call_command("remacto_import", path, report=str(tmp_path))
        assert not CyclePage.objects.exists()


class TestWhatAFileMaySay:
    @pytest.mark.parametrize(
        "status", ["not_started", "limited", "substantial", "completed"]
    )
    def test_the_status_of_a_milestone_in_ogps_words(self, tmp_path, status):
        milestone = {"title": words("Jalon", "محطة", "M"), "status": status}
        project = {"title": {"fr": "Projet"}, "milestones": [milestone]}
        load(tmp_path, process(cycle(projects=[project])))
        [fact] = french(ProjectPage).facts
        assert (fact.value["status"], fact.value["text"]) == (status, "")

    def test_other_words_of_a_status_stay(self, tmp_path):
        milestone = {"title": words("Jalon", "محطة", "M"), "status": "presque"}
        project = {"title": {"fr": "Projet"}, "milestones": [milestone]}
        load(tmp_path, process(cycle(projects=[project])))
        assert "presque" in french(ProjectPage).facts[0].value["text"]

    @pytest.mark.parametrize(
        ("title", "slug"), [({"ar": "مشروع"}, "projet"), ({"en": "A plan"}, "a-plan")]
    )
    def test_a_title_in_one_language(self, tmp_path, title, slug):
        data = process(cycle(projects=[{"title": title}]))
        load(tmp_path, data)
        pages = ProjectPage.objects.all()
        assert {(page.title, page.slug) for page in pages} == {
            (next(iter(title.values())), slug)
        }
        assert not load(tmp_path, data).created

    def test_merge_keys(self, tmp_path):
        path = tmp_path / "a.yaml"
        path.write_text(
            "a: &a {source: x, kind: k}\nb: &b {<<: *a, kind: l}\nc: {<<: *b}\n",
            encoding="utf-8",
        )
        data, problem = reading.read(path)
        assert problem is None
        assert data == yaml.safe_load(path.read_text(encoding="utf-8"))

    @pytest.mark.parametrize("year", ["0001", "1899", "2201", "9999"])
    def test_no_year_out_of_bounds(self, tmp_path, year):
        path = write(tmp_path, "a.yaml", process(cycle(joined=f"{year}-12-31")))
        with override("en"):
            [problem] = import_paths([path]).errors
        assert problem.path == "cycles[0].joined"
        assert "between 1900 and 2200" in problem.reason
