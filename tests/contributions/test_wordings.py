"""Every wording is kept; everyone reads those that were never taken aside."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.citizens import ContributionFactory, ParticipantFactory, open_phase
from tests.factories import publish
from tests.officers import TETOUAN, comms_officer, commune_with_everything, directory_in
from tests.people.conftest import client_of
from wagtail_remacto.contributions import services
from wagtail_remacto.contributions.models import ModerationReason, Standing, Verb
from wagtail_remacto.contributions.reasons import provide_reasons
from wagtail_remacto.cycles.kinds import Action, Moderation

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return commune_with_everything(TETOUAN, directory_in("ar"))


@pytest.fixture
def officer(commune):
    return comms_officer(commune)


@pytest.fixture
def phase(commune):
    return publish(
        commune.phase, actions=list(Action.values), moderation=Moderation.AFTER
    )


@pytest.fixture
def author():
    return ParticipantFactory()


def submitted(phase, author, **fields):
    return services.submit(
        phase=phase, author=author, title="Première", text="Un banc.", **fields
    )


def reworded(contribution, title):
    return services.edit(
        contribution=contribution,
        editor=contribution.author,
        title=title,
        text=f"{title} : un banc.",
    )


def decided(contribution, verb, by):
    provide_reasons()
    services.decide(
        subject=contribution,
        verb=verb,
        by=by,
        reason=ModerationReason.objects.first() if verb == Verb.HIDE else None,
    )
    contribution.refresh_from_db()


def public_titles(contribution):
    rows = contribution.revisions.filter(is_public=True)
    return list(rows.values_list("title", flat=True))


def history(client, contribution):
    address = reverse(
        "wagtail_remacto:contribution_history", args=[contribution.shown_reference]
    )
    return client.get(address, follow=True).content.decode()


class TestWhichArePublic:
    def test_every_one_that_was_written_in_public(self, phase, author):
        idea = reworded(submitted(phase, author), "Deuxième")
        assert public_titles(idea) == ["Première", "Deuxième"]

    def test_one_on_paper(self, phase, officer):
        idea, _new = services.enter(
            phase=phase, by=officer, title="Première", text="Un banc."
        )
        assert public_titles(idea) == ["Première"]

    def test_none_that_waits_for_an_address(self, phase, author):
        idea = submitted(phase, author, confirmed=False)
        assert public_titles(idea) == []
        services.confirm(idea)
        assert public_titles(idea) == ["Première"]

    def test_none_that_was_held_and_worded_anew(self, phase, author, officer):
        publish(phase, moderation=Moderation.BEFORE)
        idea = reworded(submitted(phase, author), "Deuxième")
        assert public_titles(idea) == []
        decided(idea, Verb.RELEASE, officer)
        assert public_titles(idea) == ["Deuxième"]

    def test_none_that_was_taken_aside_and_worded_anew(self, phase, author, officer):
        idea = submitted(phase, author)
        decided(idea, Verb.HOLD, officer)
        assert public_titles(idea) == []
        idea = reworded(idea, "Deuxième")
        decided(idea, Verb.RELEASE, officer)
        assert public_titles(idea) == ["Deuxième"]

    def test_none_that_people_have_had_taken_aside(self, phase, author, settings):
        settings.WAGTAIL_REMACTO_REPORTS_TO_HOLD = 1
        idea = submitted(phase, author)
        services.report(subject=idea, participant=ParticipantFactory(), reason="insult")
        idea.refresh_from_db()
        assert idea.standing == Standing.HELD
        assert public_titles(idea) == []

    def test_one_that_is_shown_again(self, phase, author, officer):
        idea = submitted(phase, author)
        decided(idea, Verb.HIDE, officer)
        assert public_titles(idea) == []
        decided(idea, Verb.RESTORE, officer)
        assert public_titles(idea) == ["Première"]


class TestHistory:
    @pytest.fixture
    def idea(self, phase, author, officer):
        idea = submitted(phase, author)
        decided(idea, Verb.HOLD, officer)
        idea = reworded(idea, "Deuxième")
        decided(idea, Verb.RELEASE, officer)
        return idea

    def test_everyone_reads_what_is_public(self, idea):
        html = history(Client(), idea)
        assert "Deuxième" in html
        assert "Première" not in html

    def test_the_author_and_the_moderators_read_every_one(self, idea, officer):
        moderator = Client()
        moderator.force_login(officer)
        for client in (client_of(idea.author), moderator):
            assert "Première" in history(client, idea)

    def test_of_what_is_hidden_nobody_else_reads_any(self, idea, officer):
        decided(idea, Verb.HIDE, officer)
        html = history(Client(), idea)
        assert "Première" not in html
        assert "Deuxième" not in html


class TestWhatWasNeverPublic:
    @pytest.fixture
    def idea(self, author):
        idea = ContributionFactory(
            phase=open_phase(),
            author=author,
            standing=Standing.UNCONFIRMED,
            published_at=None,
        )
        return services.withdraw(contribution=idea, author=author)

    def test_leaves_no_tombstone(self, idea):
        assert Client().get(idea.get_absolute_url()).status_code == 404

    def test_is_not_counted_among_the_withdrawn(self, idea):
        ContributionFactory(phase=idea.phase, standing=Standing.WITHDRAWN)
        address = reverse("wagtail_remacto:contributions", args=[idea.phase.pk])
        assert Client().get(address).context["list"].withdrawn == 1

    def test_is_there_for_its_author(self, idea):
        assert client_of(idea.author).get(idea.get_absolute_url()).status_code == 200
