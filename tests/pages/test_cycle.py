from tests.factories import CollectiviteFactory, CycleFactory
from tests.pages.case import CivicPageContract, WagtailPageTestCase
from wagtail_remacto.models import (
    CollectivitePage,
    CommitteePage,
    PhasePage,
    ProgrammePage,
    WorkshopPage,
)


class TestCyclePage(CivicPageContract, WagtailPageTestCase):
    factory = CycleFactory
    nothing_known = {"identifier": "", "slug": "nouveau"}
    parents = {CollectivitePage}
    children = {PhasePage, WorkshopPage, CommitteePage, ProgrammePage}

    def test_shows_its_phases_in_every_language(self):
        for page in self.full.values():
            text = self.get(page)
            for phase in PhasePage.objects.child_of(self.cycle):
                self.assertIn(f"/{phase.slug}/", text)

    def test_shows_its_axes(self):
        self.assertIn("Accès à l’information", self.get(self.full["fr"]))

    def test_refuses_an_end_before_its_start(self):
        page = self.full["fr"]
        page.period_start, page.period_end = "2027", "2026-12"
        self.refuses(page, period_end="would end (2026-12) before it starts (2027)")

    def test_a_year_may_start_and_end_in_itself(self):
        page = self.full["fr"]
        page.period_start, page.period_end = "2026-05", "2026"
        page.full_clean()

    def test_refuses_a_partner_that_hcp_does_not_know(self):
        page = self.full["fr"]
        page.with_codes = ["01.571.01.11", "77.1"]
        self.refuses(page, with_codes="“77.1”")

    def test_refuses_itself_as_the_cycle_before(self):
        page = self.full["fr"]
        page.predecessor = page
        self.refuses(page, predecessor="cannot come before itself")

    def test_refuses_a_cycle_of_another_commune_as_the_one_before(self):
        page = self.full["fr"]
        page.predecessor = CycleFactory(parent=CollectiviteFactory())
        self.refuses(page, predecessor="same collectivité")

    def test_names_the_cycle_before(self):
        first = CycleFactory(parent=self.cycle.get_parent(), title="Cycle premier")
        page = self.full["fr"]
        page.predecessor = first
        page.save()
        self.assertIn("Cycle premier", self.get(page))

    def test_refuses_an_identifier_twice_in_a_collectivite(self):
        page = CycleFactory(parent=self.cycle.get_parent(), title="Second")
        page.identifier = self.cycle.identifier
        self.refuses(page, identifier="has this identifier already")

    def test_another_collectivite_may_use_the_identifier(self):
        page = CycleFactory(parent=CollectiviteFactory())
        page.identifier = self.cycle.identifier
        page.full_clean()
