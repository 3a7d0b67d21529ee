"""What is written while signed out is found again after signing in."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from tests.citizens import (
    CommentFactory,
    ContributionFactory,
    EmailParticipantFactory,
    ParticipantFactory,
    discussion_on,
    open_phase,
)
from tests.contributions.test_reacting import url
from tests.factories import WorkshopFactory, day
from tests.home.portal import portal
from tests.polling.polls import free_poll, ids
from wagtail_remacto.contributions.models import Origin
from wagtail_remacto.people import kept

pytestmark = pytest.mark.django_db

WORDS = "نريد مقعدًا في ظل الشجرة، قرب المدرسة."


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def contribution():
    portal()
    return ContributionFactory(phase=open_phase())


@pytest.fixture
def account():
    return ParticipantFactory().user


@pytest.fixture
def request_of_nobody(rf):
    request = rf.post("/")
    request.user = AnonymousUser()
    request.session = Client().session
    return request


class TestAComment:
    @pytest.mark.parametrize("language", ["fr", "ar"])
    def test_stands_in_the_form_after_signing_in(self, contribution, account, language):
        client = Client()
        refused = client.post(
            url("comment_contribution", contribution, language),
            {"text": WORDS, "stance": "question"},
        )
        assert refused.status_code == 403
        assert WORDS in refused.content.decode()
        page = url("contribution", contribution, language)
        assert f'href="{page}#remacto-comment-form"' in refused.content.decode()
        client.force_login(account)
        form = client.get(page).context["comment_form"]
        assert form["text"].value() == WORDS
        assert form["stance"].value() == "question"

    def test_stands_there_once(self, contribution, account):
        client = Client()
        client.post(url("comment_contribution", contribution), {"text": WORDS})
        client.force_login(account)
        page = url("contribution", contribution)
        client.head(page)
        assert WORDS in client.get(page).content.decode()
        assert WORDS not in client.get(page).content.decode()

    def test_is_shown_to_nobody_before(self, contribution):
        client = Client()
        client.post(url("comment_contribution", contribution), {"text": WORDS})
        answer = client.get(url("contribution", contribution)).content.decode()
        assert WORDS not in answer

    def test_is_kept_from_htmx_and_after_a_session_has_ended(
        self, contribution, account
    ):
        client = Client()
        client.force_login(account)
        client.session.flush()
        client.post(
            url("comment_contribution", contribution),
            {"text": WORDS},
            HTTP_HX_REQUEST="true",
        )
        client.force_login(account)
        assert WORDS in client.get(url("contribution", contribution)).content.decode()

    def test_that_replies_stands_under_what_it_replies_to(self, contribution, account):
        parent = CommentFactory(discussion=discussion_on(contribution))
        client = Client()
        client.post(
            url("comment_contribution", contribution),
            {"text": WORDS, "parent": parent.pk},
        )
        client.force_login(account)
        own = client.get(url("contribution", contribution))
        assert own.context["comment_form"]["text"].value() is None
        assert WORDS in client.get(url("comment", parent)).content.decode()

    def test_is_forgotten_by_signing_out(self, contribution, account):
        client = Client()
        client.post(url("comment_contribution", contribution), {"text": WORDS})
        client.force_login(account)
        client.logout()
        client.force_login(account)
        answer = client.get(url("contribution", contribution)).content.decode()
        assert WORDS not in answer

    def test_that_came_too_often_is_kept_as_the_page_says(
        self, contribution, account, settings
    ):
        settings.WAGTAIL_REMACTO_RATES = {"comment": ("1/h", "200/h")}
        settings.WAGTAIL_REMACTO_TRAP_SECONDS = 0
        client = Client()
        client.force_login(account)
        address = url("comment_contribution", contribution)
        client.post(address, {"text": "Un premier mot."})
        assert client.post(address, {"text": WORDS}).status_code == 403
        assert WORDS in client.get(url("contribution", contribution)).content.decode()


def test_it_stands_there_after_the_link_of_a_message_too(
    contribution, mailoutbox, django_capture_on_commit_callbacks
):
    person = EmailParticipantFactory()
    client = Client()
    refused = client.post(
        url("comment_contribution", contribution), {"text": WORDS}
    ).content.decode()
    way_in = client.get(
        re.search(r'href="([^"]*/my/\?next=[^"]*%23[^"]*)"', refused)[1]
    )
    way = way_in.context["next"]
    with override("fr"):
        sent = reverse("wagtail_remacto:my_link")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(sent, {"email": person.email, "next": way})
    link = re.search(r"https?://[^/]+(\S+)", mailoutbox[0].body)[1]
    answer = client.post(link, follow=True)
    assert answer.redirect_chain[-1][0] == way
    assert answer.context["comment_form"]["text"].value() == WORDS


def test_a_report_keeps_its_reason_and_its_words(contribution, account):
    client, address = Client(), url("report_contribution", contribution)
    client.post(address, {"reason": "insult", "text": WORDS})
    client.force_login(account)
    form = client.get(address).context["form"]
    assert (form["reason"].value(), form["text"].value()) == ("insult", WORDS)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_ballot_keeps_what_was_ticked(account, headers):
    portal()
    poll = free_poll()
    client, ticked = Client(), ids(poll, 1).pop()
    client.post(url("vote", poll), {"choices": [ticked]}, headers=headers)
    client.force_login(account)
    answer = client.get(url("poll", poll)).content.decode()
    assert f'value="{ticked}" checked' in answer


def test_a_slip_keeps_its_code(contribution, account):
    contribution.origin = Origin.WORKSHOP
    contribution.author = None
    contribution.save()
    client, address = Client(), url("claim", contribution)
    client.post(address, {"code": "abc234"})
    assert "abc234" not in client.get(address).content.decode()
    client.force_login(account)
    assert 'value="abc234"' in client.get(address).content.decode()


def test_what_is_too_long_or_too_old_is_not_kept(request_of_nobody, monkeypatch):
    request = request_of_nobody
    assert not kept.keep(request, "/a/", {"text": ["م" * 10_001]})
    assert kept.keep(request, "/a/?b#c", {"text": ["م" * 6_000]})
    assert kept.keep(request, "/d/", {"text": ["م" * 6_000]})
    request.method = "GET"
    # The older one made room.
    assert kept.take(request, "/a/") == {}
    later = timezone.now() + dt.timedelta(hours=25)
    monkeypatch.setattr(kept.timezone, "now", lambda: later)
    assert kept.take(request, "/d/") == {}
    assert not list(request.session.keys())


def test_nothing_typed_makes_no_session(contribution):
    client = Client()
    client.post(url("support", contribution))
    assert "sessionid" not in client.cookies


def test_a_registration_keeps_name_and_needs(account):
    portal()
    workshop = WorkshopFactory(
        parent=open_phase(), registers=True, capacity=2, date=day(10)
    )
    client, address = Client(), url("register", workshop)
    client.post(address, {"name": "Zoubida", "needs": WORDS})
    assert WORDS not in client.get(address).content.decode()
    client.force_login(account)
    assert WORDS in client.get(address).content.decode()
