"""What templates show of registrations."""

import datetime as dt
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from wagtail_remacto.cycles.clock import day_of
from wagtail_remacto.templatetags.remacto import place_of
from wagtail_remacto.workshops.models import Registration
from wagtail_remacto.workshops.registrations import Availability, availability
from wagtail_remacto.workshops.registrations.messages import path_to

register = template.Library()


@register.simple_tag
def seats_of(page: Any) -> Availability | None:
    """How full a workshop is, and whether one may register; one query at most.

    None, and no query, for a meeting that is over or that takes no registrations, and
    for the preview of a page that is not saved yet.
    """
    if not page.pk or not page.path or not page.registers or page.is_over:
        return None
    return availability(page, parent=(place_of(page).crumbs or [None])[-1])


@register.simple_tag
def register_url(page: Any) -> str:
    """The form of a workshop; empty where the host has not the app's addresses."""
    try:
        return reverse("wagtail_remacto:register", args=[page.pk])
    except NoReverseMatch:
        return ""


@register.simple_tag
def registration_url(registration: Registration) -> str:
    """The page that shows and cancels a registration; for its owner's eyes only."""
    return path_to(registration)


@register.filter
def is_late(due: dt.date | None) -> bool:
    """Whether the day is behind us, where the cycle is."""
    return due is not None and due < day_of(timezone.now())
