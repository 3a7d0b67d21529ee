import pytest
from django.core.management import call_command

from tests.factories import (
    CollectiviteFactory,
    CycleFactory,
    ProjectFactory,
    WorkshopFactory,
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
        assert 'name="in" value="tamaris"' in html

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
