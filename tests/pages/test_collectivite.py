from tests.factories import TETOUAN, CollectiviteFactory, full_cycle, home
from tests.pages.case import PAGE_TYPES, CivicPageContract, WagtailPageTestCase
from wagtail_remacto.models import CollectivitePage, CyclePage, DirectoryPage


class TestCollectivitePage(CivicPageContract, WagtailPageTestCase):
    factory = CollectiviteFactory
    nothing_known = {"hcp_code": ""}
    parents = {DirectoryPage}

    def test_has_its_own_children(self):
        self.assertCanCreateAt(CollectivitePage, CyclePage)
        # Ordinary content of the host stands between the civic pages.
        self.assertCanCreateAt(CollectivitePage, type(home()))
        for other in set(PAGE_TYPES) - {CyclePage, DirectoryPage}:
            self.assertCanNotCreateAt(CollectivitePage, other)

    def test_takes_names_and_people_from_its_code(self):
        page = CollectiviteFactory(hcp_code=TETOUAN, title="Tétouan")
        self.assertEqual(page.kind, "commune")
        self.assertEqual(page.name_ar, "تطوان")
        self.assertEqual(page.region_code, "01")
        self.assertEqual(page.province_code, "01.571")
        self.assertGreater(page.population, 300_000)

    def test_what_the_officer_wrote_stays(self):
        page = CollectiviteFactory(
            hcp_code=TETOUAN, name_fr="Tétouan la Blanche", population=1
        )
        self.assertEqual((page.name_fr, page.population), ("Tétouan la Blanche", 1))

    def test_refuses_a_code_that_hcp_does_not_know(self):
        page = CollectiviteFactory.build(parent=None, hcp_code="99.999", title="Ici")
        self.refuses(page, hcp_code="HCP knows no territory “99.999”")

    def test_refuses_another_kind_than_hcps(self):
        page = self.full["fr"]
        page.kind = "region"
        self.refuses(page, kind="is a commune")

    def test_refuses_a_second_page_of_a_collectivite(self):
        page = self.empty["fr"]
        page.hcp_code = self.full["fr"].hcp_code
        self.refuses(page, hcp_code=f"“{self.full['fr'].title}” has this code already")

    def test_refuses_half_a_point(self):
        page = self.full["fr"]
        page.latitude = "35.57845"
        self.refuses(page, longitude="Give latitude and longitude, or neither.")

    def test_refuses_a_place_that_is_not_on_earth(self):
        page = self.full["fr"]
        page.latitude, page.longitude = 91, 181
        self.refuses(page, latitude="90", longitude="180")

    def test_a_fictional_one_says_so_on_every_page_below_it(self):
        page = CollectiviteFactory(
            hcp_code="", fictional=True, title="Aïn Exemple", kind="commune"
        )
        cycle = full_cycle(page)
        for each in (page, *cycle.get_descendants(inclusive=True)):
            with self.subTest(page=each.specific):
                self.assertIn("ficti", self.get(each.specific))
