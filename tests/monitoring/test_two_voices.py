"""What readers see of a programme that is carried out: both voices, and the gap."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.carrying_out import (
    MilestoneFactory,
    PartnerFactory,
    adopted_commune,
    with_milestones,
)
from tests.monitoring.test_verify import note, update
from wagtail_remacto.fields import PartialDate
from wagtail_remacto.journey.branch import Branch
from wagtail_remacto.models import Milestone, MonitoringNote, Postponement
from wagtail_remacto.monitoring import reading, rollup
from wagtail_remacto.monitoring.models import Stance

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


@pytest.fixture
def commune():
    """Of three milestones one is late, and one is seen differently."""
    commune = with_milestones(adopted_commune(), 3)
    first, second, _third = commune.milestones
    update(first, "completed", title="Le guichet est ouvert")
    note(first, "limited", seat=commune.civil_seat)
    second.due = PartialDate("2026-10")
    Postponement.objects.create(
        milestone=second,
        before=PartialDate("2026-03"),
        after=second.due,
        words="Le marché est infructueux.",
        at=timezone.now(),
    )
    second.save(update_fields=["due", "due_last"])
    for each in commune.milestones:
        rollup.recount_milestone(each)
    rollup.recount_project(commune.project)
    return commune


def html(client, name, page, language="fr"):
    address = reverse(f"wagtail_remacto:{name}", args=[page.pk])
    client.cookies["django_language"] = language
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


class TestRollUp:
    @pytest.mark.parametrize(
        ("weights", "whole"),
        [
            ({}, ""),
            ({"not_started": 4}, "not_started"),
            ({"not_started": 3, "limited": 1}, "limited"),
            ({"not_started": 2, "completed": 1}, "limited"),
            ({"limited": 1, "substantial": 1}, "substantial"),
            ({"limited": 2, "completed": 1, "substantial": 1}, "substantial"),
            ({"substantial": 1, "completed": 9}, "substantial"),
            ({"completed": 2}, "completed"),
        ],
    )
    def test_says_how_far_the_whole_is(self, weights, whole):
        assert rollup.roll_up(weights) == whole

    @pytest.mark.parametrize(
        ("said", "position"),
        [
            ([], ""),
            (["limited"], "limited"),
            (["completed", "limited"], "limited"),
            (["completed", "completed", "not_started"], "completed"),
            (["substantial", "limited", "limited", "substantial"], "limited"),
        ],
    )
    def test_takes_what_most_say_and_of_as_many_the_cautious(self, said, position):
        assert rollup.position(said) == position


class TestAProject:
    def test_has_two_bars_that_are_never_one(self, commune):
        ours, theirs = reading.follow_up(commune.project, NOW).bars

        assert [(each.completion, each.number) for each in ours.shown] == [
            ("completed", 1),
            ("not_started", 2),
        ]
        assert [(each.completion, each.number) for each in theirs.shown] == [
            ("limited", 1)
        ]
        assert (ours.completion, theirs.completion) == ("limited", "limited")

    def test_bars_are_as_long_as_milestones_weigh_and_say_their_number(
        self, commune, english
    ):
        first = commune.milestones[0]
        Milestone.objects.filter(pk=first.pk).update(weight=6)
        ours, theirs = reading.follow_up(commune.project, NOW).bars

        assert [(part.number, part.width) for part in ours.shown] == [
            (1, 75.0),
            (2, 25.0),
        ]
        # What civil society has not spoken of stays empty, and is said.
        assert [(part.number, part.width) for part in theirs.shown] == [(1, 75.0)]
        assert (ours.rest, theirs.rest) == (
            "",
            "It speaks of 1 of 3 milestones.",
        )
        assert ours.counted == theirs.counted == "Number of milestones"

    def test_what_was_given_up_is_not_drawn(self, commune):
        Milestone.objects.filter(pk=commune.milestones[0].pk).update(
            withdrawn_at=NOW, withdrawn_words="Sans objet.", withdrawn_language="fr"
        )
        ours, theirs = reading.follow_up(commune.project, NOW).bars

        assert (ours.spoken, theirs.spoken) == (2, 0)

    @pytest.mark.parametrize("since", [True, False])
    def test_says_where_a_note_spoke_of_what_was_said_before(
        self, client, commune, english, since
    ):
        first = commune.milestones[0]
        MonitoringNote.objects.update(superseded_at=NOW)
        note(
            first,
            "completed",
            seat=commune.civil_seat,
            stance=Stance.CONFIRMS,
            of_completion="completed",
        )
        if since:
            update(first, "substantial")
            rollup.recount_milestone(first)
        for page in (
            html(client, "project_progress", commune.project, "en"),
            html(client, "milestone", first, "en"),
        ):
            assert ("said something else since" in page) == since

    @pytest.mark.parametrize(
        ("stance", "then", "now", "lags"),
        [
            # Who confirmed has not agreed to what is said since; nor has it disagreed.
            (Stance.CONFIRMS, "limited", "completed", True),
            (Stance.CONTRADICTS, "completed", "completed", False),
            (Stance.DOUBTS, "completed", "substantial", True),
        ],
    )
    def test_a_note_keeps_its_word_beside_a_newer_update(
        self, client, commune, english, stance, then, now, lags
    ):
        first = commune.milestones[0]
        MonitoringNote.objects.update(superseded_at=NOW)
        note(
            first,
            "limited",
            seat=commune.civil_seat,
            stance=stance,
            of_completion=then,
        )
        update(first, now)
        rollup.recount_milestone(first)
        progress = rollup.recount_project(commune.project)

        # It is a gap in every case, in the picture and in the sums.
        assert first.civil_completion == "limited"
        assert progress.differing == 1
        ours, theirs = reading.follow_up(commune.project, NOW).bars
        assert [part.completion for part in ours.shown] == [now, "not_started"]
        assert [part.completion for part in theirs.shown] == ["limited"]
        for name, page in (("project_progress", commune.project), ("milestone", first)):
            shown = html(client, name, page, "en")
            assert "The two voices differ" in shown
            assert ("has not spoken since" in shown) == lags

    def test_names_associations_and_begins_updates_in_their_own_language(
        self, client, commune
    ):
        PartnerFactory(project=commune.project, organisation="جمعية الريف")
        update(commune.milestones[0], "completed", text="- Un **toit**\n- Une porte")
        shown = html(client, "project_progress", commune.project)

        assert '<h3 lang="ar" dir="rtl">جمعية الريف</h3>' in shown
        assert "<p>Un toit Une porte</p>" in shown

    def test_is_overdue_the_day_after_the_last_day(self, commune):
        last = dt.datetime(2026, 10, 31, 12, tzinfo=dt.UTC)

        assert reading.follow_up(commune.project, last).overdue == 0
        assert (
            reading.follow_up(commune.project, last + dt.timedelta(days=1)).overdue == 1
        )

    def test_keeps_its_first_date_visible(self, commune):
        late = reading.follow_up(commune.project, NOW).milestones[0]

        assert (late.first_due, late.milestone.due) == ("2026-03", "2026-10")

    def test_has_no_news_after_ninety_days(self, commune):
        day = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)

        on_time = reading.follow_up(commune.project, day + dt.timedelta(days=90))
        late = reading.follow_up(commune.project, day + dt.timedelta(days=91))

        assert on_time.silent_since is None
        assert late.silent_since == dt.date(2026, 11, 2)

    def test_that_only_a_source_reports_is_never_silent(self):
        bare = adopted_commune()

        assert not reading.follow_up(bare.project, NOW)
        assert (
            reading.programme_reading(bare.programme, [bare.project])
            .lines[0]
            .silent_since
            is None
        )


class TestThePages:
    def test_of_a_project_shows_both_voices(self, client, commune):
        page = client.get(commune.project.url).content.decode()

        assert "Jalon" in page
        assert (
            reverse("wagtail_remacto:project_progress", args=[commune.project.pk])
            in page
        )

    def test_of_its_progress_says_who_says_what(self, client, commune):
        PartnerFactory(project=commune.project)
        page = html(client, "project_progress", commune.project)

        assert "Association du quartier" in page
        assert "Association des usagers" in page
        assert "Le guichet est ouvert" in page
        assert "<s>mars 2026</s>" in page

    def test_is_the_same_in_every_language(self, client, commune):
        arabic = commune.pages_ar["project"]
        response = client.get(arabic.url)

        assert "Jalon" in response.content.decode()

    def test_a_programme_says_of_how_many_milestones_civil_society_speaks(
        self, client, commune, english
    ):
        page = html(client, "programme_progress", commune.programme, "en")

        assert "It speaks of 1 of 3 milestones." in page

    def test_of_a_programme_lists_its_projects(self, client, commune):
        page = html(client, "programme_progress", commune.programme)

        assert commune.project.title in page

    @pytest.mark.parametrize("language", ["ar", "fr"])
    def test_of_a_programme_draws_both_voices(self, client, commune, language):
        programme = (
            commune.programme if language == "fr" else commune.pages_ar["programme"]
        )
        page = client.get(programme.url).content.decode()

        assert page.count('class="remacto-voice__bar"') == 2
        progress = "wagtail_remacto:programme_progress"
        assert reverse(progress, args=[commune.programme.pk]) in page

    @pytest.mark.parametrize("language", ["ar", "fr"])
    def test_of_a_programme_draws_without_a_query(self, commune, language):
        programme = (
            commune.programme if language == "fr" else commune.pages_ar["programme"]
        )
        projects = Branch(programme).projects
        with CaptureQueriesContext(connection) as asked:
            ours, theirs = reading.programme_bars(projects)

        assert not asked.captured_queries
        assert (ours.spoken, theirs.spoken) == (1, 1)
        assert ours.completion == "limited"

    def test_of_a_programme_that_announced_nothing_leads_on(self, client):
        bare = adopted_commune()
        page = client.get(bare.programme.url).content.decode()

        assert "remacto-voice__bar" not in page
        progress = "wagtail_remacto:programme_progress"
        assert reverse(progress, args=[bare.programme.pk]) in page

    def test_teaches_where_nothing_is_announced(self, client):
        bare = adopted_commune()
        page = html(client, "project_progress", bare.project)

        assert "remacto-milestones" not in page

    @pytest.mark.parametrize("name", ["project_progress", "programme_progress"])
    def test_cost_the_same_for_one_milestone_as_for_twenty(self, client, commune, name):
        page = commune.project if name == "project_progress" else commune.programme
        html(client, name, page)
        with CaptureQueriesContext(connection) as few:
            html(client, name, page)
        for _number in range(17):
            each = MilestoneFactory(project=commune.project)
            update(each)
            note(each, seat=commune.civil_seat)
            rollup.recount_milestone(each)
        rollup.recount_project(commune.project)

        with CaptureQueriesContext(connection) as many:
            html(client, name, page)

        assert len(many) == len(few)
