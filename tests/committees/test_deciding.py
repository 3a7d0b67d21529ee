"""Drafting, signing and superseding a decision, through the services."""

import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from wagtail.log_actions import registry

from tests.deciding import (
    ProgrammeVersionFactory,
    committee_at_work,
    draft,
    everyone,
    signed,
    votes,
    yesterday,
)
from tests.factories import (
    CouncilSessionFactory,
    DeliberationFactory,
    ProgrammeFactory,
    SeatFactory,
    WorkshopFactory,
    day,
    translate,
)
from tests.officers import (
    AL_HOCEIMA,
    TETOUAN,
    comms_officer,
    commune_with_everything,
    directory_in,
    focal_point,
    network_officer,
    person,
)
from wagtail_remacto.committees import errors
from wagtail_remacto.committees.decisions import decisions_of, validating
from wagtail_remacto.committees.models import (
    Attendance,
    College,
    Decision,
    DecisionKind,
    Presence,
)
from wagtail_remacto.committees.services import deciding
from wagtail_remacto.committees.services.deciding import Seen, Votes
from wagtail_remacto.cycles.gate import Refused
from wagtail_remacto.people.models import RecordError
from wagtail_remacto.programmes.models import Outcome

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def world():
    return committee_at_work()


@pytest.fixture
def officer(admin_user):
    return admin_user


class TestDrafting:
    def test_keeps_what_is_said(self, world, officer):
        found = draft(world, officer, minutes="Séance ouverte à dix heures.")
        found = Decision.objects.get(pk=found.pk)
        assert found.committee == world.committee
        assert found.version == world.version
        assert found.minutes == "Séance ouverte à dix heures."
        assert found.attendance.count() == 4
        assert {vote.votes_for for vote in found.votes.all()} == {2}
        assert not found.is_signed
        assert found.number is None

    def test_hangs_on_the_canonical_committee(self, world, officer):
        world.committee = translate(world.committee, "ar")
        assert draft(world, officer).committee.locale.language_code == "fr"

    def test_changes_only_what_is_named(self, world, officer):
        found = draft(world, officer, dissent="Un membre demande un délai.")
        found = deciding.change(decision=found, by=officer, result="refused")
        assert found.result == "refused"
        assert found.dissent == "Un membre demande un délai."
        assert found.attendance.count() == 4

    def test_new_attendance_replaces_the_old(self, world, officer):
        found = draft(world, officer)
        deciding.change(
            decision=found, by=officer, attendance=everyone(world.seats[:1])
        )
        assert [row.seat for row in found.attendance.all()] == world.seats[:1]

    @pytest.mark.parametrize("kind", ["consult", "validate"])
    def test_needs_a_version(self, kind, world, officer):
        with pytest.raises(errors.VersionNeeded):
            draft(world, officer, kind=kind, version=None)

    def test_something_else_needs_no_version(self, world, officer):
        found = draft(world, officer, kind="other", version=None, subject="Calendrier")
        assert found.version is None

    def test_refuses_the_version_of_another_cycle(self, world, officer):
        with pytest.raises(errors.OtherCycle, match="version"):
            draft(world, officer, version=ProgrammeVersionFactory())

    def test_refuses_the_meeting_of_another_cycle(self, world, officer):
        with pytest.raises(errors.OtherCycle, match="meeting"):
            draft(world, officer, meeting=WorkshopFactory())

    def test_takes_a_meeting_of_its_cycle_in_any_language(self, world, officer):
        meeting = WorkshopFactory(parent=world.cycle, date=day(-1))
        found = draft(world, officer, meeting=translate(meeting, "ar"))
        assert found.meeting == meeting

    def test_refuses_the_seat_of_another_committee(self, world, officer):
        with pytest.raises(errors.SeatOfAnother, match="Voisins"):
            draft(
                world, officer, attendance=[Seen(SeatFactory(organisation="Voisins"))]
            )

    def test_refuses_a_seat_twice(self, world, officer):
        with pytest.raises(errors.SeatTwice):
            draft(world, officer, attendance=everyone(world.seats[:1] * 2))

    def test_refuses_a_presence_that_is_none(self, world, officer):
        with pytest.raises(ValueError, match="asleep"):
            draft(world, officer, attendance=[Seen(world.seats[0], "asleep")])

    def test_refuses_the_votes_of_a_college_twice(self, world, officer):
        with pytest.raises(errors.VotesDoNotFit):
            draft(world, officer, votes=[Votes("elected", 2), Votes("elected", 1)])

    def test_refuses_a_number_below_nothing(self, world, officer):
        with pytest.raises(ValidationError):
            draft(world, officer, votes=[Votes("elected", -1)])

    def test_is_refused_leaves_nothing_behind(self, world, officer):
        with pytest.raises(errors.CommitteeError):
            draft(world, officer, attendance=everyone(world.seats[:1] * 2))
        assert not Decision.objects.exists()

    def test_can_be_discarded(self, world, officer):
        deciding.discard(decision=draft(world, officer), by=officer)
        assert not Decision.objects.exists()
        assert not Attendance.objects.exists()

    def test_discarded_twice_is_said(self, world, officer):
        found = draft(world, officer)
        deciding.discard(decision=Decision.objects.get(), by=officer)
        with pytest.raises(errors.Discarded):
            deciding.discard(decision=found, by=officer)


