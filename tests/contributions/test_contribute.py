"""From the poster to the thanks, as a citizen goes it: three pages without scripts."""

import datetime as dt

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from tests.citizens import (
    ContributionFactory,
    EmailParticipantFactory,
    ParticipantFactory,
    UserFactory,
    open_phase,
)
from tests.contributions.paper_browser import Browser
from tests.contributions.test_attachments import picture
from tests.factories import AxisFactory, moment, publish, translate
from wagtail_remacto.contributions.models import Contribution, Draft, Standing
from wagtail_remacto.cycles.models import Theme
from wagtail_remacto.people.models import Consent, Participant
from wagtail_remacto.people.notice import notice_for

pytestmark = pytest.mark.django_db

IDEA = {
    "title": "Des bancs à l’ombre",
    "text": "Sur la place, **près** de la fontaine.",
}


@pytest.fixture(autouse=True)
def site(settings, monkeypatch):
    """No test waits before it sends, and messages leave though none commits."""
    cache.clear()
    settings.WAGTAIL_REMACTO_TRAP_SECONDS = 0
    monkeypatch.setattr(transaction, "on_commit", lambda act, *_args, **_how: act())


def at_the_last_step(phase, user=None, **details) -> Browser:
    browser = Browser()
    if user is not None:
        browser.client.force_login(user)
    browser.contribute(phase).press(**IDEA)
    return browser.press(**details)


def link_in(message) -> str:
    return next(
        line for line in message.body.splitlines() if line.startswith("http://")
    )


class TestWithAnAccount:
    def test_three_pages_and_it_is_public_with_its_reference_on_the_thanks(self):
        phase, person = open_phase(), ParticipantFactory()
        browser = at_the_last_step(phase, person.user)
        assert "<strong>près</strong>" in str(browser.page)
        browser.press("send", consent="on")
        contribution = Contribution.objects.get()
        assert contribution.standing == Standing.PUBLIC
        assert contribution.author == person
        assert contribution.shown_reference in browser.text
        assert not Draft.objects.exists()
        assert not mail.outbox

    def test_an_account_that_has_never_taken_part_becomes_a_participant(self):
        user = UserFactory()
        browser = at_the_last_step(open_phase(), user)
        browser.press("send", consent="on", display_name="Zineb")
        participant = Participant.objects.get(user=user)
        assert participant.display_name == "Zineb"
        assert Contribution.objects.get().author == participant

    def test_the_details_come_with_it(self):
        phase = open_phase()
        axis = AxisFactory(cycle=phase.get_parent().specific)
        theme = Theme.objects.create(name="Ombre", slug="ombre")
        browser = at_the_last_step(
            phase,
            ParticipantFactory().user,
            axis=str(axis.pk),
            themes=[str(theme.pk)],
            place="Place Moulay el Mehdi",
            latitude="35,5711",
            longitude="-5.3684",
            association="Les Amis des arbres",
        )
        assert "Les Amis des arbres" in browser.text
        browser.press("send", consent="on")
        contribution = Contribution.objects.get()
        assert contribution.axis == axis
        assert [each.name for each in contribution.themes.all()] == ["Ombre"]
        assert (contribution.place, str(contribution.latitude)) == (
            "Place Moulay el Mehdi",
            "35.57110",
        )
        assert contribution.author_words == "Les Amis des arbres"

    def test_a_theme_stays_chosen_when_others_overtake_it(self):
        rare = Theme.objects.create(name="Zellige", slug="zellige")
        browser = at_the_last_step(
            open_phase(), ParticipantFactory().user, themes=[str(rare.pk)]
        )
        for number in range(12):
            Theme.objects.create(name=f"Autre {number}", slug=f"autre-{number}")
        browser.press("send", consent="on")
        assert [theme.name for theme in Contribution.objects.get().themes.all()] == [
            "Zellige"
        ]

    def test_an_axis_of_another_cycle_is_none_of_the_choices(self):
        phase, other = open_phase(), AxisFactory()
        AxisFactory(cycle=phase.get_parent().specific)
        browser = Browser().contribute(phase).press(**IDEA)
        browser.press(axis=str(other.pk))
        assert browser.page.find(id="remacto-errors")

    def test_consent_is_asked_for_and_recorded_in_the_words_that_were_shown(self):
        phase, person = open_phase(), ParticipantFactory()
        browser = at_the_last_step(phase, person.user)
        browser.press("send")
        assert browser.page.find(id="remacto-errors")
        assert not Contribution.objects.exists()
        shown = browser.text
        browser.press("send", consent="on")
        consent = Consent.objects.get(participant=person)
        # The page is read with plain spaces, whatever French puts before a colon.
        assert " ".join(consent.notice.split()) in " ".join(shown.split())
        collectivite = Contribution.objects.get().collectivite
        assert consent.notice == notice_for(collectivite, "contribute").text
        assert consent.collectivite == collectivite

    def test_no_more_is_asked_than_name_and_agreement(self):
        browser = at_the_last_step(open_phase(), ParticipantFactory().user)
        names = set(browser.values())
        assert "email" not in names
        assert not {"cin", "cnie", "phone", "birth"} & names


