import itertools

import pytest

from tests.factories import CommitteeFactory, SeatFactory, translate
from wagtail_remacto.committees.composition import (
    Judgement,
    RulePart,
    composition_of,
    judge,
)
from wagtail_remacto.committees.models import Attendance, College, Decision, Presence

pytestmark = pytest.mark.django_db

BOTH, COLLEGES, GENDER, QUORUM = RulePart


def seats(committee, *descriptions):
    """Of descriptions like “elected woman”; without a word for what is not known."""
    made = []
    for description in descriptions:
        college, _space, gender = description.partition(" ")
        made.append(SeatFactory(committee=committee, college=college, gender=gender))
    return made


def attendance(rows, presence=Presence.PRESENT, recused=False):
    return [
        Attendance(decision=Decision(), seat=seat, presence=presence, recused=recused)
        for seat in rows
    ]


def kept(judged):
    return {part.code: part.kept for part in judged.parts}


def numbers(judged, code):
    return next(dict(part.numbers) for part in judged.parts if part.code == code)


class TestComposition:
    def test_nothing_is_known_without_seats(self):
        found = composition_of(CommitteeFactory(size=30))
        assert found.both_colleges is None
        assert found.women is None
        assert not found.known

    def test_without_seats_no_part_of_the_rule_can_be_told(self):
        committee = CommitteeFactory(parity_of_colleges=True, parity_of_gender=True)
        found = composition_of(committee)
        assert kept(found) == {BOTH: None, COLLEGES: None, GENDER: None}

    def test_one_college_alone_breaks_the_rule(self):
        seat = SeatFactory(college=College.ELECTED)
        assert composition_of(seat.committee).both_colleges is False

    def test_both_colleges_keep_it(self):
        seat = SeatFactory(college=College.ELECTED)
        SeatFactory(committee=seat.committee, college=College.CIVIL_SOCIETY)
        assert composition_of(seat.committee).both_colleges is True

    def test_women_are_counted_only_when_every_gender_is_known(self):
        seat = SeatFactory(gender="woman")
        assert composition_of(seat.committee).women == 1
        SeatFactory(committee=seat.committee, gender="")
        assert composition_of(seat.committee).women is None

    def test_seats_out_of_use_do_not_count(self):
        seat = SeatFactory(active=False)
        assert composition_of(seat.committee).total == 0

    def test_every_language_shows_the_same_seats(self):
        seat = SeatFactory()
        assert composition_of(translate(seat.committee, "ar")).total == 1

    def test_parity_is_judged_only_where_the_committee_asks_for_it(self):
        seat = SeatFactory()
        assert kept(composition_of(seat.committee)) == {BOTH: False}

    @pytest.mark.parametrize(
        ("elected", "civil", "is_kept"),
        [(2, 2, True), (2, 1, True), (3, 1, False), (0, 1, True), (0, 2, False)],
    )
    def test_colleges_are_even_to_one_seat(self, elected, civil, is_kept):
        committee = CommitteeFactory(parity_of_colleges=True)
        seats(committee, *["elected"] * elected, *["civil_society"] * civil)
        assert kept(composition_of(committee))[COLLEGES] is is_kept

    @pytest.mark.parametrize(
        ("women", "men", "unknown", "is_kept"),
        [
            (2, 2, 0, True),
            (1, 2, 0, True),
            (1, 3, 0, False),
            (2, 2, 1, None),
            (4, 0, 1, None),
        ],
    )
    def test_gender_is_even_to_one_seat_or_cannot_be_told(
        self, women, men, unknown, is_kept
    ):
        committee = CommitteeFactory(parity_of_gender=True)
        seats(
            committee,
            *["elected woman"] * women,
            *["elected man"] * men,
            *["civil_society"] * unknown,
        )
        assert kept(composition_of(committee))[GENDER] is is_kept

    @pytest.mark.parametrize(
        ("number", "needed"), [(1, 1), (2, 2), (3, 2), (4, 3), (30, 16)]
    )
    def test_quorum_is_more_than_half_of_the_seats(self, number, needed):
        committee = CommitteeFactory()
        SeatFactory.create_batch(number, committee=committee)
        assert composition_of(committee).quorum == needed

    def test_committee_may_set_another_quorum(self):
        seat = SeatFactory(committee=CommitteeFactory(quorum=7))
        assert composition_of(seat.committee).quorum == 7

    def test_costs_one_query(self, django_assert_num_queries):
        committee = CommitteeFactory(parity_of_gender=True)
        seats(committee, "elected woman", "civil_society man")
        with django_assert_num_queries(1):
            composition_of(committee)


