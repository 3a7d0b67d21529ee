from django.test import RequestFactory
from django.utils import translation
from wagtail.blocks import StreamBlock
from wagtail.models import PageViewRestriction

from tests.factories import (
    CollectiviteFactory,
    CycleFactory,
    DeliberationFactory,
    DirectoryFactory,
    PhaseFactory,
    ProgrammeFactory,
    ProjectFactory,
    WorkshopFactory,
    day,
    full_cycle,
    moment,
    network,
    translate,
)
from wagtail_remacto import blocks
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.cycles.queries import coming_phases, open_phases
from wagtail_remacto.fields import PartialDate
from wagtail_remacto.models import PhasePage
from wagtail_remacto.workshops.queries import next_workshops

ACTIONS = [Action.CONTRIBUTE]


def render(block_class, language="fr", **value):
    """The block's HTML as a page shows it."""
    stream = StreamBlock([("block", block_class())])
    bound = stream.to_python([{"type": "block", "value": value}])
    with translation.override(language):
        return bound[0].render({"request": RequestFactory().get(f"/{language}/")})


def open_phase(**fields):
    return PhaseFactory(**{"actions": ACTIONS, **fields})


class TestOpenPhases:
    def test_are_those_open_now_the_first_to_close_first(self, db):
        open_phase(title="Longue", end=moment(9))
        open_phase(title="Courte", end=moment(1))
        open_phase(title="Fermée", end=moment(-1))
        open_phase(title="À venir", start=moment(1))
        open_phase(title="Sans date", start=None, end=None)
        open_phase(title="Sans fin", end=None)
        found = [phase.title for phase in open_phases()]
        assert found == ["Courte", "Longue", "Sans fin"]

    def test_leave_out_those_that_ask_the_public_nothing(self, db):
        PhaseFactory(kind="analysis", actions=[])
        assert open_phases() == []

    def test_name_a_consultation_that_is_held_on_another_channel(self, db):
        phase = PhaseFactory(kind="second_consultation", actions=[])
        assert open_phases() == [phase]

    def test_carry_their_cycle_and_collectivite(self, db):
        cycle = CycleFactory()
        open_phase(parent=cycle)
        (phase,) = open_phases()
        assert phase.cycle_page == cycle
        assert phase.collectivite == cycle.get_parent().specific

    def test_are_in_the_reader_s_language_or_in_french(self, db):
        both = open_phase(title="Les deux", end=moment(1))
        open_phase(title="Seulement en français", end=moment(2))
        translate(both, "ar", title="الاثنان")
        with translation.override("ar"):
            found = open_phases()
        assert [phase.title for phase in found] == ["الاثنان", "Seulement en français"]

    def test_name_the_collectivite_in_the_reader_s_language(self, db):
        phase = open_phase()
        translate(phase.get_parent().get_parent().specific, "ar", title="جماعة")
        with translation.override("ar"):
            (found,) = open_phases()
        assert found.locale.language_code == "fr"
        assert found.collectivite.title == "جماعة"

    def test_of_a_branch_are_found_from_any_of_its_languages(self, db):
        phase = open_phase()
        open_phase()
        french = phase.get_parent().get_parent().specific
        arabic = translate(french, "ar")
        assert [found.pk for found in open_phases(branch=french)] == [phase.pk]
        assert [found.pk for found in open_phases(branch=arabic)] == [phase.pk]

    def test_leave_out_drafts_aliases_and_private_branches(self, db):
        open_phase(live=False)
        private = open_phase()
        PageViewRestriction.objects.create(
            page=private.get_parent(), restriction_type="login"
        )
        original = open_phase(title="Visible")
        arabic = translate(original.get_parent().specific, "ar")
        original.create_alias(parent=arabic, update_locale=arabic.locale)
        for language in ("fr", "ar"):
            with translation.override(language):
                assert [phase.title for phase in open_phases()] == ["Visible"]

    def test_cost_the_same_however_many(self, db, django_assert_num_queries):
        open_phase()
        with django_assert_num_queries(2):
            open_phases()
        for _number in range(9):
            open_phase()
        with django_assert_num_queries(2):
            assert len(open_phases()) == 10

    def test_that_come_are_the_next_to_open(self, db):
        open_phase(title="Après", start=moment(5))
        open_phase(title="Avant", start=moment(2))
        open_phase(title="Ouverte")
        assert [phase.title for phase in coming_phases()] == ["Avant", "Après"]


