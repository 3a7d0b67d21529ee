"""Slips of paper to write an idea on: a reference, and a code to claim it later."""

from dataclasses import dataclass
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page

from wagtail_remacto import conf
from wagtail_remacto.collectivites.branch import collectivite_of
from wagtail_remacto.contributions import references
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.workshops.models import WorkshopPage

A_PAGE = 4
USUAL = 24
MOST = 400
# What people in a room in Morocco read; those of them that the site has.
LANGUAGES = ("fr", "ar")
# The side of the code in print.
QR_SIZE = "24mm"


@dataclass(frozen=True, slots=True)
class Slip:
    reference: str
    code: str
    address: str
    qr: SafeString


@dataclass(frozen=True, slots=True)
class Half:
    """What a slip says in one language."""

    language: str
    direction: str
    collectivite: str
    workshop: str
    question: str


def draw(page: Page, number: int) -> list[list[Slip]]:
    """Pages of four slips, new ones each time; none of them is stored.

    A reference proves nothing by itself: its last sign shows errors of typing, its code
    follows from the site’s secret key.
    """
    number = max(1, min(number, MOST))
    site = site_address(page)
    slips = [_slip(site) for _number in range(-(-number // A_PAGE) * A_PAGE)]
    return [slips[start : start + A_PAGE] for start in range(0, len(slips), A_PAGE)]


def halves(workshop: WorkshopPage, phase: PhasePage | None) -> list[Half]:
    """French first, where the site has it; else the language of last resort."""
    known = [code for code, _name in getattr(settings, "WAGTAIL_CONTENT_LANGUAGES", [])]
    wanted = [code for code in LANGUAGES if code in known] or [conf.fallback_language()]
    return [_half(workshop, phase, language) for language in wanted]


def site_address(page: Page) -> str:
    """Scheme and host, without a slash; empty for a page of no site."""
    parts = page.get_url_parts()
    return str(parts[1]) if parts and parts[1] else ""


def short_path(reference: str) -> str:
    """The path of the code’s link, without a language: the phone’s decides."""
    path: str = reverse("wagtail_remacto:slip", args=[references.shown(reference)])
    prefix = f"/{get_language()}/"
    return path[len(prefix) - 1 :] if path.startswith(prefix) else path


def _slip(site: str) -> Slip:
    reference = references.new()
    address = f"{site}{short_path(reference)}"
    picture = segno.make(address, error="m", micro=False)
    # Drawn in millimetres by the style sheet; unitless so that it scales.
    drawing = picture.svg_inline(
        border=2, omitsize=True, svgclass="slip__qr", lineclass=None
    )
    sized = drawing.replace(
        "<svg ", f'<svg width="{QR_SIZE}" height="{QR_SIZE}" aria-hidden="true" ', 1
    )
    return Slip(
        references.shown(reference),
        references.claim_code(reference),
        address.partition("//")[2] or address,
        mark_safe(sized),  # noqa: S308 - made here, of squares alone
    )


def _half(workshop: Any, phase: PhasePage | None, language: str) -> Half:
    collectivite = collectivite_of(workshop)
    return Half(
        language,
        "rtl" if get_language_info(language)["bidi"] else "ltr",
        _in(collectivite, language, "title"),
        _in(workshop, language, "title"),
        _in(phase, language, "question"),
    )


def _in(page: Any, language: str, name: str) -> str:
    """The words of the page in the language; of the page itself where it has none."""
    if page is None:
        return ""
    group = type(page).objects.filter(translation_key=page.translation_key)
    other = group.filter(locale__language_code=language).first()
    return str(getattr(other or page, name) or getattr(page, name) or "")
