import pytest
from django.utils.translation import override

from tests.factories import (
    AxisFactory,
    CouncilSessionFactory,
    CycleFactory,
    CycleTemplateFactory,
    DeliberationFactory,
    PhaseFactory,
    ProgrammeFactory,
    WorkshopFactory,
    locale,
    moment,
    translate,
)
from wagtail_remacto.cycles.kinds import PhaseKind
from wagtail_remacto.cycles.models import TemplatePhase
from wagtail_remacto.fields import PartialDate
from wagtail_remacto.journey.branch import Branch
from wagtail_remacto.journey.stepper import Stage, axes_of, steps, template_phases

pytestmark = pytest.mark.django_db


def step(cycle, kind):
    found = steps(
        cycle, Branch(cycle), axes=axes_of(cycle), calendar=template_phases(cycle)
    )
    return next(each for each in found if each.kind == kind)


class TestSteps:
    def test_shows_the_ten_steps_of_the_method_in_order(self):
        cycle = CycleFactory()
        found = steps(cycle, Branch(cycle), axes=[])
        assert [each.kind for each in found] == list(PhaseKind)
        assert {each.stage for each in found} == {Stage.UNKNOWN}

    @pytest.mark.parametrize(
        ("start", "end", "stage"),
        [
            (-2, 2, Stage.NOW),
            (-2, -1, Stage.DONE),
            (1, 2, Stage.TO_COME),
            (None, None, Stage.UNDATED),
        ],
    )
    def test_a_phase_is_where_its_dates_say(self, start, end, stage):
        phase = PhaseFactory(
            start=None if start is None else moment(start),
            end=None if end is None else moment(end),
        )
        cycle = phase.get_parent().specific
        assert step(cycle, PhaseKind.CO_CREATION).stage == stage

    def test_a_meeting_held_speaks_for_a_phase_without_dates(self):
        phase = PhaseFactory(start=None, end=None)
        WorkshopFactory(parent=phase, date=PartialDate("2023-04-19"))
        found = step(phase.get_parent().specific, PhaseKind.CO_CREATION)
        assert found.stage == Stage.DONE
        assert "19 avril 2023" in found.when

    def test_each_of_two_overlapping_phases_keeps_its_own_dates(self):
        first = PhaseFactory(title="Dans la salle", end=moment(2))
        cycle = first.get_parent().specific
        second = PhaseFactory(parent=cycle, title="En ligne", end=moment(9))
        found = step(cycle, PhaseKind.CO_CREATION)
        assert [phase for phase, _when in found.entries] == [first, second]
        assert len({when for _phase, when in found.entries}) == 2
        assert found.page is None

    def test_a_programme_without_a_start_is_not_said_to_run(self):
        cycle = CycleFactory(period_end=PartialDate("2199-12"))
        assert step(cycle, PhaseKind.IMPLEMENTATION).stage == Stage.UNDATED

    def test_axes_are_what_the_second_step_left(self):
        axis = AxisFactory()
        assert step(axis.cycle, PhaseKind.AXES).stage == Stage.DONE

    def test_an_announced_session_is_not_an_adoption(self):
        programme = ProgrammeFactory()
        cycle = programme.get_parent().specific
        session = CouncilSessionFactory(collectivite=cycle.get_parent().specific)
        DeliberationFactory(programme=programme, session=session, outcome="")
        assert step(cycle, PhaseKind.ADOPTION).stage == Stage.UNKNOWN

    def test_an_adoption_gives_its_day(self):
        programme = ProgrammeFactory()
        cycle = programme.get_parent().specific
        session = CouncilSessionFactory(
            collectivite=cycle.get_parent().specific, sitting=PartialDate("2025-09-08")
        )
        DeliberationFactory(programme=programme, session=session)
        found = step(cycle, PhaseKind.ADOPTION)
        assert found.stage == Stage.DONE
        assert "8 septembre 2025" in found.when

    def test_the_networks_months_are_an_indication_only(self):
        template = CycleTemplateFactory()
        TemplatePhase.objects.create(
            template=template,
            kind="co_creation",
            start=PartialDate("2023-03"),
            end=PartialDate("2023-04"),
        )
        cycle = CycleFactory(template_used=template)
        found = step(cycle, PhaseKind.CO_CREATION)
        assert found.indicative == "de mars à avril 2023"
        assert found.when == ""
        assert found.stage == Stage.UNKNOWN


class TestAxes:
    def test_are_read_in_the_readers_language_where_they_are_written_in_it(self):
        first = AxisFactory(order=1, title="Transparence")
        AxisFactory(order=2, title="Sport", cycle=first.cycle)
        arabic = first.copy_for_translation(locale("ar"))
        arabic.title = "الشفافية"
        arabic.save()
        with override("ar"):
            assert [a.title for a in axes_of(first.cycle)] == ["الشفافية", "Sport"]

    def test_are_the_same_for_every_language_of_the_cycle(self):
        axis = AxisFactory()
        arabic = translate(axis.cycle, "ar")
        with override("ar"):
            assert axes_of(arabic) == [axis]

    def test_leave_out_what_is_out_of_use(self):
        axis = AxisFactory(active=False)
        assert axes_of(axis.cycle) == []
