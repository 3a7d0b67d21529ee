"""Versions: every digest, every number, and what was frozen against what is live."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import PageViewRestriction

from wagtail_remacto.journey.invariants.findings import Finding, check, finding
from wagtail_remacto.programmes import canonical
from wagtail_remacto.programmes.adoptions import adoptions
from wagtail_remacto.programmes.models import (
    Lineage,
    ProgrammePage,
    ProgrammeVersion,
    ProjectPage,
    ProjectVersion,
)
from wagtail_remacto.programmes.services.versions import live_pages
from wagtail_remacto.programmes.standing import Standing, standing_of


@check
def digests(programme: int | None) -> Iterator[Finding]:
    """Every digest is that of its text, and the text is in its canonical form."""
    of_programme = {} if programme is None else {"programme": programme}
    of_version = {} if programme is None else {"version__programme": programme}
    for row in ProgrammeVersion.objects.filter(**of_programme).iterator():
        yield from _digest(row, row.programme_id)
    rows = ProjectVersion.objects.filter(**of_version).select_related("version")
    for each in rows.defer("version__content").iterator():
        yield from _digest(each, each.version.programme_id)


def _digest(row: Any, programme: int) -> Iterator[Finding]:
    if canonical.digest(row.content) != row.digest:
        yield finding(
            "digest",
            row,
            _("Its text has another digest than the one that was recorded."),
            programme,
        )
        return
    try:
        same = canonical.canonical_text(json.loads(row.content)) == row.content
    except ValueError:
        same = False
    if not same:
        yield finding(
            "canonical", row, _("Its text is not in its canonical form."), programme
        )


@check
def chains(programme: int | None) -> Iterator[Finding]:
    """A version names its number, its purpose and its projects, as the rows do."""
    rows = ProgrammeVersion.objects.order_by("programme_id", "number")
    if programme is not None:
        rows = rows.filter(programme=programme)
    expected: dict[int, int] = {}
    for row in (
        rows.select_related("programme")
        .prefetch_related("projects")
        .iterator(chunk_size=50)
    ):
        number = expected.get(row.programme_id, 0) + 1
        if row.number != number:
            yield finding(
                "version_missing",
                row,
                _("Version %(number)d of the programme is missing.")
                % {"number": number},
                row.programme_id,
            )
        expected[row.programme_id] = row.number
        yield from _chain(row)


def _chain(row: ProgrammeVersion) -> Iterator[Finding]:
    try:
        content = canonical.read(row)
        said = [(each["key"], each["digest"]) for each in content["projects"]]
        own = (content["key"], content["number"], content["purpose"])
    except (ValueError, KeyError, TypeError):
        return  # said by ``digests`` already
    projects = sorted(row.projects.all(), key=lambda each: each.position)
    held = []
    for each in projects:
        try:
            held.append((canonical.read(each)["key"], each.digest))
        except (ValueError, KeyError):
            held.append(("", each.digest))
    if said != held:
        yield finding(
            "version_projects",
            row,
            _("It names other projects, or other words of them, than are kept."),
            row.programme_id,
        )
    if own != (str(row.programme.translation_key), row.number, row.purpose):
        yield finding(
            "version_identity",
            row,
            _("Its text says that it is another version."),
            row.programme_id,
        )


@check
def what_is_live(programme: int | None) -> Iterator[Finding]:
    """Domain rule 5: what the council adopted is what everyone reads.

    And where the projects of a validated programme come from is what was frozen.
    """
    versions = ProgrammeVersion.objects.order_by()
    if programme is not None:
        versions = versions.filter(programme=programme)
    pages = ProgrammePage.objects.filter(pk__in=versions.values("programme"))
    for page in pages.select_related("locale").order_by("pk"):
        standing = standing_of(page)
        settled = standing.adopted or (
            None if standing.lineage_is_open else standing.validated
        )
        if settled is None:
            continue
        frozen = [
            each
            for each in ProjectVersion.objects.filter(version=settled).select_related(
                "project__locale"
            )
            # Another text than was kept is said by ``digests`` already.
            if canonical.digest(each.content) == each.digest
        ]
        yield from _sources(page, frozen)
        if standing.is_adopted and standing.adopted is not None:
            yield from _commitments(page, standing, frozen)


@check
def what_is_hidden(programme: int | None) -> Iterator[Finding]:
    """What the council adopted is read by everybody, in every language."""
    votes = adoptions()
    if programme is not None:
        votes = votes.filter(programme=programme)
    restricted = list(
        PageViewRestriction.objects.exclude(
            restriction_type=PageViewRestriction.NONE
        ).values_list("page__path", flat=True)
    )
    if not restricted:
        return
    of_key: dict[Any, int] = {}
    counted: dict[int, int] = {}
    for vote in votes.select_related("programme"):
        of_key[vote.programme.translation_key] = vote.programme_id
        if vote.counted_id is not None:
            counted[vote.counted_id] = vote.programme_id
    for row in ProjectVersion.objects.filter(version__in=counted).values_list(
        "project__translation_key", "version"
    ):
        of_key[row[0]] = counted[row[1]]
    for model in (ProgrammePage, ProjectPage):
        for page in model.objects.filter(translation_key__in=of_key):
            # A restriction of the page, or of one above it.
            if any(page.path.startswith(path) for path in restricted):
                yield finding(
                    "adopted_hidden",
                    page,
                    _("The council has adopted it, and not everybody may read it."),
                    of_key[page.translation_key],
                )


def _sources(page: ProgrammePage, frozen: list[ProjectVersion]) -> Iterator[Finding]:
    rows = Lineage.objects.filter(
        project__in=[each.project_id for each in frozen], ended_at__isnull=True
    ).select_related("contribution")
    now: dict[int, set[tuple[str, str]]] = {}
    for row in rows:
        now.setdefault(row.project_id, set()).add(
            (row.contribution.shown_reference, row.kind)
        )
    for each in frozen:
        then = {
            (source["contribution"], source["kind"])
            for source in canonical.read(each)["from"]
        }
        if then != now.get(each.project_id, set()):
            yield finding(
                "lineage",
                each.project,
                _("Where it comes from has changed since it was settled."),
                page.pk,
            )


def _commitments(
    page: ProgrammePage, standing: Standing, frozen: list[ProjectVersion]
) -> Iterator[Finding]:
    adopted: Any = ProgrammeVersion.objects.get(pk=standing.adopted.pk)  # type: ignore[union-attr]
    if canonical.digest(adopted.content) == adopted.digest:
        yield from _compare(page, canonical.read(adopted), page.pk, _PROGRAMME)
    for each in frozen:
        yield from _compare(each.project, canonical.read(each), page.pk, _PROJECT)
    known = [each.project_id for each in frozen]
    added = ProjectPage.objects.child_of(page).live().exclude(pk__in=known)
    for project in added.filter(alias_of__isnull=True):
        yield finding(
            "not_adopted",
            project,
            _("It is published below an adopted programme and was not adopted."),
            page.pk,
        )


_PROGRAMME = (canonical.programme_facts, canonical.programme_words)
_PROJECT = (canonical.project_facts, canonical.project_words)


def _compare(
    page: Any, content: dict[str, Any], programme: int, readers: Any
) -> Iterator[Finding]:
    """The live page of every language against the words that were adopted."""
    facts_of, words_of = readers
    pages = live_pages(page)
    own = pages.get(page.locale.language_code)
    if own is None:
        yield finding(
            "adopted_unpublished",
            page,
            _("The council has adopted it, and nobody can read it."),
            programme,
        )
        return
    differing = [
        name for name, value in facts_of(own).items() if content[name] != value
    ]
    for language, words in content["words"].items():
        each = pages.get(language)
        if each is None:
            continue
        said = words_of(each)
        differing += [
            f"{name} ({language})"
            for name, value in words.items()
            if said[name] != value
        ]
    if differing:
        yield finding(
            "adopted_changed",
            page,
            _("It says something else than what the council adopted: %(fields)s.")
            % {"fields": ", ".join(differing)},
            programme,
        )