class TestWithoutAnAccount:
    def test_a_link_by_e_mail_makes_it_public(self):
        browser = at_the_last_step(open_phase())
        browser.press("send", consent="on", email="Zineb@Exemple.ma")
        contribution = Contribution.objects.get()
        assert contribution.standing == Standing.UNCONFIRMED
        assert "zineb@exemple.ma" in browser.text
        [message] = mail.outbox
        assert message.to == ["zineb@exemple.ma"]
        assert contribution.shown_reference in message.subject

        elsewhere = Browser().open(link_in(message))
        contribution.refresh_from_db()
        assert contribution.standing == Standing.UNCONFIRMED
        elsewhere.response = elsewhere.client.post(elsewhere.path, follow=True)
        contribution.refresh_from_db()
        assert contribution.standing == Standing.PUBLIC
        assert contribution.shown_reference in elsewhere.text

    def test_whoever_has_confirmed_is_not_asked_for_an_address_again(self):
        phase = open_phase()
        browser = at_the_last_step(phase)
        browser.press("send", consent="on", email="zineb@exemple.ma")
        browser.client.post(link_in(mail.outbox[0]))
        browser.contribute(phase).press(
            title="Une autre idée", text="Tout autre chose."
        )
        browser.press()
        assert "email" not in browser.values()
        browser.press("send", consent="on")
        second = Contribution.objects.get(title="Une autre idée")
        assert second.standing == Standing.PUBLIC
        assert second.author.email == "zineb@exemple.ma"

    def test_the_link_can_be_sent_again_but_not_without_end(self, settings):
        settings.WAGTAIL_REMACTO_RATES = {"mail": ("2/h", None)}
        browser = at_the_last_step(open_phase())
        browser.press("send", consent="on", email="zineb@exemple.ma")
        thanks = browser.path
        assert browser.client.post(thanks, follow=True).status_code == 200
        assert len(mail.outbox) == 2
        assert browser.client.post(thanks).status_code == 403
        assert len(mail.outbox) == 2

    def test_someone_else_s_address_gives_nobody_their_name(self):
        known = EmailParticipantFactory(email="zineb@exemple.ma", display_name="Zineb")
        browser = at_the_last_step(open_phase())
        browser.press(
            "send", consent="on", email="zineb@exemple.ma", display_name="Imposteur"
        )
        known.refresh_from_db()
        assert known.display_name == "Zineb"
        assert Contribution.objects.get().standing == Standing.UNCONFIRMED

    def test_the_name_waits_for_the_confirmation_and_then_is_theirs(self):
        known = EmailParticipantFactory(email="zineb@exemple.ma", display_name="Z.")
        browser = at_the_last_step(open_phase())
        browser.press(
            "send", consent="on", email="zineb@exemple.ma", display_name="Zineb"
        )
        browser.client.post(link_in(mail.outbox[0]))
        known.refresh_from_db()
        contribution = Contribution.objects.get()
        assert known.display_name == "Zineb"
        assert contribution.author_words == "Zineb"
        assert contribution.author_name == ""

    def test_the_message_says_nothing_that_was_typed(self):
        browser = at_the_last_step(open_phase(title="On écoute"))
        browser.press(
            "send", consent="on", email="zineb@exemple.ma", display_name="Gagnante"
        )
        [message] = mail.outbox
        said = message.subject + message.body
        assert IDEA["title"] not in said
        assert IDEA["text"] not in said
        assert "Gagnante" not in said
        assert "On écoute" in said

    def test_the_link_signs_in_once(self):
        at_the_last_step(open_phase()).press(
            "send", consent="on", email="zineb@exemple.ma"
        )
        path = link_in(mail.outbox[0])
        first, second = Client(), Client()
        answers = [each.post(path, follow=True) for each in (first, second)]
        assert "wagtail_remacto_participant" in first.session
        assert "wagtail_remacto_participant" not in second.session
        reference = Contribution.objects.get().shown_reference
        assert all(reference in answer.content.decode() for answer in answers)

    def test_the_address_of_an_account_is_the_account_s(self):
        person = ParticipantFactory()
        email = person.user.email
        EmailAddress.objects.create(user=person.user, email=email, verified=True)
        browser = at_the_last_step(open_phase())
        browser.press("send", consent="on", email=email)
        [message] = mail.outbox
        assert message.to == [email]
        # Nothing tells before that there is an account.
        assert email in browser.text
        assert "/accounts/login/" not in str(browser.page)
        elsewhere = Client()
        page = elsewhere.post(link_in(message), follow=True).content.decode()
        contribution = Contribution.objects.get()
        assert contribution.author == person
        assert contribution.standing == Standing.PUBLIC
        assert not {"wagtail_remacto_participant", "_auth_user_id"} & set(
            elsewhere.session.keys()
        )
        assert "/accounts/login/" in page[page.index("<main") :]

    def test_a_refused_message_leaves_nothing_half_done(self, settings):
        settings.WAGTAIL_REMACTO_RATES = {"mail": ("0/h", None)}
        browser = at_the_last_step(open_phase())
        browser.press("send", consent="on", email="zineb@exemple.ma")
        assert browser.status == 403
        assert IDEA["title"] in browser.text
        assert not Contribution.objects.exists()
        assert not Participant.objects.exists()
        assert Draft.objects.get().data["title"] == IDEA["title"]


