"""Dates in words, as a reader in Morocco expects them."""

import datetime as dt

import pytest
from django.utils.translation import override

from wagtail_remacto.cycles.calendar_words import (
    clock_time,
    moment,
    month_words,
    partial_date_words,
    partial_period_words,
    period_words,
    short_date,
    weekday_date,
)
from wagtail_remacto.cycles.clock import first_moment, last_moment, zone
from wagtail_remacto.fields import PartialDate

DAY = dt.date(2023, 6, 18)
MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre "
    "décembre",
    "ar": "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر",
    "en": "January February March April May June July August September October "
    "November December",
    "zgh": "ⵉⵏⵏⴰⵢⵔ ⴱⵕⴰⵢⵕ ⵎⴰⵕⵚ ⵉⴱⵔⵉⵔ ⵎⴰⵢⵢⵓ ⵢⵓⵏⵢⵓ ⵢⵓⵍⵢⵓⵣ ⵖⵓⵛⵜ "
    "ⵛⵓⵜⴰⵏⴱⵉⵔ ⴽⵜⵓⴱⵔ ⵏⵓⵡⴰⵏⴱⵉⵔ ⴷⵓⵊⴰⵏⴱⵉⵔ",
}


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), zone())


class TestDays:
    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("fr", "dimanche 18 juin 2023"),
            ("ar", "الأحد 18 يونيو 2023"),
            ("en", "Sunday 18 June 2023"),
            ("zgh", "ⴰⵙⴰⵎⴰⵙ 18 ⵢⵓⵏⵢⵓ 2023"),
        ],
    )
    def test_name_the_weekday(self, language, words):
        assert weekday_date(DAY, language) == words
        with override(language):
            assert weekday_date(DAY) == words

    def test_the_first_is_an_ordinal_in_french_alone(self):
        first = dt.date(2026, 2, 1)
        assert short_date(first, "fr") == "1er février 2026"
        assert short_date(first, "en") == "1 February 2026"
        assert short_date(first, "ar") == "1 فبراير 2026"

    @pytest.mark.parametrize("language", MONTHS)
    def test_months_of_morocco(self, language):
        found = [
            month_words(dt.date(2026, month, 5), language).removesuffix(" 2026")
            for month in range(1, 13)
        ]
        assert found == MONTHS[language].split()

    @pytest.mark.parametrize("language", MONTHS)
    def test_seven_weekdays_begin_where_they_should(self, language):
        week = [
            weekday_date(dt.date(2026, 6, day), language).split()[0]
            for day in range(1, 8)
        ]
        assert len(set(week)) == 7
        sunday = {"fr": "dimanche", "ar": "الأحد", "en": "Sunday", "zgh": "ⴰⵙⴰⵎⴰⵙ"}
        assert week[-1] == sunday[language]

    def test_a_language_of_the_host_has_djangos_names(self):
        assert weekday_date(DAY, "es") == "domingo 18 junio 2023"

    def test_a_variant_is_its_language(self):
        assert weekday_date(DAY, "ar-ma") == weekday_date(DAY, "ar")


class TestTimes:
    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("fr", "dimanche 18 juin 2023 à 23\u00a0h\u00a059"),
            ("ar", "الأحد 18 يونيو 2023 على الساعة 23:59"),
            ("en", "Sunday 18 June 2023 at 23:59"),
        ],
    )
    def test_of_a_moment(self, language, words):
        assert moment(last_moment(DAY), language) == words

    def test_are_those_of_morocco(self):
        # 22:59 in UTC is 23:59 in Morocco, outside Ramadan.
        value = dt.datetime(2023, 6, 18, 22, 59, tzinfo=dt.UTC)
        assert moment(value, "en") == "Sunday 18 June 2023 at 23:59"

    def test_of_the_clock(self):
        assert clock_time(dt.time(9), "fr") == "9\u00a0h"
        assert clock_time(dt.time(9, 30), "fr") == "9\u00a0h\u00a030"
        assert clock_time(dt.time(9, 30), "ar") == "09:30"


