"""What is begun and not sent: whose it is, and that it holds what was typed."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse, QueryDict
from django.test import RequestFactory
from django.urls import reverse

from tests.citizens import (
    ContributionFactory,
    ParticipantFactory,
    UserFactory,
    open_phase,
)
from tests.contributions.paper_browser import Browser
from tests.contributions.test_attachments import upload
from tests.factories import moment, publish
from wagtail_remacto.contributions import draft_cookie, drafts
from wagtail_remacto.contributions.drafts import AlreadySent
from wagtail_remacto.contributions.models import Draft

NOBODY = AnonymousUser()


class TestTyped:
    def test_what_a_form_did_not_have_is_left_as_it_was(self):
        posted = QueryDict("title=Un+banc&website=x")
        assert drafts.typed(posted, drafts.WORDS) == {"title": "Un banc"}

    def test_no_choice_among_several_is_an_answer(self):
        assert drafts.typed(QueryDict(""), ["themes"]) == {"themes": []}
        posted = QueryDict("themes=1&themes=2")
        assert drafts.typed(posted, ["themes"]) == {"themes": ["1", "2"]}

    def test_what_a_database_cannot_hold_is_left_out(self):
        posted = QueryDict(mutable=True)
        posted["text"] = "a\x00b\ud800c\r\nd"
        assert drafts.typed(posted, ["text"]) == {"text": "abc\nd"}

    def test_it_has_an_end(self):
        posted = QueryDict(mutable=True)
        posted["text"] = "x" * 1_000_000
        assert len(drafts.typed(posted, ["text"])["text"]) == drafts.WORDS["text"]


@pytest.mark.django_db
class TestKeep:
    def keep(self, phase, key=None, who=NOBODY, **values):
        return drafts.keep(key=key or uuid.uuid4(), phase=phase, values=values, who=who)

    def test_one_step_adds_to_another(self):
        phase, key = open_phase(), uuid.uuid4()
        self.keep(phase, key, title="Un banc")
        draft = self.keep(phase, key, place="La place")
        assert draft.data == {"title": "Un banc", "place": "La place"}

    def test_a_key_of_another_phase_or_person_gives_none(self):
        phase, key = open_phase(), uuid.uuid4()
        owner = ParticipantFactory()
        self.keep(phase, key, who=owner, title="Un banc")
        assert self.keep(open_phase(), key, title="x") is None
        assert self.keep(phase, key, who=ParticipantFactory(), title="x") is None
        assert self.keep(phase, key, who=UserFactory(), title="x") is None
        assert Draft.objects.get().data["title"] == "Un banc"

    def test_what_has_been_sent_does_not_come_back(self):
        sent = ContributionFactory(submission_key=uuid.uuid4())
        with pytest.raises(AlreadySent) as raised:
            self.keep(sent.phase, sent.submission_key, title="Un banc")
        assert raised.value.contribution == sent
        assert not Draft.objects.exists()

    def test_after_the_session_its_holder_still_finds_it(self):
        phase, key = open_phase(), uuid.uuid4()
        owner = ParticipantFactory()
        draft = self.keep(phase, key, who=owner, title="Un banc")
        assert drafts.find(phase, [key], NOBODY) == draft
        assert drafts.find(phase, [], owner) == draft
        assert drafts.find(phase, [key], ParticipantFactory()) is None
        assert drafts.find(phase, [key], UserFactory()) is None
        assert drafts.find(open_phase(), [key], NOBODY) is None


@pytest.mark.django_db
class TestFiles:
    def test_thrown_away_its_files_go_with_it(self):
        draft = Draft.objects.create(phase=open_phase())
        content = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"
        assert drafts.attach(draft, [upload(content, "plan.pdf")]) == []
        file = draft.files.get().file
        assert "plan" not in file.name
        drafts.discard(draft)
        assert not file.storage.exists(file.name)

    def test_the_same_file_twice_is_one(self):
        draft = Draft.objects.create(phase=open_phase())
        content = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"
        drafts.attach(draft, [upload(content, "a.pdf"), upload(content, "b.pdf")])
        assert draft.files.count() == 1


class TestCookie:
    def request(self, cookie: str):
        request = RequestFactory().get("/")
        request.COOKIES[draft_cookie.NAME] = cookie
        return request

    def test_only_what_is_signed_here_is_read(self):
        key = uuid.uuid4()
        signed = draft_cookie.sign([key])
        assert draft_cookie.keys_in_cookie(self.request(signed)) == [key]
        assert draft_cookie.keys_in_cookie(self.request(key.hex)) == []
        forged = signed.replace(key.hex, uuid.uuid4().hex)
        assert draft_cookie.keys_in_cookie(self.request(forged)) == []

    def test_a_browser_keeps_the_drafts_of_several_phases_but_not_of_all(self):
        keys = [uuid.uuid4() for _key in range(9)]
        cookie = ""
        for key in keys:
            response = HttpResponse()
            draft_cookie.remember(self.request(cookie), response, Draft(key=key))
            cookie = response.cookies[draft_cookie.NAME].value
        kept = draft_cookie.keys_in_cookie(self.request(cookie))
        assert kept == keys[::-1][:6]

    def test_what_is_sent_is_forgotten_and_the_rest_kept(self):
        one, other = uuid.uuid4(), uuid.uuid4()
        request = self.request(draft_cookie.sign([one, other]))
        response = HttpResponse()
        draft_cookie.forget(request, response, one)
        cookie = response.cookies[draft_cookie.NAME].value
        assert draft_cookie.keys_in_cookie(self.request(cookie)) == [other]
        response = HttpResponse()
        draft_cookie.forget(self.request(cookie), response, other)
        assert response.cookies[draft_cookie.NAME]["max-age"] == 0


@pytest.mark.django_db
class TestSavedWhileWriting:
    def save(self, browser, phase, **typed):
        address = reverse("wagtail_remacto:contribute_draft", args=[phase.pk])
        return browser.client.post(address, {**browser.values(), **typed})

    def test_each_answer_says_which_version_it_is(self):
        phase = open_phase()
        browser = Browser().contribute(phase)
        first = self.save(browser, phase, title="Un banc")
        second = self.save(browser, phase, title="Un banc à l’ombre")
        versions = [answer["X-Remacto-Version"] for answer in (first, second)]
        assert versions == sorted(set(versions))
        form = browser.contribute(phase).form
        assert form["data-remacto-version"] == versions[1]

    def test_nothing_typed_makes_no_draft(self):
        phase = open_phase()
        browser = Browser().contribute(phase)
        answer = self.save(browser, phase, title="", text="", opened="", step="send")
        assert answer.status_code == 204
        assert not Draft.objects.exists()

    def test_opening_the_page_makes_none_either(self):
        Browser().contribute(open_phase())
        assert not Draft.objects.exists()

    def test_a_phase_that_closed_meanwhile_keeps_it_and_says_so(self):
        phase = open_phase()
        browser = Browser().contribute(phase)
        publish(phase, end=moment(-1))
        answer = self.save(browser, phase, title="Un banc")
        assert answer.status_code == 403
        assert phase.title in answer.content.decode()
        assert Draft.objects.get().data["title"] == "Un banc"

    def test_too_often_is_said_and_not_saved(self, settings):
        settings.WAGTAIL_REMACTO_RATES = {"draft": (None, "0/h")}
        phase = open_phase()
        browser = Browser().contribute(phase)
        assert self.save(browser, phase, title="Un banc").status_code == 429
        assert not Draft.objects.exists()

    def test_reading_it_is_refused(self):
        address = reverse("wagtail_remacto:contribute_draft", args=[open_phase().pk])
        assert Browser().open(address).status == 405
