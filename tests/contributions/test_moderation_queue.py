import csv
import io

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from wagtail.users.models import UserProfile

from tests.citizens import (
    CommentFactory,
    ContributionFactory,
    ParticipantFactory,
    discussion_on,
)
from tests.factories import locale
from tests.officers import (
    AL_HOCEIMA,
    TETOUAN,
    comms_officer,
    commune_with_everything,
    directory_in,
    network_officer,
    person,
    refused,
    signed_in,
)
from wagtail_remacto.contributions import counters, services
from wagtail_remacto.contributions.models import (
    ModerationReason,
    Report,
    Standing,
)
from wagtail_remacto.contributions.queue import numbers, read, waiting
from wagtail_remacto.contributions.reasons import provide_reasons

pytestmark = pytest.mark.django_db

QUEUE = "remacto_moderation"


@pytest.fixture(autouse=True)
def english():
    """Sentences are compared as they stand in the source."""
    with override("en"):
        yield


@pytest.fixture
def commune():
    return commune_with_everything(TETOUAN, directory_in("ar"))


@pytest.fixture
def neighbour(commune):
    return commune_with_everything(AL_HOCEIMA, commune.page.get_parent())


@pytest.fixture
def officer(commune):
    return reading_in("en", comms_officer(commune))


@pytest.fixture
def client(officer):
    return signed_in(officer)


@pytest.fixture
def reason(db):
    provide_reasons()
    return ModerationReason.objects.get(
        title="Insultes ou haine", locale__language_code="fr"
    )


def stranger():
    return person("quelquun")


def reading_in(language, user):
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save()
    return user


def held(commune, **fields):
    return ContributionFactory(
        phase=commune.phase, **{"standing": Standing.HELD, **fields}
    )


def reported(subject, text="C’est une insulte"):
    return services.report(
        subject=subject, participant=ParticipantFactory(), reason="insult", text=text
    )


def three_kinds(commune):
    """A contribution that is held, one reported, and a comment that is reported."""
    idea = ContributionFactory(phase=commune.phase, title="Une idée signalée")
    comment = CommentFactory(discussion=discussion_on(idea), text="Un mot de trop")
    counters.recount()
    reported(idea), reported(comment)
    return held(commune, title="Une idée retenue"), idea, comment


def missing(client, address):
    """The portal first looks for the address in a language, then says 404."""
    return client.get(address, follow=True).status_code == 404


def keys(user, **filters):
    return [(row["kind"], row["pk"]) for row in waiting(user, **filters)]


class TestWhoSeesWhat:
    def test_one_list_of_contributions_and_comments(self, commune, officer):
        one, idea, comment = three_kinds(commune)
        ContributionFactory(phase=commune.phase)
        assert set(keys(officer)) == {
            ("contribution", one.pk),
            ("contribution", idea.pk),
            ("comment", comment.pk),
        }
        assert numbers(officer) == {"held": 1, "reported": 2, "answered": 0}

    def test_filters(self, commune, officer):
        one, idea, comment = three_kinds(commune)
        assert keys(officer, kind="comment") == [("comment", comment.pk)]
        assert keys(officer, why="held") == [("contribution", one.pk)]
        assert keys(officer, why="reported", kind="contribution") == [
            ("contribution", idea.pk)
        ]
        assert len(keys(officer, phase=commune.phase)) == 3
        assert len(keys(officer, collectivite=commune.page)) == 3

    def test_nothing_of_the_neighbours(self, commune, neighbour, officer, client):
        foreign = held(neighbour, title="Chez les voisins")
        assert keys(officer) == []
        assert "Chez les voisins" not in client.get(reverse(QUEUE)).content.decode()
        one = reverse("remacto_moderation_item", args=["contribution", foreign.pk])
        assert missing(client, one)
        client.post(one, {"verb": "release"})
        foreign.refresh_from_db()
        assert foreign.standing == Standing.HELD
        both = waiting(officer, collectivite=neighbour.page)
        assert list(both) == []

    @pytest.mark.parametrize("who", [network_officer, stranger])
    def test_without_the_right_there_is_no_queue(self, commune, who):
        one = held(commune)
        user = who()
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client = signed_in(user)
        assert keys(user) == []
        assert sum(numbers(user).values()) == 0
        assert refused(client.get(reverse(QUEUE)))
        item = reverse("remacto_moderation_item", args=["contribution", one.pk])
        assert refused(client.get(item))
        answer = client.post(
            reverse(QUEUE), {"text": f"contribution-{one.pk}", "verb": "release"}
        )
        assert refused(answer)
        one.refresh_from_db()
        assert one.standing == Standing.HELD