class TestPartialDates:
    @pytest.mark.parametrize(
        ("value", "words"),
        [
            ("2026", "2026"),
            ("2026-11", "novembre 2026"),
            ("2026-11-29", "dimanche 29 novembre 2026"),
            ("", ""),
            (None, ""),
            ("bientôt", "bientôt"),
        ],
    )
    def test_say_what_is_known(self, value, words):
        assert partial_date_words(value, "fr") == words

    def test_are_read_from_their_field(self):
        assert partial_date_words(PartialDate("2026-05"), "ar") == "ماي 2026"

    @pytest.mark.parametrize(
        ("start", "end", "words"),
        [
            ("2023", "2025", "2023–2025"),
            ("2023", "2023", "2023"),
            ("2023-03", "2023-04", "de mars à avril 2023"),
            ("2022-12", "2023-01", "de décembre 2022 à janvier 2023"),
            ("2023-04", "2023-05", "d’avril à mai 2023"),
            ("2023-08", "2023-10", "d’août à octobre 2023"),
            ("2023-03", "2025", "de mars 2023 à 2025"),
            (
                "2023-03-01",
                "2023-03-02",
                "du mercredi 1er mars 2023 au jeudi 2 mars 2023",
            ),
            ("2023-03", "", "à partir de mars 2023"),
            ("2023-10", "", "à partir d’octobre 2023"),
            ("", "2023-03", "jusqu’en mars 2023"),
            ("", "2023-03-05", "jusqu’au dimanche 5 mars 2023"),
            ("", "", ""),
        ],
    )
    def test_make_a_period(self, start, end, words):
        assert partial_period_words(start, end, "fr") == words


NEXT = dt.date(2023, 7, 3)


class TestPeriods:
    @pytest.mark.parametrize(
        ("start", "end", "precision", "words"),
        [
            (
                first_moment(DAY),
                last_moment(NEXT),
                "exact",
                "from Sunday 18 June 2023 to Monday 3 July 2023",
            ),
            (
                at(DAY, 9),
                at(NEXT, 18),
                "exact",
                "from Sunday 18 June 2023 at 09:00 to Monday 3 July 2023 at 18:00",
            ),
            (
                at(DAY, 9),
                at(NEXT, 18),
                "day",
                "from Sunday 18 June 2023 to Monday 3 July 2023",
            ),
            (
                at(DAY, 9),
                at(DAY, 12, 30),
                "exact",
                "Sunday 18 June 2023, from 09:00 to 12:30",
            ),
            (first_moment(DAY), last_moment(DAY), "exact", "Sunday 18 June 2023"),
            (
                at(DAY, 9),
                last_moment(DAY),
                "exact",
                "Sunday 18 June 2023, from 09:00",
            ),
            (
                first_moment(DAY),
                at(DAY, 12),
                "exact",
                "Sunday 18 June 2023, until 12:00",
            ),
            (first_moment(DAY), None, "exact", "from Sunday 18 June 2023"),
            (None, last_moment(DAY), "exact", "until Sunday 18 June 2023"),
            (None, at(DAY, 12), "exact", "until Sunday 18 June 2023 at 12:00"),
            (first_moment(DAY), last_moment(NEXT), "month", "from June to July 2023"),
            (first_moment(DAY), last_moment(DAY), "month", "June 2023"),
            (
                first_moment(dt.date(2026, 1, 1)),
                last_moment(dt.date(2026, 12, 31)),
                "month",
                "2026",
            ),
            (first_moment(DAY), last_moment(NEXT), "text", ""),
            (None, None, "exact", ""),
        ],
    )
    def test_in_english(self, start, end, precision, words):
        assert period_words(start, end, precision, "en") == words

    def test_in_french(self):
        assert (
            period_words(first_moment(DAY), last_moment(NEXT), "exact", "fr")
            == "du dimanche 18 juin 2023 au lundi 3 juillet 2023"
        )
        assert (
            period_words(None, last_moment(DAY), "day", "fr")
            == "jusqu’au dimanche 18 juin 2023"
        )

    def test_in_arabic(self):
        assert (
            period_words(at(DAY, 9), at(DAY, 12), "exact", "ar")
            == "الأحد 18 يونيو 2023، من الساعة 09:00 إلى الساعة 12:00"
        )
