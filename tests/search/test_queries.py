import pytest
from django.core.management import call_command
from django.utils import translation
from wagtail.models import PageViewRestriction

from tests.factories import (
    CollectiviteFactory,
    CycleFactory,
    ProgrammeFactory,
    ProjectFactory,
    WorkshopFactory,
    network,
    translate,
)
from wagtail_remacto.models import CollectivitePage, ProjectPage, WorkshopPage
from wagtail_remacto.search import queries
from wagtail_remacto.search.queries import find

pytestmark = pytest.mark.django_db


def index():
    call_command("update_index", verbosity=0, chunk_size=200)


def titles(results):
    return [result.page.title for result in results.items]


class TestWords:
    @pytest.mark.parametrize("text", ["Tétouan", "tetouan", "TÉTOUAN", "تطوان"])
    def test_find_a_name_in_either_script_with_or_without_accents(self, text):
        CollectiviteFactory(title="Tétouan", hcp_code="01.571.01.11")
        index()
        assert titles(find(text)) == ["Tétouan"]

    @pytest.mark.parametrize("text", ["مدينة", "المدينة", "المدينه"])
    def test_find_arabic_with_or_without_its_article(self, text):
        workshop = WorkshopFactory(title="Atelier")
        translate(workshop, "ar", title="ورشة المدينة")
        index()
        with translation.override("ar"):
            assert titles(find(text)) == ["ورشة المدينة"]

    def test_find_the_plural_of_a_word(self):
        WorkshopFactory(title="Atelier des associations")
        index()
        assert titles(find("association")) == ["Atelier des associations"]

    def test_are_all_needed(self):
        WorkshopFactory(title="Atelier du budget")
        WorkshopFactory(title="Atelier des écoles")
        index()
        assert titles(find("atelier budget")) == ["Atelier du budget"]

    def test_are_found_in_the_text_too(self):
        ProjectFactory(title="Comptes ouverts", problem="Le budget n’est pas lu.")
        index()
        assert titles(find("budget")) == ["Comptes ouverts"]

    @pytest.mark.parametrize("text", ["", "   ", "?!", "'", '"', "(", "*", "a AND"])
    def test_that_are_no_words_break_nothing(self, text):
        WorkshopFactory()
        index()
        find(text)

    def test_are_found_with_the_name_of_the_collectivite(self):
        commune = CollectiviteFactory(title="Tamaris")
        WorkshopFactory(parent=CycleFactory(parent=commune), title="Atelier")
        WorkshopFactory(title="Atelier d’ailleurs")
        index()
        assert titles(find("atelier tamaris")) == ["Atelier"]


class TestOrder:
    def test_puts_the_closest_title_first(self):
        ProjectFactory(title="Un projet", problem="À Martil")
        WorkshopFactory(title="Atelier de Martil")
        CollectiviteFactory(title="Martil")
        index()
        found = titles(find("martil"))
        assert found == ["Martil", "Atelier de Martil", "Un projet"]

    @pytest.mark.parametrize("text", ["tetouan", "Tétouan", "تطوان", "ⵜⵉⵟⵟⴰⵡⵉⵏ"])
    @pytest.mark.parametrize("language", ["fr", "ar"])
    def test_puts_the_collectivite_of_that_name_first(self, text, language):
        commune = CollectiviteFactory(
            title="Commune de Tétouan",
            name_fr="Tétouan",
            name_ar="تطوان",
            name_zgh="ⵜⵉⵟⵟⴰⵡⵉⵏ",
        )
        translate(commune, "ar", title="جماعة تطوان")
        WorkshopFactory(
            parent=CycleFactory(parent=commune), title="Tétouan تطوان ⵜⵉⵟⵟⴰⵡⵉⵏ"
        )
        WorkshopFactory(title="Tétouan تطوان ⵜⵉⵟⵟⴰⵡⵉⵏ", summary="Tétouan")
        index()
        with translation.override(language):
            first = find(text).items[0].page
        assert first.translation_key == commune.translation_key
        assert first.locale.language_code == language