class TestNothingIsLost:
    def test_a_login_in_between_keeps_the_draft(self):
        phase, user = open_phase(), UserFactory()
        browser = at_the_last_step(phase)
        browser.press("sign_in", display_name="Zineb")
        assert reverse("wagtail_remacto:contribute_send", args=[phase.pk]) in (
            browser.response.redirect_chain[0][0].replace("%2F", "/")
        )
        browser.client.force_login(user)
        browser.contribute(phase, "send").press("send", consent="on")
        contribution = Contribution.objects.get()
        assert contribution.author.user == user
        assert contribution.author.display_name == "Zineb"
        assert contribution.standing == Standing.PUBLIC

    def test_a_session_that_has_ended_keeps_the_draft(self):
        phase = open_phase()
        browser = at_the_last_step(phase, ParticipantFactory().user)
        browser.client.session.flush()
        browser.contribute(phase)
        assert browser.values()["title"] == [IDEA["title"]]

    def test_somebody_else_who_signs_in_does_not_see_it(self):
        phase = open_phase()
        browser = at_the_last_step(phase, ParticipantFactory().user)
        browser.client.force_login(ParticipantFactory().user)
        assert browser.contribute(phase).values()["title"] == [""]

    def test_one_s_draft_is_found_on_another_device(self):
        phase, person = open_phase(), ParticipantFactory()
        at_the_last_step(phase, person.user)
        other = Browser()
        other.client.force_login(person.user)
        assert other.contribute(phase).values()["title"] == [IDEA["title"]]

    @pytest.mark.parametrize("cookie", ["", "forged:signature"])
    def test_a_lost_or_forged_cookie_is_made_good_by_the_form(self, cookie):
        phase = open_phase()
        browser = Browser().contribute(phase).press(**IDEA)
        browser.client.cookies["remacto_draft"] = cookie
        browser.press(place="Place Moulay el Mehdi")
        assert IDEA["title"] in browser.text
        assert Draft.objects.count() == 1

    def test_a_draft_that_has_gone_is_made_again_from_the_form(self):
        browser = at_the_last_step(open_phase(), place="La place")
        Draft.objects.all().delete()
        browser.press("send", consent="on", email="zineb@exemple.ma")
        contribution = Contribution.objects.get()
        assert (contribution.title, contribution.place) == (IDEA["title"], "La place")

    def test_a_form_opened_before_closing_and_sent_after_keeps_the_text(self):
        phase = open_phase()
        browser = at_the_last_step(phase, ParticipantFactory().user)
        publish(phase, end=moment(-1))
        browser.press("send", consent="on")
        assert browser.status == 403
        assert phase.title in browser.text
        assert IDEA["text"] in browser.text
        assert not Contribution.objects.exists()
        assert Draft.objects.get().data["text"] == IDEA["text"]

    def test_the_first_step_sent_after_closing_keeps_the_text_too(self):
        phase = open_phase()
        browser = Browser().contribute(phase)
        publish(phase, end=moment(-1))
        browser.press(**IDEA)
        assert browser.status == 403
        browser.contribute(phase)
        assert browser.status == 200
        assert not browser.page.find("textarea")
        assert IDEA["text"] in browser.text

    def test_going_back_saves_what_is_not_finished(self):
        phase = open_phase()
        browser = Browser().contribute(phase).press(**IDEA)
        browser.press("back", latitude="nulle part")
        assert browser.values()["title"] == [IDEA["title"]]
        browser.press()
        assert browser.values()["latitude"] == ["nulle part"]

    def test_what_is_too_long_is_kept_to_be_shortened(self):
        browser = Browser().contribute(open_phase())
        browser.press(title="x" * 130, text="é" * 5001)
        assert browser.status == 200
        assert browser.page.find(id="remacto-errors")
        assert browser.values()["text"] == ["é" * 5001]
        assert browser.values()["title"] == ["x" * 130]

    def test_thrown_away_it_is_gone(self):
        phase = open_phase()
        browser = Browser().contribute(phase).press(**IDEA)
        address = reverse("wagtail_remacto:contribute_discard", args=[phase.pk])
        assert browser.client.get(address).status_code == 405
        browser.client.post(address, browser.values())
        assert not Draft.objects.exists()
        assert browser.contribute(phase).values()["title"] == [""]