class TestNextWorkshops:
    def test_are_those_not_over_the_soonest_first(self, db):
        WorkshopFactory(title="Dans un mois", date=day(30))
        WorkshopFactory(title="Demain", date=day(1))
        WorkshopFactory(title="Aujourd’hui", date=day(0))
        WorkshopFactory(title="Hier", date=day(-1))
        WorkshopFactory(title="Sans date", date="")
        found = [workshop.title for workshop in next_workshops()]
        assert found == ["Aujourd’hui", "Demain", "Dans un mois"]

    def test_known_by_the_month_are_shown_until_it_ends(self, db):
        now = moment().replace(year=2026, month=6, day=30, hour=12)
        WorkshopFactory(title="Juin", date=PartialDate("2026-06"))
        WorkshopFactory(title="Mai", date=PartialDate("2026-05"))
        assert [each.title for each in next_workshops(now)] == ["Juin"]

    def test_of_several_days_are_shown_on_the_last(self, db):
        WorkshopFactory(date=day(-2), end_date=day(0))
        assert len(next_workshops()) == 1


class TestOpenNowBlock:
    def test_says_who_asks_what_and_how_long(self, db):
        commune = CollectiviteFactory(title="Commune de Tamaris", fictional=True)
        open_phase(
            parent=CycleFactory(parent=commune),
            title="Proposez vos idées",
            question="Que faut-il ouvrir ?",
            end=moment(7),
        )
        html = render(blocks.OpenNowBlock)
        assert "Proposez vos idées" in html
        assert "Que faut-il ouvrir ?" in html
        assert "Commune de Tamaris" in html
        assert "remacto-pill--fictional" in html
        assert "<strong>7</strong>" in html

    def test_teaches_when_nothing_is_open(self, db):
        open_phase(title="Bientôt", start=moment(3))
        html = render(blocks.OpenNowBlock)
        assert "remacto-empty" in html
        assert "Bientôt" in html

    def test_marks_words_of_another_language(self, db):
        translate(DirectoryFactory(), "ar")
        open_phase(title="En français")
        html = render(blocks.OpenNowBlock, "ar")
        assert 'lang="fr" dir="ltr">En français' in html
        assert 'href="/ar/' in html

    def test_keeps_to_one_collectivite(self, db):
        phase = open_phase(title="Ici")
        open_phase(title="Ailleurs")
        commune = phase.get_parent().get_parent()
        html = render(blocks.OpenNowBlock, collectivite=commune.pk)
        assert "Ici" in html
        assert "Ailleurs" not in html

    def test_shows_no_more_than_asked(self, db):
        for number in range(3):
            open_phase(title=f"Phase {number}")
        assert render(blocks.OpenNowBlock, limit=2).count("<article") == 2


class TestNextWorkshopsBlock:
    def test_says_when_where_and_whose(self, db):
        commune = CollectiviteFactory(title="Commune d’Aïn")
        WorkshopFactory(
            parent=CycleFactory(parent=commune), title="Atelier", place="La place"
        )
        html = render(blocks.NextWorkshopsBlock)
        assert "Atelier" in html
        assert "La place" in html
        assert "Commune d’Aïn" in html

    def test_teaches_when_none_is_announced(self, db):
        assert "remacto-empty" in render(blocks.NextWorkshopsBlock)


