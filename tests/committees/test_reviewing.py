"""A member says how they read an idea: their own seat, until it is answered."""

import pytest
from wagtail.log_actions import registry

from tests.citizens import ContributionFactory, ParticipantFactory
from tests.deciding import member_of
from tests.factories import SeatFactory, day, locale
from wagtail_remacto.committees import errors, services
from wagtail_remacto.committees.models import (
    Review,
    ReviewCriterion,
    ReviewMark,
    Seat,
    SeatRole,
)
from wagtail_remacto.contributions.models import Nature, Outcome, Standing
from wagtail_remacto.cycles.gate import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def idea(commune):
    return ContributionFactory(phase=commune.phase)


def criterion(**fields):
    return ReviewCriterion.objects.create(
        **{"title": "Faisable", "locale": locale(), **fields}
    )


class TestWho:
    def test_a_member_reviews_from_their_own_seat(self, commune, idea, member):
        made = services.review(
            contribution=idea, by=member, opinion=Outcome.TAKEN_UP, note=" Oui. "
        )
        assert made.seat == Seat.objects.get(user=member)
        assert (made.opinion, made.note, made.by) == ("taken_up", "Oui.", member)

    @pytest.mark.parametrize("who", ["comms", "focal", "network"])
    def test_officers_do_not(self, request, idea, who):
        officer = request.getfixturevalue(who)
        with pytest.raises(Refused, match="Only the members of this committee"):
            services.review(contribution=idea, by=officer, opinion=Outcome.DONE)

    def test_a_member_of_another_committee_does_not(self, neighbour, idea):
        stranger = member_of(neighbour.committee, role=SeatRole.CHAIR)
        with pytest.raises(Refused, match="Only the members"):
            services.review(contribution=idea, by=stranger, opinion=Outcome.DONE)

    @pytest.mark.parametrize(
        "seat",
        [{"active": False}, {"mandate_end": day(-1)}, {"mandate_start": day(1)}],
        ids=["left", "mandate over", "mandate to come"],
    )
    def test_a_seat_that_is_not_held_now_does_not_count(self, commune, idea, seat):
        former = member_of(commune.committee, **seat)
        with pytest.raises(Refused, match="Only the members"):
            services.review(contribution=idea, by=former, opinion=Outcome.DONE)

    def test_whoever_gave_it_declares_a_conflict(self, commune, member):
        own = ContributionFactory(
            phase=commune.phase, author=ParticipantFactory(user=member)
        )
        with pytest.raises(errors.OwnIdeaReviewed):
            services.review(contribution=own, by=member, opinion=Outcome.TAKEN_UP)
        assert services.review(contribution=own, by=member, conflict=True).conflict


class TestWhat:
    def test_an_opinion_is_needed(self, idea, member):
        with pytest.raises(errors.OpinionNeeded):
            services.review(contribution=idea, by=member, note="Hum.")
        with pytest.raises(errors.OpinionNeeded):
            services.review(contribution=idea, by=member, opinion="shrug")
        assert not Review.objects.exists()

    def test_a_conflict_needs_none_and_keeps_none(self, idea, member):
        made = services.review(
            contribution=idea,
            by=member,
            opinion=Outcome.TAKEN_UP,
            marks={criterion(): 5},
            note="Mon association le propose.",
            conflict=True,
        )
        assert (made.opinion, made.conflict) == ("", True)
        assert made.note == "Mon association le propose."
        assert not ReviewMark.objects.exists()

    def test_marks_stand_on_the_row_of_the_fallback_language(self, idea, member):
        french = criterion()
        arabic = criterion(
            title="قابلة للإنجاز",
            locale=locale("ar"),
            translation_key=french.translation_key,
        )
        services.review(
            contribution=idea, by=member, opinion=Outcome.PARTLY, marks={arabic: 4}
        )
        assert list(ReviewMark.objects.values_list("criterion", "mark")) == [
            (french.pk, 4)
        ]

    @pytest.mark.parametrize("mark", [0, 6, -1])
    def test_a_mark_goes_from_1_to_5(self, idea, member, mark):
        with pytest.raises(errors.WrongMark, match="from 1 to 5"):
            services.review(
                contribution=idea,
                by=member,
                opinion=Outcome.PARTLY,
                marks={criterion(): mark},
            )
        assert not Review.objects.exists()

    def test_a_criterion_that_was_switched_off_is_not_asked(self, idea, member):
        with pytest.raises(errors.WrongMark, match="not asked any more"):
            services.review(
                contribution=idea,
                by=member,
                opinion=Outcome.PARTLY,
                marks={criterion(active=False): 3},
            )

    @pytest.mark.parametrize(
        "standing", [s for s in Standing.values if s != Standing.PUBLIC]
    )
    def test_only_what_is_public_is_reviewed(self, commune, member, standing):
        idea = ContributionFactory(phase=commune.phase, standing=standing)
        with pytest.raises(errors.NotPublic):
            services.review(contribution=idea, by=member, opinion=Outcome.DONE)

    def test_a_remark_is_not_reviewed(self, commune, member):
        remark = ContributionFactory(phase=commune.phase, nature=Nature.REMARK)
        with pytest.raises(errors.NotAnIdea):
            services.review(contribution=remark, by=member, opinion=Outcome.DONE)


class TestAgain:
    def test_a_second_time_replaces_the_first(self, idea, member):
        one, other = criterion(), criterion(title="Ouvre")
        first = services.review(
            contribution=idea, by=member, opinion=Outcome.PARTLY, marks={one: 2}
        )
        second = services.review(
            contribution=idea, by=member, opinion=Outcome.TAKEN_UP, marks={other: 5}
        )
        assert first.pk == second.pk
        assert list(second.marks.values_list("criterion", "mark")) == [(other.pk, 5)]

    def test_until_an_outcome_is_recorded(self, idea, member, secretary):
        services.review(contribution=idea, by=member, opinion=Outcome.PARTLY)
        services.record(
            contribution=idea, outcome=Outcome.DONE, by=secretary, words="C’est fait."
        )
        with pytest.raises(errors.AnsweredAlready):
            services.review(contribution=idea, by=member, opinion=Outcome.TAKEN_UP)
        assert Review.objects.get().opinion == Outcome.PARTLY

    def test_each_seat_has_its_own(self, commune, idea, member, secretary):
        services.review(contribution=idea, by=member, opinion=Outcome.PARTLY)
        services.review(contribution=idea, by=secretary, opinion=Outcome.DONE)
        assert Review.objects.count() == 2

    def test_one_with_two_seats_speaks_from_the_one_with_the_papers(
        self, commune, idea, member
    ):
        chair = SeatFactory(
            committee=commune.committee, user=member, role=SeatRole.CHAIR
        )
        made = services.review(contribution=idea, by=member, opinion=Outcome.DONE)
        assert made.seat == chair


def test_the_log_says_who_read_it_and_not_what_they_think(commune, idea, member):
    services.review(
        contribution=idea, by=member, opinion=Outcome.SET_ASIDE, note="Trop cher."
    )
    entry = registry.get_logs_for_instance(idea).get()
    assert (entry.action, entry.user) == ("wagtail_remacto.review", member)
    assert entry.collectivite.pk == commune.page.pk
    assert entry.label == idea.shown_reference
    assert entry.data == {}
    services.review(contribution=idea, by=member, conflict=True)
    last = registry.get_logs_for_instance(idea).first()
    assert last.message == "A member declared a conflict of interest"