class TestList:
    def test_it_shows_text_author_reports_and_what_the_rules_found(
        self, commune, client
    ):
        three_kinds(commune)
        services.standing.record_hold(
            held(commune, title="Achetez"), Standing.UNCONFIRMED, ["links"]
        )
        page = client.get(reverse(QUEUE)).content.decode()
        for words in (
            "Une idée signalée",
            "Un mot de trop",
            "C’est une insulte",
            "Many links",
            "Habitante",
            "Moderation (4)",
        ):
            assert words in page
        assert "exemple.ma" not in page

    def test_filters_are_addresses(self, commune, client):
        three_kinds(commune)
        page = client.get(reverse(QUEUE), {"why": "held"}).content.decode()
        assert "Une idée retenue" in page
        assert "Un mot de trop" not in page

    def test_markup_is_shown_as_it_was_typed(self, commune, client):
        held(commune, title="<script>alert(1)</script>", text="<img src=x>")
        page = client.get(reverse(QUEUE)).content.decode()
        assert "<script>alert(1)" not in page
        assert "<img src=x>" not in page

    def test_in_arabic_it_reads_from_the_right(self, commune, officer, reason):
        held(commune)
        with override("ar"):
            page = signed_in(reading_in("ar", officer)).get(reverse(QUEUE))
        text = page.content.decode()
        assert 'dir="rtl"' in text
        assert "سب أو كراهية" in text

    def test_as_many_queries_for_twenty_as_for_two(self, commune, officer, client):
        def queries():
            with CaptureQueriesContext(
                connection,
            ) as caught:
                assert client.get(reverse(QUEUE)).status_code == 200
            return len(caught)

        held(commune), three_kinds(commune)
        queries()
        few = queries()
        for _number in range(6):
            three_kinds(commune)
        assert queries() == few
        with CaptureQueriesContext(connection) as caught:
            assert len(read(waiting(officer)[:20])) == 20
        assert len(caught) <= 10


class TestBulk:
    def decide(self, client, *texts, **fields):
        keys = [
            each if isinstance(each, str) else f"{each._meta.model_name}-{each.pk}"
            for each in texts
        ]
        return client.post(reverse(QUEUE), {"text": keys, **fields}, follow=True)

    def test_several_kinds_with_one_reason(self, commune, client, reason):
        texts = three_kinds(commune)
        page = self.decide(client, *texts, verb="hide", reason=reason.pk)
        assert "3 texts" in page.content.decode()
        for text in texts:
            text.refresh_from_db()
            assert text.standing == Standing.HIDDEN
            assert text.moderation.last().reason.translation_key == (
                reason.translation_key
            )
        assert not Report.objects.filter(settled_at__isnull=True).exists()

    def test_foreign_and_broken_keys_do_nothing(self, commune, neighbour, client):
        own, foreign = held(commune), held(neighbour)
        page = self.decide(
            client,
            own,
            foreign,
            "comment-999999",
            "contribution-x",
            "page-1",
            f"contribution-{'9' * 30}",
            verb="release",
        )
        words = page.content.decode()
        assert "1 text." in words
        assert "not of your collectivités" in words
        foreign.refresh_from_db()
        own.refresh_from_db()
        assert (own.standing, foreign.standing) == (Standing.PUBLIC, Standing.HELD)

    def test_each_row_that_fails_says_why(self, commune, client):
        own = held(commune)
        gone = held(commune, standing=Standing.WITHDRAWN, title="Reprise")
        words = self.decide(client, own, gone, verb="release").content.decode()
        assert "1 text." in words
        assert "Reprise" in words
        assert "stays withdrawn" in words

    def test_hiding_without_a_reason_and_nothing_ticked(self, commune, client):
        own = held(commune)
        assert (
            "Choose a reason" in self.decide(client, own, verb="hide").content.decode()
        )
        assert "Tick at least" in self.decide(client, verb="release").content.decode()
        own.refresh_from_db()
        assert own.standing == Standing.HELD

    def test_what_was_ticked_and_written_stays_when_something_lacks(
        self, commune, client
    ):
        own = held(commune)
        answer = self.decide(client, own, verb="hide", words="Voici pourquoi")
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Voici pourquoi" in page
        assert f'value="contribution-{own.pk}" checked' in page

    def test_it_comes_back_to_the_same_filters(self, commune, client):
        own = held(commune)
        here = f"{reverse(QUEUE)}?why=held"
        answer = client.post(
            here, {"text": f"contribution-{own.pk}", "verb": "release"}
        )
        assert answer.url == here


