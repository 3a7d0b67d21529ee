"""One person who was two: what they did twice is done once, and every count is true."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import Client

from tests.citizens import (
    CommentFactory,
    ContributionFactory,
    EmailParticipantFactory,
    ParticipantFactory,
    UserFactory,
    discussion_on,
)
from tests.factories import WorkshopFactory, day
from tests.people.conftest import client_of, everything
from tests.polling.polls import counts, ids, make_poll
from wagtail_remacto.adapter import Adapter
from wagtail_remacto.contributions import services
from wagtail_remacto.contributions.counters import drifts
from wagtail_remacto.contributions.models import (
    CommentSupport,
    Contribution,
    Draft,
    Follow,
    Report,
    Support,
)
from wagtail_remacto.models import Consent, Participant, Registration
from wagtail_remacto.people import registry
from wagtail_remacto.people.merging import unite
from wagtail_remacto.people.services import ensure_participant, participant_at
from wagtail_remacto.polling.models import Vote
from wagtail_remacto.polling.services import drift, vote
from wagtail_remacto.workshops import registrations
from wagtail_remacto.workshops.models import RegistrationState

pytestmark = pytest.mark.django_db

ADDRESS = "salma@exemple.ma"


class OneAddress(Adapter):
    """A host that has confirmed the address of every account."""

    def confirmed_email(self, user):
        return user.email

    def account_at(self, email):
        return UserFactory._meta.model.objects.filter(
            email__iexact=email, is_active=True
        ).first()


@pytest.fixture(autouse=True)
def host(settings):
    settings.WAGTAIL_REMACTO_ADAPTER = f"{__name__}.OneAddress"
    cache.clear()


@pytest.fixture
def kept(host):
    return ParticipantFactory(user__email=ADDRESS, display_name="Salma")


@pytest.fixture
def gone(host):
    return EmailParticipantFactory(email=ADDRESS, display_name="Salma B.")


def exact():
    return not list(drifts()) and not drift()


class TestWhoIsMeant:
    def test_the_address_of_an_account_is_its_participant(self, kept):
        assert participant_at(" Salma@Exemple.MA ") == kept
        assert Participant.objects.count() == 1

    def test_an_account_that_has_done_nothing_gets_its_participant(self):
        user = UserFactory(email=ADDRESS, first_name="Salma")
        found = participant_at(ADDRESS)
        assert (found.user, found.display_name) == (user, "Salma")

    def test_an_account_that_is_closed_is_not_meant(self):
        UserFactory(email=ADDRESS, is_active=False)
        assert participant_at(ADDRESS).user is None

    def test_without_a_word_of_the_host_an_address_is_an_address(self, kept, settings):
        settings.WAGTAIL_REMACTO_ADAPTER = "wagtail_remacto.adapter.Adapter"
        assert participant_at(ADDRESS) != kept

    def test_a_name_that_may_not_be_shown_is_not_taken_from_the_account(self):
        user = UserFactory(email=ADDRESS, first_name="www.exemple.com")
        assert ensure_participant(user).display_name == ""

    def test_an_unconfirmed_address_brings_no_name(self):
        Participant.objects.create(kind="email", email=ADDRESS)
        user = UserFactory(email=ADDRESS, first_name="Salma")
        assert ensure_participant(user).display_name == "Salma"


def test_everything_is_handed_over(kept, gone, media):
    did = everything(gone)
    # Its counts, which the rows of the fixture do not move.
    from wagtail_remacto.contributions.counters import recount

    recount()
    key = gone.key
    unite(kept)
    gone.refresh_from_db()
    for path in registry.keys_to_people(["wagtail_remacto"]):
        _app, model, field = path.split(".")
        rows = registry.apps.get_model("wagtail_remacto", model)._base_manager
        if rows.model._meta.get_field(field).related_model is Participant:
            assert not rows.filter(**{field: gone}).exists(), path
    assert Contribution.objects.filter(author=kept).count() == 2
    assert Consent.objects.get(pk=did.consent.pk).notice == did.consent.notice
    assert Registration.objects.get().participant == kept
    assert Draft.objects.get().participant == kept
    assert (gone.email, gone.display_name, gone.confirmed_at) == (None, "", None)
    assert gone.erased_at is not None
    assert gone.key != key
    assert exact()


def test_a_second_time_changes_nothing(kept, gone):
    ContributionFactory(author=gone)
    unite(kept)
    before = Participant.objects.order_by("pk").values_list()
    before = list(before)
    unite(kept)
    assert list(Participant.objects.order_by("pk").values_list()) == before


def test_what_both_support_is_supported_once(kept, gone):
    idea, other = ContributionFactory(), ContributionFactory()
    for person, wanted in ((kept, (idea,)), (gone, (idea, other))):
        for each in wanted:
            services.support(contribution=each, participant=person)
    comment = CommentFactory(discussion=discussion_on(other))
    for person in (kept, gone):
        services.support_comment(comment=comment, participant=person)
    # The factory counts nothing.
    type(discussion_on(other)).objects.update(comments_count=1)
    Contribution.objects.filter(pk=other.pk).update(comments_count=1)
    unite(kept)
    for row in (idea, other, comment):
        row.refresh_from_db()
        assert row.supports_count == 1
    assert Support.objects.filter(participant=kept).count() == 2
    assert CommentSupport.objects.get().participant == kept
    assert exact()


def test_nobody_goes_on_supporting_their_own_idea(kept, gone):
    first, second = ContributionFactory(author=gone), ContributionFactory(author=kept)
    services.support(contribution=first, participant=kept)
    services.support(contribution=second, participant=gone)
    unite(kept)
    assert not Support.objects.exists()
    assert exact()


def test_what_both_reported_or_follow_is_there_once(kept, gone):
    idea, other = ContributionFactory(), ContributionFactory()
    for person in (kept, gone):
        services.report(subject=idea, participant=person, reason="insult")
        Follow.objects.create(participant=person, contribution=idea)
    Follow.objects.create(participant=gone, contribution=other)
    Follow.objects.create(participant=gone, page=idea.phase)
    unite(kept)
    assert Report.objects.get().participant == kept
    assert Follow.objects.filter(participant=kept).count() == 3
    assert Follow.objects.count() == 3
    assert exact()


class TestVotes:
    def test_the_account_s_vote_stays(self, kept, gone):
        poll = make_poll()
        vote(poll=poll, participant=kept, choices=ids(poll, 0))
        vote(poll=poll, participant=gone, choices=ids(poll, 1))
        unite(kept)
        assert counts(poll) == [1, 0, 0, 1]
        assert exact()

    def test_the_only_vote_becomes_the_account_s(self, kept, gone):
        poll = make_poll(multiple=True)
        vote(poll=poll, participant=gone, choices=ids(poll, 1, 2))
        vote(poll=poll, participant=ParticipantFactory(), choices=ids(poll, 1))
        unite(kept)
        assert counts(poll) == [0, 2, 1, 2]
        vote(poll=poll, participant=kept, choices=ids(poll, 0))
        assert counts(poll) == [1, 1, 0, 2]
        assert Vote.objects.count() == 2
        assert exact()


class TestPlaces:
    @pytest.fixture
    def workshop(self):
        phase = ContributionFactory().phase
        return WorkshopFactory(parent=phase, registers=True, capacity=2, date=day(10))

    def register(self, workshop, participant):
        return registrations.register(
            workshop=workshop, participant=participant, name="Salma"
        )

    def states(self, participant):
        rows = Registration.objects.filter(participant=participant)
        return sorted(rows.values_list("state", flat=True))

    def test_the_second_place_goes_to_who_waits(self, workshop, kept, gone):
        next_one = ParticipantFactory()
        for person in (kept, gone, next_one):
            self.register(workshop, person)
        assert self.states(next_one) == [RegistrationState.WAITING]
        unite(kept)
        assert self.states(kept) == [
            RegistrationState.CANCELLED,
            RegistrationState.REGISTERED,
        ]
        assert self.states(next_one) == [RegistrationState.REGISTERED]

    def test_a_place_is_better_than_waiting_for_one(self, workshop, kept, gone):
        for person in (gone, ParticipantFactory(), kept):
            self.register(workshop, person)
        assert self.states(kept) == [RegistrationState.WAITING]
        unite(kept)
        assert self.states(kept) == [
            RegistrationState.CANCELLED,
            RegistrationState.REGISTERED,
        ]
        assert self.states(gone) == []

    def test_the_only_place_is_kept(self, workshop, kept, gone):
        registration = self.register(workshop, gone)
        unite(kept)
        registration.refresh_from_db()
        assert registration.participant == kept
        assert registration.state == RegistrationState.REGISTERED

    def test_the_same_address_has_no_second_place(self, workshop, kept):
        first = self.register(workshop, kept)
        second = registrations.register_by_email(
            workshop=workshop, email=ADDRESS, name="Autre"
        )
        assert second == first
        assert second.name == "Salma"


class TestWhen:
    def test_at_the_next_sign_in(self, kept, gone):
        Client().force_login(
            kept.user, backend="django.contrib.auth.backends.ModelBackend"
        )
        gone.refresh_from_db()
        assert gone.erased_at is not None

    def test_when_something_arrives_under_the_address(self, kept, gone):
        assert participant_at(ADDRESS) == kept
        gone.refresh_from_db()
        assert gone.erased_at is not None

    def test_the_browser_of_the_address_is_signed_out(self, kept, gone):
        from types import SimpleNamespace

        from wagtail_remacto.people.session import whoever

        client = client_of(gone)

        def who():
            return whoever(
                SimpleNamespace(session=client.session, user=AnonymousUser())
            )

        assert who() == gone
        unite(kept)
        assert not who().is_authenticated
