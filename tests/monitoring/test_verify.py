"""`remacto_verify` finds what somebody has changed behind the two voices' back."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.carrying_out import (
    MilestoneFactory,
    PartnerFactory,
    adopted_commune,
    with_milestones,
)
from tests.citizens import ContributionFactory, ParticipantFactory
from tests.factories import ProjectFactory, moment
from tests.officers import AL_HOCEIMA
from wagtail_remacto.fields import PartialDate
from wagtail_remacto.journey.invariants import verify
from wagtail_remacto.models import (
    CarryOver,
    CycleClosing,
    Deliberation,
    Evaluation,
    Milestone,
    MonitoringNote,
    Postponement,
    ProjectEvaluation,
    ProjectPage,
    ProjectProgress,
    Update,
)
from wagtail_remacto.monitoring import rollup

pytestmark = pytest.mark.django_db


def update(milestone, completion="limited", **fields):
    return Update.objects.create(
        **{
            "project": milestone.project,
            "milestone": milestone,
            "title": "Le guichet est commandé",
            "on": dt.date(2026, 11, 2),
            "at": timezone.now(),
            "completion": completion,
            **fields,
        }
    )


def note(milestone, completion="not_started", **holder):
    return MonitoringNote.objects.create(
        **{
            "milestone": milestone,
            "stance": "contradicts",
            "of_completion": "limited",
            "completion": completion,
            "text": "Rien n’a commencé.",
            "at": timezone.now(),
            **holder,
        }
    )


@pytest.fixture
def commune():
    """Both voices have spoken, a date was moved, both sides have evaluated."""
    commune = with_milestones(adopted_commune(), 2)
    first, second = commune.milestones
    commune.update = update(first)
    commune.note = note(first, seat=commune.civil_seat)
    commune.partner = PartnerFactory(project=commune.project)
    commune.second_note = note(second, "limited", partner=commune.partner)
    commune.postponement = Postponement.objects.create(
        milestone=first,
        before=first.due,
        after=PartialDate("2027-09"),
        words="Le marché est infructueux.",
        at=timezone.now(),
    )
    first.due = PartialDate("2027-09")
    first.save(update_fields=["due", "due_last"])
    for each in commune.milestones:
        rollup.recount_milestone(each)
    rollup.recount_project(commune.project)
    commune.evaluations = {
        voice: Evaluation.objects.create(
            programme=commune.programme,
            moment="final",
            voice=voice,
            seat=commune.civil_seat if voice == "civil_society" else None,
        )
        for voice in ("administration", "civil_society")
    }
    for evaluation in commune.evaluations.values():
        ProjectEvaluation.objects.create(
            evaluation=evaluation, project=commune.project, completion="limited"
        )
    Evaluation.objects.update(signed_at=timezone.now())
    commune.closing = CycleClosing.objects.create(
        cycle=commune.cycle, at=timezone.now()
    )
    return commune


def codes(**arguments):
    return {each.code for each in verify(**arguments)}


def test_nothing_is_found_where_all_is_as_it_was_said(commune):
    assert list(verify()) == []


def test_nothing_is_found_of_the_programme_either(commune):
    assert list(verify(commune.programme.pk)) == []


class TestEachVoice:
    def test_is_what_it_said_last(self, commune):
        Milestone.objects.filter(pk=commune.milestones[0].pk).update(
            completion="completed"
        )

        assert codes() == {"first_voice", "progress"}

    def test_of_civil_society_too(self, commune):
        Milestone.objects.filter(pk=commune.milestones[0].pk).update(
            civil_completion="completed"
        )

        assert codes() == {"second_voice", "progress"}

    def test_is_missed_when_an_update_disappears(self, commune):
        Update.objects.filter(pk=commune.update.pk).delete()

        assert {"first_voice", "progress"} <= codes()

    def test_is_that_of_a_partner_of_the_project(self, commune):
        other = adopted_commune(AL_HOCEIMA, commune.directory, "other")
        MonitoringNote.objects.filter(pk=commune.second_note.pk).update(
            partner=PartnerFactory(project=other.project)
        )

        assert codes() == {"note_without_voice"}

    def test_is_never_an_elected_seats(self, commune):
        MonitoringNote.objects.filter(pk=commune.note.pk).update(
            seat=commune.elected_seat
        )

        assert codes() == {"note_without_voice"}


class TestProgress:
    def test_adds_up(self, commune):
        ProjectProgress.objects.update(civil_limited_weight=7)

        assert codes(programme=commune.programme.pk) == {"progress"}

    def test_is_there(self, commune):
        ProjectProgress.objects.all().delete()

        assert codes() == {"progress_missing"}

    def test_of_another_programme_is_not_told_of_this_one(self, commune):
        ProjectProgress.objects.update(civil_limited_weight=7)
        other = adopted_commune(AL_HOCEIMA, commune.directory, "other")

        assert codes(programme=other.programme.pk) == set()


class TestDates:
    def test_move_only_by_postponements(self, commune):
        Milestone.objects.filter(pk=commune.milestones[0].pk).update(due="2028")

        assert codes() == {"postponed"}

    def test_are_missed_when_a_postponement_disappears(self, commune):
        between = Postponement.objects.create(
            milestone=commune.milestones[0],
            before=PartialDate("2027-10"),
            after=PartialDate("2027-11"),
            words="Encore.",
            at=timezone.now(),
        )

        assert codes() == {"postponed"}
        assert between.pk

    def test_move_for_a_reason(self, commune):
        Postponement.objects.update(words=" ")

        assert codes() == {"postponed_without_reason"}


def test_milestones_are_announced_of_adopted_programmes(commune):
    Deliberation.objects.update(outcome="")

    assert codes() == {"announced_unadopted"}


def test_updates_are_about_milestones_of_their_project(commune):
    other = adopted_commune(AL_HOCEIMA, commune.directory, "other")
    foreign = MilestoneFactory(project=other.project)
    rollup.recount_project(other.project)
    update(foreign, "", project=commune.project)
    rollup.recount_milestone(foreign)
    rollup.recount_project(commune.project)

    assert codes() == {"update_elsewhere"}


class TestEvaluations:
    def test_say_how_far_every_project_is(self, commune):
        ProjectEvaluation.objects.filter(
            evaluation=commune.evaluations["administration"]
        ).update(completion="")

        assert codes() == {"evaluation_incomplete"}

    def test_are_silent_about_none_of_several(self, commune):
        silent = ProjectFactory(parent=commune.programme)
        ProjectPage.objects.filter(pk=silent.pk).update(first_published_at=moment(-400))

        assert codes() == {"evaluation_incomplete"}

    def test_are_not_about_what_was_published_since(self, commune):
        newer = ProjectFactory(parent=commune.programme)
        ProjectPage.objects.filter(pk=newer.pk).update(first_published_at=moment(1))

        assert not codes()

    def test_of_civil_society_are_signed_by_its_seat(self, commune):
        Evaluation.objects.filter(voice="civil_society").update(
            seat=commune.elected_seat
        )

        assert codes() == {"evaluation_without_seat"}

    def test_of_both_sides_close_a_cycle(self, commune):
        Evaluation.objects.filter(voice="civil_society").update(
            superseded_at=timezone.now()
        )

        assert codes() == {"closed_unevaluated"}


class TestWhatWasCarriedOver:
    @pytest.fixture
    def carried(self, commune):
        old = ContributionFactory(phase=commune.phase)
        new = ContributionFactory(phase=commune.phase, author=old.author)
        return CarryOver.objects.create(
            cycle=commune.cycle,
            contribution=old,
            new_contribution=new,
            choice="carried",
            at=timezone.now(),
        )

    def test_is_there(self, carried):
        CarryOver.objects.update(new_contribution=None)

        assert codes() == {"carried_without_result"}

    def test_keeps_its_author(self, carried):
        new = carried.new_contribution
        type(new).objects.filter(pk=new.pk).update(author=ParticipantFactory())

        assert "carried_author" in codes()


def test_the_queries_do_not_grow_with_the_milestones(commune):
    with CaptureQueriesContext(connection) as few:
        list(verify())
    for _number in range(8):
        each = MilestoneFactory(project=commune.project)
        update(each)
        note(each, seat=commune.civil_seat)
        rollup.recount_milestone(each)
    rollup.recount_project(commune.project)

    with CaptureQueriesContext(connection) as many:
        assert list(verify()) == []

    assert len(many) == len(few)
