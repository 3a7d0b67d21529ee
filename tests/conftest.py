"""What every test may lean on: the browser, and how a missing tool is met."""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.utils import translation

from tests import indexing

BROWSER_TESTS = Path(__file__).parent / "browser"
# Tests that find pages again, wherever the marker itself is not written.
INDEXED = [Path(__file__).parent / name for name in ("browser", "opendata", "search")]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")

# Playwright's synchronous interface keeps an event loop in the test's thread, where
# Django would refuse its database. The tests make no asynchronous call themselves.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def require(reason: str) -> NoReturn:
    """Leave a test whose tool is not on this machine: skipped here, failed in CI."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if BROWSER_TESTS in item.path.parents:
            item.add_marker(pytest.mark.browser)
        if any(folder in item.path.parents for folder in INDEXED):
            item.add_marker(pytest.mark.indexed)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Pages are indexed for the tests that find them again, and for no others."""
    indexing.keep(item.get_closest_marker("indexed") is not None)


@pytest.fixture(autouse=True)
def nothing_kept_of_the_test_before():
    """Neither its limits, nor its site's pages, nor the language it ended in.

    Forgotten afterwards as well: what a class shares is made before its first test.
    """
    forget()
    yield
    forget()


def forget() -> None:
    cache.clear()
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="session")
def no_connection_before_the_browser():
    """Close what this thread has open.

    From the browser's event loop on, Django keeps the thread's connections elsewhere:
    one left open before would be nobody's, and stand in the way of whoever copies the
    database (tests/concurrency).
    """
    connections.close_all()


@pytest.fixture(scope="session")
def playwright(no_connection_before_the_browser, playwright):
    return playwright


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium, quiet: it calls no one while a test watches its requests."""
    if CHROMIUM is None:
        require("Chromium is not installed, and this test looks at a page in it.")
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
        ],
    }
