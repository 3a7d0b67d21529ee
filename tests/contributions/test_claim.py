"""What becomes of a slip: its short link, and the claim with its code."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.citizens import (
    ContributionFactory,
    EmailParticipantFactory,
    ParticipantFactory,
    UserFactory,
)
from tests.officers import (
    TETOUAN,
    comms_officer,
    commune_with_everything,
    directory_in,
    signed_in,
)
from wagtail_remacto.collectivites.log import BranchLogEntry
from wagtail_remacto.contributions import references, services
from wagtail_remacto.contributions.errors import GivenInTheRoom
from wagtail_remacto.contributions.models import AuthorKind, Origin, Standing
from wagtail_remacto.people.models import Consent, ConsentPurpose, Participant

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _counted_anew():
    cache.clear()


@pytest.fixture
def idea():
    """Given on paper, and entered since."""
    return ContributionFactory(
        origin=Origin.WORKSHOP, author=None, author_kind=AuthorKind.GROUP
    )


def claim_url(idea):
    return reverse("wagtail_remacto:claim", args=[idea.shown_reference])


def typed(idea, **fields):
    code = references.claim_code(idea.reference)
    return {"code": code.lower().replace("-", " "), "consent": "on", **fields}


@pytest.fixture
def english(settings):
    with translation.override("en"):
        yield


class TestTheShortLink:
    def test_it_leads_to_the_idea_in_the_language_of_the_phone(self, client, idea):
        address = f"/i/{idea.shown_reference}/"
        page = client.get(address, headers={"accept-language": "ar"}, follow=True)
        assert page.redirect_chain[-1][0] == (
            f"/ar/contributions/{idea.shown_reference}/"
        )
        assert page.status_code == 200

    def test_before_that_it_says_that_the_slip_should_be_kept(self, client):
        reference = references.shown(references.new())
        with translation.override("en"):
            address = reverse("wagtail_remacto:slip", args=[reference])
        page = client.get(address)
        assert page.status_code == 200
        assert "not entered yet" in page.content.decode()
        assert reference in page.content.decode()
        assert not page.cookies

    def test_a_wrong_sign_is_no_reference(self, client):
        reference = references.new()
        wrong = reference[:-1] + ("2" if reference[-1] != "2" else "3")
        assert client.get(f"/fr/i/{wrong}/").status_code == 404

    def test_what_is_not_public_is_not_shown(self, client, idea):
        idea.standing = Standing.HELD
        idea.save()
        page = client.get(f"/fr/i/{idea.shown_reference}/", follow=True)
        assert page.status_code == 404


class TestClaiming:
    def test_with_the_code_it_becomes_ones_own(self, idea):
        person = ParticipantFactory()
        client = signed_in(person.user)
        page = client.post(claim_url(idea), typed(idea))
        assert page.url == idea.get_absolute_url()
        idea.refresh_from_db()
        assert idea.author == person
        assert idea.claimed_at
        consent = Consent.objects.get()
        assert consent.purpose == ConsentPurpose.CLAIM
        assert consent.participant == person

    def test_an_account_that_has_never_taken_part(self, idea):
        user = UserFactory()
        signed_in(user).post(claim_url(idea), typed(idea))
        idea.refresh_from_db()
        assert idea.author.user == user

    def test_a_wrong_code_is_said_and_nothing_happens(self, idea, english):
        client = signed_in(ParticipantFactory().user)
        page = client.post(claim_url(idea), typed(idea, code="AAA-AAA"))
        assert page.status_code == 422
        assert "This code does not belong to this idea." in page.content.decode()
        assert 'value="AAA-AAA"' in page.content.decode()
        assert not Consent.objects.exists()

    def test_codes_are_not_tried_for_ever(self, idea, settings, english):
        settings.WAGTAIL_REMACTO_RATES = {"claim": ("2/h", "9/h")}
        client = signed_in(ParticipantFactory().user)
        for _attempt in range(2):
            client.post(claim_url(idea), typed(idea, code="AAA-AAA"))
        page = client.post(claim_url(idea), typed(idea))
        assert page.status_code == 403
        assert "very often" in page.content.decode()

    def test_nor_without_an_account(self, idea, settings, english):
        settings.WAGTAIL_REMACTO_RATES = {"claim": ("9/h", "2/h"), "mail": (None, None)}
        data = typed(idea, code="AAA-AAA", email="moi@exemple.ma")
        for _attempt in range(2):
            assert Client().post(claim_url(idea), data).status_code == 422
        assert Client().post(claim_url(idea), data).status_code == 403

    def test_somebody_elses_idea_stays_theirs(self, idea, english):
        idea.author = ParticipantFactory()
        idea.save()
        client = signed_in(ParticipantFactory().user)
        assert "has claimed this idea" in client.get(claim_url(idea)).content.decode()
        page = client.post(claim_url(idea), typed(idea))
        assert page.status_code == 422
        assert "Somebody has claimed this idea before." in page.content.decode()

    def test_the_author_is_led_to_it(self, idea):
        idea.author = ParticipantFactory()
        idea.save()
        page = signed_in(idea.author.user).get(claim_url(idea))
        assert page.url == idea.get_absolute_url()

    def test_an_officer_of_the_collectivite_is_refused_and_keeps_what_was_typed(self):
        ours = commune_with_everything(TETOUAN, directory_in("ar"))
        idea = ContributionFactory(
            phase=ours.phase,
            origin=Origin.WORKSHOP,
            author=None,
            author_kind=AuthorKind.GROUP,
        )
        with translation.override("en"):
            page = signed_in(comms_officer(ours)).post(claim_url(idea), typed(idea))
        assert page.status_code == 403
        assert "Officers of the collectivité claim no ideas." in page.content.decode()
        assert typed(idea)["code"] in page.content.decode()

    def test_an_idea_sent_online_has_no_code(self, client):
        online = ContributionFactory()
        assert client.get(claim_url(online)).status_code == 404

    def test_a_forged_form_is_refused(self, idea):
        client = Client(enforce_csrf_checks=True)
        client.force_login(ParticipantFactory().user)
        assert client.post(claim_url(idea), typed(idea)).status_code == 403
        idea.refresh_from_db()
        assert idea.author is None


class TestWhatAGroupHasGiven:
    @pytest.fixture
    def claimed(self, idea, english):
        """By somebody of the group, who holds its slip."""
        type(idea).objects.filter(pk=idea.pk).update(author_name="Les tisserandes")
        idea.claimant = signed_in(ParticipantFactory().user)
        assert idea.claimant.post(claim_url(idea), typed(idea)).status_code == 302
        idea.refresh_from_db()
        return idea

    def test_stays_the_group_s(self, claimed):
        assert claimed.author_kind == AuthorKind.GROUP
        assert claimed.author_words == "Les tisserandes"

    def test_the_log_names_the_reference_alone(self, claimed):
        entry = BranchLogEntry.objects.get(action="wagtail_remacto.claim")
        assert entry.user == claimed.author.user
        assert entry.label == claimed.shown_reference
        assert entry.collectivite == claimed.collectivite

    @pytest.mark.parametrize("deed", ["edit", "withdraw"])
    def test_is_neither_reworded_nor_taken_back(self, claimed, deed):
        place = reverse(
            f"wagtail_remacto:{deed}_contribution", args=[claimed.shown_reference]
        )
        words = {"title": "Autre chose", "text": "Tout autre chose."}
        for page in (claimed.claimant.get(place), claimed.claimant.post(place, words)):
            assert page.status_code == 403
            assert "It was given on paper" in page.content.decode()
        assert (
            place
            not in claimed.claimant.get(claimed.get_absolute_url()).content.decode()
        )
        before = claimed.title, claimed.standing
        claimed.refresh_from_db()
        assert (claimed.title, claimed.standing) == before

    def test_nor_by_the_services(self, claimed):
        assert "given on paper" in services.may_edit(claimed, claimed.author)
        with pytest.raises(GivenInTheRoom):
            services.withdraw(contribution=claimed, author=claimed.author)
        with pytest.raises(GivenInTheRoom):
            services.edit(
                contribution=claimed, editor=claimed.author, title="x", text="y"
            )


class TestWithoutAnAccount:
    @pytest.fixture
    def post(self, idea, django_capture_on_commit_callbacks):
        def post(client, **fields):
            with django_capture_on_commit_callbacks(execute=True):
                return client.post(
                    claim_url(idea), typed(idea, email="Moi@exemple.ma", **fields)
                )

        return post

    def test_a_link_by_e_mail_makes_it_theirs(self, idea, post, mailoutbox):
        client = Client()
        page = post(client)
        assert page.status_code == 302
        assert client.get(page.url).status_code == 200
        idea.refresh_from_db()
        assert idea.author is None
        (message,) = mailoutbox
        assert message.to == ["moi@exemple.ma"]
        path = re.search(r"https?://[^/]+(/\S+)", message.body)[1]
        asked = client.get(path)
        assert idea.title in asked.content.decode()
        answer = client.post(path)
        assert answer.url == idea.get_absolute_url()
        idea.refresh_from_db()
        assert idea.author.email == "moi@exemple.ma"
        assert idea.author_words == str(idea.author)
        assert Consent.objects.get().participant == idea.author
        # In this session the person is known from now on.
        assert client.get(claim_url(idea)).status_code == 302

    def test_a_wrong_code_sends_nothing(self, post, mailoutbox):
        assert post(Client(), code="AAA-AAA").status_code == 422
        assert not mailoutbox
        assert not Participant.objects.exists()

    def test_what_somebody_claimed_meanwhile_is_not_taken(self, idea, post, mailoutbox):
        client = Client()
        post(client)
        idea.author = EmailParticipantFactory()
        idea.save()
        path = re.search(r"https?://[^/]+(/\S+)", mailoutbox[0].body)[1]
        assert client.post(path).status_code in (403, 409, 410)
        idea.refresh_from_db()
        assert idea.author.email != "moi@exemple.ma"
