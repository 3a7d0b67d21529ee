"""The same walk through every host site: the package's pages inside the host's own."""

from typing import Any

from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import Page

from tests import factories
from wagtail_remacto.cycles.clock import last_moment
from wagtail_remacto.models import CyclePage, PhasePage


class HostTour:
    """Mixed into a TestCase that names the words of its base and its first page."""

    sign = ""
    home: type[Page] = Page

    @classmethod
    def setUpTestData(cls):
        directory = factories.DirectoryFactory(title="Collectivités")
        cls.collectivite = factories.CollectiviteFactory(
            parent=directory, hcp_code=factories.TETOUAN
        )
        cls.cycle = factories.full_cycle(cls.collectivite)
        cls.pages = [
            page.specific
            for page in Page.objects.descendant_of(directory, inclusive=True)
        ]

    def text(self, page: Page, **headers: Any) -> str:
        response = self.client.get(page.get_url(), headers=headers)
        self.assertEqual(response.status_code, 200, page.get_url())
        return response.content.decode()

    def test_the_host_keeps_its_first_page(self):
        root = self.cycle.get_site().root_page.specific
        self.assertIsInstance(root, self.home)
        self.assertIn(self.sign, self.text(root))

    def test_every_page_is_inside_the_hosts_base(self):
        types = set()
        for page in self.pages:
            with self.subTest(page=page):
                text = self.text(page)
                self.assertIn(self.sign, text)
                self.assertEqual(text.count("<h1"), 1)
                self.assertEqual(text.count("<html"), 1)
            types.add(type(page).__name__)
        self.assertEqual(len(types), 8, types)

    def test_the_cycle_tells_its_phases(self):
        text = self.text(self.cycle)
        self.assertIn(self.cycle.title, text)
        for phase in self.cycle.get_children().type(PhasePage):
            self.assertIn(phase.get_url(), text)

    def test_nothing_is_marked_as_another_language(self):
        """A site in en-us keeps its pages in en, and they are the same language."""
        for page in self.pages:
            text = self.text(page)
            for tag in ("<h1", "<h2", "<p", "<dd", "<li", "<a"):
                self.assertNotIn(f'{tag} lang="', text, page)

    def test_an_empty_cycle_renders(self):
        cycle = factories.CycleFactory(parent=self.collectivite, title="Vide")
        self.assertIn("Vide", self.text(cycle))

    def test_pages_stand_below_ordinary_ones_and_ordinary_ones_below_them(self):
        types = type(self.collectivite).allowed_subpage_models()
        self.assertIn(self.home, types)
        self.assertIn(CyclePage, types)

    def test_an_editor_opens_every_page(self):
        admin = get_user_model().objects.create_superuser(
            username="admin", email="admin@example.com", password="password"
        )
        self.client.force_login(admin)
        for page in {type(page): page for page in self.pages}.values():
            with self.subTest(page=page):
                address = reverse("wagtailadmin_pages:edit", args=[page.pk])
                self.assertEqual(self.client.get(address).status_code, 200)

    def test_dates_are_moroccan_whatever_the_hosts_time_zone(self):
        phase = self.cycle.get_children().first().specific
        day = phase.end.date()
        self.assertEqual(last_moment(day).tzinfo.key, "Africa/Casablanca")
