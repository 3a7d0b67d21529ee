"""What a digest costs for few followers and for many: queries, memory and time.

    python -m tests.benchmarks.digest [--few N] [--many N]

The same work is measured for both, one after the other in one process. What is worth
reading are the ratios, side by side: queries for a thousand people and time for each
stay the same however many follow, and so does the most memory that is held at once. It
makes its own database in memory and leaves nothing.
"""

import argparse
import datetime as dt
import os
import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass

import django

from tests.benchmarks.directory import database


@dataclass(frozen=True, slots=True)
class Cost:
    queries: int
    seconds: float
    peak: int


def cost(work: Callable[[], int], expected: int) -> Cost:
    """Of one run, which has to reach so many people."""
    from django.db import connection

    queries = 0

    def count(execute, sql, params, many, context):
        nonlocal queries
        queries += 1
        return execute(sql, params, many, context)

    start = time.perf_counter()
    tracemalloc.start()
    with connection.execute_wrapper(count):
        reached = work()
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    if reached != expected:
        sys.exit(f"{reached} people were reached instead of {expected}")
    return Cost(queries, time.perf_counter() - start, peak)


def followed(number: int) -> Callable[[], int]:
    """So many people follow a cycle of their own; answers with what makes theirs."""
    from django.utils import timezone

    from tests.citizens import EmailParticipantFactory, open_phase
    from wagtail_remacto.contributions.models import Follow
    from wagtail_remacto.notices import digests
    from wagtail_remacto.people.happened import Event, tell
    from wagtail_remacto.people.models import Participant

    phase = open_phase()
    cycle = phase.get_parent().specific
    for first in range(0, number, 1000):
        people = Participant.objects.bulk_create(
            EmailParticipantFactory.build_batch(min(1000, number - first))
        )
        Follow.objects.bulk_create(
            Follow(participant=person, page_id=cycle.pk) for person in people
        )
    later = timezone.now() + dt.timedelta(minutes=10)
    for key in range(20):
        tell(
            Event(
                "cycle_opened",
                f"benchmark:{cycle.pk}:{key}",
                timezone.now() + dt.timedelta(seconds=1),
                cycle,
            )
        )
    return lambda: digests.make(later)


class Nowhere:
    """Mail that goes nowhere and is not kept, so that only the work is measured."""

    def __init__(self, *args: object, **options: object) -> None:
        pass

    def open(self) -> None:
        pass

    def close(self) -> None:
        pass

    def send_messages(self, messages: list[object]) -> int:
        return len(messages)


def measure(few: int, many: int) -> None:
    from django.test.utils import override_settings

    from wagtail_remacto.notices import digests

    costs: dict[str, list[Cost]] = {"made": [], "delivered": []}
    for number in (few, many):
        costs["made"].append(cost(followed(number), number))
        with override_settings(EMAIL_BACKEND=f"{__name__}.Nowhere"):
            costs["delivered"].append(cost(digests.deliver, number))
    write = sys.stdout.write
    line = "{:34}{:>14}{:>14}{:>10}\n"
    write("20 activities; traced for memory, so slower than without\n")
    write(line.format("", f"{few} people", f"{many} people", "ratio"))
    for name, (first, second) in costs.items():
        for label, one, other, words in (
            (
                "queries for 1,000 people",
                first.queries * 1000 / few,
                second.queries * 1000 / many,
                "{:.0f}",
            ),
            (
                "ms for each",
                first.seconds * 1000 / few,
                second.seconds * 1000 / many,
                "{:.2f}",
            ),
            ("most memory, MiB", first.peak / 2**20, second.peak / 2**20, "{:.1f}"),
        ):
            write(
                line.format(
                    f"{name}: {label}",
                    words.format(one),
                    words.format(other),
                    f"{other / one:.2f}",
                )
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--few", type=int, default=500, help="(500)")
    parser.add_argument("--many", type=int, default=50_000, help="(50000)")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "home.settings.test")
    django.setup()
    with database():
        measure(options.few, options.many)


if __name__ == "__main__":
    main()
