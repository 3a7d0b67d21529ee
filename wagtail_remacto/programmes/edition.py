"""A programme as somebody reads it: what one version says, in the reader's language.

Everything here is made of the content of a version (see ``canonical.py``) and asks the
database nothing more. Where a version lacks the reader's language, each field falls
back as pages do: its text in the fallback language stands in, and says so.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from wagtail_remacto import conf
from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.collectivites.territories import Territory, territory
from wagtail_remacto.cycles.calendar_words import partial_period_words
from wagtail_remacto.cycles.kinds import Value
from wagtail_remacto.programmes.canonical import Content
from wagtail_remacto.programmes.models import (
    LineageKind,
    ProgrammeVersion,
    ProjectVersion,
    Section,
)

# The parts that a remark may be anchored to, with the fields that each shows.
SECTION_FIELDS: dict[Section, tuple[str, ...]] = {
    Section.PROBLEM: ("problem", "status_quo"),
    Section.SOLUTION: ("solution",),
    Section.RESULTS: ("expected_results",),
    Section.WHO: ("lead", "partners", "shared_with", "start", "end"),
    Section.MONEY: ("budget", "budget_note"),
    Section.INDICATORS: ("indicators",),
}


def languages_of(content: Content) -> list[str]:
    """The languages a content is written in, the one of last resort first."""
    fallback = conf.fallback_language()
    return sorted(content["words"], key=lambda code: (code != fallback, code))


def last_resort(content: Content) -> str:
    """The language that stands in for a missing one."""
    return next(iter(languages_of(content)), conf.fallback_language())


def written(content: Content, field: str, language: str) -> Any:
    """What the content says in exactly this language; empty where it says nothing."""
    return content["words"].get(language, {}).get(field) or ""


def said(content: Content, field: str, language: str) -> Words:
    """A field's text in this language, or else in the one of last resort."""
    own = written(content, field, language)
    if own:
        return Words(own, language)
    other = last_resort(content)
    return Words(written(content, field, other), other)


def axis_title(axis: Content | None, language: str) -> Words:
    """The title of an axis as the version keeps it."""
    titles: dict[str, str] = (axis or {}).get("titles", {})
    fallback = conf.fallback_language()
    for code in (language, fallback, *sorted(titles)):
        if titles.get(code):
            return Words(titles[code], code)
    return Words("", language)


@dataclass(frozen=True, slots=True)
class Source:
    """A contribution that a project came from, by its reference."""

    reference: str
    kind: str

    @property
    def label(self) -> str:
        return str(dict(LineageKind.choices).get(self.kind, self.kind))


@dataclass(frozen=True, slots=True)
class Indicators:
    """The rows of the table, and the language they are written in."""

    rows: list[dict[str, str]]
    language: str

    @property
    def attrs(self) -> str:
        return Words("-", self.language).attrs

    def __bool__(self) -> bool:
        return bool(self.rows)


class Said:
    """What a content says, field by field: ``{{ project.said.problem }}``."""

    def __init__(self, content: Content, language: str) -> None:
        self._content = content
        self._language = language

    def __getitem__(self, field: str) -> Words:
        """The words of a field; empty where it has none."""
        return said(self._content, field, self._language)


class ReadProject:
    """One project of an edition; ``said`` gives its words.

    ``row`` is the ``ProjectVersion`` it was read from; None for what is live.
    """

    def __init__(
        self,
        content: Content,
        language: str,
        *,
        position: int,
        anchor: str,
        digest: str = "",
        row: ProjectVersion | None = None,
    ) -> None:
        self.content = content
        self.language = language
        self.position = position
        self.anchor = anchor
        self.digest = digest
        self.row = row
        self.said = Said(content, language)

    @property
    def key(self) -> str:
        key: str = self.content["key"]
        return key

    @property
    def reference(self) -> str:
        return self.content.get("reference") or ""

    @cached_property
    def axis(self) -> Words:
        return axis_title(self.content.get("axis"), self.language)

    @property
    def axis_key(self) -> str:
        return (self.content.get("axis") or {}).get("key", "")

    @property
    def dates(self) -> str:
        return partial_period_words(
            self.content.get("start") or "", self.content.get("end") or ""
        )

    @property
    def budget(self) -> Decimal | None:
        amount = self.content.get("budget")
        return None if amount is None else Decimal(amount)

    @property
    def value_labels(self) -> list[Any]:
        codes = self.content.get("values") or []
        return [Value(code).label for code in Value.values if code in codes]

    @property
    def sharing(self) -> list[Territory]:
        found = (territory(code) for code in self.content.get("shared_with") or [])
        return [each for each in found if each]

    @cached_property
    def indicators(self) -> Indicators:
        for code in (self.language, last_resort(self.content)):
            rows = written(self.content, "indicators", code)
            if rows:
                return Indicators(list(rows), code)
        return Indicators([], self.language)

    @property
    def sources(self) -> list[Source]:
        return [
            Source(each["contribution"], each["kind"])
            for each in self.content.get("from") or []
        ]


@dataclass(frozen=True, slots=True)
class AxisPart:
    """The projects of one axis, in their order; without one, ``title`` is empty."""

    number: int
    title: Words
    projects: list[ReadProject]

    @property
    def anchor(self) -> str:
        return f"axis-{self.number}"


class Edition:
    """A whole programme in one language. ``version`` is None for what is live."""

    def __init__(
        self,
        content: Content,
        projects: Iterable[ReadProject],
        language: str,
        *,
        digest: str,
        version: ProgrammeVersion | None = None,
    ) -> None:
        self.content = content
        self.projects = list(projects)
        self.language = language
        self.digest = digest
        self.version = version

    @property
    def title(self) -> Words:
        return said(self.content, "title", self.language)

    @property
    def summary(self) -> Words:
        return said(self.content, "summary", self.language)

    @property
    def dates(self) -> str:
        return partial_period_words(
            self.content.get("start") or "", self.content.get("end") or ""
        )

    @cached_property
    def parts(self) -> list[AxisPart]:
        """The projects by axis, in the order in which the axes come up."""
        by_axis: dict[str, list[ReadProject]] = {}
        for project in self.projects:
            by_axis.setdefault(project.axis_key, []).append(project)
        # What belongs to no axis closes the programme.
        loose = by_axis.pop("", [])
        parts = [
            AxisPart(number, projects[0].axis, projects)
            for number, projects in enumerate(by_axis.values(), start=1)
        ]
        if loose:
            parts.append(AxisPart(len(parts) + 1, Words("", self.language), loose))
        return parts

    @property
    def size(self) -> int:
        """How much there is to lay out, in characters."""
        return sum(
            len(json.dumps(each.content, ensure_ascii=False)) for each in self.projects
        )


def read_edition(
    version: ProgrammeVersion,
    rows: Iterable[ProjectVersion],
    language: str | None = None,
) -> Edition:
    """A version with its ``ProjectVersion`` rows, in the reader's language."""
    language = language or conf.content_language()
    return Edition(
        json.loads(version.content),
        [
            ReadProject(
                json.loads(row.content),
                language,
                position=row.position,
                anchor=row.section_anchor,
                digest=row.digest,
                row=row,
            )
            for row in rows
        ],
        language,
        digest=version.digest,
        version=version,
    )


def project_editions(
    contents: Mapping[int, Content], language: str
) -> list[ReadProject]:
    """Live projects by the key of their page, in their order."""
    return [
        ReadProject(content, language, position=position, anchor=f"project-{pk}")
        for position, (pk, content) in enumerate(contents.items(), start=1)
    ]
