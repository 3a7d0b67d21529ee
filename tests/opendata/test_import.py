import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Locale, ModelLogEntry, Page, PageLogEntry, Revision

from tests.opendata.site import (
    FULL,
    MARTIL,
    TETOUAN,
    cycle,
    members,
    process,
    read_report,
    words,
    write,
)
from wagtail_remacto.models import (
    CollectivitePage,
    CommitteePage,
    CouncilSession,
    CyclePage,
    CycleTemplate,
    Deliberation,
    DirectoryPage,
    ProjectPage,
    WorkshopPage,
)
from wagtail_remacto.opendata.importers.run import import_paths
from wagtail_remacto.opendata.models import ImportRecord

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

TEMPLATE = {
    "schema": "remacto-cycle/1",
    "id": "2025",
    "title": words("Cycle de 2025", "دورة 2025", "Cycle of 2025"),
    "phases": [
        {
            "order": 1,
            "kind": "information",
            "title": words("Rencontres", "لقاءات", "Meetings"),
            "date_text_fr": "avant l'été",
        }
    ],
}


def everything():
    """What a second import must not move."""
    return (
        Page.objects.count(),
        Revision.objects.count(),
        PageLogEntry.objects.count(),
        ModelLogEntry.objects.count(),
        list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id")),
        list(ImportRecord.objects.order_by("pk").values()),
    )


def french(model):
    return model.objects.filter(locale__language_code="fr")


@pytest.fixture
def full(tmp_path):
    path = write(tmp_path, "tetouan.yaml", process(FULL))
    report = import_paths([path])
    assert not report.errors
    return path


class TestAgain:
    def test_changes_nothing(self, full):
        before = everything()
        report = import_paths([full])
        assert (report.created, report.updated, report.errors) == ([], [], [])
        assert report.unchanged
        assert everything() == before

    def test_leaves_an_officers_edit_alone(self, full):
        page = french(WorkshopPage).get(kind="co_creation")
        page.summary = "Réécrit par la commune."
        page.save_revision().publish()
        import_paths([full])
        page.refresh_from_db()
        assert page.summary == "Réécrit par la commune."

    def test_leaves_a_deleted_page_deleted(self, full):
        french(WorkshopPage).get(kind="training").delete()
        before = everything()
        import_paths([full])
        assert everything() == before

    def test_brings_news_of_one_item(self, full):
        told = process({**FULL, "committee": {**FULL["committee"], "size": 14}})
        report = import_paths([write(full.parent, full.name, told)])
        assert [item.key for item in report.updated] == [
            "process/01.571.01.11/2025/committee"
        ]
        assert set(CommitteePage.objects.values_list("size", flat=True)) == {14}

    def test_takes_news_into_the_draft_an_officer_is_writing(self, full):
        page = french(CommitteePage).get()
        page.summary = "Brouillon."
        page.save_revision()
        told = process({**FULL, "committee": {**FULL["committee"], "size": 14}})
        import_paths([write(full.parent, full.name, told)])
        page = french(CommitteePage).get()
        draft = page.get_latest_revision_as_object()
        assert (page.size, page.summary, page.has_unpublished_changes) == (14, "", True)
        assert (draft.size, draft.summary) == (14, "Brouillon.")

    def test_a_corrected_date_moves_the_same_page(self, full):
        page = french(WorkshopPage).get(kind="co_creation")
        workshops = [{**FULL["workshops"][0], "date": "2025-03-13"}]
        told = process({**FULL, "workshops": [*workshops, *FULL["workshops"][1:]]})
        import_paths([write(full.parent, full.name, told)])
        assert french(WorkshopPage).get(kind="co_creation").pk == page.pk
        page.refresh_from_db()
        assert page.date == "2025-03-13"

    def test_a_new_workshop_before_the_others_moves_none(self, full):
        first = {"kind": "co_creation", "date": "2025-03-01"}
        told = process({**FULL, "workshops": [first, *FULL["workshops"]]})
        report = import_paths([write(full.parent, full.name, told)])
        assert [item.title for item in report.created]
        assert french(WorkshopPage).filter(kind="co_creation").count() == 2

    def test_a_vote_makes_the_announced_session_precise(self, tmp_path):
        planned = {"status": "planned", "session_fr": "session d'octobre 2025"}
        path = write(tmp_path, "a.yaml", process(cycle(adoption=planned)))
        import_paths([path])
        assert Deliberation.objects.get().outcome == ""
        write(tmp_path, "a.yaml", process(cycle(adoption=FULL["adoption"])))
        assert not import_paths([path]).errors
        deliberation = Deliberation.objects.get()
        assert deliberation.outcome == "adopted"
        assert CouncilSession.objects.get().sitting == "2025-10-06"

    def test_a_recorded_vote_is_not_rewritten(self, full):
        told = {**FULL["adoption"], "status": "planned"}
        path = write(full.parent, full.name, process({**FULL, "adoption": told}))
        [problem] = import_paths([path]).errors
        assert problem.path == "cycles[0].adoption"
        assert Deliberation.objects.get().outcome == "adopted"

    def test_makes_a_language_that_the_directory_has_got_since(self, tmp_path):
        path = write(tmp_path, "a.yaml", process(FULL))
        for directory in [*DirectoryPage.objects.all()]:
            directory.delete()
        english = Locale.objects.get(language_code="en")
        homes = Page.objects.filter(depth=2, locale=english)
        title = homes.get().title
        homes.get().delete()
        import_paths([path])
        assert not CyclePage.objects.filter(locale=english).exists()
        french_home = Page.objects.get(slug="a")
        home = french_home.copy_for_translation(english)
        home.title = title
        home.save()
        directory = DirectoryPage.objects.get(locale__language_code="fr")
        directory.copy_for_translation(english)
        DirectoryPage.objects.filter(locale=english).update(live=True)
        import_paths([path])
        assert ProjectPage.objects.get(locale=english).title == "Citizen budget"