class TestCollectiviteFinderBlock:
    def test_asks_the_directory(self, db):
        directory = DirectoryFactory(slug="collectivites")
        CollectiviteFactory(parent=directory, hcp_code="01.571.01.11")
        html = render(blocks.CollectiviteFinderBlock)
        assert 'action="/fr/collectivites/"' in html
        assert 'name="q"' in html
        assert 'href="/fr/collectivites/?region=01"' in html

    def test_names_the_regions_in_the_reader_s_language(self, db):
        CollectiviteFactory(hcp_code="01.571.01.11")
        assert "طنجة" in render(blocks.CollectiviteFinderBlock, "ar")

    def test_counts_a_collectivite_once(self, db):
        translate(CollectiviteFactory(hcp_code="01.571.01.11"), "ar")
        html = render(blocks.CollectiviteFinderBlock)
        assert '<span class="remacto-muted remacto-numbers">1<' in html

    def test_says_so_without_a_directory(self, db):
        assert "remacto-empty" in render(blocks.CollectiviteFinderBlock)


class TestProgrammeProgressBlock:
    def test_shows_the_steps_and_counts_the_projects(self, db):
        cycle = full_cycle()
        html = render(blocks.ProgrammeProgressBlock, page=cycle.pk)
        assert html.count('class="remacto-step ') == 10
        assert cycle.title in html
        assert ">3 " in html

    def test_takes_a_programme_for_its_cycle(self, db):
        programme = ProgrammeFactory()
        ProjectFactory(parent=programme)
        html = render(blocks.ProgrammeProgressBlock, page=programme.pk)
        assert programme.get_parent().title in html

    def test_follows_the_reader_s_language(self, db):
        cycle = CycleFactory()
        translate(cycle, "ar", title="الدورة الأولى")
        html = render(blocks.ProgrammeProgressBlock, "ar", page=cycle.pk)
        assert "الدورة الأولى" in html

    def test_shows_nothing_of_a_draft(self, db):
        cycle = CycleFactory(title="Brouillon", live=False)
        html = render(blocks.ProgrammeProgressBlock, page=cycle.pk)
        assert "Brouillon" not in html


class TestFiguresBlock:
    def test_counts_each_thing_once(self, db):
        cycle = full_cycle()
        translate(cycle, "ar")
        html = render(blocks.FiguresBlock)
        numbers = dict(figures(html))
        assert sorted(numbers.values()) == ["1", "1", "1", "2", "3"]

    def test_leaves_fictional_examples_out(self, db):
        full_cycle(CollectiviteFactory(fictional=True))
        assert figures(render(blocks.FiguresBlock)) == []

    def test_counts_an_adopted_programme_once(self, db):
        programme = ProgrammeFactory()
        DeliberationFactory(programme=programme)
        DeliberationFactory(programme=programme)
        assert "<dd>2</dd>" not in render(blocks.FiguresBlock)

    def test_shows_the_editor_s_own_instead(self, db):
        full_cycle()
        html = render(
            blocks.FiguresBlock, figures=[{"number": "212", "label": "idées"}]
        )
        assert figures(html) == [("idées", "212")]


def figures(html):
    import re

    return re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", html)


class TestQueries:
    def test_do_not_depend_on_the_size_of_the_network(
        self, db, django_assert_max_num_queries
    ):
        directory = network(5)
        PhasePage.objects.update(actions=ACTIONS)
        for size in (0, 30):
            if size:
                network(size, directory=directory, first=200)
                PhasePage.objects.update(actions=ACTIONS)
            for language in ("fr", "ar"):
                render(blocks.OpenNowBlock, language)  # fills the cache of the site
                # One of them finds the site, as any page does; one more where French
                # words stand in for missing ones.
                lists = 3 if language == "fr" else 4
                with django_assert_max_num_queries(lists):
                    render(blocks.OpenNowBlock, language)
                with django_assert_max_num_queries(lists):
                    render(blocks.NextWorkshopsBlock, language)
                with django_assert_max_num_queries(3):
                    render(blocks.CollectiviteFinderBlock, language)
                # What became of contributions costs two.
                with django_assert_max_num_queries(4):
                    render(blocks.FiguresBlock, language)
