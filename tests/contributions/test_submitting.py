import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError

from tests.citizens import (
    ContributionFactory,
    EmailParticipantFactory,
    ParticipantFactory,
    UserFactory,
    open_phase,
)
from tests.factories import moment, publish
from wagtail_remacto.contributions import references, services
from wagtail_remacto.contributions.errors import (
    AlreadyClaimed,
    NotYours,
    OwnIdea,
    TooLateToEdit,
    WrongCode,
)
from wagtail_remacto.contributions.models import (
    Contribution,
    ModerationAct,
    Standing,
)
from wagtail_remacto.cycles.gate import Reason, Refused
from wagtail_remacto.people.models import Participant, ParticipantKind, RecordError

pytestmark = pytest.mark.django_db


def submit(phase, author=None, **fields):
    return services.submit(
        **{
            "phase": phase,
            "author": author or ParticipantFactory(),
            "title": "Des bancs à l’ombre",
            "text": "Sur la place, **près** de la fontaine.",
            **fields,
        }
    )


class TestSubmit:
    def test_it_is_public_with_its_first_wording_and_a_reference(self):
        phase = open_phase()
        contribution = submit(phase)
        assert contribution.standing == Standing.PUBLIC
        assert references.read(contribution.shown_reference) == contribution.reference
        assert "<strong>près</strong>" in contribution.html
        assert contribution.revisions.get().text == contribution.text
        assert contribution.collectivite == phase.get_parent().get_parent().specific

    def test_what_is_written_in_arabic_says_so(self):
        contribution = submit(open_phase(), title="مقاعد", text="في الساحة")
        assert contribution.language == "ar"

    def test_the_same_form_sent_twice_is_one_contribution(self):
        phase, author, key = open_phase(), ParticipantFactory(), uuid.uuid4()
        first = submit(phase, author, submission_key=key)
        assert submit(phase, author, submission_key=key) == first
        assert Contribution.objects.count() == 1

    def test_a_phase_that_closed_meanwhile_refuses_with_its_date(self):
        phase = open_phase()
        publish(phase, end=moment(-1))
        with pytest.raises(Refused) as refused:
            submit(phase)
        assert refused.value.verdict.reason == Reason.CLOSED
        assert not Contribution.objects.exists()

    def test_an_empty_title_and_a_text_too_long_are_both_named(self, settings):
        settings.WAGTAIL_REMACTO_CONTRIBUTION_MAX_LENGTH = 10
        with pytest.raises(ValidationError) as wrong:
            submit(open_phase(), title=" ", text="x" * 11)
        assert set(wrong.value.message_dict) == {"title", "text"}

    def test_a_phase_moderated_before_holds_and_says_so_in_the_record(self):
        contribution = submit(open_phase(moderation="before"))
        assert contribution.standing == Standing.HELD
        act = ModerationAct.objects.get(contribution=contribution)
        assert act.automatic
        assert act.grounds == ["before"]

    def test_the_same_text_again_is_held_not_lost(self):
        phase, author = open_phase(), ParticipantFactory()
        submit(phase, author)
        again = submit(phase, author)
        assert again.standing == Standing.HELD
        assert again.text.startswith("Sur la place")

    def test_it_is_never_deleted(self):
        with pytest.raises(RecordError):
            submit(open_phase()).delete()


class TestWithoutAccount:
    def unconfirmed(self):
        return Participant.objects.create(
            kind=ParticipantKind.EMAIL, email="quelquun@exemple.ma"
        )

    def test_it_waits_until_the_address_is_confirmed(self):
        author = self.unconfirmed()
        contribution = submit(open_phase(), author, confirmed=False)
        assert contribution.standing == Standing.UNCONFIRMED
        assert services.confirm(contribution).standing == Standing.PUBLIC

    def test_confirmed_after_the_phase_has_closed_it_counts(self):
        phase = open_phase()
        contribution = submit(phase, self.unconfirmed(), confirmed=False)
        publish(phase, end=moment(-0.1))
        assert services.confirm(contribution).is_public

    def test_nobody_unconfirmed_is_public_at_once(self):
        with pytest.raises(Refused) as refused:
            submit(open_phase(), self.unconfirmed())
        assert refused.value.verdict.reason == Reason.SIGNED_OUT

    def test_a_confirmed_address_is_as_good_as_an_account(self):
        assert submit(open_phase(), EmailParticipantFactory()).is_public

    def test_what_a_form_found_suspicious_holds_it_after_the_confirmation_too(self):
        contribution = submit(
            open_phase(), self.unconfirmed(), confirmed=False, suspicion=["trap"]
        )
        assert services.confirm(contribution).standing == Standing.HELD


