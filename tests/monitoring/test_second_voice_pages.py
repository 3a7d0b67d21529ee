"""The page of a milestone, and the forms of civil society."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from tests.carrying_out import PartnerFactory, adopted_commune, with_milestones
from tests.citizens import EmailParticipantFactory, ParticipantFactory, UserFactory
from tests.monitoring.test_milestones import close
from tests.monitoring.test_notes import TEXT, note, reply, update
from tests.monitoring.test_partners import EMAIL, invite, link_in, offer
from tests.monitoring.test_updating import photograph
from tests.people.conftest import client_of
from wagtail_remacto.models import Consent, MonitoringNote, Partner
from wagtail_remacto.monitoring.services import milestones

OFFER = {
    "organisation": "Les amis du marché",
    "role": "support",
    "brings": "Deux bénévoles.",
    "consent": "on",
}
NOTE = {"stance": "contradicts", "completion": "limited", "text": TEXT}


@pytest.fixture
def commune(db):
    return with_milestones(adopted_commune(), 2)


def address(name, row, language="fr"):
    with override(language):
        return reverse(f"wagtail_remacto:{name}", args=[row.pk])


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def page(commune, language="fr", client=None):
    answer = (client or Client()).get(
        address("milestone", commune.milestones[0], language)
    )
    assert answer.status_code == 200
    return answer.content.decode()


class TestMilestone:
    def test_shows_everything_that_was_said_in_time_order(self, commune):
        update(commune, text="Les clés sont remises.")
        said = note(commune)
        reply(said, commune.officer, "Il ouvre le jeudi.")
        milestones.postpone(
            milestone=commune.milestones[0],
            by=commune.officer,
            due="2027-09",
            words="Le local est en travaux.",
        )
        note(commune, completion="not_started", text="Toujours rien.")
        text = page(commune, "en")
        parts = [
            "Les clés sont remises.",
            TEXT.split(":")[0],
            "Il ouvre le jeudi.",
            "Le local est en travaux.",
            "Toujours rien.",
        ]
        places = [text.index(part.replace("’", "’")) for part in parts]
        assert places == sorted(places)
        assert "June 2027" in text
        assert "September 2027" in text
        assert "has said something newer since" in text
        assert "Association du quartier" in text
        assert "The two voices differ." in text

    @pytest.mark.parametrize("language", ["fr", "ar", "en"])
    def test_is_there_in_every_language_without_a_cookie(self, commune, language):
        answer = Client().get(address("milestone", commune.milestones[0], language))
        assert answer.status_code == 200
        assert not answer.cookies

    def test_has_an_empty_state_that_teaches(self, commune):
        text = page(commune, "en")
        assert "Neither voice has spoken of this milestone yet." in text
        assert "has said nothing yet" in text

    def test_names_who_spoke_and_speaks_no_longer(self, commune):
        partner = PartnerFactory(project=commune.project, organisation="Les anciens")
        note(commune, partner.participant)
        Partner.objects.update(state="ended")
        text = page(commune, "en")
        assert "Les anciens" in text
        assert "speaks no longer" in text

    def test_names_nobody_who_has_only_offered(self, commune):
        offer(commune, organisation="Les impatients")
        assert "Les impatients" not in page(commune)

    def test_draft_is_not_there(self, commune):
        draft = milestones.draft(
            project=commune.project, by=commune.officer, title="Plus tard", due="2027"
        )
        assert Client().get(address("milestone", draft)).status_code == 404

    def test_of_a_hidden_project_is_not_there(self, commune):
        type(commune.project).objects.update(live=False)
        answer = Client().get(address("milestone", commune.milestones[0]))
        assert answer.status_code == 404

    def test_asks_as_often_for_ten_notes_as_for_two(self, commune):
        def said(number):
            for _each in range(number):
                partner = PartnerFactory(project=commune.project)
                answer = reply(note(commune, partner.participant), commune.officer)
                assert answer.pk
                update(commune)

        def queries():
            with CaptureQueriesContext(connection) as asked:
                page(commune)
            return len(asked)

        said(2)
        page(commune)
        few = queries()
        said(4)
        assert queries() <= few


class TestNote:
    def form(self, commune, client, **words):
        place = address("monitor", commune.milestones[0])
        return client.post(place, {**NOTE, **words})

    def test_is_sent_by_a_seat_and_shown(self, commune):
        client = signed_in(commune.civil)
        shown = client.get(address("monitor", commune.milestones[0]))
        assert "Association du quartier" in shown.content.decode()
        answer = self.form(commune, client)
        made = MonitoringNote.objects.get()
        assert answer.url.endswith(f"/milestones/{made.milestone_id}/#note-{made.pk}")
        assert client.get(answer.url).status_code == 200

    def test_is_sent_by_a_partner_without_an_account(self, commune):
        partner = PartnerFactory(
            project=commune.project, participant=EmailParticipantFactory()
        )
        answer = self.form(commune, client_of(partner.participant))
        assert answer.status_code == 302
        assert MonitoringNote.objects.get().partner == partner

    def test_sent_twice_is_one(self, commune):
        client = signed_in(commune.civil)
        shown = client.get(address("monitor", commune.milestones[0]))
        key = shown.context["key"]
        first = self.form(commune, client, draft=key)
        assert self.form(commune, client, draft=key).url == first.url
        assert MonitoringNote.objects.count() == 1

    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            ({"stance": ""}, "Choose one of these."),
            ({"completion": ""}, "Say how far you see it."),
            ({"completion": "not_started"}, "That is what the administration says."),
            ({"text": ""}, "Say what you have seen"),
        ],
    )
    def test_that_lacks_something_keeps_its_words(self, commune, words, sentence):
        client = signed_in(commune.civil)
        place = address("monitor", commune.milestones[0], "en")
        answer = client.post(place, {**NOTE, "text": "Le guichet", **words})
        assert answer.status_code == 422
        text = answer.content.decode()
        assert sentence in text
        assert words.get("text", "Le guichet") in text

    def test_takes_no_file_that_runs(self, commune):
        file = SimpleUploadedFile("x.exe", b"MZ")
        answer = self.form(commune, signed_in(commune.civil), file_1=file)
        assert answer.status_code == 422
        assert not MonitoringNote.objects.exists()

    @pytest.mark.parametrize("role", ["stranger", "officer", "elected"])
    def test_is_not_for_others_who_read_how_to_become_a_partner(self, commune, role):
        user = UserFactory() if role == "stranger" else getattr(commune, role)
        client = signed_in(user)
        place = address("monitor", commune.milestones[0], "en")
        for answer in (client.get(place), client.post(place, NOTE)):
            assert answer.status_code == 403
            text = answer.content.decode()
            assert "Only civil society’s seats" in text
            leads_on = address("offer_partnership", commune.project, "en") in text
            assert leads_on == (role != "officer")
        assert TEXT[3:] in text

    def test_visitor_signs_in_first(self, commune):
        answer = Client().get(address("monitor", commune.milestones[0], "en"))
        assert answer.status_code == 403
        assert "sign in" in answer.content.decode()

    @pytest.mark.parametrize("kind", ["seat", "partner"])
    def test_outlives_the_session_that_ended_meanwhile(self, commune, kind):
        """All words come back after the sign-in, and lost files are named before it."""
        browser = Client()
        words = {"caption_1": "Le guichet fermé", "language": "ar"}
        place = address("monitor", commune.milestones[0], "en")
        sent = browser.post(place, {**NOTE, **words, "file_1": photograph()})
        assert sent.status_code == 403
        said = sent.content.decode()
        assert TEXT[3:] in said
        assert "add them again" in said
        assert photograph().name in said
        if kind == "seat":
            browser.force_login(commune.civil)
        else:
            partner = PartnerFactory(
                project=commune.project, participant=EmailParticipantFactory()
            )
            session = browser.session
            session["wagtail_remacto_participant"] = str(partner.participant.key)
            session.save()
        form = browser.get(place).context["form"]
        for name, value in {**NOTE, **words}.items():
            assert form[name].value() == value
        assert not MonitoringNote.objects.exists()

    def test_closed_cycle_says_so(self, commune):
        close(commune)
        client = signed_in(commune.civil)
        answer = client.get(address("monitor", commune.milestones[0], "en"))
        assert "This cycle is closed." in answer.content.decode()


class TestOffer:
    @pytest.mark.parametrize("factory", [ParticipantFactory, EmailParticipantFactory])
    def test_is_sent_with_the_agreement_and_leads_to_the_partnership(
        self, commune, factory
    ):
        person = factory()
        client = client_of(person)
        answer = client.post(address("offer_partnership", commune.project), OFFER)
        made = Partner.objects.get()
        assert answer.url == address("partnership", made)
        assert (made.participant, made.state) == (person, "proposed")
        assert Consent.objects.get().purpose == "partner"
        assert client.get(answer.url).status_code == 200

    def test_visitor_reads_the_form_and_signs_in_to_send_it(self, commune):
        client = Client()
        place = address("offer_partnership", commune.project, "en")
        assert client.get(place).status_code == 200
        answer = client.post(place, OFFER)
        assert answer.status_code == 403
        assert not Partner.objects.exists()
        assert "Deux bénévoles." in client.get(place).content.decode()

    def test_arabic_page_leads_to_the_project(self, commune):
        project = commune.pages_ar["project"]
        answer = signed_in(UserFactory()).get(
            address("offer_partnership", project, "ar")
        )
        assert answer.url == address("offer_partnership", commune.project, "ar")

    @pytest.mark.parametrize("missing", ["organisation", "role", "brings", "consent"])
    def test_that_lacks_something_says_so(self, commune, missing):
        words = {name: value for name, value in OFFER.items() if name != missing}
        client = client_of(ParticipantFactory())
        answer = client.post(address("offer_partnership", commune.project), words)
        assert answer.status_code == 422
        assert missing in answer.context["form"].errors

    def test_officer_is_told_that_it_is_not_theirs(self, commune):
        place = address("offer_partnership", commune.project, "en")
        answer = signed_in(commune.officer).get(place)
        assert answer.status_code == 403
        assert "own officers are no partners" in answer.content.decode()


class TestPartnership:
    def test_invitation_is_opened_read_and_accepted(self, commune):
        partner = invite(commune, brings="Un regard")
        client = Client()
        with override("fr"):
            way = reverse("wagtail_remacto:confirm", args=[link_in(partner)])
        assert client.get(way).status_code == 200
        place = client.post(way).url
        assert place == address("partnership", partner)
        assert "Un regard" in client.get(place).content.decode()
        client.post(place, {"go": "accept", "brings": "Trois bénévoles"})
        partner.refresh_from_db()
        assert (partner.state, partner.brings) == ("confirmed", "Trois bénévoles")
        note_form = client.get(address("monitor", commune.milestones[0]))
        assert note_form.status_code == 200

    def test_is_ended_with_words(self, commune):
        partner = PartnerFactory(project=commune.project)
        client = client_of(partner.participant)
        place = address("partnership", partner)
        assert client.post(place, {"go": "end", "words": ""}).status_code == 422
        client.post(place, {"go": "end", "words": "Nous n’avons plus le temps."})
        partner.refresh_from_db()
        assert partner.state == "ended"

    @pytest.mark.parametrize("state", ["proposed", "invited"])
    def test_is_declined_without(self, commune, state):
        partner = PartnerFactory(
            project=commune.project, state=state, association_confirmed_at=None
        )
        client_of(partner.participant).post(
            address("partnership", partner), {"go": "decline"}
        )
        partner.refresh_from_db()
        assert partner.state == "declined"

    @pytest.mark.parametrize("go", ["accept", "end", "confirm", ""])
    def test_offer_is_not_confirmed_by_who_has_made_it(self, commune, go):
        partner = offer(commune)
        client_of(partner.participant).post(
            address("partnership", partner), {"go": go, "brings": "x", "words": "x"}
        )
        partner.refresh_from_db()
        assert partner.state == "proposed"

    def test_of_somebody_else_is_not_there(self, commune):
        partner = offer(commune)
        place = address("partnership", partner)
        for user in (UserFactory(), commune.officer, commune.civil):
            assert signed_in(user).get(place).status_code == 404
            assert signed_in(user).post(place, {"go": "decline"}).status_code == 404
        assert Client().get(place).status_code == 403
        partner.refresh_from_db()
        assert partner.state == "proposed"

    def test_stands_in_my_space(self, commune):
        partner = offer(commune)
        with override("fr"):
            space = reverse("wagtail_remacto:my_space")
        text = client_of(partner.participant).get(space).content.decode()
        assert address("partnership", partner) in text


class TestOfficersScreens:
    def get(self, user, name, *args, **params):
        with override("fr"):
            place = reverse(name, args=args)
        return signed_in(user).get(place, params)

    def test_what_waits_comes_first(self, commune):
        done = note(commune, stance="confirms")
        partner = PartnerFactory(project=commune.project)
        waits = note(commune, partner.participant)
        rows = list(self.get(commune.officer, "remacto_notes").context["page"])
        assert rows == [waits, done]
        reply(waits, commune.officer)
        waiting = self.get(commune.officer, "remacto_notes", reply="waits")
        assert list(waiting.context["page"]) == []

    def test_officer_replies(self, commune):
        said = note(commune)
        place = reverse("remacto_notes_one", args=[said.pk])
        client = signed_in(commune.officer)
        assert client.get(place).status_code == 200
        assert client.post(place, {"text": " "}).status_code == 422
        client.post(place, {"text": "Le guichet ouvre le jeudi."})
        assert said.replies.get().by == commune.officer

    def test_officer_invites_confirms_and_ends(self, commune):
        client = signed_in(commune.officer)
        invite_form = {
            "project": commune.project.pk,
            "organisation": "Les amis",
            "email": EMAIL,
            "language": "ar",
            "role": "observer",
        }
        assert client.get(reverse("remacto_partners_invite")).status_code == 200
        assert client.post(reverse("remacto_partners_invite"), {}).status_code == 422
        answer = client.post(reverse("remacto_partners_invite"), invite_form)
        invited = Partner.objects.get()
        assert answer.url == reverse("remacto_partners_one", args=[invited.pk])
        mine = offer(commune)
        listed = client.get(reverse("remacto_partners"))
        assert list(listed.context["page"]) == [mine, invited]
        place = reverse("remacto_partners_one", args=[mine.pk])
        assert client.get(place).status_code == 200
        assert client.post(place, {"go": "decline", "words": ""}).status_code == 422
        client.post(place, {"go": "confirm", "administration_brings": "Le local"})
        mine.refresh_from_db()
        assert (mine.state, mine.administration_brings) == ("confirmed", "Le local")
        client.post(place, {"go": "end", "words": "Fini."})
        mine.refresh_from_db()
        assert mine.state == "ended"
        assert client.post(place, {"go": "end", "words": "x"}).status_code == 302

    def test_neighbour_finds_none_of_it(self, commune):
        other = adopted_commune("01.051.01.01", commune.directory)
        said, partner = note(commune), offer(commune)
        for name, row in (("notes", said), ("partners", partner)):
            listed = self.get(other.officer, f"remacto_{name}")
            assert list(listed.context["page"]) == []
            place = self.get(other.officer, f"remacto_{name}_one", row.pk)
            # What is not there is looked for under the site’s language, too.
            one = signed_in(other.officer).get(place.request["PATH_INFO"], follow=True)
            assert one.status_code == 404

    def test_who_has_no_right_does_not_enter(self, commune):
        answer = self.get(commune.civil, "remacto_notes")
        assert answer.status_code in (302, 403)

    @pytest.mark.parametrize("name", ["remacto_notes", "remacto_partners"])
    def test_lists_ask_as_often_for_many_as_for_few(self, commune, name):
        def some(number):
            for _each in range(number):
                partner = PartnerFactory(project=commune.project)
                note(commune, partner.participant)

        client = signed_in(commune.officer)
        place = reverse(name)
        some(2)
        client.get(place)
        with CaptureQueriesContext(connection) as few:
            client.get(place)
        some(4)
        with CaptureQueriesContext(connection) as many:
            client.get(place)
        assert len(many) <= len(few)
