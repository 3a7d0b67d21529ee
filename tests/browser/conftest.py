"""The portal as `make run` serves it, with its demonstration, for a real browser."""

import email
import email.policy
import fcntl
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from home.demo.accounts import PASSWORD
from tests.conftest import CHROMIUM, require

REPOSITORY = Path(__file__).parents[2]
# A machine that does other work besides is slow, and nothing is wrong.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)


@dataclass(frozen=True, slots=True)
class Portal:
    """A running portal: its root, and the paths (below the language) of its screens.

    ``folder`` is where it keeps what it would send by e-mail.
    """

    root: str
    screens: dict[str, list[str]]
    folder: Path

    def url(self, language: str, path: str = "") -> str:
        return f"{self.root}/{language}/{path}"

    def letters_to(self, address: str) -> list[str]:
        """The texts of the messages sent to the address, the earliest first."""
        found = []
        for file in sorted((self.folder / "mail").glob("*.log")):
            for part in file.read_bytes().split(b"-" * 79):
                letter = email.message_from_bytes(
                    part.strip(), policy=email.policy.default
                )
                if letter["To"] == address:
                    found.append(letter.get_content())
        return found


def environment(folder: Path, port: int) -> dict[str, str]:
    """What the portal's own process reads: nothing that the tests' settings set."""
    tests_own = ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "DEBUG", "PORTAL_URL")
    kept = {name: value for name, value in os.environ.items() if name not in tests_own}
    return {
        **kept,
        "PORTAL_VAR": str(folder),
        "PORT": str(port),
        "LOG_LEVEL": "WARNING",
        # As in the demonstration, whose accounts have none.
        "PORTAL_STAFF_SECOND_FACTOR": "0",
    }


def manage(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=REPOSITORY,
        env=environment(folder, 8000),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def prepared(folder: Path) -> dict[str, list[str]]:
    """Load the demonstration once for all the workers of a test run; its screens."""
    folder.mkdir(exist_ok=True)
    said = folder / "screens.json"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            manage(folder, "portal_start", "--prepare-only")
            script = (Path(__file__).parent / "screens.py").read_text()
            said.write_text(manage(folder, "shell", "--no-imports", "-c", script))
    screens: dict[str, list[str]] = json.loads(said.read_text())
    return screens


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def portal(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[Portal]:
    if CHROMIUM is None:
        require("Chromium is not installed, and this test looks at a page in it.")
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "portal"
    screens = prepared(folder)
    port = free_port()
    with (folder / f"server-{worker_id}.log").open("w") as log:
        server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "gunicorn",
                "-c",
                "python:home.gunicorn",
                "home.wsgi",
            ],
            cwd=REPOSITORY,
            env=environment(folder, port),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/fr/", server, Path(log.name))
        yield Portal(f"http://127.0.0.1:{port}", screens, folder)
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=30):  # noqa: S310
                return
        except urllib.error.HTTPError:
            break
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"{address} does not answer:\n{log.read_text()}")


@dataclass(frozen=True, slots=True)
class Fault:
    """What a browser complains of; ``Visitors`` fails for each that is not expected."""

    address: str
    words: str


class Visitors:
    """People with a browser each, of whom none meets an error or a stranger.

    No error in the console, no breach of the content security policy, no request to
    another host: looked at when they leave.
    """

    def __init__(self, browser: Any, portal: Portal) -> None:
        self.browser = browser
        self.portal = portal
        self.contexts: list[Any] = []
        self.faults: list[Fault] = []
        self.expected: list[str] = []

    def come(
        self, *, scripts: bool = True, width: int = 360, state: Any = None
    ) -> Page:
        context = self.browser.new_context(
            java_script_enabled=scripts,
            viewport={"width": width, "height": 800},
            storage_state=state,
        )
        context.set_default_timeout(PATIENCE)
        context.on("request", lambda request: self._asked(request.url))
        context.on("console", self._said)
        context.on(
            "weberror", lambda error: self._met(error.page.url, str(error.error))
        )
        self.contexts.append(context)
        page: Page = context.new_page()
        return page

    def signed_in(self, name: str, **options: Any) -> Page:
        """With the portal's own form, by somebody of the demonstration."""
        page = self.come(**options)
        page.goto(self.portal.url("fr", "accounts/login/"))
        page.locator("[name=login]").fill(name)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main form [type=submit]").first.click()
        page.wait_for_url(lambda address: "/login/" not in address)
        return page

    def expect(self, words: str) -> None:
        """An error of the console that the test itself brings about."""
        self.expected.append(words)

    def leave(self) -> None:
        for context in self.contexts:
            context.close()
        faults = [
            fault
            for fault in self.faults
            if not any(words in fault.words for words in self.expected)
        ]
        assert faults == []

    def _asked(self, address: str) -> None:
        there = urlsplit(address)
        if there.scheme in ("data", "blob"):
            return
        if there.netloc != urlsplit(self.portal.root).netloc:
            self._met(address, "a request to another host")

    def _said(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self._met(message.page.url if message.page else "", message.text)

    def _met(self, address: str, words: str) -> None:
        self.faults.append(Fault(address, words))


@pytest.fixture
def visitors(browser: Any, portal: Portal) -> Iterator[Visitors]:
    people = Visitors(browser, portal)
    yield people
    people.leave()
