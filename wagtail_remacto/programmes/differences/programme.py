"""Which projects came, went, changed or moved, and what of each."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.utils.translation import get_language_info, ngettext, pgettext

from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.programmes.canonical import Content
from wagtail_remacto.programmes.differences.fields import Change, Comparison
from wagtail_remacto.programmes.edition import ReadProject


class Status(StrEnum):
    """What became of a project; one that changed may have moved too."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class ProjectDifference:
    """One project in both versions; ``was`` and ``now`` are its places in them.

    ``pk`` is its page's key; ``project`` its words as they are now (or were).
    ``elsewhere`` names the languages in which something differs that is not shown.
    """

    pk: int
    status: Status
    project: ReadProject
    was: int | None
    now: int | None
    moved: bool = False
    changes: list[Change] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    @property
    def title(self) -> Words:
        return self.project.said["title"]

    @property
    def anchor(self) -> str:
        return self.project.anchor

    @property
    def languages(self) -> str:
        return language_names(self.elsewhere)


@dataclass(frozen=True)
class Differences:
    """All that differs: of the programme itself, then project by project.

    ``projects`` stand in the order of the later version; those that are gone stand
    where they were.
    """

    changes: list[Change]
    elsewhere: list[str]
    projects: list[ProjectDifference]

    @property
    def languages(self) -> str:
        return language_names(self.elsewhere)

    def of(self, status: Status) -> list[ProjectDifference]:
        return [each for each in self.projects if each.status == status]

    @property
    def differing(self) -> list[ProjectDifference]:
        return [each for each in self.projects if each.status != Status.UNCHANGED]

    @property
    def unchanged(self) -> list[ProjectDifference]:
        return self.of(Status.UNCHANGED)

    def __bool__(self) -> bool:
        return bool(self.changes or self.elsewhere or self.differing)

    @cached_property
    def counts(self) -> list[str]:
        """“3 projects changed”, “1 project added”: one phrase for each that occurs."""
        return [
            _phrase(status, number)
            for status in Status
            if (number := len(self.of(status)))
        ]

    @property
    def sentence(self) -> str:
        """The phrases in one line, with the comma of the reader's language."""
        return pgettext("between the items of a list", ", ").join(self.counts)


def compare(
    before: Content,
    old: Mapping[Any, Content],
    after: Content,
    new: Mapping[Any, Content],
    language: str,
) -> Differences:
    """Two contents of a programme with their projects, by a key that both share."""
    of_programme = Comparison(before, after, language)
    settled = _in_order([key for key in old if key in new], list(new))
    places = [{key: n for n, key in enumerate(each, 1)} for each in (old, new)]
    found = []
    for key in _merged(list(old), list(new)):
        was, now = places[0].get(key), places[1].get(key)
        project = ReadProject(
            new[key] if now else old[key],
            language,
            position=now or was or 0,
            anchor=f"project-{key}",
        )
        if not (was and now):
            status = Status.ADDED if now else Status.REMOVED
            found.append(ProjectDifference(key, status, project, was, now))
            continue
        comparison = Comparison(old[key], new[key], language)
        moved = key not in settled
        status = Status.MOVED if moved else Status.UNCHANGED
        if comparison.differs:
            status = Status.CHANGED
        found.append(
            ProjectDifference(
                key,
                status,
                project,
                was,
                now,
                moved,
                comparison.changes,
                comparison.elsewhere,
            )
        )
    return Differences(of_programme.changes, of_programme.elsewhere, found)


def _in_order(old: list[Any], new: list[Any]) -> set[Any]:
    """The projects that need not have moved: the longest run in both orders.

    One that is put first has moved; those it pushes down have not.
    """
    place = {key: number for number, key in enumerate(new)}
    tails: list[int] = []
    chains: list[list[Any]] = []
    for key in old:
        at = bisect_left(tails, place[key])
        chain = [*(chains[at - 1] if at else []), key]
        if at == len(tails):
            tails.append(place[key])
            chains.append(chain)
        else:
            tails[at], chains[at] = place[key], chain
    return set(chains[-1]) if chains else set()


def _merged(old: list[Any], new: list[Any]) -> list[Any]:
    """The later order, with what is gone behind what it stood behind."""
    found = list(new)
    for number, key in enumerate(old):
        if key not in new:
            before = old[number - 1] if number else None
            found.insert(found.index(before) + 1 if number else 0, key)
    return found


def _phrase(status: Status, number: int) -> str:
    text = {
        Status.ADDED: ngettext(
            "%(count)d project added", "%(count)d projects added", number
        ),
        Status.REMOVED: ngettext(
            "%(count)d project removed", "%(count)d projects removed", number
        ),
        Status.CHANGED: ngettext(
            "%(count)d project changed", "%(count)d projects changed", number
        ),
        Status.MOVED: ngettext(
            "%(count)d project moved", "%(count)d projects moved", number
        ),
        Status.UNCHANGED: ngettext(
            "%(count)d project unchanged", "%(count)d projects unchanged", number
        ),
    }[status]
    return text % {"count": number}


def language_names(codes: list[str]) -> str:
    """« العربية, français »: languages call themselves by their own names."""
    return pgettext("between the items of a list", ", ").join(
        get_language_info(code)["name_local"] for code in codes
    )
