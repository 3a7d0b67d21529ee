"""The package in two sites that are not its own, each in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HOSTS = Path(__file__).parent
REPOSITORY = HOSTS.parents[1]


def manage(host: str, *arguments: str, **environment: str) -> str:
    """Run the host's manage.py; its output, which a failure shows."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore::SyntaxWarning", "manage.py", *arguments],
        cwd=HOSTS / host,
        env={
            **{
                name: value
                for name, value in os.environ.items()
                if name not in ("DJANGO_SETTINGS_MODULE", "PYTHONPATH", "DATABASE_URL")
            },
            "PYTHONDONTWRITEBYTECODE": "1",
            **environment,
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    output = done.stdout + done.stderr
    assert done.returncode == 0, output
    return output


@pytest.fixture(params=["minimal", "localized"])
def host(request):
    return request.param


def test_checks_are_clean(host):
    output = manage(host, "check", "--fail-level", "WARNING")
    assert "no issues" in output


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"HOST_LANGUAGE": "ar"},
        {"HOST_BODY_BLOCK": "tests.hosts.body.HostBody"},
    ],
    ids=["as it is", "in another language", "with other blocks"],
)
def test_no_migration_is_missing(host, environment):
    output = manage(host, "makemigrations", "--check", "--dry-run", **environment)
    assert "No changes detected" in output


def test_one_line_of_settings_installs_it(host):
    settings = (HOSTS / host / host / "settings.py").read_text()
    apps = settings.partition("INSTALLED_APPS = [")[2].partition("]")[0]
    middleware = settings.partition("MIDDLEWARE = [")[2].partition("]")[0]
    assert apps.count("remacto") == 1
    assert "remacto" not in middleware


def test_it_migrates_and_its_pages_are_the_hosts(host):
    output = manage(host, "test", "--verbosity", "1")
    assert "\nOK" in output
    assert "Ran 0 tests" not in output