class TestWhatIsFound:
    def test_is_each_page_once_in_the_reader_s_language(self):
        cycle = CycleFactory(title="Cycle Tamaris")
        translate(cycle, "ar", title="دورة Tamaris")
        CycleFactory(title="Autre Tamaris")
        index()
        assert set(titles(find("tamaris"))) == {"Cycle Tamaris", "Autre Tamaris"}
        with translation.override("ar"):
            assert set(titles(find("tamaris"))) == {"دورة Tamaris", "Autre Tamaris"}

    def test_is_public(self):
        WorkshopFactory(title="Tamaris brouillon", live=False)
        private = WorkshopFactory(title="Tamaris réservé")
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        index()
        assert find("tamaris").items == []

    def test_holds_no_alias(self):
        workshop = WorkshopFactory(title="Tamaris")
        arabic = translate(workshop.get_parent().specific, "ar")
        workshop.create_alias(parent=arabic, update_locale=arabic.locale)
        index()
        with translation.override("ar"):
            (result,) = find("tamaris").items
        assert result.page.pk == workshop.pk

    def test_says_whose_it_is(self):
        commune = CollectiviteFactory(title="Tamaris")
        WorkshopFactory(parent=CycleFactory(parent=commune), title="Atelier")
        index()
        (result,) = find("atelier").items
        assert result.collectivite == commune


class TestFilters:
    def test_keep_to_a_kind(self):
        WorkshopFactory(title="Tamaris")
        ProjectFactory(title="Tamaris")
        index()
        (result,) = find("tamaris", kinds=[ProjectPage]).items
        assert result.page.specific_class is ProjectPage

    def test_keep_to_a_collectivite_in_any_language(self):
        here = CollectiviteFactory()
        WorkshopFactory(parent=CycleFactory(parent=here), title="Atelier ici")
        WorkshopFactory(title="Atelier ailleurs")
        index()
        assert titles(find("atelier", collectivite=here)) == ["Atelier ici"]
        arabic = translate(here, "ar")
        assert titles(find("atelier", collectivite=arabic)) == ["Atelier ici"]

    def test_list_a_kind_without_words(self):
        WorkshopFactory(title="Atelier")
        assert titles(find("", kinds=[WorkshopPage])) == ["Atelier"]

    def test_find_nothing_without_words_and_without_filters(self):
        WorkshopFactory()
        assert find("").items == []


class TestParts:
    def test_follow_each_other_by_key(self):
        programme = ProgrammeFactory()
        for number in range(5):
            ProjectFactory(parent=programme, title=f"Tamaris {number}")
        index()
        seen = []
        after = None
        while True:
            part = find("tamaris", limit=2, after=after)
            seen += titles(part)
            if part.next_after is None:
                break
            after = part.next_after
        assert sorted(seen) == [f"Tamaris {number}" for number in range(5)]
        assert part.count == 5


class TestExcerpt:
    def test_marks_the_words_and_escapes_the_rest(self):
        ProjectFactory(title="Projet", problem="<b>Le budget</b> n’est pas lu.")
        index()
        (result,) = find("budgets").items
        assert "&lt;b&gt;Le <mark>budget</mark>&lt;/b&gt;" in result.excerpt

    def test_shows_the_text_that_holds_the_word(self):
        ProjectFactory(summary="Un résumé.", solution="Un portail de données.")
        index()
        (result,) = find("portail").items
        assert result.excerpt == "Un <mark>portail</mark> de données."


class TestCost:
    def test_is_six_queries_whatever_is_found(self, django_assert_max_num_queries):
        network(20)
        index()
        find("atelier")  # fills the cache of content types
        for language in ("fr", "ar"):
            with translation.override(language):
                for text in ("ouvrir", "cycle", "programme", "rien-de-tel"):
                    with django_assert_max_num_queries(6):
                        find(text)
                commune = CollectivitePage.objects.first()
                with django_assert_max_num_queries(6):
                    find("ouvrir", collectivite=commune)

    def test_reads_no_more_than_its_bound(self, monkeypatch):
        monkeypatch.setattr(queries, "BOUND", 10)
        network(12)
        index()
        results = find("atelier")
        assert results.is_bounded
        assert results.count <= 10


class TestAClusterThatDoesNotAnswer:
    @pytest.fixture(autouse=True)
    def cluster(self, settings):
        settings.WAGTAILSEARCH_BACKENDS = {
            "default": {"BACKEND": "tests.search.silent"},
            "database": {"BACKEND": "wagtail.search.backends.database"},
        }

    def test_leaves_the_search_to_the_database_and_says_so(self, caplog):
        WorkshopFactory(title="Atelier du budget")
        call_command("update_index", backend_name="database", verbosity=0)
        assert titles(find("budget")) == ["Atelier du budget"]
        assert "does not answer" in caplog.text

    def test_leaves_the_titles_where_no_other_index_is_kept(self, settings):
        settings.WAGTAILSEARCH_BACKENDS = {
            "default": {"BACKEND": "tests.search.silent"}
        }
        WorkshopFactory(title="Atelier du budget")
        assert titles(find("budget")) == ["Atelier du budget"]
