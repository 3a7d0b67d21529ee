import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from tests.factories import CycleFactory, WorkshopFactory
from wagtail_remacto.fields import PartialDate, PartialDateField
from wagtail_remacto.models import CyclePage, WorkshopPage


class TestPartialDate:
    @pytest.mark.parametrize(
        ("text", "precision", "first", "last"),
        [
            ("2026", "year", (2026, 1, 1), (2026, 12, 31)),
            ("2026-02", "month", (2026, 2, 1), (2026, 2, 28)),
            ("2028-02", "month", (2028, 2, 1), (2028, 2, 29)),
            ("2026-11", "month", (2026, 11, 1), (2026, 11, 30)),
            ("2026-11-29", "day", (2026, 11, 29), (2026, 11, 29)),
        ],
    )
    def test_knows_what_it_may_mean(self, text, precision, first, last):
        date = PartialDate(text)
        assert date.precision == precision
        assert (date.first, date.last) == (dt.date(*first), dt.date(*last))

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "26",
            "2026-1",
            "2026-13",
            "2026-02-29",
            "2026-11-31",
            "2026/11/29",
            "29-11-2026",
            "novembre 2026",
            "2026-11-29T10:00",
            "0000",
        ],
    )
    def test_refuses_what_no_calendar_has(self, text):
        with pytest.raises(ValueError):
            PartialDate(text)

    def test_is_a_string_and_sorts_as_one(self):
        dates = [
            PartialDate(text) for text in ("2026-11-29", "2025", "2026", "2026-11")
        ]
        assert sorted(dates) == ["2025", "2026", "2026-11", "2026-11-29"]


class TestPartialDateField:
    field = PartialDateField()

    @pytest.mark.parametrize("empty", ["", None])
    def test_nothing_known_is_empty(self, empty):
        assert self.field.to_python(empty) == ""

    def test_reads_what_is_typed(self):
        assert self.field.to_python(" 2026-11 ").precision == "month"

    def test_reads_a_date(self):
        assert self.field.to_python(dt.date(2026, 1, 5)) == "2026-01-05"

    def test_says_how_to_write_a_date(self):
        with pytest.raises(ValidationError, match="2026-11-29"):
            self.field.to_python("en novembre")

    def test_its_length_is_no_part_of_migrations(self):
        assert "max_length" not in self.field.deconstruct()[3]


@pytest.mark.django_db
class TestStored:
    def test_comes_back_from_the_database(self):
        page = CycleFactory(period_start=PartialDate("2026"), period_end="2027-12")
        found = CyclePage.objects.get(pk=page.pk)
        assert found.period_start.precision == "year"
        assert found.period_end.last == dt.date(2027, 12, 31)

    def test_a_text_is_a_date_once_the_page_is_saved(self):
        assert CycleFactory(period_end="2027-12").period_end.precision == "month"

    def test_comes_back_from_a_revision(self):
        page = WorkshopFactory(date="2026-11")
        page.date = PartialDate("2026-12-01")
        draft = page.save_revision().as_object()
        assert draft.date.precision == "day"
        assert draft.end_date == ""

    def test_comes_back_from_json(self):
        page = WorkshopFactory(date="2026-11", end_date="")
        again = WorkshopPage.from_json(page.to_json())
        assert again.date.first == dt.date(2026, 11, 1)

    def test_finds_what_lies_between(self):
        for text in ("2025", "2026-03", "2026-11-29", "2027"):
            WorkshopFactory(date=text)
        found = WorkshopPage.objects.filter(date__gte="2026", date__lt="2027")
        assert set(found.values_list("date", flat=True)) == {"2026-03", "2026-11-29"}


def test_a_date_assigned_in_code_can_be_read_at_once():
    page = WorkshopPage(date="2026-11")
    page.end_date = "2026-12-01"
    assert page.date.precision == "month"
    assert page.period.end.day == 1
