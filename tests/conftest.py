"""What every test may lean on: the browser, and how a missing tool is met."""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import translation

BROWSER_TESTS = Path(__file__).parent / "browser"
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


@pytest.fixture(autouse=True)
def nothing_kept_of_the_test_before():
    """Neither its limits, nor its site's pages, nor the language it ended in."""
    cache.clear()
    translation.activate(settings.LANGUAGE_CODE)


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
