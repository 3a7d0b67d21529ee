import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override
from wagtail.models import Locale, ModelLogEntry, Page, PageLogEntry, Revision

from tests.opendata.site import (
    MARTIL,
    PLACE,
    TETOUAN,
    cycle,
    members,
    process,
    read_report,
    words,
    write,
)
from wagtail_remacto.models import (
    Axis,
    CollectivitePage,
    CommitteePage,
    CouncilSession,
    CyclePage,
    CycleTemplate,
    Deliberation,
    DirectoryPage,
    PhasePage,
    ProgrammePage,
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
FULL = cycle(
    wave=3,
    joined="2024-12",
    period={"start": "2025-10", "end": "2027"},
    lead_fr="Direction des services",
    steps=[{"date": "2025-01", "summary_fr": "Une étape.", "source": PLACE}],
    workshops=[
        {
            "kind": "co_creation",
            "date": "2025-03-12",
            "time": "10:30",
            "place_fr": "médiathèque",
            "summary_fr": "Un atelier.",
            "source": PLACE,
        },
        {"kind": "training", "date_text_fr": "février 2025", "mode": "online"},
        {
            "kind": "committee",
            "date": "2025-04",
            "source": None,
            "source_note_fr": "Lu.",
        },
    ],
    committee={
        "name": words("Comité de suivi", "لجنة التتبع", "Follow-up committee"),
        "size": 12,
        "women_share": 0.5,
        "composition": [{"group": "civil_society", "share": 0.5}],
        "coordinators": [{"group": "elected", "count": 1}],
    },
    partners=[{"name": "Une fondation", "summary_fr": "Un appui."}],
    axes=[
        {
            "order": 2,
            "title": words("Transparence", "الشفافية", "Transparency"),
            "kind": "principle",
            "source": PLACE,
        }
    ],
    projects=[
        {
            "ref": "MATET0001",
            "axis": 2,
            "title": words("Budget citoyen", "ميزانية المواطن", "Citizen budget"),
            "problem": words("Le budget est obscur.", "الميزانية غامضة.", "Obscure."),
            "baseline_fr": "Rien n'est publié.",
            "values": ["transparency", "participation"],
            "values_basis": "assigned",
            "values_note_fr": "Une remarque.",
            "lead_fr": "Service du budget",
            "shared_with": ["01.571.01.11", "02"],
            "start": "2025-10",
            "implementation": [{"status": "launched", "basis": "inferred"}],
            "milestones": [
                {
                    "title": words("Premier jalon", "محطة أولى", "First milestone"),
                    "due": "2026-03",
                    "status": "not_started",
                    "source": PLACE,
                }
            ],
            "source": PLACE,
        }
    ],
    consultations=[
        {
            "mode": "online",
            "subject": "projects",
            "start": "2025-06-01",
            "end": "2025-06-07",
            "announced": "2025-05-20",
            "channel_url": "https://example.org/consultation",
            "summary_fr": "Une consultation.",
        },
        {"mode": "in_person_and_online", "start": "2025-03", "end": "2025-04-15"},
        {"mode": "online", "start": "2025-05", "status": "planned"},
        {"mode": "online", "start": "2025", "end": "2026"},
    ],
    adoption={
        "status": "adopted",
        "session_fr": "session ordinaire d'octobre 2025",
        "date": "2025-10-06",
        "vote": "unanimous",
        "place_fr": "siège de la commune",
        "members_present": 16,
        "source": PLACE,
    },
    evaluation=[
        {
            "kind": "inception",
            "evaluator_fr": "Une association",
            "findings": [{"question_fr": "Un forum existe-t-il ?", "result": "yes"}],
        }
    ],
)


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


class TestPages:
    def test_every_language_has_its_words(self, full):
        by_language = {
            page.locale.language_code: page
            for page in ProjectPage.objects.select_related("locale")
        }
        assert by_language["ar"].title == "ميزانية المواطن"
        assert by_language["en"].problem == "Obscure."
        assert len({page.translation_key for page in by_language.values()}) == 1
        assert len({page.slug for page in by_language.values()}) == 1

    def test_french_texts_are_kept_once_and_shown_marked(self, full):
        page = WorkshopPage.objects.get(kind="co_creation", locale__language_code="ar")
        assert page.summary == ""
        with override("ar"):
            shown = page.words("summary")
            assert (shown, shown.lang, shown.is_foreign) == ("Un atelier.", "fr", True)

    def test_facts_are_marked_with_their_language(self, full):
        page = CyclePage.objects.get(locale__language_code="ar")
        step = next(fact for fact in page.facts if fact.value["text"] == "Une étape.")
        assert step.value["text_lang"] == "fr"
        assert step.value["sources"][0]["url"] == PLACE

    def test_the_collectivite_is_as_hcp_has_it(self, full):
        page = french(CollectivitePage).get()
        assert (page.title, page.region_code, page.kind) == ("Tétouan", "01", "commune")
        assert page.population > 100_000
        assert page.slug == "commune-tetouan"
        assert page.joined == "2024-12"

    def test_workshops_are_below_the_phase_of_their_kind(self, full):
        workshop = french(WorkshopPage).get(kind="co_creation")
        assert workshop.get_parent().specific.kind == "co_creation"
        assert workshop.start_time == dt.time(10, 30)
        training = french(WorkshopPage).get(kind="training")
        assert isinstance(training.get_parent().specific, CyclePage)
        assert (training.date, training.date_text) == ("", "février 2025")

    def test_a_source_without_address_keeps_its_note(self, full):
        page = french(WorkshopPage).get(kind="committee")
        assert page.sources[0].value["note"] == "Lu."
        assert not page.sources[0].value["url"]

    def test_consultations_are_phases_as_precise_as_they_are_known(self, full):
        phases = {
            page.title: page
            for page in french(PhasePage).exclude(kind="adoption").order_by("path")
        }
        precisions = sorted((page.kind, page.precision) for page in phases.values())
        assert precisions == [
            ("co_creation", "month"),
            ("co_creation", "text"),
            ("co_creation", "text"),
            ("second_consultation", "day"),
        ]
        exact = french(PhasePage).get(kind="second_consultation")
        assert exact.start.isoformat() == "2025-05-31T23:00:00+00:00"
        assert exact.end.isoformat() == "2025-06-07T22:59:59+00:00"
        assert (exact.announced, exact.channel) == ("2025-05-20", "example.org")

    def test_a_consultation_without_end_is_not_open_for_ever(self, full):
        with_words = french(PhasePage).filter(precision="text", kind="co_creation")
        assert {page.state for page in with_words} == {"undated"}
        assert any("2025" in page.date_text for page in with_words)

    def test_the_council_is_recorded_once(self, full):
        deliberation = Deliberation.objects.get()
        session = deliberation.session
        assert deliberation.programme == french(ProgrammePage).get()
        assert (deliberation.outcome, deliberation.unanimous) == ("adopted", True)
        assert (deliberation.present, deliberation.votes_for) == (16, None)
        assert (session.kind, session.sitting) == ("ordinary", "2025-10-06")
        assert session.label == "session ordinaire d'octobre 2025"

    def test_an_announced_session_is_not_a_vote(self, tmp_path):
        planned = {"status": "planned", "session_fr": "session d'octobre 2025"}
        import_paths([write(tmp_path, "a.yaml", process(cycle(adoption=planned)))])
        deliberation = Deliberation.objects.get()
        assert not deliberation.is_adopted
        assert (deliberation.unanimous, deliberation.present) == (None, None)

    def test_projects_point_at_the_canonical_axis(self, full):
        axis = Axis.objects.get(locale__language_code="fr")
        assert axis.cycle == french(CyclePage).get()
        assert axis.is_principle
        assert {page.axis for page in ProjectPage.objects.all()} == {axis}

    def test_a_project_keeps_what_is_said_of_it(self, full):
        page = french(ProjectPage).get()
        assert page.reference == "MATET0001"
        assert page.status_quo == "Rien n'est publié."
        assert page.values == ["transparency", "participation"]
        assert page.values_note.startswith("Une remarque.")
        assert page.shared_with == ["02"]
        assert (page.start, page.end, page.budget) == ("2025-10", "", None)
        milestone = page.facts[1].value
        assert (milestone["kind"], milestone["date"]) == ("milestone", "2026-03")
        assert "not_started" in milestone["text"]

    def test_the_committee_keeps_its_composition(self, full):
        page = CommitteePage.objects.get(locale__language_code="ar")
        assert (page.title, page.size) == ("لجنة التتبع", 12)
        assert [block.value["coordinates"] for block in page.composition] == [
            False,
            True,
        ]

    def test_unknown_stays_unknown(self, tmp_path):
        import_paths([write(tmp_path, "a.yaml", process())])
        page = french(CyclePage).get()
        assert page.wave is None
        assert page.programme_years is None
        assert (page.period_start, page.summary, len(page.facts)) == ("", "", 0)
        assert not page.get_children().exists()

    def test_pages_are_found_by_search(self, full):
        assert len(ProjectPage.objects.search("Budget citoyen")) == 1

    def test_pages_can_be_edited(self, full, admin_client):
        for page in Page.objects.filter(depth__gt=2, locale__language_code="fr"):
            response = admin_client.get(f"/admin/pages/{page.pk}/edit/")
            assert response.status_code == 200


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
