import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    CollectiviteFactory,
    CycleFactory,
    ProjectFactory,
    WorkshopFactory,
    translate,
)


@pytest.fixture
def tamaris(db):
    commune = CollectiviteFactory(title="Commune de Tamaris", slug="tamaris")
    cycle = CycleFactory(parent=commune)
    WorkshopFactory(parent=cycle, title="Atelier du budget")
    ProjectFactory(title="Projet du budget")
    call_command("update_index", verbosity=0)
    return commune


def shown(client, query):
    answer = client.get(f"/fr/search/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


class TestTheSearchPage:
    def test_teaches_before_it_is_asked(self, db, client):
        assert "remacto-empty" in shown(client, "")

    def test_shows_what_it_found_with_the_words_marked(self, tamaris, client):
        html = shown(client, "?q=budgets")
        assert "Atelier du <mark>budget</mark>" in html
        assert "Projet du <mark>budget</mark>" in html
        assert "Commune de Tamaris" in html

    def test_filters_by_kind_and_by_collectivite_in_its_address(self, tamaris, client):
        html = shown(client, "?q=budget&kind=workshop")
        assert "Atelier du" in html
        assert "Projet du" not in html
        html = shown(client, "?q=budget&in=tamaris")
        assert "Atelier du" in html
        assert "Projet du" not in html
        assert 'value="tamaris" selected>' in html

    def test_offers_the_collectivites_before_anything_is_asked(self, tamaris, client):
        CollectiviteFactory(title="Ékla", slug="ekla")
        html = shown(client, "")
        assert '<label class="portal-search__label" for="in">' in html
        assert '<select id="in" name="in"><option value="">' in html
        assert html.index('<option value="tamaris">Commune de Tamaris') < html.index(
            '<option value="ekla">Ékla'
        )
        assert "selected" not in html

    def test_offers_the_collectivites_in_the_reader_s_language(self, tamaris, client):
        translate(tamaris, "ar", title="جماعة تماريس")
        CollectiviteFactory(title="Ékla", slug="ekla")
        html = client.get("/ar/search/").content.decode()
        assert '<option value="tamaris">جماعة تماريس</option>' in html
        assert '<option value="ekla" lang="fr" dir="ltr">Ékla</option>' in html

    def test_keeps_the_kind_while_another_collectivite_is_chosen(self, tamaris, client):
        html = shown(client, "?q=budget&kind=project&in=tamaris")
        assert '<input type="hidden" name="kind" value="project">' in html
        assert 'type="search" value="budget"' in html

    def test_reads_the_collectivites_with_one_query(self, tamaris, client):
        def queries():
            with CaptureQueriesContext(connection) as captured:
                shown(client, "")
            return len(captured)

        shown(client, "")
        before = queries()
        CollectiviteFactory.create_batch(5)
        assert queries() == before

    def test_keeps_the_words_while_filtering(self, tamaris, client):
        html = shown(client, "?q=budget&in=tamaris")
        assert 'href="?q=budget&amp;kind=project&amp;in=tamaris"' in html

    def test_says_what_to_do_when_nothing_is_found(self, tamaris, client):
        html = shown(client, "?q=introuvable&kind=project")
        assert "introuvable" in html
        assert "remacto-empty" in html

    @pytest.mark.parametrize(
        "query",
        [
            "?q=%3Cscript%3Ealert(1)%3C/script%3E",
            "?kind=nope",
            "?in=nope&q=budget",
            "?after=nope&q=budget",
            "?after=99999999999999999999&q=budget",
            "?q=%00",
            "?q=" + "mot+" * 200,
        ],
    )
    def test_survives_any_address(self, tamaris, client, query):
        assert "<script>alert" not in shown(client, query)

    def test_is_not_indexed_by_others(self, db, client):
        assert '<meta name="robots" content="noindex">' in shown(client, "?q=a")
