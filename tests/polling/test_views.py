import csv
import io
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import PageViewRestriction

from tests.factories import moment, translate
from tests.officers import person
from tests.polling.polls import (
    by_email,
    collectivite_of,
    counts,
    free_poll,
    ids,
    in_arabic,
    make_poll,
    phase_with_polls,
    somebody,
    visitor,
)
from wagtail_remacto.models import Participant, PhasePage, Poll, Vote
from wagtail_remacto.polling.models import ResultsShown
from wagtail_remacto.polling.services import vote

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def url(name, poll, language="fr"):
    with translation.override(language):
        return reverse(f"wagtail_remacto:{name}", args=[poll.pk])


def page(client, poll, language="fr", **kwargs):
    return client.get(url("poll", poll, language), **kwargs).content.decode()


def send(client, poll, *numbers, **kwargs):
    data = {"choices": sorted(ids(poll, *numbers))}
    return client.post(url("vote", poll), data, **kwargs)


class TestThePage:
    def test_shows_the_ballot_to_whoever_may_vote(self):
        poll = make_poll()
        html = page(visitor(somebody()), poll)
        assert "<h1>Que faut-il sur la place ?</h1>" in html
        assert html.count('type="radio"') == 3
        assert 'name="csrfmiddlewaretoken"' in html
        assert "remacto-poll__bars" not in html

    def test_asks_whoever_is_not_signed_in_to_sign_in_and_come_back(self):
        poll = make_poll()
        html = page(visitor(), poll)
        assert "Des arbres" in html
        assert 'name="choices"' not in html
        assert f"next=%2Ffr%2Fpolls%2F{poll.pk}%2F" in html

    def test_has_ticks_where_several_may_be_chosen(self):
        html = page(visitor(somebody()), make_poll(multiple=True))
        assert html.count('type="checkbox"') == 3

    def test_is_in_the_reader_s_language_and_direction(self):
        poll = make_poll()
        in_arabic(poll)
        html = page(visitor(somebody()), poll, "ar")
        assert 'dir="rtl"' in html
        assert "<h1>ماذا نضع في الساحة؟</h1>" in html
        assert "<span>أشجار</span>" in html
        assert "Des arbres" not in html

    def test_marks_the_words_of_another_language(self):
        html = page(visitor(somebody()), make_poll(), "ar")
        assert '<h1 lang="fr" dir="ltr">' in html
        assert '<span lang="fr" dir="ltr">Des arbres</span>' in html

    def test_of_a_translation_is_the_same_one(self):
        poll = make_poll()
        response = visitor().get(url("poll", in_arabic(poll), "ar"))
        assert response.url == url("poll", poll, "ar")

    def test_comes_as_a_part_for_htmx(self):
        response = visitor(somebody()).get(url("poll", make_poll()), headers=HTMX)
        html = response.content.decode().strip()
        assert html.startswith('<div class="remacto-poll')
        assert 'name="csrfmiddlewaretoken"' in html
        assert "HX-Request" in response["Vary"]
        assert "no-store" in response["Cache-Control"]

    @pytest.mark.parametrize("what", ["poll", "phase", "restriction"])
    def test_is_not_there_while_it_is_not_public(self, what):
        poll = make_poll(published=what != "poll")
        if what == "phase":
            PhasePage.objects.update(live=False)
        if what == "restriction":
            PageViewRestriction.objects.create(
                page=poll.phase.get_parent(), restriction_type="login"
            )
        for client in (visitor(), visitor(somebody())):
            for name in ("poll", "poll_results"):
                assert client.get(url(name, poll)).status_code == 404
            assert send(client, poll, 0).status_code == 404

    def test_of_a_draft_is_shown_to_those_who_may_publish_it(self):
        poll = make_poll(published=False)
        client = Client()
        client.force_login(person("admin", is_superuser=True))
        html = page(client, poll)
        assert "Des arbres" in html
        assert 'name="choices"' not in html

    def test_says_why_one_cannot_vote(self):
        poll = make_poll(end=moment(-1), start=moment(-5))
        html = page(visitor(somebody()), poll)
        assert 'name="choices"' not in html
        assert "Que faut-il sur la place ?” a" in html or "remacto-note" in html