class TestEdit:
    def edit(self, contribution, editor=None, **more):
        return services.edit(
            contribution=contribution,
            editor=editor or contribution.author,
            title="Des bancs",
            text="Beaucoup de bancs.",
            **more,
        )

    def test_the_author_changes_the_wording_and_the_first_one_stays(self):
        contribution = ContributionFactory()
        edited = self.edit(contribution)
        assert edited.text == "Beaucoup de bancs."
        assert [r.text for r in edited.revisions.all()] == [
            contribution.text,
            "Beaucoup de bancs.",
        ]

    def test_nobody_else_does(self):
        with pytest.raises(NotYours):
            self.edit(ContributionFactory(), ParticipantFactory())

    def test_nobody_does_after_a_reaction(self):
        contribution = ContributionFactory()
        services.support(contribution=contribution, participant=ParticipantFactory())
        with pytest.raises(TooLateToEdit):
            self.edit(contribution)

    def test_nobody_does_after_the_set_time(self):
        contribution = ContributionFactory()
        later = contribution.created_at + dt.timedelta(minutes=61)
        with pytest.raises(TooLateToEdit):
            self.edit(contribution, now=later)


class TestWithdraw:
    def test_a_tombstone_remains(self):
        contribution = ContributionFactory()
        services.withdraw(contribution=contribution, author=contribution.author)
        contribution.refresh_from_db()
        assert contribution.standing == Standing.WITHDRAWN
        assert contribution.text

    def test_only_the_author_withdraws(self):
        with pytest.raises(NotYours):
            services.withdraw(
                contribution=ContributionFactory(), author=ParticipantFactory()
            )


class TestSupport:
    def test_once_a_person_and_undoable(self):
        contribution, person = ContributionFactory(), ParticipantFactory()
        services.support(contribution=contribution, participant=person)
        services.support(contribution=contribution, participant=person)
        assert contribution.supports_count == 1
        assert services.undo_support(contribution=contribution, participant=person)
        assert not services.undo_support(contribution=contribution, participant=person)
        contribution.refresh_from_db()
        assert contribution.supports_count == 0

    def test_not_of_ones_own_idea(self):
        contribution = ContributionFactory()
        with pytest.raises(OwnIdea):
            services.support(contribution=contribution, participant=contribution.author)


class TestEnter:
    def test_a_key_too_long_is_named_and_never_cut(self):
        phase = open_phase()
        chief = UserFactory(is_superuser=True)
        with pytest.raises(ValidationError) as wrong:
            services.enter(
                phase=phase,
                by=chief,
                title="Un banc",
                text="À l’ombre.",
                external_key="k" * 151,
            )
        assert set(wrong.value.message_dict) == {"external_key"}
        assert not Contribution.objects.exists()


class TestClaim:
    def paper(self):
        return ContributionFactory(origin="workshop", author=None, author_kind="group")

    def claim(self, contribution, person, code=None):
        return services.claim(
            contribution=contribution,
            participant=person,
            code=code or references.claim_code(contribution.reference),
        )

    def test_the_code_of_the_slip_makes_it_the_persons_own(self):
        person = ParticipantFactory()
        assert self.claim(self.paper(), person).author == person

    def test_a_wrong_code_does_not(self):
        with pytest.raises(WrongCode):
            self.claim(self.paper(), ParticipantFactory(), "222222")

    def test_nobody_claims_what_is_claimed(self):
        contribution = self.claim(self.paper(), ParticipantFactory())
        with pytest.raises(AlreadyClaimed):
            self.claim(contribution, ParticipantFactory())
