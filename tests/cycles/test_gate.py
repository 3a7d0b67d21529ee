"""Who may do what, now: the verdict, its sentence and what can be done instead."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override

from tests.factories import CycleFactory, PhaseFactory
from tests.officers import comms_officer, commune_with_everything, directory_in
from wagtail_remacto.adapter import Adapter
from wagtail_remacto.cycles.clock import zone
from wagtail_remacto.cycles.gate import Deed, Kind, Reason, check
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.models import PhasePage

START = dt.datetime(2023, 6, 12, 0, 0, tzinfo=zone())
END = dt.datetime(2023, 6, 18, 23, 59, 59, tzinfo=zone())
DURING = dt.datetime(2023, 6, 15, 12, 0, tzinfo=zone())
BEFORE = START - dt.timedelta(seconds=1)
AFTER = END + dt.timedelta(seconds=1)


def phase(**fields) -> PhasePage:
    """Never saved: a verdict on an action needs no database."""
    values = {
        "title": "Co-création",
        "live": True,
        "start": START,
        "end": END,
        "actions": [Action.CONTRIBUTE],
        **fields,
    }
    return PhasePage(**values)


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def citizen():
    return get_user_model()(username="citizen", is_active=True)


class TestTakingPart:
    @pytest.mark.parametrize(
        ("now", "kind", "reason"),
        [
            (BEFORE, Kind.NO, Reason.TO_COME),
            (START, Kind.YES, None),
            (DURING, Kind.YES, None),
            (END, Kind.YES, None),
            (AFTER, Kind.NO, Reason.CLOSED),
        ],
    )
    def test_follows_the_clock_to_the_second(self, citizen, now, kind, reason):
        verdict = check(citizen, Action.CONTRIBUTE, phase(), now)
        assert (verdict.kind, verdict.reason) == (kind, reason)
        assert bool(verdict) == (kind is Kind.YES)

    def test_yes_says_nothing(self, citizen):
        verdict = check(citizen, Action.CONTRIBUTE, phase(), DURING)
        assert (verdict.sentence, verdict.remedy) == ("", "")

    def test_a_visitor_signs_in_first(self):
        verdict = check(AnonymousUser(), Action.CONTRIBUTE, phase(), DURING)
        assert verdict.kind is Kind.YES_ONCE_SIGNED_IN
        assert not verdict
        assert verdict.sentence == "To propose an idea, sign in first."

    def test_signing_in_is_not_asked_for_what_is_closed(self):
        verdict = check(AnonymousUser(), Action.CONTRIBUTE, phase(), AFTER)
        assert verdict.kind is Kind.NO

    def test_an_action_has_to_be_part_of_the_phase(self, citizen):
        verdict = check(citizen, Action.COMMENT, phase(), DURING)
        assert verdict.reason is Reason.NOT_PART
        assert verdict.sentence == "In the phase “Co-création” one cannot comment."
        assert verdict.remedy == "You can: propose an idea."

    def test_an_undated_phase_is_closed_to_all(self, citizen):
        verdict = check(citizen, Action.CONTRIBUTE, phase(start=None, end=None), DURING)
        assert verdict.reason is Reason.UNDATED
        assert "has not published" in verdict.sentence

    def test_dates_in_words_are_repeated(self, citizen):
        undated = phase(
            start=None, end=None, precision="text", date_text="après les récoltes."
        )
        verdict = check(citizen, Action.CONTRIBUTE, undated, DURING)
        assert verdict.sentence.endswith("après les récoltes.")

    def test_a_draft_is_open_to_no_one(self, citizen):
        verdict = check(citizen, Action.CONTRIBUTE, phase(live=False), DURING)
        assert verdict.reason is Reason.UNPUBLISHED

    def test_the_hosts_policy_has_the_last_word(self, citizen, settings):
        settings.WAGTAIL_REMACTO_ADAPTER = f"{__name__}.NobodyEnters"
        verdict = check(citizen, Action.CONTRIBUTE, phase(), DURING)
        assert verdict.reason is Reason.NOT_ADMITTED

    def test_an_unknown_action_is_an_error(self, citizen):
        with pytest.raises(ValueError, match="dance"):
            check(citizen, "dance", phase(), DURING)

    def test_no_query(self, citizen, django_assert_num_queries, db):
        target = phase()
        with django_assert_num_queries(0):
            for now in (BEFORE, DURING, AFTER):
                check(citizen, Action.CONTRIBUTE, target, now)
                check(AnonymousUser(), Action.COMMENT, target, now)


class NobodyEnters(Adapter):
    def may_take_part(self, user, target):
        return False


class TestSentences:
    def test_before(self, citizen):
        verdict = check(citizen, Action.CONTRIBUTE, phase(), BEFORE)
        assert verdict.sentence == "“Co-création” opens on Monday 12 June 2023."

    def test_before_with_a_time(self, citizen):
        opens = phase(start=START.replace(hour=9))
        verdict = check(citizen, Action.CONTRIBUTE, opens, BEFORE)
        assert verdict.sentence.endswith("Monday 12 June 2023 at 09:00.")

    def test_before_a_month(self, citizen):
        verdict = check(citizen, Action.CONTRIBUTE, phase(precision="month"), BEFORE)
        assert verdict.sentence == "“Co-création” opens in June 2023."


@pytest.mark.django_db
class TestWhatComesNext:
    @pytest.fixture
    def closed(self):
        return PhaseFactory(
            title="Co-création", start=START, end=END, actions=[Action.CONTRIBUTE]
        )

    def sentence(self, closed):
        return check(AnonymousUser(), Action.CONTRIBUTE, closed, AFTER).sentence

    def later(self, closed, days, **fields):
        return PhaseFactory(
            parent=closed.get_parent().specific,
            start=END + dt.timedelta(days=days),
            end=END + dt.timedelta(days=days + 9),
            **{"actions": [Action.REMARK], **fields},
        )

    def test_nothing_dated(self, closed):
        assert (
            self.sentence(closed)
            == "“Co-création” closed on Sunday 18 June 2023 at 23:59."
        )

    def test_the_phase_that_opens_next(self, closed):
        self.later(closed, 30, title="Plus tard")
        self.later(closed, 10, title="Sans rôle", actions=[])
        self.later(closed, 12, title="En brouillon", live=False)
        self.later(closed, 15, title="Seconde consultation", precision="day")
        PhaseFactory(
            parent=CycleFactory(),
            title="D’un autre cycle",
            start=END + dt.timedelta(days=1),
            actions=[Action.CONTRIBUTE],
        )
        assert self.sentence(closed) == (
            "“Co-création” closed on Sunday 18 June 2023 at 23:59; “Seconde "
            "consultation” opens on Monday 3 July 2023."
        )

    def test_known_by_the_month(self, closed):
        closed.precision = "month"
        closed.end = dt.datetime(2023, 6, 10, tzinfo=zone())
        assert self.sentence(closed) == "“Co-création” closed in June 2023."
        self.later(closed, 30, title="Seconde consultation", precision="month")
        assert self.sentence(closed) == (
            "“Co-création” closed in June 2023; “Seconde consultation” opens in "
            "July 2023."
        )

    def test_costs_one_query_when_read(self, closed, django_assert_num_queries):
        self.later(closed, 15, title="Seconde consultation", precision="day")
        verdict = check(AnonymousUser(), Action.CONTRIBUTE, closed, AFTER)
        # In the language of the page; in another its titles are looked up as well.
        with override("fr"), django_assert_num_queries(1):
            assert verdict.sentence
            assert verdict.sentence


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def world(self):
        directory = directory_in("ar")
        ours = commune_with_everything("01.571.01.11", directory)
        theirs = commune_with_everything("01.051.01.01", directory)
        return SimpleNamespace(ours=ours, theirs=theirs, comms=comms_officer(ours))

    def test_are_managed_by_their_own_officers(self, world):
        assert check(world.comms, Deed.MANAGE, world.ours.cycle)
        assert check(world.comms, Deed.MANAGE, world.ours.pages_ar["cycle"])
        verdict = check(world.comms, Deed.MANAGE, world.theirs.cycle)
        assert verdict.reason is Reason.NOT_YOURS
        assert "not yours" in verdict.sentence
        assert verdict.remedy

    def test_are_not_managed_by_a_visitor(self, world):
        verdict = check(AnonymousUser(), Deed.MANAGE, world.ours.cycle)
        assert (verdict.kind, verdict.reason) == (Kind.NO, Reason.SIGNED_OUT)

    def test_are_read_by_all(self, world, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert check(AnonymousUser(), Deed.READ, world.theirs.cycle)

    def test_in_draft_are_read_by_their_officers(self, world):
        world.ours.cycle.live = world.theirs.cycle.live = False
        assert check(world.comms, Deed.READ, world.ours.cycle)
        assert not check(world.comms, Deed.READ, world.theirs.cycle)
        assert not check(AnonymousUser(), Deed.READ, world.ours.cycle)