class TestSigning:
    def test_keeps_number_digest_rule_and_name(self, world, officer):
        found = deciding.sign(decision=draft(world, officer), by=officer)
        found = Decision.objects.get(pk=found.pk)
        content = world.version.content
        assert found.number == 1
        assert found.digest == hashlib.sha256(content.encode()).hexdigest()
        assert found.rule["kept"] is True
        assert found.signed_by == officer
        assert found.is_signed

    def test_numbers_follow_each_other_in_each_committee(self, world, officer):
        first = signed(world, officer)
        thrown_away = draft(world, officer)
        second = signed(world, officer)
        deciding.discard(decision=thrown_away, by=officer)
        third = signed(world, officer)
        elsewhere = signed(committee_at_work(), officer)
        assert [first.number, second.number, third.number] == [1, 2, 3]
        assert elsewhere.number == 1

    def test_is_done_once(self, world, officer):
        found = draft(world, officer)
        deciding.sign(decision=found, by=officer)
        with pytest.raises(errors.AlreadySigned):
            deciding.sign(decision=found, by=officer)

    @pytest.mark.parametrize("deed", [deciding.change, deciding.discard])
    def test_nothing_changes_afterwards(self, deed, world, officer):
        found = signed(world, officer)
        with pytest.raises(errors.AlreadySigned):
            deed(decision=found, by=officer)

    def test_nothing_changes_behind_the_back_of_the_services(self, world, officer):
        found = signed(world, officer)
        for each in (found, Decision.objects.get()):
            with pytest.raises(RecordError):
                each.save()
            with pytest.raises(RecordError):
                each.delete()
        for row in [*found.attendance.all(), *found.votes.all()]:
            with pytest.raises(RecordError):
                row.save()
            with pytest.raises(RecordError):
                row.delete()

    def test_waits_for_the_meeting(self, world, officer):
        with pytest.raises(errors.MeetingToCome):
            signed(world, officer, held_on=day(2).first)

    def test_meeting_may_be_today(self, world, officer):
        assert signed(world, officer, held_on=day(0).first).is_signed

    def test_needs_a_result(self, world, officer):
        with pytest.raises(errors.ResultNeeded):
            signed(world, officer, result="")

    def test_something_else_needs_its_subject(self, world, officer):
        with pytest.raises(errors.SubjectNeeded):
            signed(world, officer, kind="other", version=None)

    def test_needs_to_know_of_every_seat_in_use(self, world, officer):
        SeatFactory(committee=world.committee, active=False)
        with pytest.raises(errors.AttendanceOwed, match="1 more seat"):
            signed(world, officer, attendance=everyone(world.seats[1:]))

    def test_needs_somebody_who_votes(self, world, officer):
        rows = [Seen(seat, Presence.PRESENT, recused=True) for seat in world.seats]
        with pytest.raises(errors.NobodyVotes):
            signed(world, officer, attendance=rows, consensus=True)

    def test_needs_the_right_to_the_committee(self):
        directory = directory_in("ar")
        ours = commune_with_everything(TETOUAN, directory)
        theirs = commune_with_everything(AL_HOCEIMA, directory)
        world = committee_at_work(ours.cycle)
        member = person("member")
        SeatFactory(committee=world.committee, user=member, role="chair", active=False)
        for who in (
            comms_officer(ours),
            focal_point(theirs, "neighbour"),
            member,
        ):
            with pytest.raises(Refused):
                draft(world, who)
        for who in (focal_point(ours), network_officer()):
            found = draft(world, who)
            assert deciding.sign(decision=found, by=who).signed_by == who

    def test_each_deed_asks_the_gate(self, world, officer):
        stranger = person("stranger")
        drafted, done = draft(world, officer), signed(world, officer)
        for deed, decision in [
            (deciding.change, drafted),
            (deciding.sign, drafted),
            (deciding.discard, drafted),
            (deciding.supersede, done),
        ]:
            with pytest.raises(Refused):
                deed(decision=decision, by=stranger)

    def test_each_deed_is_in_the_log(self, world, officer):
        found = draft(world, officer)
        deciding.change(decision=found, by=officer, subject="Programme")
        found = deciding.sign(decision=found, by=officer)
        new = deciding.supersede(decision=found, by=officer)
        deciding.discard(decision=new, by=officer)
        entries = registry.get_logs_for_instance(found).order_by("pk")
        assert [entry.action for entry in entries] == [
            "wagtail_remacto.draft_decision",
            "wagtail_remacto.change_decision",
            "wagtail_remacto.sign_decision",
        ]


