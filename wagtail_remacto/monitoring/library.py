"""The library of projects worth copying: what the address asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from wagtail_remacto.collectivites.models import Kind
from wagtail_remacto.collectivites.pages import attach_canonicals
from wagtail_remacto.collectivites.queries import published
from wagtail_remacto.cycles.kinds import Value
from wagtail_remacto.cycles.queries import attach_cycles
from wagtail_remacto.monitoring.models import Completion, LibraryEntry
from wagtail_remacto.normalise import fold
from wagtail_remacto.programmes.models import ProjectPage, ThemedProject

PAGE_SIZE = 24


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter, as the form shows it."""

    code: str
    label: str
    chosen: bool


@dataclass(slots=True)
class Recommended:
    """A project in the reader's language, and why it is worth copying."""

    entry: LibraryEntry
    page: Any
    themes: list[str]

    @property
    def progress(self) -> Any:
        return getattr(self.entry.project, "progress", None)

    @property
    def completion(self) -> str:
        return self.progress.completion if self.progress else ""

    @property
    def civil_completion(self) -> str:
        return self.progress.civil_completion if self.progress else ""

    @property
    def axis(self) -> Any:
        return self.entry.project.axis

    @property
    def words(self) -> str:
        """Everything in which words are looked for, folded."""
        page, above = self.page, self.page.collectivite
        parts = [
            page.title,
            *(page.words(name) for name in ("summary", "problem", "solution")),
            self.entry.words,
            self.axis.title if self.axis else "",
            *self.themes,
            *((above.title, above.name_fr, above.name_ar) if above else ()),
        ]
        return fold(" ".join(str(each) for each in parts))


class Library:
    """One state of the list; every state is an address and works without JavaScript.

    Six queries at most for any number of projects; officers choose them one by one, so
    that they are few enough to be filtered here.
    """

    parameters = ("q", "theme", "value", "kind", "completion")

    def __init__(self, data: Mapping[str, str]) -> None:
        self.data = {key: data.get(key, "").strip()[:100] for key in self.parameters}
        number = data.get("page", "")
        self.page = max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1

    @property
    def q(self) -> str:
        return self.data["q"]

    @property
    def is_filtered(self) -> bool:
        return any(self.data.values())

    def address(self, **changes: Any) -> str:
        kept = {key: value for key, value in {**self.data, **changes}.items() if value}
        return f"?{urlencode(kept)}" if kept else "?"

    @cached_property
    def all(self) -> list[Recommended]:
        """Everything that can be read, the newest recommendation first."""
        entries = {
            entry.project.translation_key: entry
            for entry in LibraryEntry.objects.filter(
                withdrawn_at=None, project__live=True
            ).select_related("project__locale", "project__progress", "project__axis")
        }
        pages = published(ProjectPage).filter(translation_key__in=list(entries))
        found = attach_cycles(attach_canonicals(pages)) if entries else []
        themes: dict[int, list[str]] = {}
        if entries:
            for pk, name in (
                ThemedProject.objects.filter(
                    content_object__in=[each.project_id for each in entries.values()]
                )
                .order_by("tag__name")
                .values_list("content_object", "tag__name")
            ):
                themes.setdefault(pk, []).append(name)
        by_key = {page.translation_key: page for page in found}
        return [
            Recommended(entry, by_key[key], themes.get(entry.project_id, []))
            for key, entry in entries.items()
            if key in by_key
        ]

    @cached_property
    def found(self) -> list[Recommended]:
        return [each for each in self.all if self._holds(each)]

    def _holds(self, each: Recommended) -> bool:
        data, above = self.data, each.page.collectivite
        if data["theme"] and data["theme"] not in each.themes:
            return False
        if data["value"] and data["value"] not in each.entry.project.values:
            return False
        if data["kind"] and (above is None or above.kind != data["kind"]):
            return False
        if data["completion"] and each.completion != data["completion"]:
            return False
        return all(word in each.words for word in fold(self.q).split())

    @property
    def shown(self) -> list[Recommended]:
        first = (self.page - 1) * PAGE_SIZE
        return self.found[first : first + PAGE_SIZE]

    @property
    def next_address(self) -> str:
        more = self.page * PAGE_SIZE < len(self.found)
        return self.address(page=self.page + 1) if more else ""

    @property
    def previous_address(self) -> str:
        return self.address(page=self.page - 1) if self.page > 1 else ""

    def _options(self, name: str, options: list[tuple[str, Any]]) -> list[Option]:
        return [
            Option(code, str(label), self.data[name] == code) for code, label in options
        ]

    @property
    def themes(self) -> list[Option]:
        names = sorted({name for each in self.all for name in each.themes}, key=fold)
        return self._options("theme", [(name, name) for name in names])

    @property
    def values(self) -> list[Option]:
        return self._options("value", Value.choices)

    @property
    def kinds(self) -> list[Option]:
        return self._options("kind", Kind.choices)

    @property
    def completions(self) -> list[Option]:
        return self._options("completion", Completion.choices)
