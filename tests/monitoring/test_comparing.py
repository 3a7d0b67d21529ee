"""The cycles of a collectivité side by side, and the library of projects."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from tests.carrying_out import with_milestones
from tests.citizens import ContributionFactory, ParticipantFactory
from tests.factories import (
    CycleFactory,
    ProgrammeFactory,
    ProjectFactory,
    moment,
    publish,
)
from tests.monitoring.succeeding import after_two_years, asks_again, idea
from tests.officers import (
    AL_HOCEIMA,
    commune_with_everything,
    directory_in,
    focal_point,
    network_officer,
)
from wagtail_remacto.contributions.models import Nature, Origin, Standing
from wagtail_remacto.cycles.gate import Refused
from wagtail_remacto.models import (
    CarryOver,
    Contribution,
    Evaluation,
    LibraryEntry,
    Milestone,
    ProjectPage,
)
from wagtail_remacto.monitoring import chosen, rollup
from wagtail_remacto.monitoring.comparing import compare
from wagtail_remacto.monitoring.errors import WordsMissing
from wagtail_remacto.monitoring.library import Library
from wagtail_remacto.monitoring.models import Completion
from wagtail_remacto.monitoring.services import library, succession
from wagtail_remacto.monitoring.services.succession import errors

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory():
    return directory_in("ar")


@pytest.fixture
def commune(directory):
    return after_two_years(directory=directory)


@pytest.fixture
def neighbour(directory):
    return commune_with_everything(AL_HOCEIMA, directory)


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


class TestComparing:
    def test_counts_each_cycle_by_itself(self, commune):
        somebody = ParticipantFactory()
        for origin in (Origin.ONLINE, Origin.ONLINE, Origin.WORKSHOP):
            ContributionFactory(phase=commune.phase, origin=origin, author=somebody)
        ContributionFactory(phase=commune.phase, standing=Standing.HIDDEN)
        ContributionFactory(phase=commune.phase, nature=Nature.REMARK)
        old = idea(commune)
        asks_again(commune)
        succession.carry_idea(cycle=commune.next, contribution=old, by=commune.focal)
        new, before = compare(commune.page)
        assert (new.page, before.page) == (commune.next, commune.cycle)
        assert before.origins == {Origin.ONLINE: 4, Origin.WORKSHOP: 1}
        assert before.people == 3
        assert before.people_by == {Origin.ONLINE: 3, Origin.WORKSHOP: 1}
        assert len(before.origins_of_people) == 2
        assert before.ledger.received == 5
        assert (before.carried_in, before.carried_on) == (0, 1)
        assert (new.carried_in, new.given, new.ledger.received) == (1, 0, 1)

    def test_counts_what_the_council_has_adopted_in_both_voices(self, commune):
        publish(commune.next)
        with_milestones(commune, 2)
        Milestone.objects.update(
            completion=Completion.COMPLETED, civil_completion=Completion.LIMITED
        )
        rollup.recount_project(commune.project)
        draft = ProjectFactory(parent=ProgrammeFactory(parent=commune.next), live=True)
        Evaluation.objects.create(
            programme=commune.programme, moment="final", voice="civil_society"
        )
        new, before = compare(commune.page)
        assert (before.projects, before.completed, before.civil_completed) == (1, 1, 0)
        assert (before.followed, before.spoken_of) == (1, 1)
        assert not before.evaluations, "it is not signed"
        assert not new.is_adopted
        assert not new.projects, draft

    def test_says_nothing_of_what_is_a_draft(self, commune, client):
        succession.carry_project(
            cycle=commune.next, project=commune.project, by=commune.focal
        )
        (only,) = compare(commune.page)
        assert only.page == commune.cycle
        assert only.carried_on == 0

    def test_counts_every_choice_of_a_published_cycle(self, commune):
        succession.carry_project(
            cycle=commune.next, project=commune.project, by=commune.focal
        )
        succession.leave(
            cycle=commune.next,
            contribution=idea(commune),
            by=commune.focal,
            words="La province s’en charge.",
        )
        publish(commune.next)
        _new, before = compare(commune.page)
        assert (before.carried_on, before.left_behind) == (1, 1)

    @pytest.mark.parametrize("language", ["fr", "ar"])
    def test_page_says_what_was_chosen_and_why(self, commune, client, language):
        old, hidden = idea(commune), idea(commune)
        row = succession.carry_project(
            cycle=commune.next,
            project=commune.project,
            by=commune.focal,
            words="Le registre tourne.",
        )
        for each, why in ((old, "La province s’en charge."), (hidden, "Clos.")):
            succession.leave(
                cycle=commune.next, contribution=each, by=commune.focal, words=why
            )
        Contribution.objects.filter(pk=hidden.pk).update(
            standing=Standing.HIDDEN, title="Un mot qui blesse"
        )
        draft = row.new_project
        with override(language):
            address = reverse("wagtail_remacto:compare_cycles", args=[commune.page.pk])

        def html():
            return client.get(address).content.decode()

        assert "La province s’en charge." not in html(), "the cycle is a draft"
        publish(commune.next)
        shown = html()
        for why in ("La province s’en charge.", "Clos.", "Le registre tourne."):
            assert why in shown
        attrs = ' lang="fr" dir="ltr"' if language == "ar" else ""
        assert f'<span class="remacto-pre"{attrs}>La province' in shown
        assert old.get_absolute_url()[3:] in shown
        assert "Un mot qui blesse" not in shown
        assert draft.get_url() not in shown
        publish(draft, title="Registre, la suite")
        assert "Registre, la suite" in html()

    def test_names_so_many_choices_and_counts_the_rest(self, commune, monkeypatch):
        monkeypatch.setattr(chosen, "NAMED", 2)
        for _each in range(3):
            succession.leave(
                cycle=commune.next,
                contribution=idea(commune),
                by=commune.focal,
                words="Clos.",
            )
        publish(commune.next)
        (found,) = chosen.chosen(compare(commune.page))
        assert (len(found.left), found.left_more, found.carried) == (2, 1, [])

    @pytest.mark.parametrize("language", ["fr", "ar"])
    def test_page_links_every_cycle_at_its_address(self, commune, client, language):
        asks_again(commune)
        publish(commune.next.get_translations().get().specific)
        with override(language):
            address = reverse("wagtail_remacto:compare_cycles", args=[commune.page.pk])
            html = client.get(address).content.decode()
            for cycle in (commune.cycle, commune.next):
                page = cycle if language == "fr" else cycle.get_translations().get()
                assert page.get_url() in html
        collectivite = client.get(commune.page.get_url()).content.decode()
        assert "/cycles/" in collectivite

    def test_translations_lead_to_the_canonical_number(self, commune, client):
        arabic = commune.pages_ar["page"]
        with override("ar"):
            answer = client.get(
                reverse("wagtail_remacto:compare_cycles", args=[arabic.pk])
            )
            assert answer.url == reverse(
                "wagtail_remacto:compare_cycles", args=[commune.page.pk]
            )

    @pytest.mark.parametrize("language", ["fr", "ar"])
    def test_costs_as_much_for_ten_cycles_as_for_two(self, commune, client, language):
        asks_again(commune)
        with_milestones(commune, 2)
        with override(language):
            address = reverse("wagtail_remacto:compare_cycles", args=[commune.page.pk])

        def choose():
            CarryOver.objects.create(
                cycle=commune.next,
                project=ProjectFactory(parent=commune.programme),
                choice="left",
                words="Clos.",
                at=moment(),
            )
            succession.leave(
                cycle=commune.next,
                contribution=idea(commune),
                by=commune.focal,
                words="Clos.",
            )

        choose()
        few = queries(client, address)
        choose()
        for number in range(8):
            cycle = CycleFactory(parent=commune.page, identifier=f"x{number}")
            ProjectFactory(parent=ProgrammeFactory(parent=cycle))
        assert queries(client, address) == few <= 26


def hide(*pages):
    """Without the guards that keep adopted pages readable."""
    keys = [page.pk for page in pages]
    ProjectPage.objects.filter(pk__in=keys).update(live=False)


class TestRecommending:
    @pytest.fixture
    def network(self):
        return network_officer()

    @pytest.fixture
    def recommend(self, commune, network):
        def recommend(**said):
            return library.recommend(
                project=commune.project,
                **{"by": network, "words": "Simple et utile.", **said},
            )

        return recommend

    def test_is_once_with_the_newest_words(self, recommend, network):
        first = recommend()
        again = recommend(words="Encore mieux.")
        assert first == again
        assert again.words == "Encore mieux."
        assert library.withdraw(entry=again, by=network).withdrawn_at
        assert recommend() != first

    @pytest.mark.parametrize("who", ["officer", "focal", "civil", "elected"])
    def test_is_the_networks(self, commune, recommend, who):
        with pytest.raises(Refused):
            recommend(by=getattr(commune, who))
        entry = recommend()
        with pytest.raises(Refused):
            library.withdraw(entry=entry, by=getattr(commune, who))

    def test_says_why_and_only_what_can_be_read(self, commune, recommend):
        with pytest.raises(WordsMissing):
            recommend(words=" ")
        hide(commune.project)
        with pytest.raises(errors.NotPublished):
            recommend()


class TestTheLibrary:
    @pytest.fixture
    def shelf(self, commune, neighbour):
        """Two projects of two towns."""
        network = network_officer()
        publish(
            commune.project,
            title="Budget ouvert",
            values=["transparency"],
            problem="Personne ne lit le budget.",
        )
        commune.project.themes.add("budget")
        commune.project.save()
        publish(neighbour.project, title="Plage propre")
        for each in (commune, neighbour):
            library.recommend(project=each.project, by=network, words="Utile.")
        with_milestones(commune, 1)
        return commune.project, neighbour.project

    @pytest.mark.parametrize(
        ("asked", "number"),
        [
            ({}, 2),
            ({"q": "BUDGÉT lit"}, 1),
            ({"q": "tétouan"}, 1),
            ({"q": "rien de tel"}, 0),
            ({"theme": "budget"}, 1),
            ({"value": "transparency"}, 1),
            ({"value": "inclusion"}, 0),
            ({"kind": "commune"}, 2),
            ({"kind": "region"}, 0),
            ({"completion": "not_started"}, 1),
            ({"page": "9" * 50, "value": "' OR 1=1"}, 0),
        ],
        ids=str,
    )
    def test_filters(self, shelf, asked, number):
        with override("fr"):
            assert len(Library(asked).found) == number

    @pytest.mark.parametrize("language", ["fr", "ar"])
    def test_page_links_the_source_and_the_way_to_begin(self, shelf, client, language):
        with override(language):
            address = reverse("wagtail_remacto:project_library")
        html = client.get(address).content.decode()
        project = shelf[0]
        page = project if language == "fr" else project.get_translations().get()
        assert page.get_url() in html
        assert reverse("remacto_library_begin", args=[project.pk]) in html
        assert not client.get(address).cookies

    def test_shows_neither_drafts_nor_what_was_taken_out(self, shelf, client):
        hide(shelf[0], *shelf[0].get_translations())
        library.withdraw(
            entry=LibraryEntry.objects.get(project=shelf[1]),
            by=LibraryEntry.objects.first().by,
        )
        with override("fr"):
            assert not Library({}).all

    def test_says_what_it_is_for_while_it_is_empty(self, client, directory):
        with override("en"):
            page = client.get(reverse("wagtail_remacto:project_library"))
        assert "recommended no project yet" in page.content.decode()

    @pytest.mark.parametrize("language", ["fr", "ar"])
    def test_costs_as_much_for_twenty_projects_as_for_two(
        self, shelf, commune, client, language
    ):
        with override(language):
            address = reverse("wagtail_remacto:project_library")
        by = LibraryEntry.objects.first().by

        def add(number):
            for project in ProjectFactory.create_batch(
                number, parent=commune.programme
            ):
                library.recommend(project=project, by=by, words="Utile.")

        add(1)
        few = queries(client, address)
        add(17)
        assert queries(client, address) == few <= 18


class TestAProjectBegunElsewhere:
    @pytest.fixture
    def copied(self, commune, neighbour):
        publish(commune.project, problem="Le guichet est loin.", lead="La commune")
        publish(commune.pages_ar["project"], problem="الشباك بعيد.")
        made = succession.copy_project(
            source=commune.project,
            programme=neighbour.pages_ar["programme"],
            by=focal_point(neighbour, "voisine"),
        )
        return made

    def test_has_the_words_and_not_who_or_when(self, copied, neighbour):
        pages = ProjectPage.objects.filter(translation_key=copied.translation_key)
        assert {page.problem for page in pages} == {
            "Le guichet est loin.",
            "الشباك بعيد.",
        }
        assert copied.lead == ""
        assert copied.is_child_of(neighbour.programme)
        assert not any(page.live for page in pages)

    @pytest.mark.parametrize("language", ["fr", "ar"])
    def test_names_project_and_town_with_one_query(
        self, commune, neighbour, copied, client, language
    ):
        page = copied
        source, town = commune.project, commune.page
        if language == "ar":
            page = copied.get_translations().get()
            source, town = commune.pages_ar["project"], commune.pages_ar["page"]
        publish(copied)
        publish(page)
        beside = (
            neighbour.project if language == "fr" else neighbour.pages_ar["project"]
        )
        html = client.get(page.get_url()).content.decode()
        assert source.get_url() in html
        assert town.title in html
        usual = queries(client, beside.get_url())
        assert queries(client, page.get_url()) <= usual

    def test_does_not_name_what_nobody_can_read(self, commune, copied, client):
        publish(copied)
        hide(commune.project, commune.pages_ar["project"])
        html = client.get(copied.get_url()).content.decode()
        assert commune.project.get_url() not in html

    def test_nothing_is_added_to_an_adopted_programme(self, commune, neighbour):
        with pytest.raises(errors.ProgrammeAdopted):
            succession.copy_project(
                source=neighbour.project,
                programme=commune.programme,
                by=commune.focal,
            )