class TestJudgement:
    @pytest.fixture
    def committee(self):
        return CommitteeFactory(parity_of_colleges=True, parity_of_gender=True)

    @pytest.fixture
    def four(self, committee):
        return seats(
            committee,
            "elected woman",
            "elected man",
            "civil_society woman",
            "civil_society man",
        )

    def test_everyone_there_keeps_all_of_it(self, committee, four):
        found = judge(committee, attendance(four))
        assert found.kept is True
        assert set(kept(found).values()) == {True}

    def test_college_that_stays_away_breaks_it(self, committee, four):
        found = judge(committee, attendance(four[:2]))
        assert kept(found) == {
            BOTH: False,
            COLLEGES: False,
            GENDER: True,
            QUORUM: False,
        }
        assert found.kept is False

    @pytest.mark.parametrize("presence", [Presence.EXCUSED, Presence.ABSENT])
    def test_excused_and_absent_count_for_nothing(self, presence, committee, four):
        rows = attendance(four[:2]) + attendance(four[2:], presence)
        assert kept(judge(committee, rows)) == kept(
            judge(committee, attendance(four[:2]))
        )

    def test_alternate_counts_for_the_college_and_the_quorum(self, committee, four):
        rows = attendance(four[:3]) + attendance(four[3:], Presence.ALTERNATE)
        found = judge(committee, rows)
        assert kept(found)[BOTH] and kept(found)[COLLEGES] and kept(found)[QUORUM]

    def test_gender_of_an_alternate_is_not_known(self, committee, four):
        rows = attendance(four[:3]) + attendance(four[3:], Presence.ALTERNATE)
        found = judge(committee, rows)
        assert kept(found)[GENDER] is None
        assert numbers(found, GENDER) == {"women": 2, "men": 1, "unknown": 1}
        assert found.kept is None

    def test_whoever_takes_no_part_counts_for_the_quorum(self, committee, four):
        found = judge(committee, attendance(four, recused=True))
        assert kept(found)[QUORUM] is True
        assert numbers(found, QUORUM) == {"attending": 4, "seats": 4, "needed": 3}

    @pytest.mark.parametrize(("there", "is_kept"), [(2, False), (3, True)])
    def test_quorum_is_more_than_half(self, there, is_kept, committee, four):
        found = judge(committee, attendance(four[:there]))
        assert kept(found)[QUORUM] is is_kept

    def test_quorum_of_the_committee_comes_first(self, four, committee):
        committee.quorum = 2
        assert kept(judge(committee, attendance(four[:2])))[QUORUM] is True

    def test_seat_out_of_use_since_counts_as_then(self, committee, four):
        type(four[0]).objects.filter(pk=four[0].pk).update(active=False)
        found = judge(committee, attendance(four))
        assert numbers(found, QUORUM)["seats"] == 4

    def test_nothing_can_be_told_without_seats(self, committee):
        found = judge(committee, [])
        assert set(kept(found).values()) == {None}
        assert found.kept is None

    def test_broken_outweighs_what_cannot_be_told(self, committee, four):
        rows = attendance(four[:1], Presence.ALTERNATE)
        found = judge(committee, rows)
        assert kept(found)[GENDER] is None
        assert found.kept is False

    def test_what_is_kept_of_it_can_be_read_again(self, committee, four):
        for size in range(len(four) + 1):
            for there in itertools.combinations(four, size):
                found = judge(committee, attendance(there))
                assert Judgement.from_dict(found.as_dict()) == found

    def test_what_is_kept_of_it_is_in_codes(self, committee, four):
        said = judge(committee, attendance(four)).as_dict()
        assert said["schema"] == "remacto-rule/1"
        assert said["kept"] is True
        assert said["parts"][0] == {
            "part": "both_colleges",
            "kept": True,
            "numbers": {"elected": 2, "civil_society": 2},
        }
