"""What the list, a contribution and sending one cost beside a bare Wagtail page.

    python -m tests.benchmarks.taking_part [--visits N] [--contributions N]

Everything is measured in one process, by turns, so that a busy machine slows all alike;
what is worth reading are the ratios: to a bare Wagtail page at the same depth, and to a
Django view that answers a few words. It makes its own database in memory and leaves
nothing.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from itertools import count

import django

from tests.benchmarks.directory import database

Visit = Callable[[], None]


def prepared(contributions: int) -> dict[str, Visit]:
    """The visits that are compared, by what they are called in the table."""
    from django.core.cache import cache
    from django.test import Client
    from django.urls import reverse

    from home.models import ContentPage
    from tests.citizens import (
        ContributionFactory,
        UserFactory,
        many_comments,
        many_contributions,
        open_phase,
    )
    from wagtail_remacto.contributions import services
    from wagtail_remacto.people.services import ensure_participant

    phase = open_phase()
    many_contributions(phase, contributions)
    talked = ContributionFactory(phase=phase)
    many_comments(talked, 20)
    bare = ContentPage(title="Rien", slug="rien", locale=phase.locale)
    phase.get_parent().add_child(instance=bare)
    author, number = ensure_participant(UserFactory()), count()

    def page(address: str) -> Visit:
        def visit() -> None:
            cache.clear()
            answer = Client().get(address)
            if answer.status_code != 200:
                sys.exit(f"{address}: {answer.status_code}")

        return visit

    def send() -> None:
        services.submit(
            phase=phase,
            author=author,
            title=f"Idée {next(number)}",
            text=f"Ouvrir la bibliothèque numéro {next(number)} le dimanche.",
        )

    return {
        "a Django view": page(reverse("robots")),
        "a bare Wagtail page": page(bare.get_url()),
        "the list": page(reverse("wagtail_remacto:contributions", args=[phase.pk])),
        "the list, searched": page(
            reverse("wagtail_remacto:contributions", args=[phase.pk]) + "?q=idee"
        ),
        "a contribution": page(talked.get_absolute_url()),
        "sending one (service)": send,
    }


def measure(visits: int, contributions: int) -> None:
    compared = prepared(contributions)
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
    line = "{:24}{:>12}{:>16}{:>16}\n"
    write(f"{contributions} contributions, 20 comments, {visits} visits\n")
    write(line.format("median of", "", "× bare page", "× Django view"))
    view, bare = medians["a Django view"], medians["a bare Wagtail page"]
    for name, median in medians.items():
        write(
            line.format(
                name,
                f"{median * 1000:.2f} ms",
                f"{median / bare:.2f}",
                f"{median / view:.0f}",
            )
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--visits", type=int, default=20, help="of each (20)")
    parser.add_argument("--contributions", type=int, default=1000, help="(1000)")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "home.settings.test")
    django.setup()
    with database():
        measure(options.visits, options.contributions)


if __name__ == "__main__":
    main()
