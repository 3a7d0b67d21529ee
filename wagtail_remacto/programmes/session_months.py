"""The months in which the law has councils hold an ordinary session.

They are data, in the languages of the site: the network's officers change them in the
admin, and what they have changed stays.
"""

import uuid
from typing import Any

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wagtail_remacto.collectivites.languages import best_for_the_screen, provide
from wagtail_remacto.collectivites.models import Kind
from wagtail_remacto.programmes.models import SessionMonth

_NAMESPACE = uuid.UUID("0d0f3f0c-2f0a-4a53-8b2e-5f6e0a9f3c21")

# Where it is written, by language.
COMMUNES = {
    "fr": "loi organique 113-14, article 33",
    "ar": "القانون التنظيمي رقم 113.14، المادة 33",
    "en": "organic law 113-14, article 33",
}
REGIONS = {
    "fr": "loi organique 111-14",
    "ar": "القانون التنظيمي رقم 111.14",
    "en": "organic law 111-14",
}
PROVINCES = {
    "fr": "loi organique 112-14",
    "ar": "القانون التنظيمي رقم 112.14",
    "en": "organic law 112-14",
}
# Kind, months, source, and whether somebody has read it in the law.
OPENING: tuple[tuple[Kind, tuple[int, ...], dict[str, str], bool], ...] = (
    (Kind.COMMUNE, (2, 5, 10), COMMUNES, True),
    (Kind.REGION, (3, 7, 10), REGIONS, False),
    (Kind.PREFECTURE, (1, 6, 9), PROVINCES, False),
    (Kind.PROVINCE, (1, 6, 9), PROVINCES, False),
)


def provide_session_months() -> int:
    """Give the network its opening set; returns how many rows were made.

    What is there already stays as it is, in every language.
    """
    return provide(
        SessionMonth,
        (
            (
                uuid.uuid5(_NAMESPACE, f"{kind}-{month}"),
                {
                    language: {
                        "collectivite_kind": kind,
                        "month": month,
                        "basis": words,
                        "confirmed": confirmed,
                    }
                    for language, words in basis.items()
                },
            )
            for kind, months, basis, confirmed in OPENING
            for month in months
        ),
        also_known_by=["collectivite_kind", "month"],
    )


def months_of(kind: str) -> list[SessionMonth]:
    """Each month of a kind of collectivité once, in the language of the screen.

    Else in the site's, else in any; one query.
    """
    rows = SessionMonth.objects.filter(collectivite_kind=kind)
    found = best_for_the_screen(rows.select_related("locale"), lambda row: row.month)
    return [found[month] for month in sorted(found)]


def months_words(kind: str) -> str:
    """“Commune: ordinary sessions in February and May (law 113-14)”, or nothing."""
    months = months_of(kind)
    if not months:
        return ""
    names = pgettext("list of months", ", ").join(
        month_name(each.month) for each in months
    )
    sources = "; ".join(dict.fromkeys(_source(each) for each in months))
    return _("%(kind)s: ordinary sessions in %(months)s (%(sources)s)") % {
        "kind": Kind(kind).label,
        "months": names,
        "sources": sources,
    }


def month_name(month: int) -> str:
    return str(MONTHS[month])


def _source(row: Any) -> str:
    if row.confirmed:
        return str(row.basis)
    return _("%(source)s, to be confirmed") % {"source": row.basis}
