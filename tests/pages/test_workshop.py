import datetime as dt

from tests.factories import WorkshopFactory
from tests.pages.case import CivicPageContract, WagtailPageTestCase
from wagtail_remacto.cycles.clock import State
from wagtail_remacto.models import CyclePage, PhasePage, WorkshopPage


class TestWorkshopPage(CivicPageContract, WagtailPageTestCase):
    factory = WorkshopFactory
    nothing_known = {"date": ""}
    parents = {CyclePage, PhasePage}
    children = set()

    def setUp(self):
        self.page = WorkshopPage.objects.descendant_of(self.cycle).get(
            title="Atelier de co-création"
        )

    def test_says_where_it_is(self):
        self.assertIn("Maison des associations", self.get(self.page))

    def test_shows_its_agenda(self):
        self.assertIn("Accueil", self.get(self.page))

    def test_shows_its_themes(self):
        self.page.themes.add("Transparence budgétaire")
        self.page.save()
        self.assertIn("Transparence budgétaire", self.get(self.page))

    def test_a_draft_with_themes_is_previewable(self):
        self.page.themes.add("Eau")
        self.page.save_revision()
        self.assertPageIsPreviewable(self.page, post_data=self.form(self.page))

    def test_without_a_day_it_is_undated(self):
        self.assertEqual(self.empty["fr"].state, State.UNDATED)

    def test_a_month_never_closes_soon(self):
        page = WorkshopFactory(date=dt.datetime.now(dt.UTC).strftime("%Y-%m"))
        self.assertEqual(page.state, State.OPEN)

    def test_a_last_day_known_by_its_month_never_closes_soon(self):
        now = dt.datetime(2026, 12, 30, 12, tzinfo=dt.UTC)
        page = WorkshopFactory(date="2026-11-29", end_date="2026-12")
        self.assertEqual(page.period.state(now), State.OPEN)
        self.assertIsNone(page.period.days_left(now))

    def test_is_over_when_its_last_day_is(self):
        page = WorkshopFactory(date="2023-03-04", end_date="2023-03-06")
        self.assertTrue(page.is_over)
        self.assertEqual(page.period.end.isoformat(), "2023-03-06T23:59:59+01:00")

    def test_refuses_a_last_day_before_the_first(self):
        self.page.date, self.page.end_date = "2026-11-29", "2026-11-28"
        self.refuses(self.page, end_date="The last day is before the first.")

    def test_refuses_a_last_day_without_a_first(self):
        self.page.date, self.page.end_date = "", "2026-11-28"
        self.page.start_time = self.page.end_time = None
        self.refuses(self.page, date="Give the first day too.")

    def test_refuses_a_meeting_that_ends_before_it_begins(self):
        self.page.end_time = dt.time(14)
        self.refuses(self.page, end_time="would end before it begins")

    def test_a_meeting_of_two_days_may_end_earlier_in_the_day(self):
        self.page.date, self.page.end_date = "2026-11-28", "2026-11-29"
        self.page.end_time = dt.time(12)
        self.page.full_clean()

    def test_refuses_a_time_without_a_day(self):
        self.page.date = ""
        self.refuses(self.page, start_time="A time needs a day")

    def test_refuses_half_a_point(self):
        self.page.longitude = None
        self.refuses(self.page, longitude="or neither")
