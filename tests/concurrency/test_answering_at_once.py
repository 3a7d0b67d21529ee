"""A committee’s records stay in order, whoever keeps its papers at the same time."""

from tests.citizens import ContributionFactory, UserFactory
from tests.factories import CommitteeFactory, PhaseFactory, SeatFactory
from wagtail_remacto.committees import services
from wagtail_remacto.committees.errors import ClosedAlready, NotMergeable
from wagtail_remacto.committees.models import (
    AnalysisClosing,
    OutcomeRecord,
    Review,
    SeatRole,
)
from wagtail_remacto.committees.services import closing
from wagtail_remacto.contributions.models import Contribution, Outcome
from wagtail_remacto.cycles.kinds import PhaseKind


def keepers(cycle, number):
    committee = CommitteeFactory(parent=cycle)
    people = UserFactory.create_batch(number)
    for person in people:
        SeatFactory(committee=committee, user=person, role=SeatRole.CHAIR)
    return people


def test_outcomes_of_one_idea_are_numbered_one_after_the_other(at_once):
    idea = ContributionFactory()
    answers = at_once(
        lambda person: services.record(
            contribution=Contribution.objects.get(pk=idea.pk),
            outcome=Outcome.DONE,
            by=person,
            words=f"Dit par {person.username}.",
        ),
        keepers(idea.cycle, 8),
    )
    assert not [each for each in answers if isinstance(each, Exception)]
    numbers = OutcomeRecord.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 9))


def test_two_that_are_merged_into_each_other_become_one(at_once):
    one = ContributionFactory()
    other = ContributionFactory(phase=one.phase)
    [person] = keepers(one.cycle, 1)
    answers = at_once(
        lambda pair: services.merge(
            lead=pair[0], others=[pair[1]], by=person, words="Pareil."
        ),
        [(one, other), (other, one)],
    )
    assert [type(each) for each in answers].count(NotMergeable) == 1
    assert Contribution.objects.filter(outcome=Outcome.MERGED).count() == 1


def test_a_chain_of_mergers_ends_at_one_that_leads(at_once):
    first = ContributionFactory()
    ideas = [first, *(ContributionFactory(phase=first.phase) for _ in range(7))]
    [person] = keepers(first.cycle, 1)
    at_once(
        lambda place: services.merge(
            lead=ideas[place + 1], others=[ideas[place]], by=person, words="Pareil."
        ),
        list(range(7)),
    )
    merged = Contribution.objects.filter(outcome=Outcome.MERGED)
    assert merged.exists()
    assert not merged.filter(merged_into__outcome=Outcome.MERGED).exists()


def test_a_seat_reviews_once_however_often_it_is_sent(at_once):
    idea = ContributionFactory()
    [person] = keepers(idea.cycle, 1)
    answers = at_once(
        lambda opinion: services.review(
            contribution=Contribution.objects.get(pk=idea.pk),
            by=person,
            opinion=opinion,
        ),
        Outcome.values,
    )
    assert not [each for each in answers if isinstance(each, Exception)]
    assert Review.objects.count() == 1


def test_an_analysis_is_closed_by_one(at_once):
    idea = ContributionFactory(outcome=Outcome.DONE)
    analysis = PhaseFactory(parent=idea.cycle, kind=PhaseKind.ANALYSIS)
    answers = at_once(
        lambda person: closing.close(phase=analysis, by=person),
        keepers(idea.cycle, 4),
    )
    assert [type(each) for each in answers].count(ClosedAlready) == 3
    assert AnalysisClosing.objects.count() == 1
