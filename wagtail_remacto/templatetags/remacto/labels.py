"""Codes and names as the reader’s language has them."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.committees.models import Group
from wagtail_remacto.fields.facts import FactKind, FactStatus


def language_words(value: str, code: str) -> Words:
    """A text that a source gives in the language ``code``."""
    return Words(value or "", code or get_language() or "fr")


def fact_kind(code: str) -> str:
    return str(dict(FactKind.choices).get(code, code))


def fact_status(code: str) -> str:
    return str(dict(FactStatus.choices).get(code, code))


def finding_result(code: str) -> str:
    """« yes » and « no » in the reader's language; other answers as they stand."""
    return str(
        {"yes": _("yes"), "no": _("no"), "partial": _("in part")}.get(code, code)
    )


def territory_name(territory: Any) -> str:
    name: str = territory.name(get_language() or "fr")
    return name


def mode_labels(phase: Any) -> list[Any]:
    return _labels(phase, "modes")


def action_labels(phase: Any) -> list[Any]:
    return _labels(phase, "actions")


def language_labels(page: Any) -> list[Any]:
    return _labels(page, "languages")


def _labels(page: Any, field: str) -> list[Any]:
    labels: list[Any] = page._meta.get_field(field).labels(getattr(page, field))
    return labels


def group_label(code: str) -> str:
    return str(dict(Group.choices).get(code, code))


def body_label(code: str) -> str:
    """The name of a body that a published composition mentions."""
    known = {"forum": _("forum"), "steering_committee": _("steering committee")}
    return str(known.get(code or "", code or ""))


def seat_name(seat: Any) -> str:
    """Who holds the seat, in the script of the reader where it is known."""
    arabic = get_language() == "ar"
    pairs = [
        (seat.person_ar, seat.person) if arabic else (seat.person, seat.person_ar),
        (seat.organisation_ar, seat.organisation)
        if arabic
        else (seat.organisation, seat.organisation_ar),
    ]
    return ", ".join(name for name in (a or b for a, b in pairs) if name)
