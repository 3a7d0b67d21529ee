"""A workshop that people register for, and what is said to them."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core.cache import cache

from tests.citizens import open_phase
from tests.factories import WorkshopFactory, day
from wagtail_remacto.models import WorkshopPage


@pytest.fixture(autouse=True)
def _counted_anew():
    """Rates are counted in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def workshop(db) -> WorkshopPage:
    """In ten days, two places, in an open phase."""
    return WorkshopFactory(
        parent=open_phase(),
        title="Atelier jeunesse",
        place="Maison des associations",
        registers=True,
        capacity=2,
        date=day(10),
    )


@pytest.fixture
def said(
    django_capture_on_commit_callbacks, mailoutbox
) -> Callable[[], AbstractContextManager]:
    """What is done within is committed: then the messages are in ``mailoutbox``."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
