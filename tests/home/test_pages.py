import datetime as dt

from wagtail.test.utils import WagtailPageTestCase
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from home.models import ContentPage, FormPage, HomePage, NewsIndexPage, NewsPage
from tests.factories import CollectiviteFactory, DirectoryFactory, home, network
from tests.home.portal import content, news, portal
from wagtail_remacto.models import CollectivitePage, CyclePage, DirectoryPage, PhasePage


def form(**fields):
    return nested_form_data({"body": streamfield([]), **fields})


class TestPortalPages(WagtailPageTestCase):
    def setUp(self):
        super().setUp()
        self.login()
        self.front = portal(intro="Bienvenue.")

    def test_hang_below_each_other(self):
        self.assertAllowedSubpageTypes(
            HomePage, {ContentPage, FormPage, NewsIndexPage, DirectoryPage}
        )
        self.assertAllowedSubpageTypes(ContentPage, {ContentPage, FormPage})
        self.assertAllowedSubpageTypes(FormPage, set())
        self.assertAllowedSubpageTypes(NewsIndexPage, {NewsPage})
        self.assertAllowedSubpageTypes(NewsPage, set())
        for model in (CyclePage, ContentPage, FormPage, NewsIndexPage):
            self.assertCanCreateAt(CollectivitePage, model)

    def test_are_shown(self):
        item = news(self.front, date=dt.date(2026, 5, 2), intro="Elle arrive.")
        for page in (self.front, content(self.front), item.get_parent(), item):
            answer = self.client.get(page.url)
            assert answer.status_code == 200
            assert page.title in answer.content.decode()

    def test_can_be_edited_and_previewed(self):
        item = news(self.front)
        words = {"title": "Titre", "slug": "titre", "intro": "Bref."}
        self.assertPageIsEditable(self.front, form(hero_title="Grand titre", **words))
        self.assertPageIsEditable(content(self.front), form(**words))
        self.assertPageIsEditable(item.get_parent().specific, form(**words))
        self.assertPageIsEditable(
            item, form(date="2026-05-02", sources=streamfield([]), **words)
        )
        self.assertPageIsPreviewable(self.front, "", form(hero_title="", **words))
        self.assertPageIsPreviewable(
            item, "", form(date="2026-05-02", sources=streamfield([]), **words)
        )

    def test_take_blocks_in_the_editor(self):
        self.assertPageIsEditable(
            content(self.front),
            nested_form_data(
                {
                    "title": "Titre",
                    "slug": "titre",
                    "intro": "",
                    "body": streamfield(
                        [
                            ("heading", "Les étapes"),
                            ("paragraph", rich_text("<p>Un texte.</p>")),
                            (
                                "call_to_action",
                                {
                                    "heading": "À vous",
                                    "text": "",
                                    "label": "Voir",
                                    "page": str(self.front.pk),
                                    "url": "",
                                },
                            ),
                            (
                                "open_now",
                                {"title": "", "collectivite": "", "limit": "3"},
                            ),
                        ]
                    ),
                }
            ),
        )


class TestNewsIndex(WagtailPageTestCase):
    def setUp(self):
        super().setUp()
        self.front = portal()

    def test_shows_the_newest_first(self):
        news(self.front, title="Ancienne", slug="a", date=dt.date(2026, 1, 1))
        news(self.front, title="Récente", slug="r", date=dt.date(2026, 2, 1))
        html = self.client.get("/fr/actualites/").content.decode()
        assert html.index("Récente") < html.index("Ancienne")

    def test_of_a_commune_keeps_to_it(self):
        commune = CollectiviteFactory(
            parent=DirectoryFactory(parent=self.front), slug="tamaris"
        )
        news(self.front, title="Du réseau", slug="a")
        item = news(commune, title="De la commune", slug="b")
        html = self.client.get(item.get_parent().url).content.decode()
        assert "De la commune" in html
        assert "Du réseau" not in html

    def test_teaches_when_it_is_empty(self):
        item = news(self.front, live=False)
        html = self.client.get(item.get_parent().url).content.decode()
        assert "remacto-empty" in html


class TestTheFrontPage(WagtailPageTestCase):
    def test_of_the_site_is_the_portal_s(self):
        front = portal()
        assert home() == front


def test_the_front_page_costs_the_same_however_large_the_network(
    front, client, django_assert_max_num_queries
):
    directory = DirectoryFactory(parent=front)
    for first, size in ((100, 3), (300, 30)):
        network(size, directory=directory, first=first)
        PhasePage.objects.update(actions=["contribute"])
        for language in ("fr", "ar"):
            client.get(f"/{language}/")
            with django_assert_max_num_queries(26):
                client.get(f"/{language}/")