class TestSentTwice:
    def test_it_is_one_contribution_with_one_consent_and_one_message(self):
        browser = at_the_last_step(open_phase())
        values = {
            **browser.values(),
            "go": "send",
            "consent": "on",
            "email": "zineb@exemple.ma",
        }
        first = browser.client.post(browser.path, values, follow=True)
        again = browser.client.post(browser.path, values, follow=True)
        assert Contribution.objects.count() == Consent.objects.count() == 1
        assert len(mail.outbox) == 1
        reference = Contribution.objects.get().shown_reference
        assert (
            reference in first.content.decode() and reference in again.content.decode()
        )

    def test_going_back_to_an_earlier_page_leads_to_the_thanks(self):
        phase = open_phase()
        browser = Browser().contribute(phase)
        first, values = browser.path, browser.values()
        browser.press(**IDEA).press().press(
            "send", consent="on", email="zineb@exemple.ma"
        )
        answer = browser.client.post(first, {**values, **IDEA}, follow=True)
        assert Contribution.objects.get().shown_reference in answer.content.decode()
        assert not Draft.objects.exists()

    def test_the_page_of_a_sent_idea_never_sends_another_draft(self):
        phase, person = open_phase(), ParticipantFactory()
        browser = at_the_last_step(phase, person.user)
        old = {**browser.values(), "go": "send", "consent": "on"}
        browser.press("send", consent="on")
        browser.contribute(phase).press(title="À demi", text="Pas encore finie.")
        last = reverse("wagtail_remacto:contribute_send", args=[phase.pk])
        answer = browser.client.post(last, old, follow=True)
        contribution = Contribution.objects.get()
        assert contribution.shown_reference in answer.content.decode()
        assert Draft.objects.get().data["title"] == "À demi"

    def test_a_second_idea_is_a_second_contribution(self):
        phase, person = open_phase(), ParticipantFactory()
        at_the_last_step(phase, person.user).press("send", consent="on")
        browser = Browser()
        browser.client.force_login(person.user)
        browser.contribute(phase).press(title="Autre chose", text="Une piste cyclable.")
        browser.press().press("send", consent="on")
        assert Contribution.objects.count() == 2


