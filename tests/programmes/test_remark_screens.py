"""Reading the draft, remarking on a section of it, and what became of the remark."""

import json
import uuid
import zipfile

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.citizens import ContributionFactory, ParticipantFactory
from tests.consulting import consult, many_remarks, refreeze, remark_on
from tests.contributions.paper_browser import Browser
from tests.contributions.screens import asked, client_of, words
from tests.factories import moment, publish
from tests.home.portal import portal
from tests.officers import TETOUAN, commune_with_everything, directory_in
from wagtail_remacto.committees.models import Decision
from wagtail_remacto.contributions import draft_cookie
from wagtail_remacto.contributions.models import Contribution, Nature, Standing
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.models import Remark
from wagtail_remacto.people.export import archive
from wagtail_remacto.people.models import Consent
from wagtail_remacto.programmes.models import Purpose
from wagtail_remacto.programmes.services.remarks import answer

pytestmark = pytest.mark.django_db

TEXT = "Et ceux qui n’ont pas de téléphone ?"


@pytest.fixture
def commune(settings, monkeypatch):
    """No test waits before it sends, and messages leave though none commits."""
    cache.clear()
    settings.WAGTAIL_REMACTO_TRAP_SECONDS = 0
    monkeypatch.setattr(transaction, "on_commit", lambda act, *_args, **_how: act())
    portal()
    return consult(commune_with_everything(TETOUAN, directory_in("ar")))


def place(commune, name, **query):
    arguments = [commune.programme.pk]
    if name != "programme_changes":
        arguments.append(commune.version.number)
    address = reverse(f"wagtail_remacto:{name}", args=arguments)
    asked_for = "&".join(f"{key}={value}" for key, value in query.items())
    return f"{address}?{asked_for}" if asked_for else address


def form_of(commune, **query):
    return place(commune, "remark", project=commune.project.pk, **query)


def filled(**more):
    return {"kind": "concern", "text": TEXT, "consent": "on", **more}


class TestWriting:
    def test_the_section_is_read_above_the_form(self, commune):
        page = words(Client().get(form_of(commune, section="solution")))
        assert "Un guichet en ligne, ouvert le soir." in page
        assert "On attend trois semaines" not in page

    def test_somebody_without_an_account_confirms_by_a_link(self, commune):
        browser = Browser().open(form_of(commune, section="solution"))
        browser.press("send", **filled(email="amina@exemple.ma"))
        made = Remark.objects.get()
        assert made.contribution.standing == Standing.UNCONFIRMED
        assert (made.project, made.section) == (commune.frozen, "solution")
        assert Consent.objects.count() == 1
        (message,) = mail.outbox
        link = next(li for li in message.body.splitlines() if li.startswith("http://"))
        assert TEXT not in message.body
        browser.open(link)
        browser.response = browser.client.post(link, follow=True)
        made.contribution.refresh_from_db()
        assert made.contribution.is_public

    def test_somebody_signed_in_sends_at_once(self, commune):
        citizen = ParticipantFactory()
        browser = Browser()
        browser.client.force_login(citizen.user)
        browser.open(form_of(commune)).press("send", **filled())
        made = Remark.objects.get()
        assert made.contribution.is_public
        assert made.contribution.author == citizen
        assert made.contribution.shown_reference in browser.text

    @pytest.mark.parametrize("missing", ["kind", "text", "consent"])
    def test_what_is_missing_is_said_and_the_rest_stays(self, commune, missing):
        data = {**filled(title="Sans téléphone"), missing: ""}
        response = client_of().post(form_of(commune), data)
        page = BeautifulSoup(response.content, "html.parser")
        assert response.status_code == 200
        assert page.select_one("[role=alert], .remacto-error")
        assert page.select_one("[name=title]")["value"] == "Sans téléphone"
        if missing != "text":
            assert TEXT in page.select_one("[name=text]").text
        assert not Contribution.objects.exists()

    def test_nothing_is_lost_when_the_phase_closes_meanwhile(self, commune):
        publish(commune.consultation, end=moment(-1))
        response = client_of().post(form_of(commune), filled())
        assert response.status_code == 403
        assert TEXT in words(response)
        assert not Contribution.objects.exists()

    def test_nothing_is_lost_when_the_draft_has_changed_meanwhile(self, commune):
        refreeze(commune, Purpose.CONSULTATION, problem="Autrement dit.")
        response = client_of().post(form_of(commune), filled())
        assert response.status_code == 403
        assert TEXT in words(response)

    def test_nothing_is_lost_while_one_signs_in(self, commune):
        browser = Browser().open(form_of(commune))
        browser.press("sign_in", kind="concern", text=TEXT)
        # Back from signing in, whoever it was.
        browser.open(form_of(commune))
        assert TEXT in browser.form.select_one("[name=text]").text

    def test_the_same_form_sent_twice_is_one_remark(self, commune):
        data = filled(draft=draft_cookie.sign([uuid.uuid4()]))
        client = client_of()
        first = client.post(form_of(commune), data)
        second = client.post(form_of(commune), data)
        assert first.url.split("/")[-2][:8] == second.url.split("/")[-2][:8]
        assert Remark.objects.count() == 1
        assert Consent.objects.count() == 1

    def test_a_machine_is_held(self, commune):
        client_of().post(form_of(commune), filled(website="http://spam"))
        assert Contribution.objects.get().standing == Standing.HELD

    @pytest.mark.parametrize("query", [{"project": 999_999}, {"project": "x"}])
    def test_a_project_that_is_not_in_the_version_is_not_found(self, commune, query):
        assert Client().get(place(commune, "remark", **query)).status_code == 404

    def test_before_it_opens_the_form_says_when(self, commune):
        publish(commune.consultation, start=moment(2), end=moment(9))
        page = words(Client().get(form_of(commune)))
        assert "Deuxième consultation" in page
        assert not BeautifulSoup(
            Client().get(form_of(commune)).content, "html.parser"
        ).select("[name=text]")

    def test_a_version_for_the_committee_has_no_form(self, commune):
        made = refreeze(commune, Purpose.VALIDATION, problem="Autre")
        commune.version = made
        assert Client().get(place(commune, "remark")).status_code == 404


