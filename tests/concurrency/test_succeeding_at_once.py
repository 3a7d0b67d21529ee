"""The next cycle begins once, whoever opens it and carries something over to it."""

import pytest

from tests.carrying_out import MilestoneFactory, adopted_commune
from tests.monitoring.succeeding import after_two_years, asks_again, idea
from tests.officers import AL_HOCEIMA, directory_in, focal_point
from wagtail_remacto.journey.invariants import verify
from wagtail_remacto.models import (
    CarryOver,
    Contribution,
    CyclePage,
    Lineage,
    Milestone,
    ProgrammePage,
    ProjectOrigin,
    ProjectPage,
)
from wagtail_remacto.monitoring.models import CarryChoice
from wagtail_remacto.monitoring.services import succession
from wagtail_remacto.monitoring.services.succession.errors import AlreadyCarried


@pytest.fixture
def directory(shared_database):
    return directory_in("ar")


@pytest.fixture
def commune(directory):
    commune = after_two_years(directory=directory)
    commune.officers = [commune.focal, focal_point(commune, "second")]
    return commune


def fails(answers):
    return [each for each in answers if isinstance(each, Exception)]


def test_a_cycle_opened_by_two_at_once_is_one(directory, at_once):
    commune = adopted_commune(directory=directory)
    officers = [commune.focal, focal_point(commune, "second")] * 2
    answers = at_once(
        lambda officer: succession.open_next(
            cycle=CyclePage.objects.get(pk=commune.cycle.pk),
            by=officer,
            identifier="2029",
        ),
        officers,
    )
    assert not fails(answers)
    (opened,) = {each.pk for each in answers}
    followers = CyclePage.objects.filter(predecessor=commune.cycle)
    assert [each.pk for each in followers if each.canonical == each] == [opened]


def test_two_names_for_one_cycle_make_one(directory, at_once):
    commune = adopted_commune(directory=directory)
    answers = at_once(
        lambda name: succession.open_next(
            cycle=CyclePage.objects.get(pk=commune.cycle.pk),
            by=commune.focal,
            identifier=name,
        ),
        ["2029", "2030"],
    )
    assert len(fails(answers)) == 1
    assert CyclePage.objects.filter(identifier__in=["2029", "2030"], live=False).count()


def test_a_project_carried_by_two_at_once_is_one(commune, at_once):
    MilestoneFactory.create_batch(2, project=commune.project)
    answers = at_once(
        lambda officer: succession.carry_project(
            cycle=CyclePage.objects.get(pk=commune.next.pk),
            project=ProjectPage.objects.get(pk=commune.project.pk),
            by=officer,
        ),
        commune.officers * 2,
    )
    assert not fails(answers)
    row = CarryOver.objects.get()
    assert {each.pk for each in answers} == {row.pk}
    assert ProjectOrigin.objects.get().project == row.new_project
    assert Milestone.objects.filter(project=row.new_project).count() == 2
    drafts = ProgrammePage.objects.filter(path__startswith=commune.next.path)
    assert drafts.get().get_children().count() == 1


def test_an_idea_carried_by_two_at_once_is_one(commune, at_once):
    phase, old = asks_again(commune), idea(commune)
    answers = at_once(
        lambda officer: succession.carry_idea(
            cycle=CyclePage.objects.get(pk=commune.next.pk),
            contribution=Contribution.objects.get(pk=old.pk),
            by=officer,
        ),
        commune.officers * 2,
    )
    assert not fails(answers)
    row = CarryOver.objects.get()
    assert {each.pk for each in answers} == {row.pk}
    assert Contribution.objects.get(phase=phase) == row.new_contribution
    assert not Lineage.objects.exists()
    assert not [each for each in verify() if "carr" in str(each).lower()]


def test_what_one_carries_and_another_leaves_has_one_choice(commune, at_once):
    asks_again(commune)
    old = idea(commune)

    def choose(step):
        cycle = CyclePage.objects.get(pk=commune.next.pk)
        if step % 2:
            return succession.leave(
                cycle=cycle, contribution=old, by=commune.focal, words="Trop cher."
            )
        return succession.carry_idea(cycle=cycle, contribution=old, by=commune.focal)

    answers = at_once(choose, list(range(4)))
    assert {type(each) for each in fails(answers)} <= {AlreadyCarried}
    standing = CarryOver.objects.get(superseded_at=None)
    assert standing.choice == CarryChoice.CARRIED
    assert CarryOver.objects.filter(choice=CarryChoice.CARRIED).count() == 1


def test_a_project_that_is_begun_from_twice_is_one(commune, directory, at_once):
    neighbour = adopted_commune(AL_HOCEIMA, directory)
    # Anything of the own town’s draft programme will do.
    succession.carry_project(
        cycle=commune.next, project=commune.project, by=commune.focal
    )
    programme = ProgrammePage.objects.get(path__startswith=commune.next.path)
    answers = at_once(
        lambda officer: succession.copy_project(
            source=ProjectPage.objects.get(pk=neighbour.project.pk),
            programme=ProgrammePage.objects.get(pk=programme.pk),
            by=officer,
        ),
        commune.officers * 2,
    )
    assert not fails(answers)
    (begun,) = {each.pk for each in answers}
    assert ProjectOrigin.objects.get(source=neighbour.project.pk).project_id == begun
    pages = ProjectPage.objects.child_of(programme).filter(
        translation_key=answers[0].translation_key
    )
    assert pages.count() == 1
