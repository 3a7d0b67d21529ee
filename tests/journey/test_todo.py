"""What waits for an officer, in their own collectivité only."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from tests.citizens import ContributionFactory
from tests.deciding import member_of
from tests.factories import PhaseFactory, WorkshopFactory, day, moment, translate
from tests.officers import (
    AL_HOCEIMA,
    TETOUAN,
    comms_officer,
    commune_with_everything,
    directory_in,
    focal_point,
    network_officer,
    person,
    signed_in,
)
from wagtail_remacto.committees import services
from wagtail_remacto.contributions.models import Nature
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.journey.todo import todo_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    directory = directory_in("ar")
    ours = commune_with_everything(TETOUAN, directory)
    theirs = commune_with_everything(AL_HOCEIMA, directory)
    return SimpleNamespace(ours=ours, theirs=theirs, comms=comms_officer(ours))


class TestTodo:
    def test_phases_and_reports_of_ones_own(self, world):
        cycle = world.ours.cycle
        soon = PhaseFactory(parent=cycle, start=moment(5), end=moment(40))
        PhaseFactory(parent=cycle, start=moment(20), end=moment(40))
        PhaseFactory(parent=cycle, start=moment(-9), end=moment(5), live=False)
        past = WorkshopFactory(parent=cycle, date=day(-4))
        translate(past, "ar")
        WorkshopFactory(
            parent=cycle, date=day(-4), report=[("heading", "Ce qui a été dit")]
        )
        WorkshopFactory(parent=cycle, date=day(-400))
        todo = todo_for(world.comms)
        # The commune's own phase of the fixture closes in ten days.
        assert todo.closing == [world.ours.phase]
        assert todo.opening == [soon]
        assert todo.reports == [past]
        assert soon.get_parent() == cycle
        assert todo.closing[0].collectivite == world.ours.page

    def test_nothing_for_someone_without_a_branch(self, world):
        assert not todo_for(person("someone"))

    def test_costs_the_same_for_more(self, world):
        def cost(user):
            with CaptureQueriesContext(connection) as queries:
                todo_for(type(user).objects.get(pk=user.pk))
            return len(queries)

        WorkshopFactory(parent=world.ours.cycle, date=day(-4))
        network = network_officer()
        # The officer of the commune also counts what waits for a moderator.
        few, own = cost(network), cost(world.comms)
        for commune in (world.ours, world.theirs):
            for number in range(4):
                PhaseFactory(parent=commune.cycle, start=moment(number + 1))
                WorkshopFactory(parent=commune.cycle, date=day(-number - 1))
        assert cost(network) == few
        assert cost(world.comms) == own


class TestPanel:
    @pytest.mark.parametrize("language", ["fr", "ar", "en"])
    def test_is_the_officers_home(self, world, language):
        UserProfile.objects.create(user=world.comms, preferred_language=language)
        client = signed_in(world.comms)
        content = client.get(reverse("wagtailadmin_home")).content.decode()
        edit = reverse("wagtailadmin_pages:edit", args=[world.ours.phase.pk])
        assert edit in content
        assert world.theirs.page.title not in content

    def test_says_when_a_report_is_due(self, world):
        UserProfile.objects.create(user=world.comms, preferred_language="en")
        WorkshopFactory(parent=world.ours.cycle, date=day(-4))
        WorkshopFactory(parent=world.ours.cycle, date=day(-40))
        client = signed_in(world.comms)
        content = client.get(reverse("wagtailadmin_home")).content.decode()
        assert content.count("its report is due on") == 1
        assert content.count("its report was due on") == 1


class TestIdeasBeforeTheCommittee:
    def said(self, user):
        UserProfile.objects.update_or_create(
            user=user, defaults={"preferred_language": "en"}
        )
        return signed_in(user).get(reverse("wagtailadmin_home")).content.decode()

    def test_a_member_is_told_what_waits_for_their_review(self, world):
        member = member_of(world.ours.committee, "membre")
        one = ContributionFactory(phase=world.ours.phase)
        ContributionFactory(phase=world.ours.phase)
        ContributionFactory(phase=world.theirs.phase)
        assert "2 ideas wait for your review" in self.said(member)
        services.review(contribution=one, by=member, opinion="done")
        assert "1 idea waits for your review" in self.said(member)
        assert "wait for your review" not in self.said(focal_point(world.ours))

    def test_an_officer_is_told_what_is_owed_once_the_phase_has_closed(self, world):
        focal = focal_point(world.ours)
        for commune in (world.ours, world.theirs):
            ContributionFactory(phase=commune.phase)
        assert todo_for(focal).answers == []
        PhasePage.objects.update(end=moment(-1))
        ((cycle, number),) = todo_for(focal).answers
        assert (cycle.pk, number) == (world.ours.cycle.pk, 1)
        assert "1 answer is owed" in self.said(focal)
        assert todo_for(world.comms).answers == []

    def test_answers_to_remarks_are_owed_once_their_phase_is_closed(self, world):
        phase = world.ours.phase
        ContributionFactory(phase=phase, nature=Nature.REMARK)
        ContributionFactory(
            phase=phase, nature=Nature.REMARK, answered_at=timezone.now()
        )
        focal = focal_point(world.ours)
        assert todo_for(focal).remarks == []
        PhasePage.objects.filter(pk=phase.pk).update(end=moment(-1))
        assert todo_for(focal).remarks == [(world.ours.cycle, 1)]
        assert todo_for(world.comms).remarks == []
        html = signed_in(focal).get(reverse("wagtailadmin_home")).content.decode()
        assert reverse("remacto_remarks") in html
