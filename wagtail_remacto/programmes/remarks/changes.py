"""“What changed thanks to you”: remarks, their answers, and what really differs."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.programmes.differences import (
    Differences,
    ProjectDifference,
    Status,
    differences,
)
from wagtail_remacto.programmes.models import (
    ProgrammeVersion,
    Remark,
    RemarkVerdict,
)
from wagtail_remacto.programmes.queries import Shelf, public_versions
from wagtail_remacto.programmes.remarks import queries
from wagtail_remacto.programmes.standing import standing_of

# Of what changed nothing, so many stand under each project; the list has them all.
SHOWN = 20


@dataclass(slots=True)
class ProjectChanges:
    """One project, or the programme as a whole where ``title`` is empty."""

    title: Words
    page_id: int | None
    accepted: list[Remark] = field(default_factory=list)
    declined: list[Remark] = field(default_factory=list)
    answered: list[Remark] = field(default_factory=list)
    owed: int = 0
    difference: ProjectDifference | None = None

    @property
    def number(self) -> int:
        return len(self.accepted) + len(self.declined) + len(self.answered) + self.owed

    @property
    def is_empty(self) -> bool:
        return not self.number and (
            self.difference is None or self.difference.status == Status.UNCHANGED
        )

    @property
    def more(self) -> int:
        """How many declined and answered ones only the list shows."""
        rest = (self.declined, self.answered)
        return sum(max(0, len(each) - SHOWN) for each in rest)


@dataclass(slots=True)
class Changes:
    """``after`` is the version that the committee validated, or the latest public one;
    None while there is no later one than the version that was consulted on."""

    before: ProgrammeVersion
    after: ProgrammeVersion | None
    is_validated: bool
    differences: Differences | None
    projects: list[ProjectChanges]
    tally: queries.Tally
    accepted: int
    declined: int
    since: dt.datetime | None


def changes_of(shelf: Shelf) -> Changes | None:
    """None where no version was made for consultation.

    As many queries for two remarks as for two thousand.
    """
    standing = standing_of(shelf.programme)
    before = standing.consulted
    if before is None:
        return None
    versions = {each.pk: each for each in public_versions(shelf.programme)}
    before = versions[before.pk]
    after = _after(versions, before, standing.validated)
    found = differences(before, after) if after else None
    names = queries.titles(before)
    rows = queries.with_place(queries.public_remarks(version=before)).order_by("pk")
    parts = _parts(before, found, names)
    accepted = declined = 0
    tally = {"received": 0, "answered": 0}
    for row in queries.dress(rows, names):
        shown: Any = row
        row.version = before
        part = parts[row.project.project_id if row.project else None]
        tally["received"] += 1
        if shown.holding is None:
            part.owed += 1
            continue
        tally["answered"] += 1
        if shown.holding.verdict == RemarkVerdict.ACCEPTED:
            part.accepted.append(row)
            accepted += 1
        elif shown.holding.verdict == RemarkVerdict.DECLINED:
            part.declined.append(row)
            declined += 1
        else:
            part.answered.append(row)
    return Changes(
        before=before,
        after=after,
        is_validated=bool(after and standing.validated and after == standing.validated),
        differences=found,
        projects=[part for part in parts.values() if not part.is_empty],
        tally=queries.Tally(**tally),
        accepted=accepted,
        declined=declined,
        since=queries.owed_since(before, timezone.now()),
    )


def _after(
    versions: dict[int, ProgrammeVersion],
    before: ProgrammeVersion,
    validated: ProgrammeVersion | None,
) -> ProgrammeVersion | None:
    if validated is not None and validated.number > before.number:
        return versions.get(validated.pk)
    later = [each for each in versions.values() if each.number > before.number]
    return later[-1] if later else None


def _parts(
    before: ProgrammeVersion, found: Differences | None, names: dict[int, Words]
) -> dict[int | None, ProjectChanges]:
    """By the page of each project, in the order of the version; the whole first."""
    parts: dict[int | None, ProjectChanges] = {
        None: ProjectChanges(Words("", ""), None)
    }
    pages = dict(before.projects.order_by("position").values_list("pk", "project_id"))
    for pk, title in names.items():
        parts[pages[pk]] = ProjectChanges(title, pages[pk])
    for each in found.projects if found else ():
        part = parts.setdefault(each.pk, ProjectChanges(each.title, each.pk))
        part.difference = each
    return parts
