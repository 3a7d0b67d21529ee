"""Received, answered, owed, and after how long: exact, and in two queries."""

import datetime as dt
import statistics

import pytest

from tests.citizens import ContributionFactory, ParticipantFactory, open_phase
from tests.factories import CycleFactory, PhaseFactory, moment, translate
from wagtail_remacto.committees import ledger
from wagtail_remacto.committees.ledger import Ledger
from wagtail_remacto.contributions.models import Contribution, Nature, Outcome, Standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def phase(db):
    return open_phase()


def given(phase, after=None, **fields):
    """A public idea, answered so long after its publication; owed without."""
    published = moment(-100)
    return ContributionFactory(
        phase=phase,
        author=None,
        published_at=published,
        answered_at=None if after is None else published + after,
        outcome="" if after is None else Outcome.DONE,
        **fields,
    )


def days(number):
    return dt.timedelta(days=number)


class TestCounts:
    def test_ideas_and_remarks_that_are_public(self, phase):
        given(phase, days(3))
        given(phase, days(5), nature=Nature.REMARK)
        given(phase, nature=Nature.REMARK)
        given(phase, standing=Standing.HELD)
        given(phase, days(1), standing=Standing.HIDDEN)
        given(phase, standing=Standing.WITHDRAWN)
        given(phase, standing=Standing.UNCONFIRMED)
        found = ledger.of_network()
        assert found == Ledger(3, 2, 1, 1, days(4))
        assert not found.is_complete

    def test_complete_means_that_something_was_answered(self, phase):
        assert not ledger.of_network().is_complete
        given(phase, days(1))
        assert ledger.of_network().is_complete

    def test_nothing_is_known_of_nothing(self, db):
        assert ledger.of_network() == ledger.NOTHING
        assert ledger.NOTHING.median_days is None
        assert ledger.by_collectivite() == {}


class TestMedian:
    @pytest.mark.parametrize(
        "times",
        [
            [19],
            [1, 2],
            [30, 1, 2],
            [4, 3, 2, 1],
            [1, 1, 1, 90, 90],
            [0, 0.5, 10, 20.25, 7, 7],
            list(range(25)),
        ],
        ids=str,
    )
    def test_is_exact(self, phase, times):
        for each in times:
            given(phase, days(each))
        given(phase)
        assert ledger.of_network().median == days(statistics.median(times))
        found = ledger.of_network().median_days
        assert found == pytest.approx(statistics.median(times))

    def test_to_the_microsecond(self, phase):
        given(phase, dt.timedelta(microseconds=2))
        given(phase, dt.timedelta(days=1, microseconds=4))
        assert ledger.of_network().median == dt.timedelta(hours=12, microseconds=3)


class TestGroups:
    def test_each_collectivite_and_the_network(self, phase):
        other = open_phase()
        for number in (1, 2, 9):
            given(phase, days(number))
        given(phase)
        given(other, days(40))
        given(other, standing=Standing.HELD)
        by_page = ledger.by_collectivite()
        one, two = (
            Contribution.objects.filter(phase=each).first().collectivite
            for each in (phase, other)
        )
        assert by_page == {
            one.pk: Ledger(4, 3, 1, 0, days(2)),
            two.pk: Ledger(1, 1, 0, 1, days(40)),
        }
        assert ledger.of_collectivite(one) == by_page[one.pk]
        assert ledger.by_collectivite([two]) == {two.pk: by_page[two.pk]}
        # Not the median of medians.
        assert ledger.of_network().median == days(5.5)

    def test_each_cycle(self, phase):
        first = given(phase, days(6))
        later = PhaseFactory(parent=CycleFactory(parent=first.collectivite))
        second = given(later)
        assert ledger.by_cycle(first.collectivite) == {
            first.cycle_id: Ledger(1, 1, 0, 0, days(6)),
            second.cycle_id: Ledger(1, 0, 1, 0, None),
        }
        assert ledger.of_cycle(second.cycle) == Ledger(1, 0, 1, 0, None)

    def test_the_same_in_every_language(self, phase):
        idea = given(phase, days(6))
        arabic = translate(idea.cycle, "ar")
        assert ledger.of_cycle(arabic) == ledger.of_cycle(idea.cycle)
        above = arabic.get_parent().specific
        assert ledger.of_collectivite(above) == ledger.of_collectivite(
            idea.collectivite
        )

    @pytest.mark.parametrize("number", [1, 12])
    def test_two_queries_for_any_number(self, number, django_assert_num_queries):
        author = ParticipantFactory()
        for place in range(number):
            given(open_phase(), days(place), entered_by=author.user)
        with django_assert_num_queries(2):
            assert len(ledger.by_collectivite()) == number
        with django_assert_num_queries(2):
            ledger.of_network()
