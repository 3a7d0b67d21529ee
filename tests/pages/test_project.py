from tests.factories import AxisFactory, CycleFactory, ProjectFactory
from tests.pages.case import CivicPageContract, WagtailPageTestCase
from wagtail_remacto.models import ProgrammePage


class TestProjectPage(CivicPageContract, WagtailPageTestCase):
    factory = ProjectFactory
    parents = {ProgrammePage}
    children = set()

    def test_tells_the_commitment(self):
        page = self.full["fr"]
        text = self.get(page)
        for field in (
            "reference",
            "problem",
            "status_quo",
            "solution",
            "expected_results",
            "lead",
            "partners",
        ):
            self.assertIn(getattr(page, field), text)
        self.assertIn("Jeux publiés", text)

    def test_shows_french_words_as_french_where_arabic_has_none(self):
        page = self.full["ar"]
        page.problem = ""
        page.save()
        text = self.get(page)
        self.assertIn(self.full["fr"].problem, text)
        self.assertIn('lang="fr"', text)

    def test_shows_its_themes(self):
        page = self.full["fr"]
        page.themes.add("Données ouvertes")
        page.save()
        self.assertIn("Données ouvertes", self.get(page))

    def test_refuses_an_axis_of_another_cycle(self):
        page = self.full["fr"]
        page.axis = AxisFactory(cycle=CycleFactory())
        self.refuses(page, axis="belongs to another cycle")

    def test_its_arabic_page_has_the_same_axis(self):
        page = self.full["ar"]
        self.assertEqual(page.axis, self.full["fr"].axis)
        page.full_clean()

    def test_refuses_an_end_before_its_start(self):
        page = self.full["fr"]
        page.start, page.end = "2027-01", "2026"
        self.refuses(page, end="would end before it begins")

    def test_refuses_a_budget_below_nothing(self):
        page = self.full["fr"]
        page.budget = -1
        self.refuses(page, budget="cannot be less than nothing")

    def test_refuses_a_partner_that_hcp_does_not_know(self):
        page = self.full["fr"]
        page.shared_with = ["77.1"]
        self.refuses(page, shared_with="“77.1”")