class TestTraps:
    def test_what_a_machine_sends_is_held_and_not_lost(self):
        browser = at_the_last_step(open_phase(), ParticipantFactory().user)
        browser.press("send", consent="on", website="https://exemple.com")
        contribution = Contribution.objects.get()
        assert contribution.standing == Standing.HELD
        assert contribution.moderation.get().grounds == ["filled"]
        assert contribution.shown_reference in browser.text

    def test_the_time_counts_from_the_first_page(self, settings):
        settings.WAGTAIL_REMACTO_TRAP_SECONDS = 600
        browser = Browser()
        browser.client.force_login(ParticipantFactory().user)
        opened = browser.contribute(open_phase()).values()["opened"]
        browser.press(**IDEA).press()
        assert set(browser.values()["opened"]) == set(opened)
        browser.press("send", consent="on")
        assert Contribution.objects.get().moderation.get().grounds == ["too_fast"]

    def test_after_the_confirmation_it_still_waits_for_a_moderator(self):
        browser = at_the_last_step(open_phase())
        browser.press(
            "send", consent="on", email="z@exemple.ma", website="https://exemple.com"
        )
        browser.client.post(link_in(mail.outbox[0]))
        assert Contribution.objects.get().standing == Standing.HELD


class TestAttachments:
    def photo(self, name="place.jpg"):
        return SimpleUploadedFile(name, picture(), content_type="image/jpeg")

    def test_they_outlive_a_failed_validation_and_come_with_the_idea(self):
        phase = open_phase()
        browser = Browser()
        browser.client.force_login(ParticipantFactory().user)
        browser.contribute(phase).press(**IDEA)
        browser.press(latitude="nulle part", attachments=self.photo())
        assert "place.jpg" in browser.text
        browser.press(latitude="")
        assert "place.jpg" in browser.text
        stored = Draft.objects.get().files.get().file
        browser.press("send", consent="on")
        attachment = Contribution.objects.get().attachments.get()
        assert attachment.name == "place.jpg"
        assert attachment.file.name == stored.name
        assert stored.storage.exists(stored.name)

    def test_what_may_not_be_attached_is_named_and_the_rest_kept(self):
        browser = Browser().contribute(open_phase()).press(**IDEA)
        script = SimpleUploadedFile("place.jpg", b"<script>alert(1)</script>")
        browser.press("attach", attachments=[self.photo("une.jpg"), script])
        assert browser.page.find(id="remacto-errors")
        assert [file.name for file in Draft.objects.get().files.all()] == ["une.jpg"]

    def test_they_have_a_limit_of_their_own(self, settings):
        settings.WAGTAIL_REMACTO_RATES = {"upload": ("2/h", "2/h")}
        browser = Browser().contribute(open_phase()).press(**IDEA)
        browser.press("attach", attachments=[self.photo(), self.photo("b.jpg")])
        assert Draft.objects.get().files.exists()
        answer = browser.client.post(
            browser.path,
            {**browser.values(), "go": "attach", "attachments": self.photo("c.jpg")},
        )
        assert answer.status_code == 403
        assert browser.client.post(browser.path, browser.values()).status_code == 302

    def test_they_can_be_removed(self):
        browser = Browser().contribute(open_phase()).press(**IDEA)
        browser.press("attach", attachments=self.photo())
        file = Draft.objects.get().files.get()
        browser.press(str(file.pk), name="remove")
        assert not Draft.objects.get().files.exists()
        assert not file.file.storage.exists(file.file.name)

    def test_only_so_many(self, settings):
        settings.WAGTAIL_REMACTO_ATTACHMENTS_MAX = 1
        browser = Browser().contribute(open_phase()).press(**IDEA)
        other = SimpleUploadedFile("autre.png", picture("PNG", size=(8, 8)))
        browser.press("attach", attachments=[self.photo(), other])
        assert browser.page.find(id="remacto-errors")
        assert Draft.objects.get().files.count() == 1

    def test_no_one_removes_what_is_another_draft_s(self):
        phase = open_phase()
        mine = Browser().contribute(phase).press(**IDEA)
        mine.press("attach", attachments=self.photo())
        file = Draft.objects.get().files.get()
        other = Browser().contribute(phase).press(**IDEA)
        values = {**other.values(), "remove": str(file.pk)}
        other.client.post(other.path, values)
        assert Draft.objects.get(files=file)


