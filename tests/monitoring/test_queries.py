"""What is late and where no news comes: from dates, and the same on every screen."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.carrying_out import MilestoneFactory, adopted_commune, with_milestones
from tests.factories import ProjectFactory
from tests.monitoring.test_milestones import close
from tests.officers import AL_HOCEIMA
from wagtail_remacto.fields import PartialDate
from wagtail_remacto.models import Milestone, ProjectPage
from wagtail_remacto.monitoring import queries, rollup
from wagtail_remacto.monitoring.services import milestones, updates

pytestmark = pytest.mark.django_db

LAST = dt.date(2027, 6, 30)
DAY = dt.timedelta(days=1)


@pytest.fixture
def commune():
    return with_milestones(adopted_commune(), 2)


def late(today, **more):
    return list(queries.overdue_milestones(today, **more))


def test_the_last_day_of_a_month_is_not_over_until_it_is(commune):
    assert late(LAST) == []
    assert late(LAST + DAY) == commune.milestones
    assert not commune.milestones[0].is_overdue(LAST)
    assert commune.milestones[0].is_overdue(LAST + DAY)


def test_what_is_done_given_up_postponed_or_a_draft_is_not_late(commune):
    first, second = commune.milestones
    MilestoneFactory(project=commune.project, announced_at=None)
    milestones.postpone(
        milestone=second, by=commune.officer, due="2028", words="Retard."
    )
    updates.publish(
        project=commune.project,
        by=commune.officer,
        title="Fait",
        milestone=first,
        completion="completed",
    )
    given_up = MilestoneFactory(project=commune.project)
    milestones.withdraw(milestone=given_up, by=commune.officer, words="Non.")
    assert late(LAST + DAY) == []
    assert late(dt.date(2029, 1, 1)) == [second]


def test_in_a_closed_cycle_nothing_is_late_and_nothing_quiet(commune):
    Milestone.objects.update(announced_at=timezone.now() - dt.timedelta(days=400))
    neighbour = with_milestones(adopted_commune(AL_HOCEIMA, commune.directory), 1)
    close(commune)
    assert late(LAST + DAY) == neighbour.milestones
    today = timezone.now().date() + dt.timedelta(days=365)
    assert list(queries.quiet_projects(today)) == [neighbour.project]


def test_within_asks_only_below_some_pages(commune):
    neighbour = with_milestones(adopted_commune(AL_HOCEIMA, commune.directory), 1)
    below = ProjectPage.objects.descendant_of(neighbour.page)
    assert late(LAST + DAY, within=below) == neighbour.milestones


def test_silence_begins_with_the_announcement_and_ends_with_news(commune, settings):
    settings.WAGTAIL_REMACTO_UPDATE_DUE_DAYS = 10
    Milestone.objects.update(announced_at=dt.datetime(2027, 1, 1, 12, tzinfo=dt.UTC))
    begun = dt.date(2027, 1, 1)
    assert not queries.quiet_projects(begun + 10 * DAY).exists()
    (found,) = queries.quiet_projects(begun + 11 * DAY)
    assert found.silent_since == begun
    updates.publish(
        project=commune.project,
        by=commune.officer,
        title="Du nouveau",
        on=dt.date(2027, 1, 5),
        now=dt.datetime(2027, 1, 5, 12, tzinfo=dt.UTC),
    )
    assert not queries.quiet_projects(dt.date(2027, 1, 15)).exists()
    assert queries.quiet_projects(dt.date(2027, 1, 16)).exists()


def test_one_project_is_quiet_by_the_same_rule(commune):
    rows = queries.milestones_of(commune.project)
    progress = queries.progress_of([commune.project])[commune.project.translation_key]
    since = queries.silent_since(progress, rows)
    for days in (90, 91):
        today = since + days * DAY
        asked = queries.quiet_projects(today).filter(pk=commune.project.pk).exists()
        assert queries.is_quiet(progress, since, today) is asked is (days == 91)


def test_a_project_that_is_only_reported_by_a_source_is_never_quiet():
    adopted_commune()
    assert not queries.quiet_projects(dt.date(2040, 1, 1)).exists()


def test_progress_is_found_in_every_language(commune):
    other = commune.pages_ar["project"]
    (progress,) = queries.progress_of([commune.project, other]).values()
    assert progress.milestones == 2
    assert queries.milestones_of(other) == commune.milestones


def test_a_programme_counts_its_projects_in_both_voices(commune):
    second = ProjectFactory(parent=commune.programme)
    MilestoneFactory(project=second, due=PartialDate("2020"), completion="completed")
    third = ProjectFactory(parent=commune.programme)
    MilestoneFactory(
        project=third, completion="limited", civil_completion="not_started"
    )
    for project in (second, third):
        rollup.recount_project(project)
    found = queries.programme_progress(commune.programme, LAST + DAY)
    assert found.ours == {"not_started": 1, "completed": 1, "limited": 1}
    assert found.theirs == {"not_started": 1}
    assert (found.completion, found.civil_completion) == ("limited", "not_started")
    assert (found.differing, found.overdue, found.quiet) == (1, 3, 2)


def test_the_number_of_queries_does_not_depend_on_the_number_of_projects(commune):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            queries.programme_progress(commune.programme, LAST)
        return len(asked)

    before = cost()
    for _number in range(4):
        project = ProjectFactory(parent=commune.programme)
        MilestoneFactory(project=project)
        rollup.recount_project(project)
    assert cost() == before == 3