class TestReading:
    def test_beside_its_section_with_the_number_and_the_first_words(self, commune):
        remark_on(commune.version, commune.frozen, section="solution", text=TEXT)
        response = Client().get(place(commune, "programme_version"))
        page = BeautifulSoup(response.content, "html.parser")
        section = page.select_one(f"#project-{commune.project.pk}-solution")
        assert TEXT in section.text
        assert section.select_one("a[href*='remark/?project=']")
        assert (
            TEXT not in page.select_one(f"#project-{commune.project.pk}-problem").text
        )

    def test_nobody_is_invited_once_it_has_closed(self, commune):
        publish(commune.consultation, end=moment(-1))
        page = Client().get(place(commune, "programme_version")).content.decode()
        assert "/remark/" not in page

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"kind": "question"}, ["Question"]),
            ({"state": "owed"}, ["Question"]),
            ({"state": "declined"}, ["Soutien"]),
            ({"project": "programme"}, ["Question"]),
            ({"q": "QUESTION"}, ["Question"]),
        ],
    )
    def test_the_list_is_filtered(self, commune, query, found):
        remark_on(commune.version, kind="question", title="Question")
        given = remark_on(
            commune.version, commune.frozen, kind="support", title="Soutien"
        )
        answer(remark=given, verdict="declined", by=commune.officer, words="Non.")
        response = Client().get(place(commune, "version_remarks", **query))
        page = BeautifulSoup(response.content, "html.parser")
        titles = [each.text for each in page.select("#remacto-remarks h3")]
        assert titles == found

    def test_the_list_is_paged_by_key(self, commune, settings):
        settings.WAGTAIL_REMACTO_LIST_SIZE = 2
        for number in range(3):
            remark_on(commune.version, title=f"Remarque {number}")
        page = BeautifulSoup(
            Client().get(place(commune, "version_remarks")).content, "html.parser"
        )
        later = page.select_one("a[rel=next]")["href"]
        assert "Remarque 0" in words(Client().get(later))
        assert "Remarque 2" not in words(Client().get(later))

    def test_the_phase_leads_to_the_draft_instead_of_asking_for_an_idea(self, commune):
        remark_on(commune.version, commune.frozen, text=TEXT)
        response = Client().get(commune.consultation.url)
        page = BeautifulSoup(response.content, "html.parser")
        button = page.select_one(".remacto-open .remacto-button")
        assert button["href"] == place(commune, "programme_version")
        assert TEXT in words(response)
        assert "/contribute/" not in response.content.decode()

    def test_the_phase_leads_to_the_list(self, commune):
        address = reverse(
            "wagtail_remacto:phase_remarks", args=[commune.consultation.pk]
        )
        assert Client().get(address).url == place(commune, "version_remarks")

    def test_its_own_page_says_what_it_is_about_and_what_became_of_it(self, commune):
        given = remark_on(commune.version, commune.frozen, section="problem")
        answer(
            remark=given, verdict="accepted", by=commune.officer, change="Deux semaines"
        )
        response = Client().get(given.contribution.get_absolute_url())
        assert "Deux semaines" in words(response)
        anchor = f"#project-{commune.project.pk}-problem"
        expected = place(commune, "programme_version") + anchor
        assert expected in response.content.decode()

    def test_its_author_finds_it_in_my_space(self, commune):
        citizen = ParticipantFactory()
        given = remark_on(commune.version, commune.frozen, author=citizen)
        answer(remark=given, verdict="declined", by=commune.officer, words="Trop cher.")
        page = words(client_of(citizen).get(reverse("wagtail_remacto:my_space")))
        assert given.contribution.title in page
        assert "Trop cher." in page

    def test_a_remark_is_in_no_list_of_ideas(self, commune):
        publish(commune.consultation, actions=[Action.CONTRIBUTE, Action.REMARK])
        idea = ContributionFactory(phase=commune.consultation, title="Une idée")
        given = remark_on(commune.version, title="Une remarque").contribution
        assert (idea.nature, given.nature) == (Nature.IDEA, Nature.REMARK)
        for name, pk in (
            ("contributions", commune.consultation.pk),
            ("contributions_csv", commune.consultation.pk),
            ("cycle_contributions", commune.cycle.pk),
        ):
            address = reverse(f"wagtail_remacto:{name}", args=[pk])
            text = Client().get(address).getvalue().decode()
            assert "Une idée" in text, name
            assert "Une remarque" not in text, name