class TestSimilarIdeas:
    def test_they_are_shown_before_the_details_in_french_and_in_arabic(self):
        phase = open_phase()
        cycle = phase.get_parent().specific
        place = {"phase": phase, "cycle": cycle}
        ContributionFactory(title="Un banc à l’ombre sur la place", **place)
        ContributionFactory(
            title="إصلاح الإنارة في الحي", text="مصابيح جديدة", language="ar", **place
        )
        browser = Browser().contribute(phase)
        browser.press(title="Bancs ombragés", text="Des bancs à l’ombre, sur la place.")
        assert "Un banc à l’ombre sur la place" in browser.text
        assert "الإنارة" not in browser.text
        browser = Browser().contribute(phase)
        browser.press(title="إنارة الحي", text="نريد إصلاح الإنارة")
        assert "إصلاح الإنارة في الحي" in browser.text

    def test_what_is_not_public_is_not_shown(self):
        phase = open_phase()
        ContributionFactory(
            title=IDEA["title"],
            phase=phase,
            cycle=phase.get_parent().specific,
            standing=Standing.HELD,
        )
        browser = Browser().contribute(phase).press(**IDEA)
        assert not browser.page.find(id="remacto-similar")

    def test_they_are_found_while_somebody_writes(self):
        phase = open_phase()
        ContributionFactory(
            title=IDEA["title"], phase=phase, cycle=phase.get_parent().specific
        )
        browser = Browser().contribute(phase)
        address = reverse("wagtail_remacto:contribute_draft", args=[phase.pk])
        answer = browser.client.post(address, {**browser.values(), **IDEA})
        assert IDEA["title"] in answer.content.decode()
        assert Draft.objects.get().data["text"] == IDEA["text"]
        assert browser.contribute(phase).values()["title"] == [IDEA["title"]]


