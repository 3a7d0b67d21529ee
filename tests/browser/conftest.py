"""The portal as `make run` serves it, with its demonstration, for a real browser."""

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

import pytest

from tests.conftest import CHROMIUM, require

REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Portal:
    """A running portal: its root, and the paths (below the language) of its screens."""

    root: str
    screens: dict[str, list[str]]

    def url(self, language: str, path: str = "") -> str:
        return f"{self.root}/{language}/{path}"


def environment(folder: Path, port: int) -> dict[str, str]:
    """What the portal's own process reads: nothing that the tests' settings set."""
    tests_own = ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "DEBUG", "PORTAL_URL")
    kept = {name: value for name, value in os.environ.items() if name not in tests_own}
    return {
        **kept,
        "PORTAL_VAR": str(folder),
        "PORT": str(port),
        "LOG_LEVEL": "WARNING",
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
        yield Portal(f"http://127.0.0.1:{port}", screens)
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
