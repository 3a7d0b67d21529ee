"""My space: what I did, what became of it, who I am."""

import pytest
from django.contrib.auth import get_user_model
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
)
from tests.factories import PhaseFactory
from tests.people.conftest import NAME, client_of
from wagtail_remacto.models import Follow, ModerationAct, Participant

pytestmark = pytest.mark.django_db


def my_space(language="fr"):
    with override(language):
        return reverse("wagtail_remacto:my_space")


def page_of(participant, language="fr", query=""):
    return client_of(participant).get(my_space(language) + query).content.decode()


@pytest.mark.parametrize("who", ["zoubida", "visitor"])
def test_it_shows_what_one_has_done(who, request):
    person = request.getfixturevalue(who)
    text = page_of(person.participant)
    did = person.did
    for words in (
        NAME,
        did.public.title,
        did.public.shown_reference,
        did.withdrawn.title,
        did.comment.text,
        did.act.words,
        did.other.title,
        did.phase.title,
    ):
        assert words in text


def test_it_shows_what_became_of_an_idea():
    row = ContributionFactory(outcome="taken_up", supports_count=7, comments_count=1)
    text = page_of(row.author, "en")
    assert "taken up" in text
    assert "7 supports" in text
    assert "1 comment<" in text
    assert "answer awaited" not in text


def test_it_says_that_an_answer_is_awaited():
    assert "answer awaited" in page_of(ContributionFactory().author, "en")


def test_it_tells_what_the_moderators_decided_last():
    row = ContributionFactory(standing="hidden")
    for words in ("Un premier mot.", "Un dernier mot."):
        ModerationAct.objects.create(
            contribution=row,
            collectivite=row.collectivite,
            verb="hide",
            before="public",
            after="hidden",
            words=words,
        )
    text = page_of(row.author)
    assert "Un dernier mot." in text
    assert "Un premier mot." not in text


def test_nothing_of_others_is_shown(zoubida):
    other = ContributionFactory(title="Une idée qui n’est pas la mienne")
    assert other.title not in page_of(zoubida.participant)


def test_it_stands_in_arabic_from_right_to_left(zoubida):
    text = page_of(zoubida.participant, "ar")
    assert '<html lang="ar" dir="rtl">' in text
    assert 'href="/ar/contributions/' in text


def test_a_text_keeps_its_own_language():
    row = ContributionFactory(title="حديقة", language="ar")
    assert '<bdi lang="ar">حديقة</bdi>' in page_of(row.author)


def test_it_is_never_cached(zoubida):
    response = client_of(zoubida.participant).get(my_space())
    assert "no-store" in response["Cache-Control"]


def test_a_stranger_sees_two_ways_in():
    text = Client().get(my_space()).content.decode()
    assert "/accounts/login/?next=" in text
    assert "my/link/" in text


def test_an_account_that_never_took_part_sees_where_to_begin():
    client = Client()
    client.force_login(
        UserFactory(), backend="django.contrib.auth.backends.ModelBackend"
    )
    response = client.get(my_space())
    assert response.status_code == 200
    assert not Participant.objects.exists()


def test_a_long_list_is_read_in_parts(settings):
    settings.WAGTAIL_REMACTO_LIST_SIZE = 3
    first = ContributionFactory(title="Idée 0")
    for number in range(1, 7):
        ContributionFactory(
            phase=first.phase, author=first.author, title=f"Idée {number}"
        )
    seen, query = [], ""
    for _part in range(3):
        response = client_of(first.author).get(my_space() + query)
        part = next(
            filled.context
            for filled in response.context["sections"]
            if filled.section.name == "contributions"
        )
        seen += [row.title for row in part["rows"]]
        query = part["older"].partition("#")[0]
    assert seen == [f"Idée {number}" for number in range(6, -1, -1)]
    assert query == ""