class TestVotes:
    def test_each_college_that_attends_gives_its_own(self, world, officer):
        with pytest.raises(errors.VotesDoNotFit, match="Civil society"):
            signed(world, officer, votes=[Votes(College.ELECTED, 2)])

    @pytest.mark.parametrize("numbers", [(1, 0, 0), (2, 1, 0), (1, 1, 1)])
    def test_they_add_up_to_those_who_vote(self, numbers, world, officer):
        with pytest.raises(errors.VotesDoNotFit, match="same number"):
            signed(world, officer, votes=votes(*numbers))

    def test_whoever_takes_no_part_is_not_among_them(self, world, officer):
        rows = everyone(world.seats[1:]) + [Seen(world.seats[0], recused=True)]
        some = [Votes(College.ELECTED, 1), Votes(College.CIVIL_SOCIETY, 2)]
        assert signed(world, officer, attendance=rows, votes=some).is_signed

    @pytest.mark.parametrize("presence", [Presence.EXCUSED, Presence.ABSENT])
    def test_whoever_stays_away_is_not_among_them(self, presence, world, officer):
        rows = everyone(world.seats[1:]) + [Seen(world.seats[0], presence)]
        with pytest.raises(errors.VotesDoNotFit, match="2 votes .* 1 seats"):
            signed(world, officer, attendance=rows)

    def test_alternate_votes(self, world, officer):
        rows = everyone(world.seats, Presence.ALTERNATE)
        assert signed(world, officer, attendance=rows).is_signed

    def test_college_that_stays_away_has_none(self, world, officer):
        rows = everyone(world.seats[:2]) + everyone(world.seats[2:], Presence.ABSENT)
        assert signed(
            world, officer, attendance=rows, votes=[Votes(College.ELECTED, 2)]
        ).is_signed
        with pytest.raises(errors.VotesDoNotFit, match="0 seats"):
            signed(world, officer, attendance=rows, votes=votes(2))

    def test_consensus_counts_none(self, world, officer):
        assert signed(world, officer, consensus=True).is_signed
        with pytest.raises(errors.VotesDoNotFit, match="consensus"):
            signed(world, officer, consensus=True, votes=votes(2))

    @pytest.mark.parametrize(
        ("numbers", "result"),
        [
            ((2, 0, 0), "refused"),
            ((1, 0, 1), "refused"),
            ((0, 2, 0), "approved"),
            ((1, 1, 0), "approved"),
            ((0, 0, 2), "approved"),
        ],
    )
    def test_they_do_not_contradict_the_result(self, numbers, result, world, officer):
        with pytest.raises(errors.VotesDoNotFit, match="votes for it"):
            signed(world, officer, votes=votes(*numbers), result=result)

    @pytest.mark.parametrize(
        ("numbers", "result"),
        [((1, 0, 1), "approved"), ((1, 1, 0), "refused"), ((0, 2, 0), "refused")],
    )
    def test_all_colleges_together_decide(self, numbers, result, world, officer):
        assert signed(world, officer, votes=votes(*numbers), result=result).is_signed


class TestTheRule:
    @pytest.fixture
    def lopsided(self, world, officer):
        """Nobody of civil society has come."""
        rows = everyone(world.seats[:2]) + everyone(world.seats[2:], Presence.ABSENT)
        return draft(world, officer, attendance=rows, votes=[Votes(College.ELECTED, 2)])

    def test_broken_has_to_be_accepted(self, lopsided, officer):
        with pytest.raises(errors.RuleBroken, match="Quorum"):
            deciding.sign(decision=lopsided, by=officer)
        lopsided.refresh_from_db()
        assert not lopsided.is_signed

    def test_broken_does_not_forbid_it(self, lopsided, officer):
        found = deciding.sign(decision=lopsided, by=officer, accept_broken_rule=True)
        assert found.rule["kept"] is False

    def test_stays_as_it_was_judged(self, world, officer):
        found = signed(world, officer)
        world.committee.quorum = 4
        world.committee.save()
        SeatFactory.create_batch(20, committee=world.committee)
        found = Decision.objects.get(pk=found.pk)
        quorum = deciding.judgement_of(found).parts[-1]
        assert quorum.kept is True
        assert quorum.numbers == {"attending": 4, "seats": 4, "needed": 3}

    def test_what_cannot_be_told_needs_no_accepting(self, world, officer):
        world.committee.parity_of_gender = True
        world.committee.save()
        type(world.seats[0]).objects.update(gender="")
        found = deciding.sign(decision=draft(world, officer), by=officer)
        assert found.rule["kept"] is None


