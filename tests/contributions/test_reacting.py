import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from tests.citizens import (
    CommentFactory,
    ContributionFactory,
    EmailParticipantFactory,
    ParticipantFactory,
    UserFactory,
    discussion_on,
    open_phase,
)
from tests.contributions.screens import client_of, words
from tests.factories import moment, publish
from tests.home.portal import portal
from wagtail_remacto.contributions.counters import recount
from wagtail_remacto.contributions.models import (
    Comment,
    CommentSupport,
    Standing,
    Support,
)
from wagtail_remacto.people.models import Participant
from wagtail_remacto.people.traps import token

pytestmark = pytest.mark.django_db

HTMX = {"HTTP_HX_REQUEST": "true"}
POST_BUDGET = 20


@pytest.fixture(autouse=True)
def _no_wait(settings):
    settings.WAGTAIL_REMACTO_TRAP_SECONDS = 0


@pytest.fixture
def phase():
    portal()
    return open_phase()


@pytest.fixture
def contribution(phase):
    return ContributionFactory(phase=phase)


@pytest.fixture
def comment(contribution):
    return CommentFactory(discussion=discussion_on(contribution))


def url(name, subject, reader="fr"):
    key = getattr(subject, "shown_reference", subject.pk)
    with override(reader):
        return reverse(f"wagtail_remacto:{name}", args=[key])


def queries(client, address, data=None, **options):
    with CaptureQueriesContext(connection) as captured:
        response = client.post(address, data or {}, **options)
    assert response.status_code in (200, 302)
    return len(captured)


class TestWriteAddresses:
    @pytest.fixture
    def addresses(self, phase, contribution, comment):
        return [
            url("support", contribution),
            url("comment_contribution", contribution),
            url("comment_page", phase),
            url("support_comment", comment),
            url("withdraw_comment", comment),
        ]

    def test_no_address_writes_on_get(self, addresses):
        client = client_of()
        for address in addresses:
            assert client.get(address).status_code == 405, address

    def test_no_address_writes_without_its_token(self, addresses):
        client = client_of(enforce_csrf_checks=True)
        for address in addresses:
            assert client.post(address, {"text": "x"}).status_code == 403, address
        assert not Support.objects.exists()
        assert not CommentSupport.objects.exists()
        assert Comment.objects.count() == 1

    def test_what_does_not_exist_is_not_found(self, phase):
        client = client_of()
        for address in (
            "/fr/contributions/K7M-42PX/support/",
            "/fr/contributions/K7M-42PX/comment/",
            "/fr/comments/999999/support/",
            "/fr/comments/999999/withdraw/",
            "/fr/pages/999999/comment/",
        ):
            assert client.post(address, {"text": "x"}).status_code == 404, address

    def test_what_is_held_takes_no_reaction(self, contribution):
        contribution.standing = Standing.HELD
        contribution.save()
        client = client_of()
        for name in ("support", "comment_contribution"):
            response = client.post(url(name, contribution), {"text": "x"})
            assert response.status_code == 404


class TestSupport:
    def test_counts_once_and_can_be_taken_back(self, contribution):
        client = client_of()
        for _time in range(2):
            page = client.post(url("support", contribution)).content.decode()
            assert f"{url('contribution', contribution)}#remacto-support" in page
            assert 'role="status"' in page
            # Its own address takes no GET: the other languages are the idea's.
            assert f'href="{url("contribution", contribution, "ar")}"' in page
        contribution.refresh_from_db()
        assert contribution.supports_count == 1
        client.post(url("support", contribution), {"undo": "1"})
        contribution.refresh_from_db()
        assert contribution.supports_count == 0

    def test_htmx_gets_the_button_alone_with_the_new_count(self, contribution):
        client = client_of()
        html = client.post(url("support", contribution), **HTMX).content.decode()
        assert "<html" not in html
        assert '<strong class="remacto-numbers">1</strong>' in html
        assert 'name="undo"' in html

    def test_a_visitor_is_led_to_signing_in(self, client, contribution):
        response = client.post(url("support", contribution))
        assert response.status_code == 403
        assert "/accounts/login/" in response.content.decode()
        assert not Support.objects.exists()

    def test_an_account_becomes_a_participant_by_its_first_support(self, contribution):
        client = Client()
        client.force_login(UserFactory())
        client.post(url("support", contribution))
        assert Support.objects.count() == 1
        assert Participant.objects.filter(user__isnull=False).count() == 2

    def test_a_confirmed_address_serves_as_well(self, contribution):
        client = Client()
        session = client.session
        session["wagtail_remacto_participant"] = str(EmailParticipantFactory().key)
        session.save()
        client.post(url("support", contribution))
        assert Support.objects.count() == 1

    def test_after_closing_the_sentence_says_so(self, contribution):
        publish(contribution.phase, end=moment(-1))
        response = client_of().post(url("support", contribution))
        assert response.status_code == 403
        assert "Co-création" in words(response)
        response = client_of().post(url("support", contribution), **HTMX)
        assert response.status_code == 200
        assert response["HX-Retarget"] == "div.remacto"

    def test_ones_own_idea_needs_none(self, contribution):
        client = client_of(contribution.author)
        response = client.post(url("support", contribution))
        assert response.status_code == 409
        assert not Support.objects.exists()

    def test_costs_few_queries_with_its_answer(self, contribution):
        client = client_of()
        assert queries(client, url("support", contribution), **HTMX) <= POST_BUDGET
        assert (
            queries(client, url("support", contribution), {"undo": "1"}) <= POST_BUDGET
        )


