import datetime as dt

from tests.factories import PhaseFactory, moment
from tests.pages.case import CivicPageContract, WagtailPageTestCase
from wagtail_remacto.cycles.clock import zone
from wagtail_remacto.models import CyclePage, PhasePage, WorkshopPage


class TestPhasePage(CivicPageContract, WagtailPageTestCase):
    factory = PhaseFactory
    nothing_known = {"start": None, "end": None}
    parents = {CyclePage}
    children = {WorkshopPage}

    def setUp(self):
        self.open = PhasePage.objects.child_of(self.cycle).get(title="Co-création")

    def test_says_who_is_asked_what_and_what_happens_next(self):
        text = self.get(self.open)
        for words in (self.open.question, self.open.audience, self.open.what_next):
            self.assertIn(words, text)

    def test_shows_its_workshops(self):
        self.assertIn("Atelier de co-création", self.get(self.open))

    def test_refuses_an_end_before_its_start(self):
        self.open.end = moment(-20)
        self.refuses(self.open, end="would close before it opens")

    def test_refuses_dates_that_are_known_only_in_words(self):
        self.open.precision = "text"
        self.refuses(self.open, precision="There are dates")

    def test_refuses_an_address_without_the_name_of_its_channel(self):
        self.open.channel_url = "https://example.org/"
        self.refuses(self.open, channel="Name the channel")

    def test_refuses_an_action_that_does_not_exist(self):
        self.open.actions = ["contribute", "dance"]
        self.refuses(self.open, actions="“dance”")

    def test_shows_the_words_of_a_date_that_is_known_only_in_words(self):
        phase = PhaseFactory(
            parent=self.cycle,
            start=None,
            end=None,
            precision="text",
            date_text="après la récolte",
        )
        self.assertIn("après la récolte", self.get(phase))

    def test_a_month_shows_no_day(self):
        phase = PhaseFactory(
            parent=self.cycle,
            start=dt.datetime(2023, 3, 1, tzinfo=zone()),
            end=dt.datetime(2023, 4, 30, 23, 59, 59, tzinfo=zone()),
            precision="month",
        )
        text = self.get(phase).partition("<main")[2]
        self.assertIn("mars", text)
        self.assertNotIn("30 avril", text)
