"""What it takes to compare two versions of a programme, beside a bare Wagtail page.

    python -m tests.benchmarks.differences [--visits N] [--projects N]

Everything is measured in one process, by turns, so that a busy machine slows all alike;
what is worth reading are the ratios. Every text of every project is reworded, which no
council ever does. It makes its own database in memory and leaves nothing.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable

import django

from tests.benchmarks.directory import database

Visit = Callable[[], None]

WORDS = (
    "La commune publie chaque année les comptes, les marchés et les délibérations, "
    "dans une forme que toute personne peut lire et réutiliser sans demander. "
) * 8


def prepared(projects: int) -> dict[str, Visit]:
    """The visits that are compared, by what they are called in the table."""
    from django.core.cache import cache
    from django.test import Client
    from django.urls import reverse

    from home.models import ContentPage
    from tests.programmes.versions import a_programme, frozen
    from wagtail_remacto.programmes.differences import differences
    from wagtail_remacto.programmes.models import Purpose

    def reworded(world: object, word: str) -> None:
        for page in world.projects:  # type: ignore[attr-defined]
            for name in ("problem", "status_quo", "solution", "expected_results"):
                setattr(page, name, WORDS.replace("année", word))
            page.save()

    sizes = {}
    for size in (3, projects):
        world = a_programme(size, in_arabic=False)
        reworded(world, "année")
        before = frozen(world)
        reworded(world, "mois")
        sizes[size] = (world, before, frozen(world, Purpose.CONSULTATION))
    world, before, after = sizes[projects]
    bare = ContentPage(title="Rien", slug="rien", locale=world.programme.locale)
    world.cycle.add_child(instance=bare)

    def page(address: str) -> Visit:
        def visit() -> None:
            cache.clear()
            answer = Client().get(address)
            if answer.status_code != 200:
                sys.exit(f"{address}: {answer.status_code}")

        return visit

    def screen(size: int) -> Visit:
        pk = sizes[size][0].programme.pk
        return page(reverse("wagtail_remacto:version_differences", args=[pk, 1, 2]))

    def whole(size: int) -> Visit:
        pk = sizes[size][0].programme.pk
        return page(reverse("wagtail_remacto:programme_version", args=[pk, 1]))

    return {
        "a bare Wagtail page": page(bare.get_url()),
        "differences of 3": screen(3),
        f"differences of {projects}": screen(projects),
        "… without the screen": lambda: bool(differences(before, after)) and None,
        "a version of 3": whole(3),
        f"a version of {projects}": whole(projects),
    }


def measure(visits: int, projects: int) -> None:
    compared = prepared(projects)
    taken: dict[str, list[float]] = {name: [] for name in compared}
    for round_ in range(visits + 1):
        for name, visit in compared.items():
            start = time.perf_counter()
            visit()
            # The first round warms what a process keeps.
            if round_:
                taken[name].append(time.perf_counter() - start)
    medians = {name: statistics.median(times) for name, times in taken.items()}
    write = sys.stdout.write
    line = "{:24}{:>12}{:>16}\n"
    write(f"{projects} projects, four texts of {len(WORDS)} signs, {visits} visits\n")
    write(line.format("median of", "", "× bare page"))
    bare = medians["a bare Wagtail page"]
    for name, median in medians.items():
        write(line.format(name, f"{median * 1000:.2f} ms", f"{median / bare:.2f}"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--visits", type=int, default=10, help="of each (10)")
    parser.add_argument("--projects", type=int, default=60, help="(60)")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "home.settings.test")
    django.setup()
    with database():
        measure(options.visits, options.projects)


if __name__ == "__main__":
    main()