class TestAVote:
    def test_leads_back_to_the_page_with_the_result(self):
        poll, who = make_poll(), somebody()
        client = visitor(who)
        response = send(client, poll, 1)
        assert response.status_code == 302
        html = client.get(response.url).content.decode()
        assert 'role="status"' in html
        assert "remacto-poll__bars" in html
        assert '<rect width="100.0"' in html
        assert counts(poll) == [0, 1, 0, 1]

    def test_of_a_confirmed_address_counts(self):
        poll = make_poll()
        client = visitor(by_email())
        assert send(client, poll, 0).status_code == 302
        assert counts(poll) == [1, 0, 0, 1]

    def test_of_an_account_that_has_never_taken_part_counts(self):
        poll, client = make_poll(), Client()
        client.force_login(person("nouvelle"))
        assert send(client, poll, 0).status_code == 302
        assert Participant.objects.filter(user__username="nouvelle").exists()
        assert counts(poll) == [1, 0, 0, 1]

    def test_is_changed_on_the_same_page_which_does_not_tell_it(self):
        poll, client = make_poll(), visitor(somebody())
        send(client, poll, 0)
        html = page(client, poll)
        assert "checked" not in html
        send(client, poll, 2)
        assert counts(poll) == [0, 0, 1, 1]

    def test_is_answered_by_a_part_for_htmx(self):
        poll = make_poll()
        response = send(visitor(somebody()), poll, 1, headers=HTMX)
        html = response.content.decode()
        assert response.status_code == 200
        assert "<html" not in html
        assert "remacto-poll__bars" in html
        assert 'role="status"' in html

    def test_shows_no_result_before_the_end_where_that_is_wanted(self):
        poll = make_poll(results=ResultsShown.AT_CLOSE)
        client = visitor(somebody())
        html = client.get(send(client, poll, 1).url).content.decode()
        assert 'role="status"' in html
        assert "remacto-poll__bars" not in html
        PhasePage.objects.update(end=moment(-1))
        assert "remacto-poll__bars" in page(visitor(), poll)

    def test_without_a_choice_is_told(self):
        poll = make_poll()
        for headers in ({}, HTMX):
            response = send(visitor(somebody()), poll, headers=headers)
            html = response.content.decode()
            assert 'role="alert"' in html
            assert "aria-describedby" in html
            assert ("<html" in html) is not bool(headers)
        assert counts(poll) == [0, 0, 0, 0]

    def test_for_too_many_keeps_the_ticks(self):
        poll = make_poll()
        html = send(visitor(somebody()), poll, 0, 1).content.decode()
        assert html.count(" checked") == 2

    def test_of_nobody_is_refused_and_kept(self):
        poll = make_poll()
        response = send(visitor(), poll, 1)
        html = response.content.decode()
        assert response.status_code == 403
        assert "Des bancs" in html
        assert f"next=%2Ffr%2Fpolls%2F{poll.pk}%2F" in html
        part = send(visitor(), poll, 1, headers=HTMX).content.decode()
        assert f"next=%2Ffr%2Fpolls%2F{poll.pk}%2F" in part
        assert Vote.objects.count() == 0

    def test_sent_after_the_end_is_refused_and_kept(self):
        poll, client = make_poll(), visitor(somebody())
        PhasePage.objects.update(end=moment(-1))
        response = send(client, poll, 1)
        assert response.status_code == 403
        assert "Des bancs" in response.content.decode()
        assert counts(poll) == [0, 0, 0, 0]

    def test_for_choices_that_are_not_there_is_not_found(self):
        poll, other = make_poll(), make_poll()
        client = visitor(somebody())
        for wrong in (ids(other, 0), ["x"], ["-1"], [str(10**30)]):
            response = client.post(url("vote", poll), {"choices": list(wrong)})
            assert response.status_code == 404, wrong
        assert client.post(reverse("wagtail_remacto:vote", args=[10**6])).status_code
        assert Vote.objects.count() == 0

    def test_is_no_get_and_needs_its_token(self):
        poll, who = make_poll(), somebody()
        assert visitor(who).get(url("vote", poll)).status_code == 405
        careful = Client(enforce_csrf_checks=True)
        careful.force_login(who.user)
        assert send(careful, poll, 0).status_code == 403
        assert counts(poll) == [0, 0, 0, 0]

    def test_costs_little_with_the_page_that_answers(self):
        poll = make_poll()
        in_arabic(poll)
        client = visitor(somebody())
        client.get(url("poll", poll))
        with CaptureQueriesContext(connection) as queries:
            address = send(client, poll, 0).url
        posted = [query["sql"] for query in queries.captured_queries]
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        shown = [query["sql"] for query in queries.captured_queries]
        assert len(posted) + len(shown) <= 40, "\n".join([*posted, "--", *shown])


