"""Dates proposed backwards from the session, and what is said against them."""

import datetime as dt
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wagtail_remacto.cycles.kinds import ORDER, PhaseKind
from wagtail_remacto.programmes.planning.flags import (
    Busy,
    Surroundings,
    Why,
    flags,
    lost_days,
)
from wagtail_remacto.programmes.planning.plans import Notice, Plan, Step, plans
from wagtail_remacto.programmes.planning.schedule import (
    DAY,
    Span,
    Target,
    propose,
    working_day,
)

CODES = sorted(plans())
SITTING = dt.date(2028, 10, 5)
TARGET = Target(SITTING, SITTING, notice=10)
LONG_AGO = dt.date(2026, 1, 5)

days = st.dates(dt.date(2001, 1, 1), dt.date(2090, 12, 31))
plan_codes = st.sampled_from(CODES)


@st.composite
def targets(draw):
    first = draw(days)
    last = first + DAY * draw(st.sampled_from([0, 27, 30]))
    return Target(first, last, notice=draw(st.integers(0, 30)))


def whole(**given_):
    return propose(plans()["whole"], TARGET, announce=14, **given_)


def by_kind(spans):
    return {span.kind: span for span in spans}


def whys(spans, kind, *, plan="whole", target=TARGET, **around):
    around.setdefault("today", LONG_AGO)
    found = flags(spans, plans()[plan], target, Surroundings(**around))
    return [flag.why for flag in found[kind]]


def sentences(spans, kind, *, target=TARGET, **around):
    around.setdefault("today", LONG_AGO)
    found = flags(spans, plans()["whole"], target, Surroundings(**around))
    return [flag.sentence for flag in found[kind]]


class TestWhateverTheTarget:
    @given(code=plan_codes, target=targets(), today=st.none() | days)
    def test_the_phases_keep_the_order_of_the_method(self, code, target, today):
        spans = propose(plans()[code], target, today=today)
        assert [ORDER[each.kind] for each in spans] == sorted(
            ORDER[each.kind] for each in spans
        )

    @given(code=plan_codes, target=targets(), today=st.none() | days)
    def test_no_phase_begins_before_the_one_that_it_depends_on_has_ended(
        self, code, target, today
    ):
        spans = propose(plans()[code], target, today=today)
        for earlier, later in zip(spans, spans[1:], strict=False):
            step = plans()[code].step(earlier.kind)
            free = (later.start - earlier.end).days - 1
            assert free >= step.gap

    @given(code=plan_codes, target=targets(), today=st.none() | days)
    def test_both_ends_belong_to_a_phase_and_it_is_never_too_short(
        self, code, target, today
    ):
        for span in propose(plans()[code], target, today=today):
            step = plans()[code].step(span.kind)
            assert span.start <= span.end
            assert span.days >= step.least
            if span.kind not in (PhaseKind.ADOPTION, PhaseKind.IMPLEMENTATION):
                assert span.days <= step.days

    @given(code=plan_codes, target=targets(), today=st.none() | days)
    def test_the_council_votes_at_the_target_and_is_told_in_time(
        self, code, target, today
    ):
        spans = by_kind(propose(plans()[code], target, today=today))
        adoption = spans[PhaseKind.ADOPTION]
        assert (adoption.start, adoption.end) == (target.first, target.last)
        before = spans[PhaseKind.VALIDATION].end
        assert (target.first - before).days - 1 >= target.notice

    @given(code=plan_codes, target=targets(), announce=st.integers(0, 40))
    def test_what_people_come_to_is_announced_before(self, code, target, announce):
        for span in propose(plans()[code], target, announce=announce):
            if span.announced is not None:
                assert (span.start - span.announced).days >= announce
                assert span.announced.weekday() < 5

    @given(code=plan_codes, target=targets(), today=st.none() | days)
    def test_what_is_proposed_is_flagged_for_nothing_that_could_be_helped(
        self, code, target, today
    ):
        plan = plans()[code]
        spans = propose(plan, target, announce=14, today=today)
        around = Surroundings(
            today=today or dt.date.min, notice=Notice(target.notice), announce=14
        )
        found = {
            (kind, flag.why)
            for kind, each in flags(spans, plan, target, around).items()
            for flag in each
        }
        if today is None:
            found.discard((PhaseKind.ADOPTION, Why.DAY_OFF))
            assert not found
        for why in (Why.OVERLAP, Why.GAP, Why.NOTICE, Why.ANNOUNCED):
            assert why not in {flag for _kind, flag in found}

    @given(code=plan_codes, target=targets(), shift=st.integers(-60, 60))
    def test_what_the_officer_has_set_stays_and_the_steps_before_give_way(
        self, code, target, shift
    ):
        plan = plans()[code]
        usual = by_kind(propose(plan, target))
        mine = replace(
            usual[PhaseKind.SECOND_CONSULTATION],
            start=usual[PhaseKind.SECOND_CONSULTATION].start + DAY * shift,
            end=usual[PhaseKind.SECOND_CONSULTATION].end + DAY * shift,
        )
        again = propose(plan, target, fixed={mine.kind: mine})
        assert by_kind(again)[mine.kind] == mine
        early = [each for each in again if ORDER[each.kind] <= ORDER[mine.kind]]
        for earlier, later in zip(early, early[1:], strict=False):
            assert earlier.end < later.start

    @given(target=targets(), today=days)
    def test_no_more_is_shortened_than_has_to_be(self, target, today):
        plan = plans()["whole"]
        spans = propose(plan, target, today=today)
        usual = propose(plan, target)
        if usual[0].start >= today:
            assert spans == usual