@pytest.mark.parametrize(
    "query", ["?contributions_before=x", "?comments_before=" + "9" * 40]
)
def test_nonsense_in_the_address_is_overlooked(zoubida, query):
    assert zoubida.did.public.title in page_of(zoubida.participant, query=query)


def test_twenty_rows_take_as_many_queries_as_one():
    person = ParticipantFactory()

    def write():
        row = ContributionFactory(author=person)
        on = discussion_on(ContributionFactory())
        CommentFactory(discussion=on, author=person)
        Follow.objects.create(participant=person, contribution=on.contribution)
        Follow.objects.create(participant=person, page=row.phase)
        for about in ({"contribution": row}, {"contribution": on.contribution}):
            ModerationAct.objects.create(
                collectivite=row.collectivite,
                verb="hide",
                before="public",
                after="hidden",
                words="Un mot.",
                **about,
            )

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(my_space()).status_code == 200
        return len(captured)

    client = client_of(person)
    write()
    queries()
    one = queries()
    for _number in range(8):
        write()
    assert queries() == one


class TestProfile:
    address = property(lambda self: reverse("wagtail_remacto:my_profile"))

    def test_the_name_and_the_language_are_changed(self):
        row = ContributionFactory()
        client = client_of(row.author)
        response = client.post(
            self.address, {"display_name": "  Idir  A. ", "language": "ar"}, follow=True
        )
        assert "Idir A." in response.content.decode()
        row.refresh_from_db()
        assert row.author_words == "Idir A."
        assert row.author.language == "ar"

    def test_a_name_that_advertises_comes_back_with_a_sentence(self):
        person = EmailParticipantFactory(display_name="Idir")
        response = client_of(person).post(
            self.address, {"display_name": "www.exemple.ma"}
        )
        assert response.status_code == 422
        assert 'value="www.exemple.ma"' in response.content.decode()
        person.refresh_from_db()
        assert person.display_name == "Idir"

    def test_an_empty_name_is_a_citizen(self):
        person = EmailParticipantFactory(display_name="Idir")
        client_of(person).post(self.address, {"display_name": ""})
        person.refresh_from_db()
        with override("en"):
            assert person.public_name == "A citizen"

    def test_a_language_that_the_site_lacks_is_refused(self):
        person = EmailParticipantFactory(language="fr")
        response = client_of(person).post(self.address, {"language": "xx"})
        assert response.status_code == 422

    def test_a_first_deed_makes_the_participant(self):
        user = UserFactory()
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        client.post(self.address, {"display_name": "Idir"})
        assert Participant.objects.get(user=user).display_name == "Idir"


def test_signing_out_forgets_on_this_device():
    person = EmailParticipantFactory()
    client = client_of(person)
    client.post(reverse("wagtail_remacto:my_sign_out"))
    assert "my/link/" in client.get(my_space()).content.decode()


@pytest.mark.parametrize("name", ["my_profile", "my_link", "my_sign_out"])
class TestWrites:
    def test_they_cannot_be_read(self, name):
        assert Client().get(reverse(f"wagtail_remacto:{name}")).status_code == 405

    def test_they_ask_for_the_token(self, name):
        client = client_of(EmailParticipantFactory(), enforce_csrf_checks=True)
        assert client.post(reverse(f"wagtail_remacto:{name}")).status_code == 403


def test_a_link_never_overrules_the_account_that_is_signed_in():
    user = ParticipantFactory(display_name="Compte").user
    other = EmailParticipantFactory(display_name="Autre")
    client = client_of(other)
    client.force_login(
        get_user_model().objects.get(pk=user.pk),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    text = client.get(my_space()).content.decode()
    assert "Compte" in text
    assert "Autre" not in text


def test_phases_are_linked_in_the_language_of_the_reader():
    person = EmailParticipantFactory()
    Follow.objects.create(participant=person, page=PhaseFactory(title="Vos idées"))
    assert "Vos idées" in page_of(person, "ar")
