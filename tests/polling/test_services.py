import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import moment
from tests.polling.polls import (
    by_email,
    counts,
    free_poll,
    ids,
    in_arabic,
    make_poll,
    phase_with_polls,
    somebody,
)
from wagtail_remacto.cycles.gate import Kind, Reason, Refused
from wagtail_remacto.cycles.rates import Sender
from wagtail_remacto.models import Choice, Participant, PhasePage, Poll, Vote
from wagtail_remacto.people.models import RecordError
from wagtail_remacto.polling.errors import NotAChoice, NothingChosen, TooManyChosen
from wagtail_remacto.polling.services import drift, recount, vote

pytestmark = pytest.mark.django_db


class TestAVote:
    def test_is_counted(self):
        poll = make_poll()
        vote(poll=poll, participant=somebody(), choices=ids(poll, 1))
        vote(poll=poll, participant=by_email(), choices=ids(poll, 1))
        assert counts(poll) == [0, 2, 0, 2]

    def test_can_be_changed_and_counts_once(self):
        poll, person = make_poll(), somebody()
        for number in (0, 2, 2, 1):
            vote(poll=poll, participant=person, choices=ids(poll, number))
        assert counts(poll) == [0, 1, 0, 1]
        assert Vote.objects.count() == 1

    def test_of_several_choices_counts_each(self):
        poll = make_poll(multiple=True)
        person = somebody()
        vote(poll=poll, participant=person, choices=ids(poll, 0, 1))
        vote(poll=poll, participant=by_email(), choices=ids(poll, 1))
        assert counts(poll) == [1, 2, 0, 2]
        vote(poll=poll, participant=person, choices=ids(poll, 1, 2))
        assert counts(poll) == [0, 2, 1, 2]

    def test_in_another_language_counts_with_the_others(self):
        poll = make_poll()
        other = in_arabic(poll)
        vote(poll=other, participant=somebody(), choices=ids(poll, 0))
        assert counts(poll) == [1, 0, 0, 1]
        assert counts(other) == [0, 0, 0, 0]

    def test_is_one_by_a_constraint(self):
        poll = make_poll()
        found = vote(poll=poll, participant=somebody(), choices=ids(poll, 0))
        with pytest.raises(IntegrityError), transaction.atomic():
            Vote.objects.create(poll=poll, voter=found.voter)

    def test_is_found_again_after_the_secret_of_the_site_has_changed(self, settings):
        poll, person = make_poll(), somebody()
        first = vote(poll=poll, participant=person, choices=ids(poll, 0))
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another"
        second = vote(poll=poll, participant=person, choices=ids(poll, 1))
        assert second.pk == first.pk
        assert second.voter != first.voter
        assert counts(poll) == [0, 1, 0, 1]


