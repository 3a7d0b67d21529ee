"""Where each thing of a file goes, and in which words."""

import datetime as dt

import pytest
from django.db import transaction
from django.utils.translation import override
from wagtail.models import Page

from tests.opendata import site
from tests.opendata.site import FULL, PLACE, process, write
from wagtail_remacto.models import (
    Axis,
    CollectivitePage,
    CommitteePage,
    CyclePage,
    Deliberation,
    PhasePage,
    ProgrammePage,
    ProjectPage,
    WorkshopPage,
)
from wagtail_remacto.opendata.importers.run import import_paths

pytestmark = pytest.mark.django_db


def french(model):
    return model.objects.filter(locale__language_code="fr")


@pytest.fixture(scope="module")
def full(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), transaction.atomic():
        site.make_site()
        report = import_paths([write(folder, "tetouan.yaml", process(FULL))])
        assert not report.errors
        yield
        transaction.set_rollback(True)


def test_every_language_has_its_words(full):
    by_language = {
        page.locale.language_code: page
        for page in ProjectPage.objects.select_related("locale")
    }
    assert by_language["ar"].title == "ميزانية المواطن"
    assert by_language["en"].problem == "Obscure."
    assert len({page.translation_key for page in by_language.values()}) == 1
    assert len({page.slug for page in by_language.values()}) == 1


def test_french_texts_are_kept_once_and_shown_marked(full):
    page = WorkshopPage.objects.get(kind="co_creation", locale__language_code="ar")
    assert page.summary == ""
    with override("ar"):
        shown = page.words("summary")
        assert (shown, shown.lang, shown.is_foreign) == ("Un atelier.", "fr", True)


def test_facts_are_marked_with_their_language(full):
    page = CyclePage.objects.get(locale__language_code="ar")
    step = next(fact for fact in page.facts if fact.value["text"] == "Une étape.")
    assert step.value["text_lang"] == "fr"
    assert step.value["sources"][0]["url"] == PLACE


def test_the_collectivite_is_as_hcp_has_it(full):
    page = french(CollectivitePage).get()
    assert (page.title, page.region_code, page.kind) == ("Tétouan", "01", "commune")
    assert page.population > 100_000
    assert page.slug == "commune-tetouan"
    assert page.joined == "2024-12"


def test_workshops_are_below_the_phase_of_their_kind(full):
    workshop = french(WorkshopPage).get(kind="co_creation")
    assert workshop.get_parent().specific.kind == "co_creation"
    assert workshop.start_time == dt.time(10, 30)
    training = french(WorkshopPage).get(kind="training")
    assert isinstance(training.get_parent().specific, CyclePage)
    assert (training.date, training.date_text) == ("", "février 2025")


def test_a_source_without_address_keeps_its_note(full):
    page = french(WorkshopPage).get(kind="committee")
    assert page.sources[0].value["note"] == "Lu."
    assert not page.sources[0].value["url"]


def test_consultations_are_phases_as_precise_as_they_are_known(full):
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


def test_a_consultation_without_end_is_not_open_for_ever(full):
    with_words = french(PhasePage).filter(precision="text", kind="co_creation")
    assert {page.state for page in with_words} == {"undated"}
    assert any("2025" in page.date_text for page in with_words)


def test_the_council_is_recorded_once(full):
    deliberation = Deliberation.objects.get()
    session = deliberation.session
    assert deliberation.programme == french(ProgrammePage).get()
    assert (deliberation.outcome, deliberation.unanimous) == ("adopted", True)
    assert (deliberation.present, deliberation.votes_for) == (16, None)
    assert (session.kind, session.sitting) == ("ordinary", "2025-10-06")
    assert session.label == "session ordinaire d'octobre 2025"


def test_projects_point_at_the_canonical_axis(full):
    axis = Axis.objects.get(locale__language_code="fr")
    assert axis.cycle == french(CyclePage).get()
    assert axis.is_principle
    assert {page.axis for page in ProjectPage.objects.all()} == {axis}


def test_a_project_keeps_what_is_said_of_it(full):
    page = french(ProjectPage).get()
    assert page.reference == "MATET0001"
    assert page.status_quo == "Rien n'est publié."
    assert page.values == ["transparency", "participation"]
    assert page.values_note.startswith("Une remarque.")
    assert page.shared_with == ["02"]
    assert (page.start, page.end, page.budget) == ("2025-10", "", None)
    milestone = page.facts[1].value
    assert (milestone["kind"], milestone["date"]) == ("milestone", "2026-03")
    assert (milestone["status"], milestone["text"]) == ("not_started", "")


def test_the_committee_keeps_its_composition(full):
    page = CommitteePage.objects.get(locale__language_code="ar")
    assert (page.title, page.size) == ("لجنة التتبع", 12)
    assert [block.value["coordinates"] for block in page.composition] == [
        False,
        True,
    ]


def test_pages_are_found_by_search(full):
    assert len(ProjectPage.objects.search("Budget citoyen")) == 1


def test_pages_can_be_edited(full, admin_client):
    for page in Page.objects.filter(depth__gt=2, locale__language_code="fr"):
        response = admin_client.get(f"/admin/pages/{page.pk}/edit/")
        assert response.status_code == 200
