"""Once a cycle is closed nothing is expected of it, and every page says the same."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.carrying_out import adopted_commune, with_milestones
from tests.factories import moment, publish
from tests.officers import signed_in
from wagtail_remacto.journey.board import Board, Stage
from wagtail_remacto.journey.todo import todo_for
from wagtail_remacto.models import Milestone, PhasePage
from wagtail_remacto.monitoring import milestone_reading, queries, reading
from wagtail_remacto.monitoring.civil_admin import access
from wagtail_remacto.monitoring.services import (
    closing,
    milestones,
    notes,
    succession,
    updates,
)
from wagtail_remacto.notices import waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return with_milestones(adopted_commune(), 2)


@pytest.fixture
def late(commune):
    """Nothing was ever heard of its milestones."""
    commune.milestones[0].project.milestones.update(
        due="2025-01",
        due_last=dt.date(2025, 1, 31),
        announced_at=timezone.now() - dt.timedelta(days=300),
    )
    return commune


def close(commune):
    return closing.close(cycle=commune.cycle, by=commune.focal, override="C’est fini.")


class TestNotes:
    @pytest.fixture(autouse=True)
    def contradicted(self, commune):
        notes.note(
            milestone=commune.milestones[0],
            who=commune.civil,
            stance="contradicts",
            completion="limited",
            text="Le guichet est fermé.",
        )

    def test_wait_for_a_reply_while_it_is_open(self, commune):
        assert queries.notes_to_reply().count() == 1
        assert todo_for(commune.focal).notes

    def test_wait_for_none_in_a_closed_cycle(self, commune):
        close(commune)

        assert not queries.notes_to_reply().exists()
        assert not todo_for(commune.focal).notes
        assert not list(waiting._notes())

    def test_wait_for_none_of_a_withdrawn_milestone(self, commune):
        milestones.withdraw(
            milestone=commune.milestones[0], by=commune.officer, words="Abandonné."
        )

        assert not queries.notes_to_reply().exists()
        assert [each.waits for each in access.own_notes(commune.focal)] == [False]
        assert not todo_for(commune.focal).notes


class TestDates:
    def test_are_overdue_while_it_is_open(self, late):
        found = reading.follow_up(late.project)

        assert (found.overdue, bool(found.silent_since)) == (2, True)

    def test_are_overdue_no_more(self, late):
        close(late)
        found = reading.follow_up(late.project)
        milestone = Milestone.objects.select_related("project").first()

        assert (found.overdue, found.silent_since) == (0, None)
        assert not milestone_reading.read(milestone).is_overdue

    def test_are_overdue_again_once_it_is_open_again(self, late):
        row = close(late)
        closing.reopen(closing=row, by=late.focal, words="Il manque un rapport.")

        assert reading.follow_up(late.project).overdue == 2

    def test_are_not_called_overdue_on_the_screen_of_the_project_either(self, late):
        screen = reverse("remacto_monitoring_project", args=[late.project.pk])

        def lates():
            page = signed_in(late.focal).get(screen)
            return [each.late for each in page.context["milestones"]]

        assert lates() == [True, True]

        close(late)
        assert lates() == [False, False]


class TestNewsWithoutMilestones:
    @pytest.fixture
    def commune(self):
        found = adopted_commune()
        updates.publish(
            project=found.project, by=found.officer, title="Les travaux commencent"
        )
        return found

    @pytest.fixture
    def in_a_year(self):
        return timezone.now() + dt.timedelta(days=400)

    def test_are_old_while_it_is_open(self, commune, in_a_year):
        assert reading.project_reading(commune.project, in_a_year).silent_since

    def test_are_not_asked_for_once_it_is_closed(self, commune, in_a_year):
        close(commune)

        assert not reading.project_reading(commune.project, in_a_year).silent_since


class TestBoard:
    @pytest.fixture(autouse=True)
    def no_phase_is_open(self, commune):
        PhasePage.objects.update(end=moment(-1))

    def stage(self):
        (line,) = Board({}).all_lines
        return line.stage

    def test_says_what_is_carried_out(self):
        assert self.stage() == Stage.CARRIED_OUT

    def test_says_that_it_is_closed(self, commune):
        close(commune)

        assert self.stage() == Stage.CLOSED

    def test_says_that_another_is_published(self, commune):
        close(commune)
        publish(
            succession.open_next(
                cycle=commune.cycle, by=commune.focal, identifier="2029"
            )
        )

        assert self.stage() == Stage.CYCLE