class TestTheFile:
    def test_has_every_language_and_the_shares(self):
        poll = make_poll(multiple=True)
        in_arabic(poll)
        who = somebody()
        vote(poll=poll, participant=who, choices=ids(poll, 0, 1))
        vote(poll=poll, participant=by_email(), choices=ids(poll, 1))
        response = visitor(who).get(url("poll_results", poll))
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert response.content.startswith(b"\xef\xbb\xbf")
        text = response.content.decode("utf-8-sig")
        assert list(csv.reader(io.StringIO(text))) == [
            ["choice_fr", "choice_ar", "votes", "share"],
            ["Des arbres", "أشجار", "1", "0.5000"],
            ["Des bancs", "مقاعد", "2", "1.0000"],
            ["Des jeux", "ألعاب", "0", "0.0000"],
        ]

    def test_is_for_those_who_see_the_result(self):
        poll = make_poll()
        vote(poll=poll, participant=somebody(), choices=ids(poll, 0))
        for who in (None, by_email()):
            assert visitor(who).get(url("poll_results", poll)).status_code == 403
        PhasePage.objects.update(end=moment(-1))
        assert visitor().get(url("poll_results", poll)).status_code == 200

    def test_holds_no_formula(self):
        poll = make_poll(answers=["=1+1", "-5 %", "Oui"], end=moment(-1))
        text = visitor().get(url("poll_results", poll)).content.decode("utf-8-sig")
        cells = [row[0] for row in csv.reader(io.StringIO(text))]
        assert cells[1:] == ["'=1+1", "'-5 %", "Oui"]


class TestThePageOfItsPhase:
    def test_leads_to_the_ballot_without_a_token(self):
        phase = phase_with_polls()
        poll = make_poll(phase)
        make_poll(phase, published=False, question="Pas encore ?")
        html = visitor(somebody()).get(phase.url).content.decode()
        assert "Que faut-il sur la place ?" in html
        assert f'href="{url("poll", poll)}" hx-get="{url("poll", poll)}"' in html
        assert "Pas encore" not in html
        assert "csrfmiddlewaretoken" not in re.sub(
            r"<header.*?</header>", "", html, flags=re.DOTALL
        )

    def test_in_arabic_speaks_arabic(self):
        phase = phase_with_polls()
        in_arabic(make_poll(phase))
        make_poll(phase, question="Et la rue ?")
        arabic = translate(phase, "ar")
        html = visitor().get(arabic.url).content.decode()
        assert '-question">ماذا نضع في الساحة؟</h3>' in html
        assert '-question" lang="fr" dir="ltr">Et la rue ?</h3>' in html

    def test_asks_one_query_for_all_and_none_without_polls(
        self, django_assert_num_queries
    ):
        from wagtail_remacto.templatetags.remacto_polling import poll_dates, polls_of

        phase = phase_with_polls()
        for _number in range(3):
            in_arabic(make_poll(phase))
        with django_assert_num_queries(1):
            found = polls_of(phase)
            assert [poll_dates(poll) != "" for poll in found] == [True] * 3
        phase.actions = ["contribute"]
        with django_assert_num_queries(0):
            assert polls_of(phase) == []

    def test_names_the_newest_first(self):
        from wagtail_remacto.polling.queries import polls_of

        phase = phase_with_polls()
        make_poll(phase, question="Un ?")
        make_poll(phase, question="Deux ?")
        assert [poll.question for poll in polls_of(phase)] == ["Deux ?", "Un ?"]


def test_a_poll_outside_a_phase_has_its_own_page():
    poll = free_poll()
    html = page(visitor(somebody()), poll)
    assert collectivite_of(PhasePage.objects.get()).title in html
    assert 'name="choices"' in html
    Poll.objects.update(end=moment(-1))
    assert "remacto-poll__bars" in page(visitor(), poll)
