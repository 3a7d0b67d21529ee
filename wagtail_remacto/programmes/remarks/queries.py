"""What is read of remarks: the same in every language of the site."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from wagtail_remacto import conf
from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.contributions.models import Standing
from wagtail_remacto.programmes.canonical import read
from wagtail_remacto.programmes.edition import said
from wagtail_remacto.programmes.models import (
    ProgrammeVersion,
    ProjectVersion,
    Remark,
    RemarkAnswer,
    Section,
)

# Beside a section so many are shown; the list has them all.
BESIDE = 2


def answered() -> Prefetch:
    """Every answer of each remark, the one that holds first."""
    return Prefetch("answers", RemarkAnswer.objects.order_by("-number"), to_attr="told")


def public_remarks(**lookup: Any) -> "QuerySet[Remark]":
    """What anyone may read, with its contribution and its answers."""
    return (
        Remark.objects.filter(contribution__standing=Standing.PUBLIC, **lookup)
        .select_related("contribution__author")
        .prefetch_related(answered())
    )


def holding(remark: Remark) -> RemarkAnswer | None:
    """The answer that counts; of a remark read by :func:`public_remarks`, no query."""
    told: list[RemarkAnswer] | None = getattr(remark, "told", None)
    if told is None:
        told = list(remark.answers.order_by("-number")[:1])
    return told[0] if told else None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many public remarks there are, and how many of them have their answer."""

    received: int = 0
    answered: int = 0

    @property
    def owed(self) -> int:
        return self.received - self.answered


def tally(remarks: "QuerySet[Remark]") -> Tally:
    """One query, over whatever remarks are given; only the public ones count."""
    found = remarks.filter(contribution__standing=Standing.PUBLIC).aggregate(
        received=Count("pk"),
        answered=Count("pk", filter=Q(contribution__answered_at__isnull=False)),
    )
    return Tally(found["received"], found["answered"])


def tallies(versions: Iterable[ProgrammeVersion]) -> dict[int, Tally]:
    """By version, for those that have any public remark; one query."""
    rows = (
        Remark.objects.filter(
            version__in=[each.pk for each in versions],
            contribution__standing=Standing.PUBLIC,
        )
        .order_by()
        .values_list("version")
        .annotate(
            received=Count("pk"),
            answered=Count("pk", filter=Q(contribution__answered_at__isnull=False)),
        )
    )
    return {pk: Tally(received, answered) for pk, received, answered in rows}


@dataclass(slots=True)
class Beside:
    """The remarks on one section: how many, and the newest of them."""

    count: int = 0
    first: list[Remark] = field(default_factory=list)


def beside(version: ProgrammeVersion) -> dict[tuple[int | None, str], Beside]:
    """By the page of the project and the section; three queries, however many."""
    found: dict[tuple[int | None, str], Beside] = {}
    rows = public_remarks(version=version)
    counts = (
        Remark.objects.filter(version=version, contribution__standing=Standing.PUBLIC)
        .order_by()
        .values_list("project__project_id", "section")
        .annotate(number=Count("pk"))
    )
    for project, section, number in counts:
        found[project, section] = Beside(number)
    if not found:
        return found
    newest = rows.annotate(
        page_id=F("project__project_id"),
        place=Window(
            RowNumber(),
            partition_by=[F("project_id"), F("section")],
            order_by=F("pk").desc(),
        ),
    ).filter(place__lte=BESIDE)
    for row in newest.order_by("-pk"):
        place: Any = row
        found[place.page_id, row.section].first.append(row)
    return found


@dataclass(frozen=True, slots=True)
class About:
    """What a remark is about, in the reader's language, and where it can be read."""

    project: Words
    section: str
    number: int
    programme_id: int
    anchor: str

    @property
    def section_label(self) -> str:
        return str(Section(self.section).label) if self.section else ""


def titles(version: ProgrammeVersion, language: str = "") -> dict[int, Words]:
    """The title of each project of a version by the key of its row; one query."""
    language = language or conf.content_language()
    rows = ProjectVersion.objects.filter(version=version).order_by("position")
    return {row.pk: said(read(row), "title", language) for row in rows}


def about(remark: Remark, names: dict[int, Words] | None = None) -> About:
    """``names`` from :func:`titles`; without them, from the remark's own project."""
    version, project = remark.version, remark.project
    title = Words("", conf.content_language())
    if project is not None:
        known = (names or {}).get(project.pk)
        title = known or said(read(project), "title", conf.content_language())
    return About(
        title,
        remark.section,
        version.number,
        version.programme_id,
        anchor_of(project, remark.section),
    )


def anchor_of(project: ProjectVersion | None, section: str) -> str:
    """Where the reading view shows it; empty for the programme as a whole."""
    if project is None:
        return ""
    return f"{project.section_anchor}-{section}" if section else project.section_anchor


def dress(
    remarks: Iterable[Remark], names: dict[int, Words] | None = None
) -> list[Remark]:
    """Give each ``about`` and ``holding``. Read with ``version`` and ``project``."""
    rows = list(remarks)
    for row in rows:
        shown: Any = row
        shown.about = about(row, names)
        shown.holding = holding(row)
    return rows


def with_place(remarks: "QuerySet[Remark]") -> "QuerySet[Remark]":
    """With the version and the project that each is about, in the same query."""
    return remarks.select_related("version", "project").defer("version__content")


def owed_since(version: ProgrammeVersion, now: dt.datetime) -> dt.datetime | None:
    """Since when the remarks without an answer wait for one; None while it is open."""
    phase = version.phase
    if phase is None or phase.end is None or phase.end > now:
        return None
    end: dt.datetime = phase.end
    return end
