"""The opening set of the days in which few people come to a meeting.

They are data, in the languages of the site: the network’s officers change them in the
admin, and what they have changed stays. The religious feasts are reckoned by the
arithmetic of the lunar calendar; the moon, as it is seen in Morocco, decides a day or
two before, so that each says that it is to be confirmed.
"""

import datetime as dt
import uuid

from wagtail_remacto.collectivites.languages import best_for_the_screen, provide
from wagtail_remacto.cycles.models import ClosedPeriod

_NAMESPACE = uuid.UUID("8d2f2c0e-1f0b-4f5c-a0a5-52a7c7f4f0c6")

# What each is called, and what is said about its days, by language.
TITLES: dict[str, dict[str, str]] = {
    "ramadan": {"fr": "Ramadan", "ar": "شهر رمضان", "en": "Ramadan"},
    "fitr": {"fr": "Aïd al-Fitr", "ar": "عيد الفطر", "en": "Eid al-Fitr"},
    "adha": {"fr": "Aïd al-Adha", "ar": "عيد الأضحى", "en": "Eid al-Adha"},
    "august": {"fr": "Congés d’août", "ar": "عطلة غشت", "en": "August holidays"},
}
TO_BE_CONFIRMED = {
    "fr": "Calculé, à un jour près ; à confirmer.",
    "ar": "محسوب فلكيا، بفارق يوم؛ في انتظار التأكيد.",
    "en": "Reckoned, give or take a day; to be confirmed.",
}
SUMMER = {
    "fr": "Beaucoup de services et d’associations sont en congé.",
    "ar": "تكون مصالح وجمعيات كثيرة في عطلة.",
    "en": "Many offices and associations are on holiday.",
}

# First and last day, both included.
OPENING: tuple[tuple[str, str, str], ...] = (
    ("ramadan", "2026-02-18", "2026-03-19"),
    ("fitr", "2026-03-20", "2026-03-22"),
    ("adha", "2026-05-27", "2026-05-29"),
    ("august", "2026-08-01", "2026-08-31"),
    ("ramadan", "2027-02-08", "2027-03-09"),
    ("fitr", "2027-03-10", "2027-03-12"),
    ("adha", "2027-05-17", "2027-05-19"),
    ("august", "2027-08-01", "2027-08-31"),
    ("ramadan", "2028-01-28", "2028-02-26"),
    ("fitr", "2028-02-27", "2028-02-29"),
    ("adha", "2028-05-05", "2028-05-07"),
    ("august", "2028-08-01", "2028-08-31"),
)


def provide_closed_periods() -> int:
    """Give the network its opening set; returns how many rows were made.

    What is there already stays as it is, in every language.
    """
    return provide(
        ClosedPeriod,
        (
            (
                uuid.uuid5(_NAMESPACE, f"{code} {first[:4]}"),
                {
                    language: {
                        "title": f"{title} {first[:4]}",
                        "start": dt.date.fromisoformat(first),
                        "end": dt.date.fromisoformat(last),
                        "note": (SUMMER if code == "august" else TO_BE_CONFIRMED)[
                            language
                        ],
                    }
                    for language, title in TITLES[code].items()
                },
            )
            for code, first, last in OPENING
        ),
    )


def closed_periods(first: dt.date, last: dt.date) -> list[ClosedPeriod]:
    """Each that touches these days, once, in the best language for the screen."""
    rows = ClosedPeriod.objects.filter(start__lte=last, end__gte=first)
    found = best_for_the_screen(rows.select_related("locale"))
    return sorted(found.values(), key=lambda one: (one.start, one.pk))