class TestWhatChanged:
    def test_counts_reasons_and_what_is_owed(self, commune):
        given = remark_on(commune.version, commune.frozen, text="Trois semaines ?")
        remark_on(commune.version, commune.frozen)
        answer(remark=given, verdict="declined", by=commune.officer, words="La loi.")
        publish(commune.consultation, end=moment(-1))
        response = Client().get(place(commune, "programme_changes"))
        page = words(response)
        assert "La loi." in page
        assert "Trois semaines ?" in page
        owed = place(commune, "version_remarks", state="owed")
        assert (
            owed in Client().get(place(commune, "programme_changes")).content.decode()
        )

    def test_the_version_that_the_committee_validated_is_compared(self, commune):
        given = remark_on(commune.version, commune.frozen, text="Trois semaines ?")
        answer(
            remark=given,
            verdict="accepted",
            by=commune.officer,
            change="Le délai est dit en jours.",
        )
        later = refreeze(
            commune, Purpose.VALIDATION, problem="On attend vingt jours un extrait."
        )
        validate(commune, later)
        response = Client().get(place(commune, "programme_changes"))
        page = words(response)
        assert "Le délai est dit en jours." in page
        assert "vingt jours" in page
        assert "trois semaines" in page
        compared = reverse(
            "wagtail_remacto:version_differences",
            args=[commune.programme.pk, commune.version.number, later.number],
        )
        assert compared in response.content.decode()

    def test_a_programme_nobody_was_consulted_on_has_none(self):
        commune = commune_with_everything(TETOUAN, directory_in("ar"))
        commune.version = None
        address = reverse(
            "wagtail_remacto:programme_changes", args=[commune.programme.pk]
        )
        assert Client().get(address).status_code == 404


def validate(commune, version):
    return Decision.objects.create(
        committee=commune.committee,
        number=1,
        kind="validate",
        version=version,
        digest=version.digest,
        result="approved",
        held_on=timezone.localdate(),
        signed_at=timezone.now(),
    )


class TestWhatItCosts:
    @pytest.mark.parametrize(
        "name", ["programme_version", "version_remarks", "programme_changes"]
    )
    def test_two_thousand_remarks_cost_what_ten_do(self, commune, name):
        many_remarks(commune.version, commune.frozen, 10)
        client, address = Client(), place(commune, name)
        few = asked(client, address)
        many_remarks(commune.version, commune.frozen, 1990)
        assert asked(client, address) == few
        assert few <= 30

    def test_the_phase_page_too(self, commune):
        many_remarks(commune.version, commune.frozen, 10)
        few = asked(Client(), commune.consultation.url)
        many_remarks(commune.version, commune.frozen, 300)
        assert asked(Client(), commune.consultation.url) == few


def test_the_export_says_what_it_was_about_and_what_was_answered(commune):
    citizen = ParticipantFactory()
    given = remark_on(
        commune.version, commune.frozen, author=citizen, section="solution"
    )
    answer(remark=given, verdict="declined", by=commune.officer, words="Trop cher.")
    with zipfile.ZipFile(archive([citizen])) as packed:
        (told,) = json.loads(packed.read("data.json"))["remarks"]
    assert told["reference"] == given.contribution.shown_reference
    assert (told["project"], told["section"]) == ("Projet", "solution")
    assert told["answers"][0]["words"] == "Trop cher."
