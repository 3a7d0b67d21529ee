"""What happens is kept once, with the ideas that it concerns along their lineage."""

import datetime as dt

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from tests.carrying_out import adopted_commune, with_milestones
from tests.citizens import ContributionFactory
from tests.factories import (
    CycleFactory,
    PhaseFactory,
    ProgrammeFactory,
    ProjectFactory,
    moment,
)
from tests.officers import TETOUAN, commune_with_everything, directory_in, focal_point
from wagtail_remacto.committees.services import outcomes
from wagtail_remacto.contributions.models import Contribution, Outcome
from wagtail_remacto.models import Activity, Lineage
from wagtail_remacto.monitoring.models import CarryOver
from wagtail_remacto.monitoring.services import milestones, updates
from wagtail_remacto.notices import clock
from wagtail_remacto.notices.sentences import address, sentence
from wagtail_remacto.people.happened import Event, tell
from wagtail_remacto.programmes.models import LineageKind
from wagtail_remacto.programmes.services.lineage import link

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return commune_with_everything(TETOUAN, directory_in("ar"))


def happens(commune, key="update:1", **fields):
    tell(Event("update", key, moment(), commune.project, commune.project, **fields))


def shaped(commune, **fields):
    """An idea that shaped the project."""
    idea = ContributionFactory(phase=commune.phase, **fields)
    Lineage.objects.create(
        contribution=idea, project=commune.project, kind="whole", at=moment()
    )
    return idea


def concerned():
    return set(Activity.objects.values_list("concerns__contribution", flat=True)) - {
        None
    }


class TestWhatHappens:
    def test_is_kept_with_all_that_somebody_may_follow(self, commune):
        tell(
            Event(
                "update",
                "update:1",
                moment(),
                commune.pages_ar["project"],
                commune.project,
            )
        )

        row = Activity.objects.get()
        assert row.page_id == commune.programme.pk
        assert (row.project, row.cycle, row.collectivite) == (
            commune.project,
            commune.cycle,
            commune.page,
        )

    def test_is_kept_once(self, commune):
        happens(commune)
        happens(commune)

        assert Activity.objects.count() == 1

    def test_is_undone_with_what_undoes_it(self, commune):
        with pytest.raises(RuntimeError), transaction.atomic():
            happens(commune)
            raise RuntimeError

        assert not Activity.objects.exists()


class TestItConcerns:
    def test_the_ideas_that_shaped_the_project(self, commune):
        idea = shaped(commune)
        ContributionFactory(phase=commune.phase)
        happens(commune)

        assert concerned() == {idea.pk}

    def test_what_shaped_the_project_that_it_was_carried_from(self, commune):
        ideas = [shaped(commune) for _number in range(2)]
        before = commune.project
        for year in ("2029", "2031"):
            cycle = CycleFactory(parent=commune.page, identifier=year)
            after = ProjectFactory(parent=ProgrammeFactory(parent=cycle))
            CarryOver.objects.create(
                cycle=cycle,
                project=before,
                new_project=after,
                choice="carried",
                at=moment(),
            )
            before = after
        tell(Event("update", "update:1", moment(), after, after))

        assert concerned() == {idea.pk for idea in ideas}

    def test_what_was_merged_into_them_at_any_depth(self, commune):
        lead = shaped(commune)
        merged = ContributionFactory(phase=commune.phase)
        deeper = ContributionFactory(phase=commune.phase)
        Contribution.objects.filter(pk=merged.pk).update(merged_into=lead)
        Contribution.objects.filter(pk=deeper.pk).update(merged_into=merged)
        happens(commune)

        assert concerned() == {lead.pk, merged.pk, deeper.pk}

    def test_no_idea_whose_link_was_ended(self, commune):
        idea = shaped(commune)
        Lineage.objects.filter(contribution=idea).update(ended_at=moment())
        happens(commune)

        assert concerned() == set()

    def test_them_as_they_were(self, commune):
        idea = shaped(commune)
        happens(commune)
        shaped(commune)

        assert concerned() == {idea.pk}


class TestTheOlderRooms:
    def test_tell_of_an_answer(self, commune):
        idea = ContributionFactory(phase=commune.phase)
        outcomes.record(
            contribution=idea,
            outcome=Outcome.TAKEN_UP,
            words="Utile.",
            by=focal_point(commune),
        )

        row = Activity.objects.get(kind="outcome")
        assert row.facts["outcome"] == "taken_up"
        assert concerned() == {idea.pk}

    def test_tell_of_many_answers_at_the_cost_of_few(
        self, commune, django_assert_max_num_queries
    ):
        ideas = [ContributionFactory(phase=commune.phase) for _number in range(30)]
        officer = focal_point(commune)
        with django_assert_max_num_queries(60):
            outcomes.record_many(
                contributions=ideas,
                outcome=Outcome.SET_ASIDE,
                words="Trop cher.",
                by=officer,
            )

        assert Activity.objects.filter(kind="outcome").count() == 30

    def test_tell_that_an_idea_has_shaped_a_project(self, commune):
        idea = ContributionFactory(phase=commune.phase)
        link(
            contribution=idea,
            project=commune.project,
            kind=LineageKind.WHOLE,
            words="Reprise.",
            by=focal_point(commune),
        )

        assert concerned() == {idea.pk}

    def test_tell_of_updates(self):
        commune = with_milestones(adopted_commune(), 1)
        idea = shaped(commune)
        updates.publish(
            project=commune.project,
            milestone=commune.milestones[0],
            by=commune.officer,
            title="Fini",
            completion="completed",
        )

        kinds = set(Activity.objects.values_list("kind", flat=True))
        assert kinds == {"update", "completed"}
        assert concerned() == {idea.pk}

    def test_tell_once_that_a_milestone_is_given_up(self):
        commune = with_milestones(adopted_commune(), 1)
        idea = shaped(commune)
        (milestone,) = commune.milestones
        for _twice in range(2):
            milestones.withdraw(
                milestone=milestone, by=commune.officer, words="Sans objet."
            )

        row = Activity.objects.get(key=f"withdrawn:{milestone.pk}")
        assert concerned() == {idea.pk}
        assert address(row) == reverse("wagtail_remacto:milestone", args=[milestone.pk])
        # Nobody is told that it comes later.
        assert sentence(row) != sentence(Activity(kind=row.kind))


class TestTheClock:
    def test_tells_that_a_phase_has_opened_once(self, commune):
        phase = PhaseFactory(parent=commune.cycle, start=moment(-1), end=moment(20))
        now = timezone.now()
        clock.look(now)
        clock.look(now + dt.timedelta(hours=1))

        rows = Activity.objects.filter(kind="phase_opened", page=phase.pk)
        assert [row.at for row in rows] == [now]

    def test_tells_that_it_closes_soon(self, commune):
        phase = PhaseFactory(parent=commune.cycle, start=moment(-20), end=moment(2))
        clock.look()

        assert Activity.objects.filter(kind="phase_closing", page=phase.pk).exists()

    def test_says_nothing_of_what_is_closed_or_long_open(self, commune):
        PhaseFactory(parent=commune.cycle, start=moment(-40), end=moment(40))
        PhaseFactory(parent=commune.cycle, start=moment(-3), end=moment(-1))
        before = Activity.objects.count()
        clock.look(moment() + dt.timedelta(seconds=1))

        assert Activity.objects.count() == before
