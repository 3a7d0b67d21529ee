from tests.factories import DeliberationFactory, ProgrammeFactory
from tests.pages.case import CivicPageContract, WagtailPageTestCase
from wagtail_remacto.models import CyclePage, Deliberation, ProjectPage


class TestProgrammePage(CivicPageContract, WagtailPageTestCase):
    factory = ProgrammeFactory
    parents = {CyclePage}
    children = {ProjectPage}

    def test_shows_its_projects_by_axis(self):
        for page in self.full.values():
            text = self.get(page)
            self.assertIn("Accès à l’information", text)
            self.assertIn("Publier les comptes 1", text)

    def test_shows_the_vote_of_the_council_in_every_language(self):
        for page in self.full.values():
            self.assertIn("Session ordinaire d’octobre", self.get(page))

    def test_numbers_of_votes_that_are_not_known_are_not_shown(self):
        Deliberation.objects.update(unanimous=True, votes_for=None)
        self.assertNotIn("None", self.get(self.full["fr"]).partition("<main")[2])

    def test_refuses_an_end_before_its_start(self):
        page = self.full["fr"]
        page.start, page.end = "2027-01", "2026"
        self.refuses(page, end="would end before it begins")

    def test_votes_and_members_present_add_up(self):
        deliberation = DeliberationFactory.build(
            session=Deliberation.objects.get().session,
            programme=self.empty["fr"],
            present=30,
            votes_for=20,
            votes_against=5,
            abstained=4,
        )
        self.refuses(deliberation, present="29 votes and abstentions for 30 members")
