"""The table of cases of the clock: what is open, at the second, by dates alone."""

import datetime as dt

import pytest
from django.test import override_settings

from tests.factories import PhaseFactory
from wagtail_remacto.cycles.clock import (
    Period,
    State,
    days_left,
    first_moment,
    last_moment,
    state,
    zone,
)

UTC = dt.UTC
SECOND = dt.timedelta(seconds=1)


def at(text: str) -> dt.datetime:
    """A moment written as in Morocco."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone())


START = at("2026-06-01 09:00:00")
END = at("2026-06-18 23:59:59")

TABLE = [
    # start, end, now, precision, state
    ("a second before it opens", START, END, START - SECOND, "exact", "to_come"),
    ("the second it opens", START, END, START, "exact", "open"),
    ("a second after it opened", START, END, START + SECOND, "exact", "open"),
    (
        "more than three days before it closes",
        START,
        END,
        at("2026-06-15 23:59:58"),
        "exact",
        "open",
    ),
    (
        "three days before it closes",
        START,
        END,
        at("2026-06-15 23:59:59"),
        "exact",
        "closes_soon",
    ),
    ("a second before its last", START, END, END - SECOND, "exact", "closes_soon"),
    ("its last second", START, END, END, "exact", "closes_soon"),
    (
        "within its last second",
        START,
        END,
        END + dt.timedelta(microseconds=999_999),
        "exact",
        "closes_soon",
    ),
    ("a second after it closed", START, END, END + SECOND, "exact", "closed"),
    ("long before", START, END, at("2020-01-01 00:00:00"), "exact", "to_come"),
    ("long after", START, END, at("2040-01-01 00:00:00"), "exact", "closed"),
    ("only a start, before", START, None, START - SECOND, "exact", "to_come"),
    ("only a start, from it on", START, None, START, "exact", "open"),
    (
        "only a start, years later",
        START,
        None,
        at("2040-01-01 00:00:00"),
        "exact",
        "open",
    ),
    (
        "only an end, long before",
        None,
        END,
        at("2020-01-01 00:00:00"),
        "exact",
        "open",
    ),
    ("only an end, its last second", None, END, END, "exact", "closes_soon"),
    ("only an end, after", None, END, END + SECOND, "exact", "closed"),
    ("no dates", None, None, START, "exact", "undated"),
    ("no dates, to the month", None, None, START, "month", "undated"),
    ("only in words", None, None, START, "text", "undated"),
    ("only in words, dates left over", START, END, START, "text", "undated"),
    ("to the day, its last second", START, END, END, "day", "closes_soon"),
    ("to the month, before", START, END, START - SECOND, "month", "to_come"),
    ("to the month, never soon", START, END, END, "month", "open"),
    ("to the month, after", START, END, END + SECOND, "month", "closed"),
    ("ends as it starts, before", START, START, START - SECOND, "exact", "to_come"),
    ("ends as it starts, then", START, START, START, "exact", "closes_soon"),
    ("ends as it starts, after", START, START, START + SECOND, "exact", "closed"),
]


@pytest.mark.parametrize(
    ("start", "end", "now", "precision", "expected"),
    [case[1:] for case in TABLE],
    ids=[case[0] for case in TABLE],
)
def test_table(start, end, now, precision, expected):
    assert state(start, end, now, precision=precision) == expected


class TestOneDayPhase:
    DAY = dt.date(2026, 6, 7)

    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            ("2026-06-06 23:59:59", "to_come"),
            ("2026-06-07 00:00:00", "closes_soon"),
            ("2026-06-07 23:59:59", "closes_soon"),
            ("2026-06-08 00:00:00", "closed"),
        ],
    )
    def test_is_open_from_midnight_to_midnight(self, now, expected):
        period = Period(first_moment(self.DAY), last_moment(self.DAY), "day")
        assert period.state(at(now)) == expected

    def test_days_of_neighbours_share_no_second(self):
        first = Period(first_moment(self.DAY), last_moment(self.DAY))
        second = Period(last_moment(self.DAY) + SECOND, None)
        for now in (last_moment(self.DAY), last_moment(self.DAY) + SECOND):
            assert first.state(now).is_open != second.state(now).is_open


class TestOverlappingPhases:
    co_creation = Period(at("2026-06-01 00:00:00"), at("2026-06-20 23:59:59"))
    consultation = Period(at("2026-06-15 00:00:00"), at("2026-07-15 23:59:59"))

    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            ("2026-06-14 23:59:59", ("open", "to_come")),
            ("2026-06-15 00:00:00", ("open", "open")),
            ("2026-06-20 23:59:59", ("closes_soon", "open")),
            ("2026-06-21 00:00:00", ("closed", "open")),
        ],
    )
    def test_each_keeps_its_own_time(self, now, expected):
        moment = at(now)
        assert (
            self.co_creation.state(moment),
            self.consultation.state(moment),
        ) == expected


class TestMoroccanTime:
    """Clocks go back an hour for Ramadan, and forward again after it."""

    def test_a_phase_closes_by_the_clock_of_ramadan(self):
        # Clocks went from 03:00 back to 02:00 on 23 February 2025.
        end = last_moment(dt.date(2025, 2, 23))
        assert end.astimezone(UTC) == dt.datetime(2025, 2, 23, 23, 59, 59, tzinfo=UTC)
        assert state(
            None, end, dt.datetime(2025, 2, 23, 23, 59, 59, tzinfo=UTC)
        ).is_open
        assert state(None, end, dt.datetime(2025, 2, 24, tzinfo=UTC)) == State.CLOSED

    def test_a_phase_closes_by_the_clock_of_the_rest_of_the_year(self):
        end = last_moment(dt.date(2025, 2, 22))
        assert end.astimezone(UTC) == dt.datetime(2025, 2, 22, 22, 59, 59, tzinfo=UTC)
        assert (
            state(None, end, dt.datetime(2025, 2, 22, 23, tzinfo=UTC)) == State.CLOSED
        )

    def test_the_day_that_clocks_go_back_has_25_hours(self):
        day = dt.date(2025, 2, 23)
        period = Period(first_moment(day), last_moment(day))
        hours = [
            hour
            for hour in range(-2, 28)
            if period.state(
                dt.datetime(2025, 2, 23, tzinfo=UTC) + dt.timedelta(hours=hour)
            ).is_open
        ]
        assert len(hours) == 25

    def test_the_day_that_clocks_go_forward_has_23_hours(self):
        day = dt.date(2025, 4, 6)
        period = Period(first_moment(day), last_moment(day))
        hours = [
            hour
            for hour in range(-2, 28)
            if period.state(
                dt.datetime(2025, 4, 6, tzinfo=UTC) + dt.timedelta(hours=hour)
            ).is_open
        ]
        assert len(hours) == 23

    def test_the_same_moment_in_another_zone_is_the_same_moment(self):
        paris = dt.timezone(dt.timedelta(hours=2))
        assert state(START, END, END.astimezone(paris)).is_open
        assert state(START, END, (END + SECOND).astimezone(paris)) == State.CLOSED

    @override_settings(TIME_ZONE="Asia/Tokyo")
    def test_the_zone_of_the_site_changes_nothing(self):
        assert last_moment(dt.date(2026, 6, 18)) == END
        assert days_left(END, at("2026-06-18 00:30:00")) == 0

    @override_settings(WAGTAIL_REMACTO_TIME_ZONE="Indian/Reunion")
    def test_a_federation_elsewhere_names_its_own_zone(self):
        assert last_moment(dt.date(2026, 6, 18)).utcoffset() == dt.timedelta(hours=4)


class TestClosesSoon:
    @override_settings(WAGTAIL_REMACTO_CLOSES_SOON_DAYS=10)
    def test_the_host_says_how_soon(self):
        assert state(START, END, END - dt.timedelta(days=10)) == State.CLOSES_SOON
        assert state(START, END, END - dt.timedelta(days=10, seconds=1)) == State.OPEN

    def test_the_caller_may_say_how_soon(self):
        hour = dt.timedelta(hours=1)
        assert state(START, END, END - 2 * hour, soon=hour) == State.OPEN
        assert state(START, END, END - hour, soon=hour) == State.CLOSES_SOON

    def test_only_open_states_are_open(self):
        assert [each for each in State if each.is_open] == [
            State.OPEN,
            State.CLOSES_SOON,
        ]


class TestDaysLeft:
    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            ("2026-06-17 23:59:59", 1),
            ("2026-06-18 00:00:00", 0),
            ("2026-06-18 23:59:59", 0),
            ("2026-06-19 00:00:00", 0),
            ("2026-07-19 00:00:00", 0),
            ("2026-06-01 12:00:00", 17),
        ],
    )
    def test_counts_midnights_in_morocco(self, now, expected):
        assert days_left(END, at(now)) == expected

    def test_none_without_an_end(self):
        assert days_left(None) is None

    @pytest.mark.parametrize("precision", ["month", "text"])
    def test_none_where_the_day_is_not_known(self, precision):
        assert Period(START, END, precision).days_left(START) is None

    def test_known_to_the_day(self):
        assert Period(START, END, "day").days_left(at("2026-06-16 08:00:00")) == 2


@pytest.mark.django_db
class TestPhasePage:
    def test_its_last_minute_is_included(self):
        phase = PhaseFactory(start=START, end=at("2026-06-18 23:59:00"))
        assert phase.end == END
        assert phase.is_open(END)
        assert not phase.is_open(END + SECOND)

    def test_a_second_given_is_kept(self):
        phase = PhaseFactory(start=START, end=at("2026-06-18 23:59:30"))
        assert phase.end == at("2026-06-18 23:59:30")

    def test_saving_again_moves_nothing(self):
        phase = PhaseFactory(start=START, end=at("2026-06-18 12:00:00"))
        end = phase.end
        phase.save()
        phase.refresh_from_db()
        assert (phase.start, phase.end) == (START, end)

    def test_a_phase_of_one_minute_is_open_for_that_minute(self):
        phase = PhaseFactory(start=START, end=START)
        assert phase.is_open(START + dt.timedelta(seconds=59))
        assert not phase.is_open(START + dt.timedelta(seconds=60))

    def test_without_dates_it_is_undated_and_not_open(self):
        phase = PhaseFactory(start=None, end=None)
        assert phase.state == State.UNDATED
        assert not phase.is_open()
        assert phase.days_left is None