class TestComment:
    def send(self, client, contribution, text="Bonne idée", **data):
        return client.post(
            url("comment_contribution", contribution),
            {"text": text, "opened": token(), **data},
        )

    def test_stands_in_the_discussion(self, contribution):
        client = client_of()
        response = self.send(client, contribution, stance="question")
        comment = Comment.objects.get()
        assert comment.stance == "question"
        assert response.url.endswith(f"#comment-{comment.pk}")
        text = words(client.get(response.url))
        assert "Bonne idée" in text
        contribution.refresh_from_db()
        assert contribution.comments_count == 1

    def test_arabic_is_known_as_such(self, contribution):
        self.send(client_of(), contribution, "فكرة جيدة")
        assert Comment.objects.get().language == "ar"

    def test_a_reply_to_a_reply_stands_beside_it(self, contribution, comment):
        client = client_of()
        self.send(client, contribution, "Un", parent=comment.pk)
        reply = Comment.objects.get(text="Un")
        response = self.send(client, contribution, "Deux", parent=reply.pk)
        assert Comment.objects.get(text="Deux").parent == comment
        assert response.url.startswith(url("comment", comment))

    def test_a_comment_of_another_discussion_takes_no_reply(self, contribution):
        foreign = CommentFactory()
        response = self.send(client_of(), contribution, parent=foreign.pk)
        assert response.status_code == 404
        assert self.send(client_of(), contribution, parent="x").status_code == 404

    def test_too_long_a_text_stays_in_the_form(self, contribution):
        text = "long " * 250
        response = self.send(client_of(), contribution, text)
        assert response.status_code == 200
        assert "1000" in words(response)
        assert text in response.content.decode()
        assert 'id="remacto-discussion"' in response.content.decode()
        assert not Comment.objects.exists()

    def test_an_empty_one_says_what_is_missing(self, contribution):
        response = self.send(client_of(), contribution, "   ")
        assert response.context["comment_form"].errors["text"]

    def test_after_closing_nothing_is_lost(self, contribution):
        publish(contribution.phase, end=moment(-1))
        response = self.send(client_of(), contribution, "Trop tard, hélas")
        assert response.status_code == 403
        assert "Trop tard, hélas" in words(response)

    def test_a_visitor_keeps_the_words_and_is_led_to_signing_in(
        self, client, contribution
    ):
        response = self.send(client, contribution, "Mes mots")
        assert response.status_code == 403
        assert "Mes mots" in words(response)
        assert "/accounts/login/" in response.content.decode()

    def test_what_looks_like_abuse_waits_and_its_author_is_told(self, contribution):
        client = client_of()
        response = self.send(client, contribution, website="http://spam.example")
        comment = Comment.objects.get()
        assert comment.standing == Standing.HELD
        assert "said=held" in response.url
        assert comment.text in words(client.get(response.url))
        assert comment.text not in words(Client().get(response.url))

    def test_mark_up_of_others_never_runs(self, contribution):
        client = client_of()
        response = self.send(client, contribution, "<script>alert(1)</script>")
        html = client.get(response.url).content.decode()
        assert "<script>alert" not in html

    def test_costs_few_queries(self, contribution):
        client = client_of()
        address = url("comment_contribution", contribution)
        data = {"text": "Bonne idée", "opened": token()}
        assert queries(client, address, data) <= POST_BUDGET + 5

    def test_may_be_supported_once_and_not_by_its_author(self, comment):
        client = client_of()
        for _time in range(2):
            response = client.post(url("support_comment", comment), **HTMX)
        assert "<html" not in response.content.decode()
        comment.refresh_from_db()
        assert comment.supports_count == 1
        response = client.post(url("support_comment", comment), {"undo": "1"})
        assert response.url.endswith(f"#comment-{comment.pk}")
        comment.refresh_from_db()
        assert comment.supports_count == 0

    def test_may_be_withdrawn_by_its_author_alone(self, comment):
        recount()
        address = url("withdraw_comment", comment)
        assert client_of().post(address).status_code == 404
        assert Client().post(address).status_code == 404
        response = client_of(comment.author).post(address)
        comment.refresh_from_db()
        assert comment.standing == Standing.WITHDRAWN
        text = words(Client().get(response.url))
        assert comment.text not in text

    def test_someone_who_has_left_keeps_no_name(self, client, comment):
        Participant.objects.filter(pk=comment.author_id).update(
            erased_at=moment(), display_name=""
        )
        text = words(client.get(url("contribution", comment.discussion.contribution)))
        assert comment.author.display_name not in text


def test_a_participant_signed_in_twice_is_one(contribution):
    person = ParticipantFactory()
    for client in (client_of(person), client_of(person)):
        client.post(url("support", contribution))
    assert Support.objects.count() == 1