class TestSuperseding:
    def test_begins_with_what_the_old_one_says(self, world, officer):
        old = signed(world, officer, minutes="Procès-verbal")
        new = deciding.supersede(decision=old, by=officer, result="refused")
        assert new.supersedes == old
        assert new.minutes == "Procès-verbal"
        assert new.attendance.count() == 4
        assert new.votes.count() == 2
        assert not new.is_signed

    def test_old_one_holds_until_the_new_one_is_signed(self, world, officer):
        old = signed(world, officer)
        new = deciding.supersede(
            decision=old, by=officer, result="refused", votes=votes(0, 2)
        )
        assert validating(world.version) == old
        deciding.sign(decision=new, by=officer)
        assert validating(world.version) is None
        assert [each.number for each in decisions_of(world.committee)] == [2, 1]

    def test_new_one_may_validate_again(self, world, officer):
        old = signed(world, officer)
        new = deciding.supersede(decision=old, by=officer, minutes="Corrigé")
        new = deciding.sign(decision=new, by=officer)
        assert validating(world.version) == new

    def test_drafts_are_changed_instead(self, world, officer):
        with pytest.raises(errors.NotSigned):
            deciding.supersede(decision=draft(world, officer), by=officer)

    def test_is_done_once(self, world, officer):
        old = signed(world, officer)
        new = deciding.supersede(decision=old, by=officer)
        with pytest.raises(errors.AlreadySuperseded):
            deciding.supersede(decision=old, by=officer)
        deciding.discard(decision=new, by=officer)
        assert deciding.supersede(decision=old, by=officer).supersedes == old

    def adopted(self, world, outcome=Outcome.ADOPTED):
        commune = world.cycle.get_parent().specific
        return DeliberationFactory(
            session=CouncilSessionFactory(collectivite=commune),
            programme=world.version.programme,
            version=world.version,
            outcome=outcome,
        )

    @pytest.mark.parametrize("outcome", ["adopted", "adopted_with_changes"])
    @pytest.mark.parametrize(
        "said",
        [
            {"result": "refused", "votes": votes(0, 2)},
            {"kind": "consult"},
            {"kind": "other", "subject": "Calendrier"},
        ],
        ids=["refusal", "consultation", "something else"],
    )
    def test_takes_no_validation_from_what_is_adopted(
        self, said, outcome, world, officer
    ):
        old = signed(world, officer)
        self.adopted(world, outcome)
        new = deciding.supersede(decision=old, by=officer, **said)
        with pytest.raises(errors.CouncilHasAdopted):
            deciding.sign(decision=new, by=officer)

    def test_what_is_adopted_may_be_validated_in_better_words(self, world, officer):
        old = signed(world, officer)
        self.adopted(world)
        new = deciding.supersede(decision=old, by=officer, minutes="Corrigé")
        assert deciding.sign(decision=new, by=officer).is_signed

    def test_another_version_does_not_validate_the_adopted_one(self, world, officer):
        old = signed(world, officer)
        other = ProgrammeVersionFactory(programme=world.version.programme)
        self.adopted(world)
        new = deciding.supersede(decision=old, by=officer, version=other)
        with pytest.raises(errors.CouncilHasAdopted):
            deciding.sign(decision=new, by=officer)

    def test_rejected_version_may_lose_its_validation(self, world, officer):
        old = signed(world, officer)
        self.adopted(world, Outcome.REJECTED)
        new = deciding.supersede(
            decision=old, by=officer, result="refused", votes=votes(0, 2)
        )
        assert deciding.sign(decision=new, by=officer).is_signed


class TestValidating:
    @pytest.mark.parametrize(
        "said",
        [
            {"kind": DecisionKind.CONSULT},
            {"result": "refused", "votes": votes(0, 2)},
        ],
        ids=["consultation", "refusal"],
    )
    def test_only_an_approved_validation_counts(self, said, world, officer):
        signed(world, officer, **said)
        assert validating(world.version) is None

    def test_draft_does_not_count(self, world, officer):
        draft(world, officer)
        assert validating(world.version) is None
        assert not decisions_of(world.committee)

    def test_one_version_does_not_validate_another(self, world, officer):
        signed(world, officer)
        other = ProgrammeVersionFactory(programme=world.version.programme)
        assert validating(other) is None

    def test_programme_of_another_committee_is_untouched(self, world, officer):
        signed(world, officer)
        other = ProgrammeVersionFactory(programme=ProgrammeFactory())
        assert validating(other) is None

    def test_every_language_lists_the_same_decisions(self, world, officer):
        found = signed(world, officer)
        assert list(decisions_of(translate(world.committee, "ar"))) == [found]

    def test_held_on_is_kept(self, world, officer):
        assert signed(world, officer).held_on == yesterday()