class TestTheGate:
    def test_before_opening_the_page_says_when_it_opens(self):
        phase = open_phase(start=moment(3), end=moment(9))
        browser = Browser().contribute(phase)
        assert browser.status == 200
        assert phase.title in browser.text
        assert not browser.form

    def test_where_nobody_contributes_the_page_says_what_is_possible(self):
        phase = open_phase(actions=["comment"])
        assert not Browser().contribute(phase).page.find("textarea")

    @pytest.mark.parametrize("step", ["", "details", "send"])
    def test_what_is_no_phase_is_not_found(self, step):
        phase = open_phase()
        publish(phase).unpublish()
        assert Browser().contribute(phase, step).status == 404
        phase.pk = 999_999
        assert Browser().contribute(phase, step).status == 404

    @pytest.mark.parametrize("step", ["", "details", "send", "draft", "discard"])
    def test_a_form_without_its_token_writes_nothing(self, step):
        phase = open_phase()
        name = f"contribute_{step}" if step else "contribute"
        address = reverse(f"wagtail_remacto:{name}", args=[phase.pk])
        client = Client(enforce_csrf_checks=True)
        answer = client.post(address, {**IDEA, "step": "words"})
        assert answer.status_code == 403
        assert not Draft.objects.exists()

    def test_too_often_is_told_and_keeps_the_text(self, settings):
        settings.WAGTAIL_REMACTO_RATES = {"draft": ("1/h", "1/h")}
        phase = open_phase()
        browser = Browser().contribute(phase).press(**IDEA)
        browser.contribute(phase).press(title="Autre", text="Encore une phrase.")
        assert browser.status == 403
        assert "Encore une phrase." in browser.text

    @pytest.mark.parametrize("step", ["details", "send"])
    def test_a_later_step_without_a_draft_leads_to_the_first(self, step):
        phase = open_phase()
        browser = Browser().contribute(phase, step)
        assert browser.path.endswith(f"/phase/{phase.pk}/contribute/")

    def test_a_draft_without_words_says_what_is_missing(self):
        phase = open_phase()
        browser = Browser().contribute(phase).press(title="Un titre", text="")
        browser.contribute(phase, "send")
        assert browser.page.find(id="remacto-errors")

    def test_nothing_of_it_is_kept_by_a_cache(self):
        browser = Browser().contribute(open_phase())
        assert "no-store" in browser.response["Cache-Control"]

    def test_the_cookie_is_out_of_reach_of_scripts(self):
        browser = Browser().contribute(open_phase()).press(**IDEA)
        cookie = browser.client.cookies["remacto_draft"]
        assert cookie["httponly"] and cookie["samesite"] == "Lax"
        assert cookie["max-age"] == dt.timedelta(days=30).total_seconds()


class TestInArabic:
    def test_the_steps_are_read_from_right_to_left_with_the_phase_s_own_words(self):
        phase = open_phase(title="Vos idées")
        AxisFactory(cycle=phase.get_parent().specific, title="Ouvrir les marchés")
        translate(phase, "ar", title="أفكاركم", question="ماذا تقترحون؟")
        with override("ar"):
            browser = Browser().contribute(phase)
            assert 'dir="rtl"' in browser.response.content.decode()
            assert "أفكاركم" in browser.text
            assert "ماذا تقترحون؟" in browser.text
            browser.press(title="مقاعد", text="في الساحة قرب النافورة")
            assert 'lang="fr"' in str(browser.page.find(attrs={"name": "axis"}).parent)
            assert browser.values()["language"] == ["ar"]
            browser.press().press("send", consent="on", email="z@exemple.ma")
        contribution = Contribution.objects.get()
        assert contribution.phase == phase
        assert contribution.language == "ar"
        assert "/ar/confirm/" in link_in(mail.outbox[0])


class TestCost:
    """Of the last POST and the page that answers it, in the site's language."""

    def asked(self, browser, **typed) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            browser.press("send", consent="on", **typed)
        assert browser.page.find(class_="remacto-reference")
        return [
            query["sql"]
            for query in captured.captured_queries
            if "SAVEPOINT" not in query["sql"]
        ]

    def test_without_an_account(self):
        phase = open_phase()
        at_the_last_step(phase).press("send", consent="on", email="a@exemple.ma")
        asked = self.asked(at_the_last_step(phase), email="zineb@exemple.ma")
        assert len(asked) <= 20, "\n".join(sql[:230] for sql in asked)

    def test_with_an_account(self):
        phase, person = open_phase(), ParticipantFactory()
        at_the_last_step(phase, person.user).press("send", consent="on")
        browser = Browser()
        browser.client.force_login(person.user)
        browser.contribute(phase).press(title="Autre chose", text="Une piste cyclable.")
        asked = self.asked(browser.press())
        # Three more than without: the rights of an account, and what it wrote lately.
        # One of both is whether the cycle was closed.
        assert len(asked) <= 21, "\n".join(sql[:230] for sql in asked)