class TestProposing:
    def test_a_whole_cycle_for_a_session_of_october_2028(self):
        assert [(span.kind, str(span.start), str(span.end)) for span in whole()] == [
            ("information", "2028-03-18", "2028-04-14"),
            ("axes", "2028-04-15", "2028-05-12"),
            ("co_creation", "2028-05-27", "2028-07-07"),
            ("analysis", "2028-07-08", "2028-08-04"),
            ("second_consultation", "2028-08-12", "2028-09-01"),
            ("validation", "2028-09-16", "2028-09-22"),
            ("adoption", "2028-10-05", "2028-10-05"),
            ("implementation", "2028-11-05", "2030-11-04"),
        ]
        announced = [str(span.announced) for span in whole() if span.announced]
        assert announced == ["2028-03-03", "2028-05-12", "2028-07-28"]

    def test_two_years_are_two_calendar_years_over_a_leap_day_too(self):
        run = by_kind(propose(plans()["second"], Target(SITTING, SITTING)))
        assert run[PhaseKind.IMPLEMENTATION].end == dt.date(2030, 11, 4)
        leap = dt.date(2028, 1, 29)
        run = by_kind(propose(plans()["second"], Target(leap, leap)))
        assert run[PhaseKind.IMPLEMENTATION].start == dt.date(2028, 2, 29)
        assert run[PhaseKind.IMPLEMENTATION].end == dt.date(2030, 2, 28)

    def test_a_near_session_makes_the_steps_shorter_but_not_shorter_than_they_may(self):
        usual = whole()
        near = whole(today=usual[0].start + DAY * 14)
        assert near[0].first >= usual[0].start + DAY * 14
        assert sum(span.days for span in near) < sum(span.days for span in usual)
        hopeless = by_kind(whole(today=SITTING))
        assert hopeless[PhaseKind.SECOND_CONSULTATION].days == 7
        assert hopeless[PhaseKind.INFORMATION].start < SITTING

    def test_a_month_is_aimed_at_as_if_the_council_sat_on_its_first_day(self):
        month = Target(dt.date(2028, 10, 1), dt.date(2028, 10, 31), notice=10)
        spans = by_kind(propose(plans()["whole"], month))
        assert spans[PhaseKind.ADOPTION].days == 31
        assert spans[PhaseKind.VALIDATION].end < dt.date(2028, 9, 21)

    def test_a_plan_of_a_host_without_a_vote_ends_before_the_session(self):
        plan = Plan("listening", (Step(PhaseKind.CO_CREATION, 30, 10, 5),))
        (span,) = propose(plan, TARGET)
        assert span.end == working_day(SITTING - DAY * 11)

    def test_a_weekend_gives_way_to_the_friday_before(self):
        assert working_day(dt.date(2028, 10, 7)) == dt.date(2028, 10, 6)
        assert working_day(dt.date(2028, 10, 8)) == dt.date(2028, 10, 6)
        assert working_day(dt.date(2028, 10, 9)) == dt.date(2028, 10, 9)


@dataclass
class Closed:
    title: str
    start: dt.date
    end: dt.date


def moved(spans, kind, **dates):
    return [replace(each, **dates) if each.kind == kind else each for each in spans]


