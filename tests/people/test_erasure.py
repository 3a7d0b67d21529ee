"""What a person gave to the public stays; that it was theirs does not."""

import datetime as dt
import uuid

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.users.models import UserProfile

from tests.citizens import (
    ContributionFactory,
    EmailParticipantFactory,
    ParticipantFactory,
)
from tests.people.conftest import EMAIL, NAME, client_of
from wagtail_remacto.adapter import Adapter
from wagtail_remacto.models import Draft, Follow, Participant
from wagtail_remacto.people.erasure import erase, leave
from wagtail_remacto.people.registry import keys_to_people

pytestmark = pytest.mark.django_db


class OneAddress(Adapter):
    """A host that has confirmed the address of every account."""

    def confirmed_email(self, user):
        return user.email


def everything_written():
    """Every text of every table, by table and column."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            description = connection.introspection.get_table_description(cursor, table)
            for column in description:
                name = connection.ops.quote_name(column.name)
                of = connection.ops.quote_name(table)
                cursor.execute(f"SELECT {name} FROM {of}")  # noqa: S608
                for (value,) in cursor.fetchall():
                    if value is not None:
                        yield f"{table}.{column.name}", str(value)


def places_that_name(*needles):
    return {
        place
        for place, text in everything_written()
        if any(needle.casefold() in text.casefold() for needle in needles)
    }


def test_the_scan_sees_what_is_there(zoubida):
    found = places_that_name(NAME, EMAIL)
    assert "wagtail_remacto_participant.display_name" in found
    assert "wagtail_remacto_report.text" in found
    assert "wagtail_remacto_draft.data" in found
    assert "auth_user.email" in found


def test_somebody_in_the_fixture_has_a_row_behind_every_key(zoubida):
    from django.apps import apps

    for key in keys_to_people(["wagtail_remacto"]):
        label, _dot, name = key.rpartition(".")
        model = apps.get_model(label)
        if model._meta.get_field(name).related_model is Participant:
            assert model.objects.filter(**{name: zoubida.participant}).exists(), key


def test_nothing_in_the_database_names_a_person_who_has_left(zoubida):
    user = zoubida.participant.user
    key = str(zoubida.participant.key)
    assert leave(participant=zoubida.participant, user=user)
    assert places_that_name(NAME, EMAIL, key, uuid.UUID(key).hex) == set()


def test_nothing_names_a_person_without_an_account_who_has_left(visitor):
    erase(visitor.participant)
    assert places_that_name(NAME, EMAIL) == set()


def test_texts_and_counts_stay(zoubida):
    did = zoubida.did
    erase(zoubida.participant)
    did.public.refresh_from_db()
    did.comment.refresh_from_db()
    assert did.public.text
    with override("en"):
        assert did.public.author_words == "A person who has left"
    assert did.public.revisions.count() == 1
    assert did.other.supports.count() == 1
    assert did.comment.text
    assert did.report.reason == "insult"
    assert did.consent.participant.consents.count() == 1


def test_where_it_was_is_forgotten_for_it_may_be_a_home():
    person = ParticipantFactory()
    idea = ContributionFactory(
        author=person, place="Devant chez moi", latitude="35.5", longitude="-5.3"
    )
    erase(person)
    idea.refresh_from_db()
    assert (idea.place, idea.latitude, idea.longitude) == ("", None, None)


def test_what_was_not_given_keeps_its_words_and_loses_the_rest(
    zoubida, media, django_capture_on_commit_callbacks
):
    did = zoubida.did
    with django_capture_on_commit_callbacks(execute=True):
        erase(zoubida.participant)
    did.withdrawn.refresh_from_db()
    assert did.withdrawn.text
    assert did.withdrawn.place == ""
    assert did.withdrawn.latitude is None
    assert not did.withdrawn.attachments.exists()
    kept = {path.name for path in media.rglob("*.txt")}
    assert kept == {"plan.txt"}


def test_a_draft_that_was_sent_does_not_take_the_file_of_the_contribution_with_it(
    zoubida, media, django_capture_on_commit_callbacks
):
    did = zoubida.did
    did.draft_file.file.name = did.public_file.file.name
    did.draft_file.save()
    with django_capture_on_commit_callbacks(execute=True):
        erase(zoubida.participant)
    assert did.public_file.file.storage.exists(did.public_file.file.name)


def test_what_was_only_theirs_is_deleted(zoubida):
    erase(zoubida.participant)
    assert not Draft.objects.exists()
    assert not Follow.objects.exists()


def test_an_association_keeps_its_name_and_a_person_does_not(zoubida):
    rows = [
        ContributionFactory(
            phase=zoubida.did.phase,
            author=zoubida.participant,
            author_kind="association",
            author_name=name,
        )
        for name in ("Association Al Amal", NAME.upper())
    ]
    erase(zoubida.participant)
    for row in rows:
        row.refresh_from_db()
    assert [row.author_name for row in rows] == ["Association Al Amal", ""]


def test_a_second_time_changes_nothing(zoubida):
    erase(zoubida.participant)
    first = Participant.objects.get(pk=zoubida.participant.pk)
    erase(zoubida.participant)
    second = Participant.objects.get(pk=zoubida.participant.pk)
    assert (first.key, first.erased_at) == (second.key, second.erased_at)


def test_others_are_left_alone(zoubida):
    other = ContributionFactory(phase=zoubida.did.phase)
    erase(zoubida.participant)
    other.author.refresh_from_db()
    assert other.author.display_name
    assert other.author.user is not None


def test_a_new_key_unties_past_votes_and_sessions(visitor):
    client = client_of(visitor.participant)
    key = visitor.participant.key
    erase(visitor.participant)
    visitor.participant.refresh_from_db()
    assert visitor.participant.key != key
    response = client.get(reverse("wagtail_remacto:my_space"))
    assert NAME not in response.content.decode()
    assert "my/link/" in response.content.decode()


def test_a_message_goes_to_the_old_address_once_it_is_done(
    zoubida, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        erase(zoubida.participant)
        assert mail.outbox == []
    assert [message.to for message in mail.outbox] == [[EMAIL]]


def test_the_same_address_without_an_account_is_erased_too(zoubida, settings):
    settings.WAGTAIL_REMACTO_ADAPTER = f"{__name__}.OneAddress"
    twin = EmailParticipantFactory(email=EMAIL, display_name=NAME)
    leave(participant=zoubida.participant, user=zoubida.participant.user)
    twin.refresh_from_db()
    assert twin.erased_at is not None
    assert twin.email is None


def test_deleting_the_account_anywhere_keeps_the_texts_and_drops_the_person(zoubida):
    UserProfile.get_for_user(zoubida.participant.user)
    get_user_model().objects.filter(pk=zoubida.participant.user.pk).delete()
    zoubida.did.public.refresh_from_db()
    assert zoubida.did.public.author.erased_at is not None
    assert places_that_name(NAME, EMAIL) == set()


def test_wagtails_log_of_a_deletion_does_not_name_the_person(zoubida, client):
    administrator = get_user_model().objects.create_superuser("chef", "c@exemple.ma")
    client.force_login(
        administrator, backend="django.contrib.auth.backends.ModelBackend"
    )
    EmailAddress.objects.create(user=zoubida.participant.user, email=EMAIL)
    address = reverse("wagtailusers_users:delete", args=[zoubida.participant.user.pk])
    assert client.post(address).status_code == 302
    assert not get_user_model().objects.filter(email=EMAIL).exists()
    found = places_that_name(NAME, EMAIL)
    # What the administrator is told in the next page, for them alone.
    assert found <= {"django_session.session_data"}


def test_a_draft_begun_before_the_address_was_known_goes_too(visitor):
    Draft.objects.create(
        phase=visitor.did.phase, data={"email": EMAIL.upper(), "title": "Plus tard"}
    )
    other = Draft.objects.create(
        phase=visitor.did.phase, data={"email": "autre@exemple.ma"}
    )
    erase(visitor.participant)
    assert list(Draft.objects.all()) == [other]


def test_an_account_that_works_in_the_admin_stays(zoubida):
    user = zoubida.participant.user
    user.is_superuser = True
    user.save()
    assert not leave(participant=zoubida.participant, user=user)
    assert get_user_model().objects.filter(pk=user.pk).exists()
    zoubida.participant.refresh_from_db()
    assert zoubida.participant.user is None


def test_an_account_that_something_else_needs_stays(monkeypatch):
    from django.db.models import ProtectedError

    user = ParticipantFactory().user

    def refuse():
        raise ProtectedError("Another app needs it.", set())

    monkeypatch.setattr(user, "delete", refuse)
    assert Adapter().delete_account(user) is False


class TestThePage:
    address = property(lambda self: reverse("wagtail_remacto:my_erase"))

    def test_asking_erases_nothing(self, zoubida):
        response = client_of(zoubida.participant).get(self.address)
        assert response.status_code == 200
        zoubida.participant.refresh_from_db()
        assert zoubida.participant.erased_at is None

    def test_it_says_what_stays_of_each_thing(self, zoubida):
        from django.utils.html import escape

        from wagtail_remacto.people import registry

        text = client_of(zoubida.participant).get(self.address).content.decode()
        for data in registry.held():
            assert escape(str(data.kept)) in text

    def test_it_wants_to_be_sure(self, zoubida):
        response = client_of(zoubida.participant).post(self.address)
        assert response.status_code == 422
        zoubida.participant.refresh_from_db()
        assert zoubida.participant.erased_at is None

    def test_it_erases_deletes_the_account_and_signs_out(self, zoubida):
        client = client_of(zoubida.participant)
        response = client.post(self.address, {"sure": "on"}, follow=True)
        assert response.status_code == 200
        assert "my/link/" in response.content.decode()
        assert not get_user_model().objects.filter(email=EMAIL).exists()
        assert "_auth_user_id" not in client.session

    def test_somebody_who_has_never_taken_part_can_leave_too(self):
        user = get_user_model().objects.create_user("nouveau", "n@exemple.ma")
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        client.post(self.address, {"sure": "on"})
        assert not get_user_model().objects.filter(pk=user.pk).exists()

    def test_nobody_is_erased_without_being_themselves(self, zoubida):
        response = Client().post(self.address, {"sure": "on"})
        assert response.status_code == 403

    def test_it_asks_for_the_token(self, zoubida):
        client = client_of(zoubida.participant, enforce_csrf_checks=True)
        assert client.post(self.address, {"sure": "on"}).status_code == 403
        zoubida.participant.refresh_from_db()
        assert zoubida.participant.erased_at is None


def test_a_moment_of_erasure_is_kept(visitor):
    erase(visitor.participant)
    visitor.participant.refresh_from_db()
    assert isinstance(visitor.participant.erased_at, dt.datetime)
    assert not visitor.participant.is_authenticated
    assert not visitor.participant.is_active
