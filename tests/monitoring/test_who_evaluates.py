"""Seats and confirmed partners evaluate for civil society, in one document."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.carrying_out import PartnerFactory, adopted_commune
from tests.citizens import EmailParticipantFactory, ParticipantFactory, UserFactory
from tests.factories import ProjectFactory, locale
from tests.monitoring.test_evaluations import THEIRS, begun, commune, complete
from tests.officers import AL_HOCEIMA, signed_in
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Deed, Kind
from wagtail_remacto.models import Deliberation, Evaluation, ProjectPage, Seat
from wagtail_remacto.monitoring.models import PartnerState
from wagtail_remacto.monitoring.services import closing, evaluations, leads
from wagtail_remacto.people.erasure import erase

__all__ = ["commune"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def partner(commune):
    return PartnerFactory(
        project=commune.project,
        organisation_ar="جمعية المرتفقين",
        participant=ParticipantFactory(user=UserFactory()),
    )


def account_of(partner):
    return partner.participant.user


def sign(commune, by):
    found = complete(commune, begun(commune, THEIRS))
    return evaluations.sign(evaluation=found, by=by)


def form(commune):
    return reverse("wagtail_remacto:evaluate", args=[commune.programme.pk])


def evaluated(commune):
    return reverse("wagtail_remacto:programme_evaluations", args=[commune.programme.pk])


class TestAPartner:
    def test_writes_the_document_that_the_seats_write(self, commune, partner):
        theirs = begun(commune, THEIRS)
        commune.who[THEIRS] = account_of(partner)

        assert begun(commune, THEIRS) == theirs

    def test_signs_by_the_partnership(self, commune, partner):
        signed = sign(commune, account_of(partner))

        assert (signed.seat, signed.partner) == (None, partner)
        client = signed_in(UserFactory())
        for address in (
            evaluated(commune),
            reverse("wagtail_remacto:evaluation", args=[signed.pk]),
        ):
            page = client.get(address).content.decode()
            assert "signed for it:" in page
            assert partner.organisation in page

    def test_signs_by_the_seat_where_it_has_one_too(self, commune, partner):
        Seat.objects.filter(pk=commune.civil_seat.pk).update(user=account_of(partner))
        commune.who[THEIRS] = account_of(partner)
        signed = sign(commune, account_of(partner))

        assert (signed.seat, signed.partner) == (commune.civil_seat, None)

    def test_finds_the_form_in_its_own_space(self, commune, partner):
        client = signed_in(account_of(partner))
        space = reverse("wagtail_remacto:my_space")
        assert form(commune) in client.get(space).content.decode()
        assert client.get(form(commune)).status_code == 200

        closing.close(cycle=commune.cycle, by=commune.focal, override="Fin.")
        assert form(commune) not in client.get(space).content.decode()

    @pytest.mark.parametrize(
        "state",
        [
            PartnerState.DECLINED,
            PartnerState.ENDED,
            PartnerState.INVITED,
            PartnerState.PROPOSED,
        ],
    )
    def test_evaluates_only_while_it_is_confirmed(self, commune, partner, state):
        type(partner).objects.filter(pk=partner.pk).update(state=state)

        assert not gate.check(
            account_of(partner), Deed.EVALUATE_CIVIL, commune.programme
        )

    def test_evaluates_no_programme_of_another_town(self, commune, partner):
        other = adopted_commune(AL_HOCEIMA, commune.directory, "neighbour")

        assert not gate.check(account_of(partner), Deed.EVALUATE_CIVIL, other.programme)

    def test_that_leads_a_project_is_not_of_civil_society(self, commune, partner):
        other = account_of(partner)
        leads.ProjectLead.objects.create(
            project=commune.project, user=other, since=partner.created_at
        )

        assert not gate.check(other, Deed.EVALUATE_CIVIL, commune.programme)

    def test_evaluates_in_any_language(self, commune, partner):
        arabic = commune.programme.get_translation(locale("ar"))

        assert gate.check(account_of(partner), Deed.EVALUATE_CIVIL, arabic)

    def test_that_is_erased_leaves_the_signature_of_the_association(
        self, commune, partner
    ):
        signed = sign(commune, account_of(partner))
        erase(partner.participant)

        signed = Evaluation.objects.get(pk=signed.pk)
        assert str(signed.holder) == partner.organisation

    def test_without_account_is_told_to_open_one(self, commune):
        partner = PartnerFactory(
            project=commune.project, participant=EmailParticipantFactory()
        )
        verdict = gate.check(
            partner.participant, Deed.EVALUATE_CIVIL, commune.programme
        )

        assert verdict.kind is Kind.YES_ONCE_SIGNED_IN
        assert "with an account" in verdict.sentence
        assert "e-mail address of your partnership" in verdict.remedy


def test_whoever_is_of_no_side_is_not_sent_to_a_project(commune):
    verdict = gate.check(UserFactory(), Deed.EVALUATE_CIVIL, commune.programme)
    assert "offer to be a partner" not in verdict.remedy
    visitor = gate.check(AnonymousUser(), Deed.EVALUATE_CIVIL, commune.programme)
    assert visitor.kind is Kind.YES_ONCE_SIGNED_IN


def test_nothing_is_signed_by_a_seat_and_a_partner(commune, partner):
    signed = sign(commune, commune.civil)
    with pytest.raises(IntegrityError), transaction.atomic():
        Evaluation.objects.filter(pk=signed.pk).update(partner=partner)


def test_the_form_is_offered_where_something_is_evaluated(commune, client):
    assert form(commune) in client.get(evaluated(commune)).content.decode()

    Deliberation.objects.filter(pk=commune.deliberation.pk).update(
        outcome="", sources=[]
    )
    page = client.get(evaluated(commune)).content.decode()
    assert form(commune) not in page
    assert "has not adopted this programme yet" in page


def officers_answers(commune, draft, client):
    found = client.get(reverse("remacto_evaluation", args=[draft.pk])).context
    shown = [found["whole"], *found["projects"]]
    return {field.html_name: field.value() or "" for each in shown for field in each}


def test_an_officers_screen_of_other_projects_keeps_the_words(commune):
    draft = begun(commune)
    client = signed_in(commune.focal)
    said = officers_answers(commune, draft, client)
    said[f"p{commune.project.pk}-lessons"] = "Écrire plus tôt."
    ProjectPage.objects.filter(pk=commune.project.pk).update(live=False)
    added = ProjectFactory(parent=commune.programme, title="Le nouveau projet")
    address = reverse("remacto_evaluation", args=[draft.pk])
    answer = client.post(address, said)

    assert answer.status_code == 422
    assert "Écrire plus tôt." in answer.content.decode()
    assert "Le nouveau projet" in answer.content.decode()
    assert not draft.projects.exists()
    again = {
        field.html_name: field.value() or ""
        for each in (answer.context["whole"], *answer.context["projects"])
        for field in each
    }
    again[f"p{added.pk}-lessons"] = "Rien encore."
    assert client.post(address, again).status_code == 302
    assert draft.projects.get().lessons == "Rien encore."
