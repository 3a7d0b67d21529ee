from wagtail.models import Page

from tests.factories import CollectiviteFactory, DirectoryFactory, home
from tests.pages.case import PAGE_TYPES, CivicPageContract, WagtailPageTestCase
from wagtail_remacto.models import CollectivitePage, DirectoryPage


class TestDirectoryPage(CivicPageContract, WagtailPageTestCase):
    factory = DirectoryFactory
    children = {CollectivitePage}

    def test_stands_below_its_own_parents(self):
        self.assertCanCreateAt(type(home()), DirectoryPage)
        self.assertCanCreateAt(Page, DirectoryPage)
        for below in set(PAGE_TYPES) - {CollectivitePage}:
            self.assertCanNotCreateAt(below, DirectoryPage)

    def test_needs_nothing_but_a_title(self):
        page = home().add_child(instance=DirectoryPage(title="Communes"))
        self.assertIn("Communes", self.get(page))

    def test_lists_its_collectivites(self):
        page = CollectiviteFactory(parent=self.full["fr"], title="Ville ouverte")
        CollectiviteFactory(title="Ville ailleurs")
        text = self.get(self.full["fr"])
        self.assertIn("Ville ouverte", text)
        self.assertIn(page.get_url(), text)
        self.assertNotIn("Ville ailleurs", text)

    def test_does_not_list_drafts(self):
        CollectiviteFactory(parent=self.full["fr"], title="Brouillon", live=False)
        self.assertNotIn("Brouillon", self.get(self.full["fr"]))

    def test_lists_each_collectivite_once(self):
        text = self.get(self.full["fr"])
        collectivite = self.cycle.get_parent()
        self.assertEqual(text.count(f'href="{collectivite.get_url()}"'), 1)

    def test_is_refused_a_date_that_no_one_can_read(self):
        page = self.empty["fr"]
        page.founded = "au printemps"
        self.refuses(page, founded="is not a date we can read")
