"""Remarks given on paper: how grid, import and slips of workshops read them.

Workshops know nothing of programmes; this reader is registered with them.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail_remacto import conf
from wagtail_remacto.contributions.models import Contribution, Origin
from wagtail_remacto.cycles.kinds import Action, PhaseKind
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.normalise import fold
from wagtail_remacto.programmes.canonical import read
from wagtail_remacto.programmes.edition import said
from wagtail_remacto.programmes.errors import ProgrammeError
from wagtail_remacto.programmes.models import (
    ProgrammeVersion,
    ProjectVersion,
    RemarkKind,
    Section,
)
from wagtail_remacto.programmes.services.remarks import enter_remark, read_in
from wagtail_remacto.workshops.entry.ideas import Column, Idea, Reader
from wagtail_remacto.workshops.entry.readers import register

# Words that spreadsheets and slips use, folded as `fold` does.
KIND_WORDS = {
    RemarkKind.SUPPORT: ("support", "soutien", "pour", "favorable", "دعم", "تأييد"),
    RemarkKind.CONCERN: (
        "concern",
        "preoccupation",
        "inquietude",
        "crainte",
        "reserve",
        "تخوف",
        "قلق",
    ),
    RemarkKind.AMENDMENT: ("amendment", "amendement", "modification", "تعديل"),
    RemarkKind.QUESTION: ("question", "سؤال", "استفسار"),
}
SECTION_WORDS = {
    Section.WHOLE: ("tout", "tout le projet", "projet", "whole", "المشروع", "الكل"),
    Section.PROBLEM: ("problem", "probleme", "المشكلة", "مشكلة", "الاشكالية"),
    Section.SOLUTION: ("solution", "الحل", "حل"),
    Section.RESULTS: (
        "results",
        "resultats",
        "resultats attendus",
        "expected results",
        "النتائج",
        "النتائج المنتظرة",
    ),
    Section.WHO: ("who", "qui", "qui et quand", "calendrier", "من", "من ومتى"),
    Section.MONEY: ("money", "budget", "الميزانية", "ميزانية"),
    Section.INDICATORS: ("indicators", "indicateurs", "المؤشرات", "مؤشرات"),
}
# The headers by which a spreadsheet names the columns.
COLUMNS = (
    ("project", ("projet", "project", "المشروع", "مشروع")),
    (
        "kind",
        ("type de remarque", "kind", "type", "nature", "نوع الملاحظة", "النوع"),
    ),
    ("section", ("section", "partie", "rubrique", "القسم", "الجزء")),
)
# The programme as a whole, as the grid says it.
WHOLE = "programme"
WHOLE_WORDS = (WHOLE, "le programme", "tout le programme", "البرنامج")

_KEY = re.compile(r"project:(\d+)")
_NUMBER = re.compile(r"(?:projet|project|المشروع|مشروع)?\s*n?[°.]?\s*(\d+)")


def _by_word(words: Mapping[Any, tuple[str, ...]]) -> dict[str, str]:
    return {fold(each): key.value for key, named in words.items() for each in named}


_KINDS = _by_word(KIND_WORDS)
_SECTIONS = _by_word(SECTION_WORDS)


@dataclass(frozen=True)
class PaperRemark(Idea):
    """Checked; what it is about comes on top of what every row has."""

    project: ProjectVersion | None = None
    kind: str = ""
    section: str = ""

    @property
    def words(self) -> dict[str, Any]:
        found = super().words
        del found["axis"]
        return found

    @property
    def about(self) -> str:
        name = (
            str(said(read(self.project), "title", conf.content_language()))
            if self.project
            else _("the programme as a whole")
        )
        return f"{name} – {RemarkKind(self.kind).label}"


class RemarkReader(Reader):
    """Rows of a second consultation.

    Where the phase asks for ideas as well, a row without a kind and without a project
    is an idea.
    """

    needs_title = False

    def __init__(self, phase: PhasePage, origin: str = Origin.WORKSHOP) -> None:
        self.takes_ideas = Action.CONTRIBUTE in phase.actions
        self.has_axes = self.takes_ideas
        super().__init__(phase, origin)
        self.version: ProgrammeVersion | None = read_in(phase)
        self.projects: list[ProjectVersion] = (
            list(self.version.projects.order_by("position")) if self.version else []
        )
        self._by_page = {each.project_id: each for each in self.projects}
        self._by_position = {each.position: each for each in self.projects}
        self._by_name: dict[str, ProjectVersion] = {}
        self._titles: list[tuple[ProjectVersion, str]] = []
        for each in self.projects:
            content = read(each)
            for words in content["words"].values():
                self._by_name.setdefault(fold(words["title"].strip()), each)
            reference = content.get("reference") or ""
            if reference:
                self._by_name.setdefault(fold(reference.strip()), each)
            title = str(said(content, "title", conf.content_language()))
            self._titles.append((each, title))

    @property
    def columns(self) -> list[Column]:  # type: ignore[override]
        projects = [
            (f"project:{each.project_id}", f"{each.position}. {title}")
            for each, title in self._titles
        ]
        nothing = [("", "–")]
        return [
            Column(
                "project",
                _("Project"),
                [*nothing, (WHOLE, _("the programme as a whole")), *projects],
                required=not self.takes_ideas,
            ),
            Column(
                "kind",
                _("Kind of remark"),
                [*nothing, *RemarkKind.choices],
                required=not self.takes_ideas,
            ),
            Column("section", _("Part of the project"), list(Section.choices)),
        ]

    @property
    def grid_title(self) -> str:
        return _("Enter remarks")

    @property
    def about_label(self) -> str:
        return _("About")

    @property
    def asked(self) -> str:
        return _("What do you say to the draft projects?")

    @property
    def blanks(self) -> list[str]:
        kinds = " ".join(f"☐ {each.label}" for each in RemarkKind)
        return [_("Project: ……………………"), kinds]

    @staticmethod
    def ready(count: int) -> str:
        return ngettext(
            "Publish %(count)d remark", "Publish %(count)d remarks", count
        ) % {"count": count}

    @staticmethod
    def published(count: int) -> str:
        return ngettext(
            "%(count)d remark is published.", "%(count)d remarks are published.", count
        ) % {"count": count}

    def read(self, typed: Mapping[str, str]) -> tuple[Idea | None, dict[str, str]]:
        self.needs_title = self._is_idea(typed)
        return super().read(typed)

    def _is_idea(self, typed: Mapping[str, str]) -> bool:
        named = (typed.get(name, "").strip() for name in ("project", "kind"))
        return self.takes_ideas and not any(named)

    def make(
        self, typed: Mapping[str, str], errors: dict[str, str], **words: Any
    ) -> Idea:
        if self._is_idea(typed):
            return Idea(**words)
        project = self._project(typed.get("project", ""), errors)
        return PaperRemark(
            **{**words, "axis": None},
            project=project,
            kind=self._kind(typed.get("kind", ""), errors),
            section=self._section(typed.get("section", ""), project, errors),
        )

    def enter(
        self,
        idea: Idea,
        *,
        by: Any,
        workshop: Any,
        external_key: str,
        now: dt.datetime | None = None,
    ) -> tuple[Contribution, bool]:
        where: dict[str, Any] = {"by": by, "workshop": workshop, "now": now}
        if not isinstance(idea, PaperRemark) or self.version is None:
            return super().enter(idea, external_key=external_key, **where)
        try:
            made, is_new = enter_remark(
                version=self.version,
                external_key=external_key,
                **where,
                **idea.words,
            )
        except ProgrammeError as error:
            raise ValidationError(error.sentence) from None
        return made.contribution, is_new

    def _project(self, value: str, errors: dict[str, str]) -> ProjectVersion | None:
        """By its key in the grid, its title, its reference or its number."""
        value = value.strip()
        if self.version is None:
            errors["project"] = _(
                "No draft programme is read in this phase yet: make its version first."
            )
            return None
        if not value:
            errors["project"] = _("Say which project it is about, or the programme.")
            return None
        if fold(value) in WHOLE_WORDS or value == WHOLE:
            return None
        key = _KEY.fullmatch(value)
        if key:
            found = self._by_page.get(int(key[1]))
        else:
            found = self._by_name.get(fold(value))
            number = _NUMBER.fullmatch(fold(value))
            if found is None and number:
                found = self._by_position.get(int(number[1]))
        if found is None:
            errors["project"] = (
                _("The project that was chosen is not in the draft any more.")
                if key
                else _("The draft has no project “%(text)s”.") % {"text": value[:80]}
            )
        return found

    def _kind(self, value: str, errors: dict[str, str]) -> str:
        value = value.strip()
        labels = {fold(str(each.label)): each.value for each in RemarkKind}
        found = _KINDS.get(fold(value)) or labels.get(fold(value)) or ""
        if not value:
            errors["kind"] = _("Say what kind of remark it is.")
        elif not found:
            errors["kind"] = _("“%(text)s” is none of these: %(names)s.") % {
                "text": value[:40],
                "names": ", ".join(str(each.label) for each in RemarkKind),
            }
        return found

    def _section(
        self, value: str, project: ProjectVersion | None, errors: dict[str, str]
    ) -> str:
        value = value.strip()
        if not value:
            return ""
        labels = {fold(str(each.label)): each.value for each in Section}
        found = _SECTIONS.get(fold(value), labels.get(fold(value)))
        if found is None:
            errors["section"] = _("“%(text)s” is none of these: %(names)s.") % {
                "text": value[:40],
                "names": ", ".join(str(each.label) for each in Section),
            }
        elif found and project is None and "project" not in errors:
            errors["section"] = _("A part is one of a project: say of which.")
        return found or ""


def _for(phase: PhasePage, origin: str) -> Reader | None:
    """For the second consultations that let people remark; no other has a version."""
    if (
        phase.kind != PhaseKind.SECOND_CONSULTATION
        or Action.REMARK not in phase.actions
    ):
        return None
    return RemarkReader(phase, origin)


register(_for, COLUMNS)
