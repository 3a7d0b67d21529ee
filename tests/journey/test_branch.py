import pytest
from django.utils.translation import override
from wagtail.models import PageViewRestriction

from tests.factories import (
    CollectiviteFactory,
    CycleFactory,
    PhaseFactory,
    WorkshopFactory,
    day,
    full_cycle,
    moment,
    translate,
)
from wagtail_remacto.journey.branch import Branch, ancestors

pytestmark = pytest.mark.django_db


class TestBranch:
    def test_reads_everything_below_with_one_query(self, django_assert_num_queries):
        cycle = full_cycle()
        with django_assert_num_queries(1):
            branch = Branch(cycle)
            assert len(branch.phases) == 4
            assert len(branch.workshops) == 2
            assert len(branch.projects) == 3
            assert len(branch.committees) == len(branch.programmes) == 1

    def test_leaves_out_drafts_and_private_pages(self):
        cycle = CycleFactory()
        PhaseFactory(parent=cycle, title="Brouillon", live=False)
        private = PhaseFactory(parent=cycle, title="Privée")
        WorkshopFactory(parent=private, title="Réunion interne")
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        PhaseFactory(parent=cycle, title="Publique")
        branch = Branch(cycle)
        assert [phase.title for phase in branch.phases] == ["Publique"]
        assert branch.workshops == []

    def test_a_page_without_translation_stands_in_for_it(self):
        cycle = CycleFactory()
        both = PhaseFactory(parent=cycle, title="Co-création")
        PhaseFactory(parent=cycle, title="Seulement en français", kind="adoption")
        translate(both, "ar", title="الإعداد المشترك")
        arabic = cycle.get_translation(both.get_translations().get().locale)
        with override("ar"):
            titles = [phase.title for phase in Branch(arabic).phases]
        assert titles == ["الإعداد المشترك", "Seulement en français"]

    def test_a_language_without_pages_reads_the_fallback(self):
        cycle = CycleFactory()
        PhaseFactory(parent=cycle, title="Co-création")
        with override("zgh"):
            assert [p.title for p in Branch(cycle).phases] == ["Co-création"]

    def test_pages_borrow_words_without_a_query(self, django_assert_num_queries):
        cycle = CycleFactory()
        workshop = WorkshopFactory(parent=cycle, place="siège de la commune")
        arabic = translate(workshop, "ar", place="").get_parent().specific
        with override("ar"):
            _canonical = arabic.canonical
            with django_assert_num_queries(1):
                place = Branch(arabic).workshops[0].words("place")
            assert place == "siège de la commune"
            assert place.attrs == ' lang="fr" dir="ltr"'

    def test_its_part_below_a_page_has_what_is_not_translated(self):
        cycle = CycleFactory()
        phase = PhaseFactory(parent=cycle)
        WorkshopFactory(parent=phase, title="Seulement en français")
        arabic = translate(phase, "ar").get_parent().specific
        with override("ar"):
            branch = Branch(arabic)
            part = branch.within(branch.phases[0])
        assert [w.title for w in part.workshops] == ["Seulement en français"]
        assert part.phases == []

    def test_tells_coming_from_past_meetings(self):
        cycle = CycleFactory()
        WorkshopFactory(parent=cycle, title="demain", date=day(1))
        WorkshopFactory(parent=cycle, title="hier", date=day(-1))
        WorkshopFactory(parent=cycle, title="avant-hier", date=day(-2))
        WorkshopFactory(parent=cycle, title="un jour", date="")
        branch = Branch(cycle)
        assert [w.title for w in branch.coming_workshops] == ["demain"]
        assert [w.title for w in branch.past_workshops] == [
            "hier",
            "avant-hier",
            "un jour",
        ]

    def test_puts_first_what_closes_first(self):
        cycle = CycleFactory()
        PhaseFactory(
            parent=cycle, title="plus tard", end=moment(9), actions=["support"]
        )
        PhaseFactory(parent=cycle, title="bientôt", end=moment(1), actions=["support"])
        PhaseFactory(parent=cycle, title="sans fin", end=None, actions=["support"])
        titles = [phase.title for phase in Branch(cycle).open_phases]
        assert titles == ["bientôt", "plus tard", "sans fin"]

    def test_a_partner_finds_the_cycle_it_shares(self):
        partner = CollectiviteFactory(hcp_code="02")
        cycle = CycleFactory(title="Plan commun", with_codes=["02"])
        assert Branch(partner).shared_cycles == [cycle]
        assert Branch(cycle.get_parent().specific).shared_cycles == []

    def test_an_unsaved_page_has_nothing_below(self):
        assert Branch(CycleFactory.build(parent=None)).pages == []


class TestAncestors:
    def test_names_the_pages_above_with_one_query(self, django_assert_num_queries):
        cycle = CycleFactory()
        phase = PhaseFactory(parent=cycle)
        with django_assert_num_queries(1):
            above = ancestors(phase)
            assert above[-1].identifier == cycle.identifier
            assert above[-2].hcp_code

    def test_are_in_the_readers_language_where_they_are_written_in_it(self):
        cycle = CycleFactory(title="Premier cycle")
        phase = PhaseFactory(parent=cycle)
        translate(cycle, "ar", title="الدورة الأولى")
        with override("ar"):
            assert ancestors(phase)[-1].title == "الدورة الأولى"
        with override("zgh"):
            assert ancestors(phase)[-1].title == "Premier cycle"