class TestFlagging:
    def test_a_phase_in_the_past(self):
        spans = whole()
        assert whys(spans, PhaseKind.AXES, today=spans[1].start + DAY) == [Why.PAST]
        assert whys(spans, PhaseKind.AXES, today=spans[1].start) == []

    def test_an_announcement_in_the_past(self):
        spans = whole()
        today = by_kind(spans)[PhaseKind.CO_CREATION].announced + DAY
        assert whys(spans, PhaseKind.CO_CREATION, today=today) == [Why.PAST]

    def test_two_steps_at_once(self):
        spans = whole()
        analysis = by_kind(spans)[PhaseKind.ANALYSIS]
        late = moved(spans, PhaseKind.CO_CREATION, end=analysis.start)
        assert whys(late, PhaseKind.ANALYSIS) == [Why.OVERLAP]
        (sentence,) = sentences(late, PhaseKind.ANALYSIS)
        assert "Co-création" in sentence or "Co-creation" in sentence

    def test_information_goes_on_while_the_axes_are_chosen(self):
        spans = whole()
        axes = by_kind(spans)[PhaseKind.AXES]
        assert whys(
            moved(spans, PhaseKind.INFORMATION, end=axes.end), PhaseKind.AXES
        ) == ([])

    def test_a_step_that_is_shorter_than_usual_and_one_that_is_too_short(self):
        spans = whole()
        second = by_kind(spans)[PhaseKind.SECOND_CONSULTATION]
        shorter = moved(spans, second.kind, start=second.start + DAY * 5)
        assert Why.SHORT in whys(shorter, second.kind)
        short = moved(spans, second.kind, start=second.end - DAY * 4)
        (sentence,) = sentences(short, second.kind)
        assert "5" in sentence
        assert "7" in sentence
        assert "21" in sentence

    def test_no_time_to_answer_the_remarks(self):
        spans = whole()
        validation = by_kind(spans)[PhaseKind.VALIDATION]
        late = moved(spans, PhaseKind.SECOND_CONSULTATION, end=validation.start - DAY)
        assert Why.GAP in whys(late, PhaseKind.SECOND_CONSULTATION)

    def test_the_council_is_told_too_late_and_the_law_is_named(self):
        late = moved(whole(), PhaseKind.VALIDATION, end=SITTING - DAY * 10)
        notice = Notice(10, "113-14", "35")
        assert whys(late, PhaseKind.VALIDATION, notice=notice) == [Why.NOTICE]
        (sentence,) = sentences(late, PhaseKind.VALIDATION, notice=notice)
        assert "113-14" in sentence
        in_time = moved(whole(), PhaseKind.VALIDATION, end=SITTING - DAY * 11)
        assert Why.NOTICE not in whys(in_time, PhaseKind.VALIDATION, notice=notice)

    def test_people_are_told_too_late_or_after(self):
        spans = whole()
        start = by_kind(spans)[PhaseKind.CO_CREATION].start
        for ahead in (3, -1):
            late = moved(spans, PhaseKind.CO_CREATION, announced=start - DAY * ahead)
            assert whys(late, PhaseKind.CO_CREATION, announce=14) == [Why.ANNOUNCED]

    def test_days_of_a_closed_period_are_counted_and_so_is_what_all_lose(self):
        spans = whole()
        co_creation = by_kind(spans)[PhaseKind.CO_CREATION]
        feast = Closed("Aïd", co_creation.end - DAY * 2, co_creation.end + DAY * 3)
        (sentence,) = sentences(spans, co_creation.kind, closed=[feast])
        assert "3" in sentence
        assert "42" in sentence
        assert "Aïd" in sentence
        same = Closed("Congé", feast.start, feast.end)
        around = Surroundings(today=LONG_AGO, closed=[feast, same])
        assert lost_days(spans, around) == 6

    def test_two_years_are_not_flagged_for_their_holidays(self):
        feast = Closed("Aïd", dt.date(2029, 1, 1), dt.date(2029, 1, 3))
        assert whys(whole(), PhaseKind.IMPLEMENTATION, closed=[feast]) == []

    def test_a_month_in_which_the_council_has_no_ordinary_session(self):
        months = {2: "113-14", 5: "113-14"}
        assert whys(whole(), PhaseKind.ADOPTION, months=months) == [Why.MONTH]
        assert whys(whole(), PhaseKind.ADOPTION, months={10: ""}) == []
        extraordinary = replace(TARGET, ordinary=False)
        assert not whys(
            whole(), PhaseKind.ADOPTION, months=months, target=extraordinary
        )

    def test_another_cycle_at_the_same_time(self):
        spans = whole()
        axes = by_kind(spans)[PhaseKind.AXES]
        other = Busy("Cycle 2027", "Analyse", axes.end, axes.end)
        assert whys(spans, PhaseKind.AXES, others=[other]) == [Why.CYCLE]
        later = replace(other, start=axes.end + DAY, end=axes.end + DAY)
        assert whys(spans, PhaseKind.AXES, others=[later]) == []

    @pytest.mark.parametrize("kind", [PhaseKind.AXES, PhaseKind.ADOPTION])
    def test_an_end_on_a_day_off(self, kind):
        saturday = {PhaseKind.AXES: "2028-04-29", PhaseKind.ADOPTION: "2028-10-07"}
        end = dt.date.fromisoformat(saturday[kind])
        assert Why.DAY_OFF in whys(moved(whole(), kind, end=end), kind)

    def test_the_month_of_a_session_ends_on_whatever_day(self):
        month = Target(dt.date(2028, 9, 1), dt.date(2028, 9, 30), notice=10)
        spans = propose(plans()["whole"], month)
        assert month.last.weekday() == 5
        assert whys(spans, PhaseKind.ADOPTION, target=month) == []

    def test_a_plan_of_one_phase_alone_can_be_judged(self):
        span = Span(PhaseKind.EVALUATION, SITTING, SITTING)
        assert whys([span], PhaseKind.EVALUATION) == []
