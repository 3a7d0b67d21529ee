from django.db.models import ProtectedError

from tests.factories import CommitteeFactory, SeatFactory
from tests.pages.case import CivicPageContract, WagtailPageTestCase
from wagtail_remacto.models import CommitteePage, CyclePage, Seat


class TestCommitteePage(CivicPageContract, WagtailPageTestCase):
    factory = CommitteeFactory
    parents = {CyclePage}
    children = set()

    def test_shows_its_seats_in_every_language(self):
        for page in self.full.values():
            self.assertIn("Association des habitants", self.get(page))

    def test_shows_arabic_names_in_arabic(self):
        SeatFactory(
            committee=self.full["fr"],
            organisation="Jeunesse",
            organisation_ar="جمعية الشباب",
        )
        self.assertIn("جمعية الشباب", self.get(self.full["ar"]))
        self.assertIn("Jeunesse", self.get(self.full["fr"]))

    def test_never_says_who_is_a_woman(self):
        Seat.objects.all().delete()
        SeatFactory(committee=self.full["fr"], person="Salma B.", gender="woman")
        text = self.get(self.full["fr"])
        line = next(each for each in text.splitlines() if "Salma B." in each)
        self.assertNotIn("femme", line.lower())
        self.assertNotIn("woman", line.lower())

    def test_a_seat_needs_someone_to_sit_on_it(self):
        seat = SeatFactory.build(committee=self.full["fr"], organisation="")
        self.refuses(seat, organisation="Name a person, or an association or body.")

    def test_a_mandate_ends_after_it_begins(self):
        seat = SeatFactory.build(
            committee=self.full["fr"], mandate_start="2027", mandate_end="2026"
        )
        self.refuses(seat, mandate_end="would end before it begins")

    def test_refuses_more_women_than_members(self):
        page = self.full["fr"]
        page.women_share = "1.5"
        self.refuses(page, women_share="1")

    def test_a_committee_with_seats_is_not_deleted(self):
        with self.assertRaises(ProtectedError):
            CommitteePage.objects.get(pk=self.full["fr"].pk).delete()
