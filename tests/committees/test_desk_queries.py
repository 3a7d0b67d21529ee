"""How far the members are, what they say together, and what resembles what."""

from fractions import Fraction

import pytest

from tests.citizens import ContributionFactory, many_contributions
from tests.deciding import member_of
from tests.factories import SeatFactory, day, locale
from wagtail_remacto.committees import queries, services
from wagtail_remacto.committees.desk.access import Desk, own_cycles
from wagtail_remacto.committees.desk.listing import DeskList
from wagtail_remacto.committees.models import Review, ReviewCriterion, ReviewMark, Seat
from wagtail_remacto.committees.queries import Progress
from wagtail_remacto.contributions.models import (
    Contribution,
    Nature,
    Outcome,
    Standing,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def idea(commune):
    return ContributionFactory(phase=commune.phase)


@pytest.fixture
def members(commune):
    return [member_of(commune.committee, f"membre-{number}") for number in range(5)]


def say(idea, by, opinion=Outcome.TAKEN_UP, **said):
    return services.review(contribution=idea, by=by, opinion=opinion, **said)


def progress(commune, idea):
    seats = queries.reviewers(commune.cycle)
    return queries.progress_of(queries.reviews_of([idea])[idea.pk], seats)


class TestProgress:
    def test_three_of_five(self, commune, idea, members):
        for member in members[:3]:
            say(idea, member)
        found = progress(commune, idea)
        assert found == Progress(reviewed=3, have_to=5)
        assert not found.is_complete

    def test_a_conflict_is_counted_on_neither_side(self, commune, idea, members):
        for member in members[:4]:
            say(idea, member)
        say(idea, members[4], conflict=True)
        found = progress(commune, idea)
        assert found == Progress(reviewed=4, have_to=4, conflicts=1)
        assert found.is_complete

    def test_whoever_left_is_not_counted_and_stays_readable(
        self, commune, idea, members
    ):
        say(idea, members[0])
        Seat.objects.filter(user=members[0]).update(active=False)
        assert progress(commune, idea) == Progress(reviewed=0, have_to=4)
        assert len(queries.reviews_of([idea])[idea.pk]) == 1

    @pytest.mark.parametrize(
        "seat",
        [
            {"user": None},
            {"active": False},
            {"mandate_end": day(-1)},
            {"mandate_start": day(1)},
        ],
        ids=["no account", "left", "over", "to come"],
    )
    def test_only_who_can_review_has_to(self, commune, members, seat):
        SeatFactory(committee=commune.committee, **{"user": members[0], **seat})
        assert len(queries.reviewers(commune.cycle)) == 5

    def test_the_neighbours_committee_has_nothing_to_say(self, commune, neighbour):
        member_of(neighbour.committee)
        assert queries.reviewers(commune.cycle) == []


class TestSummary:
    def test_opinions_the_most_frequent_first(self, idea, members):
        for member, opinion in zip(
            members,
            [Outcome.DONE, Outcome.PARTLY, Outcome.PARTLY, Outcome.TAKEN_UP],
            strict=False,
        ):
            say(idea, member, opinion)
        say(idea, members[4], conflict=True)
        found = queries.summary_of(queries.reviews_of([idea])[idea.pk])
        assert found.opinions == [
            (Outcome.PARTLY, 2),
            (Outcome.TAKEN_UP, 1),
            (Outcome.DONE, 1),
        ]

    def test_the_mean_of_marks_is_exact(self, idea, members):
        criterion = ReviewCriterion.objects.create(title="Ouvre", locale=locale())
        for member, mark in zip(members, [5, 4, 1], strict=False):
            say(idea, member, marks={criterion: mark})
        [marks] = queries.summary_of(queries.reviews_of([idea])[idea.pk]).marks.values()
        assert marks.mean == Fraction(10, 3)
        assert (marks.lowest, marks.highest) == (1, 5)
        assert marks.marks == (1, 4, 5)


class TestSideBySide:
    def test_each_with_what_was_said_of_it(self, commune, members, secretary):
        lead, other, third = (
            ContributionFactory(phase=commune.phase) for _number in range(3)
        )
        say(lead, members[0])
        services.merge(
            lead=lead, others=[other], by=secretary, words="Pareil.", text="Ensemble."
        )
        one, two = queries.side_by_side([third, lead], queries.reviewers(commune.cycle))
        assert (one.contribution, two.contribution) == (third, lead)
        assert one.progress == Progress(0, 6)
        assert two.progress == Progress(1, 6)
        assert (two.merged, two.wording.text) == ([other], "Ensemble.")
        assert two.summary.opinions == [(Outcome.TAKEN_UP, 1)]
        assert not (one.records or one.merged or one.wording or one.reviews)

    @pytest.mark.parametrize("number", [2, 8])
    def test_for_any_number_of_them(
        self, commune, members, number, django_assert_num_queries
    ):
        ideas = [ContributionFactory(phase=commune.phase) for _ in range(number)]
        for idea in ideas:
            say(idea, members[0])
        seats = queries.reviewers(commune.cycle)
        with django_assert_num_queries(5):
            for side in queries.side_by_side(ideas, seats):
                assert side.reviews[0].seat.organisation


class TestResembling:
    def test_what_says_nearly_the_same(self, commune):
        def idea(title, text):
            search = f"{title} {text}".lower()
            return ContributionFactory(
                phase=commune.phase, title=title, text=text, search_text=search
            )

        one = idea("Ouvrir la bibliotheque", "Le dimanche matin pour les etudiants")
        twin = idea("Bibliotheque ouverte", "Ouvrir la bibliotheque le dimanche matin")
        idea("Des pistes cyclables", "Entre la gare et le port")
        assert queries.resembling([one], commune.cycle) == {one.pk: [twin]}

    def test_not_what_is_one_with_it_already(self, commune, secretary):
        one, two = (
            ContributionFactory(phase=commune.phase, title="Ouvrir la bibliothèque")
            for _number in range(2)
        )
        assert queries.resembling([one], commune.cycle)[one.pk] == [two]
        services.merge(lead=one, others=[two], by=secretary, words="Pareil.")
        one.refresh_from_db()
        assert queries.resembling([one], commune.cycle)[one.pk] == []

    def test_a_page_of_them_costs_one_query(self, commune, django_assert_num_queries):
        many_contributions(commune.phase, 40)
        rows = list(queries.ideas_to_read(commune.cycle)[:20])
        with django_assert_num_queries(1):
            found = queries.resembling(rows, commune.cycle)
        assert all(len(found[row.pk]) == 3 for row in rows)


def test_what_is_to_read_are_public_ideas(commune, neighbour):
    wanted = ContributionFactory(phase=commune.phase)
    ContributionFactory(phase=commune.phase, nature=Nature.REMARK)
    ContributionFactory(phase=commune.phase, standing=Standing.HIDDEN)
    ContributionFactory(phase=neighbour.phase)
    assert list(queries.ideas_to_read(commune.cycle)) == [wanted]


class TestTenThousand:
    """The queue asks as much of ten thousand ideas as of a few."""

    STATES = ("", "open", "mine", "read", "conflict", Outcome.DONE)

    def cost(self, commune, member, state, capture):
        cycle = own_cycles(member).get(pk=commune.cycle.pk)
        with capture() as queried:
            found = DeskList(Desk(cycle, member), {"state": state})
            shown = [(line.idea.title, line.progress) for line in found.lines]
            following = found.page.next
            count = found.count
        return len(queried), shown, following, count

    def test_constant(self, commune, members, django_assert_max_num_queries):
        def capture():
            return django_assert_max_num_queries(12)

        many_contributions(commune.phase, 30)
        seats = queries.reviewers(commune.cycle)
        self.review_some(seats)
        few = [
            self.cost(commune, members[0], state, capture)[0] for state in self.STATES
        ]
        many_contributions(commune.phase, 9_970)
        self.review_some(seats)
        many = [self.cost(commune, members[0], state, capture) for state in self.STATES]
        assert [each[0] for each in many] == few
        assert many[0][2] and many[0][3] == 10_000
        by_state = dict(zip(self.STATES, many, strict=True))
        assert by_state["read"][1]
        assert all(
            line_progress.is_complete for _title, line_progress in by_state["read"][1]
        )

    def review_some(self, seats):
        """Every tenth idea by every member, one of them with a conflict."""
        Review.objects.all().delete()
        ideas = list(Contribution.objects.order_by("pk").values_list("pk", flat=True))
        made = Review.objects.bulk_create(
            (
                Review(
                    contribution_id=idea,
                    seat=seat,
                    opinion="" if seat == seats[-1] else Outcome.PARTLY,
                    conflict=seat == seats[-1],
                )
                for idea in ideas[::10]
                for seat in seats
            ),
            batch_size=1000,
        )
        assert not ReviewMark.objects.exists()
        assert len(made) == len(ideas[::10]) * len(seats)
