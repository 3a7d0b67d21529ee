"""How much slower the directory is with 500 collectivités than with 50.

    python -m tests.benchmarks.directory [--visits N]

Both are measured in one process, by turns, so that a busy machine slows both; what is
worth reading is the ratio. It makes its own database in memory and leaves nothing.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import django

SMALL, LARGE = 50, 500
VIEWS = ("", "?view=map", "?kind=commune", "?q=ta")


@contextmanager
def database() -> Iterator[None]:
    from django.test.utils import (
        setup_databases,
        setup_test_environment,
        teardown_databases,
    )

    setup_test_environment()
    made = setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        teardown_databases(made, verbosity=0)


def seconds(address: str) -> float:
    from django.test import Client

    start = time.perf_counter()
    response = Client().get(address)
    elapsed = time.perf_counter() - start
    if response.status_code != 200:
        sys.exit(f"{address}: {response.status_code}")
    return elapsed


def measure(visits: int) -> None:
    from tests.factories import DirectoryFactory, network

    addresses = {
        size: network(
            size,
            directory=DirectoryFactory(title=f"{size} collectivités"),
            languages=("fr",),
            first=first,
        ).get_url()
        for size, first in ((SMALL, 0), (LARGE, SMALL))
    }
    line = "{:16}{:>12}{:>12}{:>10}\n"
    write = sys.stdout.write
    write(line.format("median of", f"{SMALL}", f"{LARGE}", "ratio"))
    for view in VIEWS:
        taken: dict[int, list[float]] = {size: [] for size in addresses}
        for address in addresses.values():
            seconds(address + view)
        for _visit in range(visits):
            for size, address in addresses.items():
                taken[size].append(seconds(address + view))
        small, large = (statistics.median(taken[size]) for size in (SMALL, LARGE))
        write(
            line.format(
                view or "(all)",
                f"{small * 1000:.1f} ms",
                f"{large * 1000:.1f} ms",
                f"{large / small:.2f}",
            )
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--visits", type=int, default=30, help="of each (30)")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "home.settings.test")
    django.setup()
    with database():
        measure(options.visits)


if __name__ == "__main__":
    main()
