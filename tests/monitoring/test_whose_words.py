"""Who speaks for whom, and whose words nobody else is shown."""

import pytest
from django.urls import reverse

from tests.carrying_out import PartnerFactory, adopted_commune, with_milestones
from tests.citizens import ParticipantFactory, UserFactory
from tests.factories import ProjectFactory, SeatFactory, locale
from tests.officers import AL_HOCEIMA, signed_in
from wagtail_remacto.committees.models import College
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Deed
from wagtail_remacto.models import Deliberation, MonitoringNote, ProjectPage
from wagtail_remacto.monitoring.errors import EvaluationIncomplete
from wagtail_remacto.monitoring.services import (
    evaluations,
    leads,
    notes,
    succession,
    updates,
)
from wagtail_remacto.programmes.planning.drafts import draft_programme, pages_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return with_milestones(adopted_commune(), 2)


@pytest.fixture
def neighbour(commune):
    return adopted_commune(AL_HOCEIMA, commune.directory, "neighbour")


def seated(commune, user):
    return SeatFactory(
        committee=commune.committee,
        college=College.CIVIL_SOCIETY,
        organisation="Association des parents",
        user=user,
    )


def test_who_leads_a_project_evaluates_for_no_civil_society(commune):
    user = UserFactory()
    row = leads.name_lead(project=commune.project, user=user, by=commune.focal)
    seated(commune, user)
    for page in (commune.programme, commune.programme.get_translation(locale("ar"))):
        assert not gate.check(user, Deed.EVALUATE_CIVIL, page)

    leads.end_lead(lead=row, by=commune.focal)
    assert gate.check(user, Deed.EVALUATE_CIVIL, commune.programme)


def test_one_person_is_one_voice_whatever_they_speak_for(commune):
    user = UserFactory()
    milestone = commune.milestones[0]
    PartnerFactory(project=commune.project, participant=ParticipantFactory(user=user))
    notes.note(
        milestone=milestone,
        who=user,
        stance="contradicts",
        completion="limited",
        text="Le guichet est fermé.",
    )
    seated(commune, user)
    updates.publish(
        project=commune.project,
        by=commune.officer,
        title="Le guichet est ouvert",
        milestone=milestone,
        completion="completed",
    )
    notes.note(milestone=milestone, who=user, stance="confirms", text="Je l’ai vu.")

    (standing,) = MonitoringNote.objects.filter(superseded_at=None)
    assert standing.completion == "completed"
    milestone.refresh_from_db()
    assert milestone.civil_completion == "completed"


def test_another_town_reads_no_unpublished_translation(commune, neighbour):
    following = succession.open_next(
        cycle=neighbour.cycle, by=neighbour.focal, identifier="2029"
    )
    programme = draft_programme(pages_of(following), neighbour.focal, None)
    arabic = commune.project.get_translation(locale("ar"))
    ProjectPage.objects.filter(pk=arabic.pk).update(live=False)
    made = succession.copy_project(
        source=commune.project, programme=programme, by=neighbour.focal
    )

    pages = ProjectPage.objects.filter(translation_key=made.translation_key)
    assert [page.locale.language_code for page in pages] == ["fr"]


def test_a_refusal_names_no_project_of_another_town(commune, neighbour):
    following = succession.open_next(
        cycle=commune.cycle, by=commune.focal, identifier="2029"
    )
    Deliberation.objects.filter(programme=neighbour.programme).update(
        outcome="", sources=[]
    )
    secret = ProjectFactory(
        parent=neighbour.programme, title="PROJET SECRET", live=False
    )
    response = signed_in(commune.focal).post(
        reverse("remacto_succession", args=[following.pk]),
        {"carry": "1", "project": [secret.pk]},
        follow=True,
    )

    assert response.status_code == 422
    assert secret.title not in response.content.decode()


def test_nobody_signs_about_nothing(commune):
    ProjectPage.objects.filter(pk=commune.project.pk).update(live=False)
    draft = evaluations.draft(
        programme=commune.programme,
        moment="final",
        voice="administration",
        by=commune.focal,
    )
    with pytest.raises(EvaluationIncomplete):
        evaluations.sign(evaluation=draft, by=commune.focal)
