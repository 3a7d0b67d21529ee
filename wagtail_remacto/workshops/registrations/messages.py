"""What people who register are told by e-mail, in their own language."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import override

from wagtail_remacto import conf
from wagtail_remacto.people import confirmations, links
from wagtail_remacto.people.mail import send
from wagtail_remacto.people.services import address_of
from wagtail_remacto.workshops.models import (
    Registration,
    RegistrationState,
    WorkshopPage,
)
from wagtail_remacto.workshops.registrations.rules import when

# What the link in each message is signed for.
LINK = "registration"
CONFIRM = "confirm-registration"

# The link to a registration has to last until the meeting, whenever that is.
LINK_DAYS = 730


def path_to(registration: Registration) -> str:
    """The path of the page that shows and cancels a registration."""
    token = links.sign(LINK, registration.key)
    return reverse("wagtail_remacto:registration", args=[token])


def tell(
    registration: Registration,
    template: str,
    *,
    closes: dt.datetime | None = None,
) -> None:
    """Send ``mail/workshop_<template>.txt`` once the transaction is committed.

    Nothing is sent to somebody whose address is not known any more.
    """
    participant = registration.participant
    to = address_of(participant)
    if not to:
        return
    language = participant.language or conf.fallback_language()
    workshop = _in_language(registration.workshop, language)
    root = workshop.get_site().root_url if workshop.get_site() else ""
    with override(language):
        context = {
            "name": registration.name,
            "code": registration.code,
            "waiting": registration.state == RegistrationState.WAITING,
            "workshop": workshop,
            "when": when(workshop),
            "place": str(workshop.words("place")),
            "online_url": workshop.online_url,
            "url": workshop.get_full_url() or "",
            "link": root + path_to(registration),
            "confirm_link": root + confirmations.path(CONFIRM, registration.key),
            "calendar_link": root + _calendar(workshop) if workshop.date else "",
            "closes": closes,
            "days": conf.get("LINK_DAYS"),
        }
    send(to=to, template=f"workshop_{template}", context=context, language=language)


def _calendar(workshop: WorkshopPage) -> str:
    return reverse("wagtail_remacto:workshop_calendar", args=[workshop.pk])


def _in_language(workshop: WorkshopPage, language: str) -> WorkshopPage:
    """The published page in this language, or the one people registered for."""
    if workshop.locale.language_code == language:
        return workshop
    found: WorkshopPage | None = (
        workshop.get_translations()
        .filter(locale__language_code=language, live=True, alias_of__isnull=True)
        .select_related("locale")
        .first()
    )
    if found is None:
        return workshop
    found.canonical = workshop
    return found
