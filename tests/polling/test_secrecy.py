"""Nothing ties a person to a choice: no column, screen, file, log or export."""

import hashlib
import hmac
import json

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import ModelLogEntry

from tests.officers import person, signed_in
from tests.polling.polls import ids, make_poll, somebody, visitor
from wagtail_remacto.models import (
    BranchLogEntry,
    Choice,
    Participant,
    Poll,
    Vote,
    VotedChoice,
)
from wagtail_remacto.polling.secrecy import voter_keys
from wagtail_remacto.polling.services import vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    poll, voter = make_poll(), somebody()
    found = vote(poll=poll, participant=voter, choices=ids(poll, 1))
    return poll, voter, found


class TestAVote:
    def test_has_no_column_that_leads_to_a_person_or_a_moment(self):
        people = {get_user_model(), Participant}
        for model in (Vote, VotedChoice):
            for field in model._meta.get_fields():
                assert field.related_model not in people
                assert field.get_internal_type() not in ("DateTimeField", "DateField")

    def test_is_reached_by_no_key_of_another_model(self):
        ours = {Poll, Choice, Vote, VotedChoice}
        for model in apps.get_models():
            if model not in ours:
                targets = {field.related_model for field in model._meta.fields}
                assert not targets & {Vote, VotedChoice, Choice}, model

    def test_is_kept_under_another_key_in_each_poll(self, cast):
        poll, voter, found = cast
        other = make_poll()
        second = vote(poll=other, participant=voter, choices=ids(other, 0))
        assert found.voter != second.voter

    def test_is_under_a_key_that_needs_the_secret_of_the_site(self, cast, settings):
        poll, voter, found = cast
        known = [
            str(voter.pk),
            str(voter.key),
            voter.key.hex,
            str(voter.user_id),
            voter.user.username,
            voter.user.email,
        ]
        guesses = set()
        for value in known:
            for text in (value, f"{poll.pk}:{value}", f"{value}:{poll.pk}"):
                guesses.add(hashlib.sha256(text.encode()).hexdigest())
                for key in ("", "wagtail_remacto.polling.voter"):
                    guesses.add(
                        hmac.new(key.encode(), text.encode(), "sha256").hexdigest()
                    )
        assert found.voter not in guesses
        settings.SECRET_KEY = "another"
        assert found.voter not in voter_keys(poll, voter)

    def test_says_nothing_of_itself(self, cast):
        poll, _voter, found = cast
        assert str(found) == str(poll)


class TestWhatOthersRead:
    def test_the_logs_know_of_no_vote(self):
        poll, voter = make_poll(), somebody()
        before = (ModelLogEntry.objects.count(), BranchLogEntry.objects.count())
        client = visitor(voter)
        choice = ids(poll, 1).pop()
        client.post(
            reverse("wagtail_remacto:vote", args=[poll.pk]), {"choices": choice}
        )
        assert Vote.objects.count() == 1
        after = (ModelLogEntry.objects.count(), BranchLogEntry.objects.count())
        assert after == before

    def test_no_screen_of_the_admin_names_a_voter_or_a_key(self, cast):
        poll, voter, found = cast
        client = signed_in(person("admin", is_superuser=True))
        name = "wagtailsnippets_wagtail_remacto_poll"
        addresses = [
            reverse(f"{name}:list"),
            reverse(f"{name}:list") + "?export=csv",
            *(
                reverse(f"{name}:{view}", args=[poll.pk])
                for view in ("edit", "usage", "history", "delete")
            ),
        ]
        for address in addresses:
            response = client.get(address)
            assert response.status_code in (200, 409), address
            html = response.getvalue().decode()
            assert found.voter not in html
            assert voter.user.username not in html
            assert str(voter.key) not in html

    def test_votes_have_no_screen_of_their_own(self):
        from wagtail.snippets.models import get_snippet_models

        assert not {Vote, VotedChoice, Choice} & set(get_snippet_models())

    def test_the_public_file_holds_sums_alone(self, cast):
        poll, voter, found = cast
        address = reverse("wagtail_remacto:poll_results", args=[poll.pk])
        text = visitor(voter).get(address).content.decode("utf-8-sig")
        assert text.splitlines() == [
            "choice_fr,votes,share",
            "Des arbres,0,0.0000",
            "Des bancs,1,1.0000",
            "Des jeux,0,0.0000",
        ]

    def test_an_export_of_a_person_s_data_has_no_vote(self, cast):
        from wagtail_remacto.people.registry import held

        poll, voter, found = cast
        text = json.dumps([list(data.export(voter)) for data in held()], default=str)
        assert found.voter not in text
        assert "Des bancs" not in text
        assert poll.question not in text
