"""The answer ledger: what citizens have given, what is answered, and after how long.

It counts contributions of both kinds, ideas and remarks, that are public now: each is
*received*; *answered* once it has had its first outcome or answer; *owed* until then.
What a moderator has not read yet is *held*, and counted apart.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import (
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    Window,
)
from django.db.models.functions import RowNumber

from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.contributions.models import Contribution, Standing
from wagtail_remacto.cycles.models import CyclePage

_DAY = dt.timedelta(days=1)
_UNIT = dt.timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Ledger:
    """``median`` is None where nothing is answered.

    It is the exact median of the time from publication to the first answer: of an even
    number, halfway between the two in the middle.
    """

    received: int = 0
    answered: int = 0
    owed: int = 0
    held: int = 0
    median: dt.timedelta | None = None

    @property
    def median_days(self) -> float | None:
        """The same in days, with their fraction."""
        return None if self.median is None else self.median / _DAY

    @property
    def is_complete(self) -> bool:
        """Something was received, and everything is answered."""
        return bool(self.received) and not self.owed


NOTHING = Ledger()


def of_cycle(cycle: CyclePage) -> Ledger:
    """Two queries, for a canonical page."""
    return _whole(Contribution.objects.filter(cycle=cycle.canonical))


def of_collectivite(collectivite: CollectivitePage) -> Ledger:
    """All of its cycles; two queries, for a canonical page."""
    return _whole(Contribution.objects.filter(collectivite=collectivite.canonical))


def of_network(collectivites: Iterable[Any] | None = None) -> Ledger:
    """All collectivités together, or those named; two queries.

    The median is that of all answers.
    """
    rows = Contribution.objects.all()
    if collectivites is not None:
        rows = rows.filter(collectivite__in=collectivites)
    return _whole(rows)


def by_collectivite(collectivites: Iterable[Any] | None = None) -> dict[int, Ledger]:
    """By the key of the canonical collectivité, for those that have received anything.

    Two queries for any number of them; ``collectivites`` (pages or keys, or a query)
    says which, all by default.
    """
    rows = Contribution.objects.all()
    if collectivites is not None:
        rows = rows.filter(collectivite__in=collectivites)
    return _grouped(rows, "collectivite_id")


def by_cycle(collectivite: CollectivitePage) -> dict[int, Ledger]:
    """By the key of the canonical cycle; two queries, for a canonical page."""
    rows = Contribution.objects.filter(collectivite=collectivite.canonical)
    return _grouped(rows, "cycle_id")


_IS_PUBLIC = Q(standing=Standing.PUBLIC)
_COUNTS = {
    "received": Count("pk", filter=_IS_PUBLIC),
    "owed": Count("pk", filter=_IS_PUBLIC & Q(answered_at=None)),
    "held": Count("pk", filter=Q(standing=Standing.HELD)),
}


def _whole(rows: "QuerySet[Contribution]") -> Ledger:
    return _ledger(rows.order_by().aggregate(**_COUNTS), _medians(rows).get(None))


def _grouped(rows: "QuerySet[Contribution]", key: str) -> dict[int, Ledger]:
    counted = (
        rows.filter(standing__in=[Standing.PUBLIC, Standing.HELD])
        .order_by()
        .values(key)
        .annotate(**_COUNTS)
    )
    medians = _medians(rows, key)
    return {row[key]: _ledger(row, medians.get(row[key])) for row in counted}


def _ledger(counts: dict[str, Any], median: dt.timedelta | None) -> Ledger:
    return Ledger(
        received=counts["received"],
        answered=counts["received"] - counts["owed"],
        owed=counts["owed"],
        held=counts["held"],
        median=median,
    )


def _medians(
    rows: "QuerySet[Contribution]", key: str = ""
) -> dict[int | None, dt.timedelta]:
    """The exact median of each group, or of all rows under None; one query.

    The database numbers each group’s answers by their time (window functions, which
    SQLite and PostgreSQL both have) and gives back the one or two in the middle.
    """
    partition = [F(key)] if key else None
    taken = ExpressionWrapper(
        F("answered_at") - F("published_at"), output_field=DurationField()
    )
    middle = (
        rows.filter(_IS_PUBLIC, answered_at__isnull=False, published_at__isnull=False)
        .order_by()
        .annotate(taken=taken)
        .annotate(
            rank=Window(RowNumber(), partition_by=partition, order_by=["taken", "pk"]),
            whole=Window(Count("pk"), partition_by=partition),
        )
        # Of five the third; of four the second and the third.
        .filter(rank__gte=F("whole") / 2.0, rank__lte=F("whole") / 2.0 + 1)
    )
    found: dict[int | None, list[dt.timedelta]] = {}
    for row in middle.values("taken", *([key] if key else [])):
        found.setdefault(row[key] if key else None, []).append(row["taken"])
    return {group: _halfway(times) for group, times in found.items()}


def _halfway(times: list[dt.timedelta]) -> dt.timedelta:
    micro = Fraction(sum(time // _UNIT for time in times), len(times))
    return dt.timedelta(microseconds=round(micro))
