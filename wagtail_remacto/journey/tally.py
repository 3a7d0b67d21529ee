"""What the steps of a cycle have left behind, in numbers and dates, with one query."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from wagtail_remacto.committees.decisions import validations
from wagtail_remacto.committees.models import AnalysisClosing
from wagtail_remacto.contributions.models import Contribution, Nature, Standing
from wagtail_remacto.cycles.models import CyclePage
from wagtail_remacto.programmes.models import Lineage


@dataclass(frozen=True, slots=True)
class Tally:
    """Ideas and remarks that are public, those with an answer, and what they became.

    ``projects``: how many have at least one idea as their source; ``validated_on``: the
    day the committee validated the programme; ``left_owed``: how many answers were owed
    when the committee closed its analysis all the same.
    """

    ideas: int = 0
    ideas_answered: int = 0
    remarks: int = 0
    remarks_answered: int = 0
    projects: int = 0
    validated_on: dt.date | None = None
    left_owed: int = 0

    @property
    def ideas_owed(self) -> int:
        return self.ideas - self.ideas_answered

    @property
    def remarks_owed(self) -> int:
        return self.remarks - self.remarks_answered

    @property
    def received(self) -> int:
        return self.ideas + self.remarks

    @property
    def answered(self) -> int:
        return self.ideas_answered + self.remarks_answered


def tally_of(cycle: CyclePage) -> Tally:
    """The tally of a cycle, whatever its language; read once for each page."""
    known: Tally | None = cycle.__dict__.get("_remacto_tally")
    if known is None:
        known = _read(cycle.canonical) if cycle.pk and cycle.path else Tally()
        cycle.__dict__["_remacto_tally"] = known
    return known


def _read(cycle: CyclePage) -> Tally:
    given = Contribution.objects.filter(
        cycle=OuterRef("pk"), standing=Standing.PUBLIC
    ).order_by()
    ideas = given.filter(nature=Nature.IDEA)
    remarks = given.filter(nature=Nature.REMARK)
    decided = (
        validations()
        .filter(committee__path__startswith=cycle.path)
        .order_by("-held_on", "-pk")
    )
    closings = AnalysisClosing.objects.filter(
        phase__path__startswith=cycle.path, reopened_at=None
    ).order_by("-at", "-pk")
    sources = Lineage.objects.filter(
        contribution__cycle=OuterRef("pk"), ended_at=None
    ).order_by()
    row: Any = (
        CyclePage.objects.filter(pk=cycle.pk)
        .values(
            ideas=_number(ideas),
            ideas_answered=_number(ideas.exclude(outcome="")),
            remarks=_number(remarks),
            remarks_answered=_number(remarks.filter(answered_at__isnull=False)),
            projects=Subquery(
                sources.values("contribution__cycle")
                .annotate(number=Count("project", distinct=True))
                .values("number")
            ),
            validated_on=Subquery(decided.values("held_on")[:1]),
            left_owed=Subquery(closings.values("owed")[:1]),
        )
        .first()
    )
    if row is None:
        return Tally()
    validated_on = row.pop("validated_on")
    numbers = {name: number or 0 for name, number in row.items()}
    return Tally(**numbers, validated_on=validated_on)


def _number(rows: "QuerySet[Contribution]") -> Subquery:
    return Subquery(
        rows.values("cycle").annotate(number=Count("pk")).values("number")[:1]
    )