class TestOne:
    def test_its_page_has_wordings_reports_and_history(self, commune, client, officer):
        idea = held(commune, text="Premier jet")
        services.standing.record_hold(idea, Standing.UNCONFIRMED, ["repeated"])
        page = client.get(
            reverse("remacto_moderation_item", args=["contribution", idea.pk])
        ).content.decode()
        assert "Premier jet" in page
        assert "Repeated text" in page
        assert "by a rule" in page

    def test_it_is_decided_there(self, commune, client):
        idea = held(commune)
        address = reverse("remacto_moderation_item", args=["contribution", idea.pk])
        assert client.post(address, {"verb": "restore"}).status_code == 422
        answer = client.post(address, {"verb": "release", "words": "Merci"})
        assert answer.url == reverse(QUEUE)
        idea.refresh_from_db()
        assert idea.is_public
        assert idea.moderation.get().words == "Merci"

    def test_an_unknown_kind_is_not_there(self, client):
        assert missing(client, "/admin/moderation/page/1/")


class TestHome:
    def test_what_waits_is_in_the_to_do_panel(self, commune, client):
        three_kinds(commune)
        page = client.get(reverse("wagtailadmin_home")).content.decode()
        assert "1 text waits for a moderator" in page
        assert "2 texts are reported" in page
        assert "?why=reported" in page


class TestContributions:
    """The list of all contributions, to read only."""

    def test_an_officer_reads_their_own(self, commune, neighbour, client):
        hidden = held(commune, title="Cachée", standing=Standing.HIDDEN)
        foreign = held(neighbour, title="Chez les voisins")
        page = client.get(reverse("remacto_contributions")).content.decode()
        assert "Cachée" in page
        assert "Chez les voisins" not in page
        assert (
            client.get(reverse("remacto_contribution", args=[hidden.pk])).status_code
            == 200
        )
        assert missing(client, reverse("remacto_contribution", args=[foreign.pk]))

    def test_the_network_reads_what_is_public_alone(self, commune):
        client = signed_in(reading_in("en", network_officer()))
        hidden = held(commune, title="Cachée", standing=Standing.HIDDEN)
        ContributionFactory(phase=commune.phase, title="Publique")
        page = client.get(reverse("remacto_contributions")).content.decode()
        assert "Publique" in page
        assert "Cachée" not in page
        assert missing(client, reverse("remacto_contribution", args=[hidden.pk]))

    def test_the_export_has_no_addresses_and_no_formulas(self, commune, client):
        idea = held(commune, title="=HYPERLINK(1)")
        answer = client.get(reverse("remacto_contributions"), {"export": "csv"})
        text = b"".join(answer.streaming_content).decode()
        row = list(csv.DictReader(io.StringIO(text)))[0]
        assert idea.shown_reference in row.values()
        assert "'=HYPERLINK(1)" in row.values()
        assert idea.author.user.email not in text
        excel = client.get(reverse("remacto_contributions"), {"export": "xlsx"})
        assert b"".join(excel.streaming_content)[:2] == b"PK"

    def test_filters_and_search(self, commune, client):
        held(commune, title="Retenue")
        ContributionFactory(phase=commune.phase, title="Publique")
        address = reverse("remacto_contributions")
        assert (
            "Retenue"
            not in client.get(address, {"standing": "public"}).content.decode()
        )
        assert "Publique" not in client.get(address, {"q": "Retenue"}).content.decode()

    def test_nothing_is_added_or_edited_here(self, client):
        locale("fr")
        for path in ("add/", "1/edit/", "1/delete/", "edit/1/", "delete/1/"):
            assert missing(client, f"/admin/contributions/{path}")
