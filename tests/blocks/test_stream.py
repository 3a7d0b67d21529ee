import pytest
from wagtail.blocks.struct_block import StructBlockValidationError

from blocks.stream import CallToActionBlock, ContentBlock
from tests.home.portal import content, portal


@pytest.fixture
def front(db):
    return portal()


def shown(client, page):
    return client.get(page.get_url()).content.decode()


class TestOrdinaryBlocks:
    def test_are_shown_on_a_page(self, front, client):
        page = content(
            front,
            body=[
                ("heading", "Les étapes"),
                ("paragraph", "<p>Un <b>texte</b>.</p>"),
                ("quote", {"text": "Enfin !", "author": "Une habitante"}),
                (
                    "table",
                    {
                        "data": [["Année", "Idées"], ["2023", "212"]],
                        "first_row_is_table_header": True,
                        "table_header_choice": "row",
                        "table_caption": "Idées reçues",
                    },
                ),
            ],
        )
        html = shown(client, page)
        assert "<h2>Les étapes</h2>" in html
        assert "<b>texte</b>" in html
        assert "Une habitante" in html
        assert '<th scope="col">Année</th>' in html
        assert "<caption>Idées reçues</caption>" in html

    def test_of_a_page_in_another_language_are_marked(self, front, client):
        portal("ar")
        content(front, slug="comment", body=[("heading", "Les étapes")])
        html = client.get("/ar/comment/").content.decode()
        assert 'portal-block--heading" lang="fr" dir="ltr"' in html

    def test_of_the_package_stay_in_the_reader_s_language(self, front, client):
        portal("ar")
        content(front, slug="comment", body=[("open_now", {})])
        html = client.get("/ar/comment/").content.decode()
        assert "remacto-open-now" in html
        assert "portal-block--open_now" not in html


class TestCallToAction:
    def test_leads_to_a_page(self, front, client):
        page = content(
            front,
            body=[
                (
                    "call_to_action",
                    {"heading": "À vous", "label": "Voir", "page": front, "url": ""},
                )
            ],
        )
        assert '<a class="remacto-button" href="/fr/">Voir</a>' in shown(client, page)

    @pytest.mark.parametrize("both", [True, False])
    def test_has_one_target(self, front, both):
        block = CallToActionBlock()
        value = block.to_python(
            {
                "heading": "À vous",
                "label": "Voir",
                "page": front.pk if both else None,
                "url": "https://example.org/" if both else "",
            }
        )
        with pytest.raises(StructBlockValidationError):
            block.clean(value)


class TestANewFrontPage:
    def test_shows_what_is_open_without_being_asked(self, front, client):
        html = client.get("/fr/").content.decode()
        assert "remacto-open-now" in html
        assert "remacto-next-workshops" in html

    def test_offers_the_blocks_of_the_package(self):
        assert {
            "open_now",
            "next_workshops",
            "collectivite_finder",
            "programme_progress",
            "figures",
        } <= set(ContentBlock().child_blocks)