class TestWhatIsNotCounted:
    @pytest.mark.parametrize(
        ("numbers", "error"), [((), NothingChosen), ((0, 1), TooManyChosen)]
    )
    def test_nothing_and_too_much(self, numbers, error):
        poll = make_poll()
        with pytest.raises(error):
            vote(poll=poll, participant=somebody(), choices=ids(poll, *numbers))
        assert counts(poll) == [0, 0, 0, 0]

    def test_the_choices_of_another_poll_or_of_a_translation(self):
        poll, other = make_poll(), make_poll()
        person = somebody()
        for wrong in (ids(other, 0), ids(in_arabic(poll), 0), {10**12}):
            with pytest.raises(NotAChoice):
                vote(poll=poll, participant=person, choices=wrong)

    @pytest.mark.parametrize(
        ("fields", "reason"),
        [
            ({"end": moment(-1)}, Reason.CLOSED),
            ({"start": moment(1)}, Reason.TO_COME),
            ({"published": False}, Reason.UNPUBLISHED),
        ],
    )
    def test_outside_the_dates_of_the_poll(self, fields, reason):
        poll = free_poll(**{"start": moment(-2), **fields})
        with pytest.raises(Refused) as refusal:
            vote(poll=poll, participant=somebody(), choices=ids(poll, 0))
        assert refusal.value.verdict.reason == reason
        assert counts(poll) == [0, 0, 0, 0]

    @pytest.mark.parametrize(
        ("fields", "reason"),
        [
            ({"start": moment(-9), "end": moment(-1)}, Reason.CLOSED),
            ({"start": moment(1)}, Reason.TO_COME),
            ({"actions": ["contribute"]}, Reason.NOT_PART),
            ({"live": False}, Reason.UNPUBLISHED),
        ],
    )
    def test_while_the_phase_is_not_for_it(self, fields, reason):
        poll = make_poll(phase_with_polls(**fields), end=moment(9))
        with pytest.raises(Refused) as refusal:
            vote(poll=poll, participant=somebody(), choices=ids(poll, 0))
        assert refusal.value.verdict.reason == reason

    def test_once_somebody_has_closed_the_phase_meanwhile(self):
        poll = make_poll()
        PhasePage.objects.update(end=moment(-1))
        with pytest.raises(Refused):
            vote(poll=poll, participant=somebody(), choices=ids(poll, 0))

    def test_from_an_address_that_is_not_confirmed(self):
        poll = make_poll()
        person = Participant.objects.create(email="x@example.org", kind="email")
        with pytest.raises(Refused) as refusal:
            vote(poll=poll, participant=person, choices=ids(poll, 0))
        assert refusal.value.verdict.kind is Kind.YES_ONCE_SIGNED_IN

    def test_too_often(self, settings):
        settings.WAGTAIL_REMACTO_RATES = {"answer_poll": ("1/h", None)}
        poll, sender = make_poll(), Sender("p-often", "203.0.113.77")
        person = somebody()
        vote(poll=poll, participant=person, choices=ids(poll, 0), sender=sender)
        with pytest.raises(Refused) as refusal:
            vote(poll=poll, participant=person, choices=ids(poll, 1), sender=sender)
        assert refusal.value.verdict.reason == Reason.TOO_OFTEN
        assert counts(poll) == [1, 0, 0, 1]

    def test_is_said_in_the_reader_s_words(self):
        poll = make_poll(end=moment(-1), start=moment(-3))
        poll.shown_as = "ماذا نضع في الساحة؟"
        with translation.override("ar"), pytest.raises(Refused) as refusal:
            vote(poll=poll, participant=somebody(), choices=ids(poll, 0))
        with translation.override("ar"):
            assert "ماذا نضع" in refusal.value.verdict.sentence


class TestCounters:
    def test_that_are_wrong_are_found_and_put_right(self):
        poll, other = make_poll(), make_poll()
        for each in (poll, other):
            vote(
                poll=each, participant=by_email(f"{each.pk}@x.ma"), choices=ids(each, 0)
            )
        assert drift() == []
        Poll.objects.filter(pk=poll.pk).update(voters_count=7)
        Choice.objects.filter(pk__in=ids(poll, 1)).update(votes_count=3)
        assert [(each.field, each.says, each.is_really) for each in drift()] == [
            ("voters_count", 7, 1),
            ("votes_count", 3, 0),
        ]
        assert drift(other) == []
        assert len(recount(poll)) == 2
        assert drift() == []
        assert counts(poll) == [1, 0, 0, 1]

    def test_are_not_copied_into_a_translation(self):
        poll = make_poll()
        vote(poll=poll, participant=somebody(), choices=ids(poll, 0))
        assert counts(in_arabic(Poll.objects.get(pk=poll.pk))) == [0, 0, 0, 0]
        assert drift() == []

    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        multiple=st.booleans(),
        votes=st.lists(
            st.tuples(
                st.integers(0, 3),
                st.sets(st.integers(0, 2), max_size=3),
            ),
            max_size=12,
        ),
    )
    def test_equal_a_recount_after_any_votes(self, multiple, votes):
        with transaction.atomic():
            poll = free_poll(multiple=multiple)
            people = [by_email(f"{number}@example.org") for number in range(4)]
            last = {}
            for who, numbers in votes:
                try:
                    vote(
                        poll=poll,
                        participant=people[who],
                        choices=ids(poll, *numbers),
                    )
                except (NothingChosen, TooManyChosen):
                    continue
                last[who] = numbers
            assert drift() == []
            wanted = [
                sum(number in chosen for chosen in last.values()) for number in range(3)
            ]
            assert counts(poll) == [*wanted, len(last)]
            transaction.set_rollback(True)


def test_cost_of_a_vote(django_assert_max_num_queries):
    poll, person = make_poll(), somebody()
    poll = Poll.objects.select_related("locale").get(pk=poll.pk)
    # One of them is whether the cycle was closed.
    with django_assert_max_num_queries(13):
        vote(poll=poll, participant=person, choices=ids(poll, 0), now=timezone.now())


class TestWhatWasAnswered:
    def test_is_not_deleted(self):
        poll = make_poll()
        vote(poll=poll, participant=somebody(), choices=ids(poll, 0))
        poll.refresh_from_db()
        with pytest.raises(RecordError):
            poll.delete()
        with pytest.raises(RecordError):
            Choice.objects.get(pk=ids(poll, 2).pop()).delete()