class TestRefresh:
    def test_writes_titles_again_that_better_translations_change(
        self, full, monkeypatch
    ):
        monkeypatch.setattr(
            "wagtail_remacto.opendata.importers.process.naming.cycle_title",
            lambda identifier: f"Anew {identifier}",
        )
        import_paths([full])
        assert not CyclePage.objects.filter(title="Anew 2025").exists()
        report = import_paths([full], refresh=True)
        assert [each.key for each in report.updated] == [
            "process/01.571.01.11/2025/cycle"
        ]
        assert CyclePage.objects.filter(title="Anew 2025").count() == 3

    def test_leaves_officers_edits_and_deletions_alone(self, full):
        french(WorkshopPage).get(kind="training").delete()
        page = french(CyclePage).get()
        page.title = "Notre cycle"
        page.save_revision().publish()
        report = import_paths([full], refresh=True)
        assert (report.created, report.updated) == ([], [])
        assert french(CyclePage).get().title == "Notre cycle"
        assert not french(WorkshopPage).filter(kind="training").exists()


class TestDryRun:
    def test_reports_and_changes_nothing(self, tmp_path):
        path = write(tmp_path, "a.yaml", process(FULL))
        before = everything()
        dry = import_paths([path], dry_run=True)
        assert everything() == before
        assert not DirectoryPage.objects.exists()
        assert dry.as_dict() == import_paths([path]).as_dict()

    def test_leaves_nothing_in_the_search_index(self, tmp_path):
        from wagtail.search.models import IndexEntry

        count = IndexEntry.objects.count()
        import_paths([write(tmp_path, "a.yaml", process(FULL))], dry_run=True)
        assert IndexEntry.objects.count() == count


class TestOrder:
    def test_of_the_paths_does_not_matter(self, tmp_path):
        paths = [
            write(tmp_path, "1.yaml", process(FULL)),
            write(tmp_path, "2.yaml", members({**TETOUAN, "wave": 2})),
            write(tmp_path, "3.yaml", TEMPLATE),
        ]
        assert not import_paths(paths).errors
        page = french(CyclePage).get()
        assert page.template_used == CycleTemplate.objects.get(
            locale__language_code="fr"
        )
        assert french(CollectivitePage).get().wave == 2

    def test_of_the_imports_does_not_matter_either(self, tmp_path):
        import_paths([write(tmp_path, "1.yaml", process(FULL))])
        import_paths([write(tmp_path, "2.yaml", members({**TETOUAN, "wave": 2}))])
        import_paths([write(tmp_path, "3.yaml", TEMPLATE)])
        assert french(CyclePage).get().template_used is not None
        assert set(CollectivitePage.objects.values_list("wave", flat=True)) == {2}
        assert CollectivitePage.objects.count() == 3

    def test_a_page_made_by_hand_is_adopted(self, tmp_path, home):
        directory = home.add_child(instance=DirectoryPage(title="Annuaire"))
        own = directory.add_child(
            instance=CollectivitePage(
                title="Ville de Martil", slug="martil", hcp_code=MARTIL["hcp_code"]
            )
        )
        import_paths([write(tmp_path, "1.yaml", process(of=MARTIL))])
        own.refresh_from_db()
        assert CollectivitePage.objects.get() == own
        assert (own.title, own.slug) == ("Ville de Martil", "martil")
        assert CyclePage.objects.get().get_parent().specific == own


class TestWhatIsNotSaid:
    def test_an_announced_session_is_not_a_vote(self, tmp_path):
        planned = {"status": "planned", "session_fr": "session d'octobre 2025"}
        import_paths([write(tmp_path, "a.yaml", process(cycle(adoption=planned)))])
        deliberation = Deliberation.objects.get()
        assert not deliberation.is_adopted
        assert (deliberation.unanimous, deliberation.present) == (None, None)

    def test_unknown_stays_unknown(self, tmp_path):
        import_paths([write(tmp_path, "a.yaml", process())])
        page = french(CyclePage).get()
        assert page.wave is None
        assert page.programme_years is None
        assert (page.period_start, page.summary, len(page.facts)) == ("", "", 0)
        assert not page.get_children().exists()


class TestCommand:
    def test_writes_a_report(self, tmp_path, capsys):
        path = write(tmp_path, "a.yaml", process(FULL))
        report = tmp_path / "report.json"
        call_command("remacto_import", path, report=str(report))
        told = read_report(report)
        assert set(told) == {"created", "updated", "unchanged", "errors"}
        assert told["created"][0]["file"] == str(path)
        assert told["errors"] == []

    def test_fails_where_there_are_errors(self, tmp_path, capsys):
        path = write(tmp_path, "a.yaml", "no")
        report = tmp_path / "report.json"
        with pytest.raises(CommandError):
            call_command("remacto_import", path, report=str(report))
        [problem] = read_report(report)["errors"]
        assert set(problem) == {"file", "path", "reason"}
        assert problem["file"] == str(path)

    def test_takes_a_parent(self, tmp_path, home):
        below = home.add_child(instance=Page(title="Réseau", slug="reseau"))
        path = write(tmp_path, "a.yaml", process())
        call_command("remacto_import", path, parent="reseau")
        assert DirectoryPage.objects.get().get_parent().specific == below

    def test_refuses_an_unknown_parent(self, tmp_path):
        with pytest.raises(CommandError):
            call_command("remacto_import", tmp_path, parent="nowhere")
