"""A version is made: the drafts of a programme and its projects, word for word."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from wagtail_remacto.collectivites.pages import canonical_page
from wagtail_remacto.committees.services import closing
from wagtail_remacto.contributions.branches import Place, place_of
from wagtail_remacto.contributions.models import Contribution, Standing
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.kinds import PhaseKind
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.people.happened import Event, tell
from wagtail_remacto.programmes import canonical
from wagtail_remacto.programmes.errors import (
    AlreadyAdopted,
    AnalysisOpen,
    NothingNew,
    NothingToFreeze,
    RemarksOwed,
    WrongPhase,
)
from wagtail_remacto.programmes.models import (
    Lineage,
    ProgrammePage,
    ProgrammeVersion,
    ProjectPage,
    ProjectVersion,
    Purpose,
)
from wagtail_remacto.programmes.standing import standing_of


def lock(programme: ProgrammePage) -> ProgrammePage:
    """The canonical programme, held until the commit: its records change one by one."""
    found: ProgrammePage = (
        ProgrammePage.objects.select_for_update(of=("page_ptr",), no_key=True)
        .select_related("locale")
        .get(pk=canonical_page(programme).pk)
    )
    return found


@transaction.atomic
def freeze(
    *,
    programme: ProgrammePage,
    purpose: str,
    by: Any,
    phase: PhasePage | None = None,
    note: str = "",
    projects: Iterable[ProjectPage] | None = None,
    now: dt.datetime | None = None,
) -> ProgrammeVersion:
    """Keep the drafts as they are now, as the next version of the programme.

    ``projects`` are the ones that belong to it (all of its pages, unless given).
    ``phase`` is the second consultation in which the public reads it. Raises
    ``gate.Refused`` and the errors of ``programmes.errors``.
    """
    now = now or timezone.now()
    programme = lock(programme)
    place = place_of(programme)
    gate.require(by, gate.Deed.OUTCOME, place.cycle, now)
    if gate.is_over(place.cycle):
        raise gate.Refused(gate.cycle_closed())
    standing = standing_of(programme)
    if standing.is_adopted:
        raise AlreadyAdopted
    purpose = Purpose(purpose)
    if purpose == Purpose.ADOPTION:
        raise ValueError("Only a vote of the council makes this version.")
    if purpose == Purpose.CONSULTATION:
        phase = _consultation(phase, place)
    _analysis_is_closed(place)
    if purpose == Purpose.VALIDATION:
        _remarks_are_answered(programme)
    version = make_version(
        programme=programme,
        place=place,
        purpose=purpose,
        by=by,
        phase=phase,
        note=note,
        projects=projects,
        now=now,
    )
    last = standing.latest
    if last is not None and last.purpose == purpose and says_the_same(last, version):
        raise NothingNew(last.number)
    if purpose == Purpose.CONSULTATION:
        tell_of_projects("consulted", f"version:{version.pk}", version, now)
    return version


def tell_of_projects(
    kind: str, key: str, version: ProgrammeVersion, now: dt.datetime, **facts: Any
) -> None:
    """Tell of each project of a version, for those who follow or have shaped it."""
    frozen = version.projects.select_related("project__locale")
    tell(
        *(
            Event(
                kind,
                f"{key}:{each.project_id}",
                now,
                each.project,
                each.project,
                facts={"version": version.number, **facts},
            )
            for each in frozen
        )
    )


def make_version(
    *,
    programme: ProgrammePage,
    place: Place,
    purpose: Purpose,
    by: Any,
    now: dt.datetime,
    phase: PhasePage | None = None,
    note: str = "",
    projects: Iterable[ProjectPage] | None = None,
) -> ProgrammeVersion:
    """The rows of a version, for a service that has asked the gate and locked.

    Raises ``NothingToFreeze``.
    """
    chosen = _chosen(programme, projects)
    if not chosen:
        raise NothingToFreeze
    sources = _sources(chosen)
    frozen: list[tuple[ProjectPage, Page, str]] = []
    for project in chosen:
        pages = drafts(project)
        content = canonical.project_content(
            pages,
            canonical=pages[project.locale.language_code],
            sources=sources.get(project.pk, []),
        )
        frozen.append((project, project, canonical.canonical_text(content)))
    pages = drafts(programme)
    highest = ProgrammeVersion.objects.filter(programme=programme).aggregate(
        highest=Max("number")
    )["highest"]
    number = (highest or 0) + 1
    text = canonical.canonical_text(
        canonical.programme_content(
            pages,
            canonical=pages[programme.locale.language_code],
            cycle=place.cycle,
            collectivite=place.collectivite,
            number=number,
            purpose=purpose,
            projects=[
                (str(project.translation_key), canonical.digest(each))
                for project, _page, each in frozen
            ],
        )
    )
    version = ProgrammeVersion.objects.create(
        programme=programme,
        number=number,
        purpose=purpose,
        phase=phase,
        note=note,
        content=text,
        digest=canonical.digest(text),
        revision=_revision(programme, by),
        by=by,
        at=now,
    )
    for position, (project, _page, each) in enumerate(frozen, start=1):
        ProjectVersion.objects.create(
            version=version,
            project=project,
            position=position,
            content=each,
            digest=canonical.digest(each),
            revision=_revision(project, by),
        )
    log(
        programme,
        "wagtail_remacto.freeze",
        user=by,
        data={"number": number, "purpose": str(purpose), "digest": version.digest},
    )
    return version


def drafts(page: Any) -> dict[str, Any]:
    """The latest draft of the page in every language, by language; aliases left out."""
    group = _group(page).select_related("locale", "latest_revision")
    return {each.locale.language_code: _draft(each) for each in group}


def live_pages(page: Any) -> dict[str, Any]:
    """The page as everyone reads it, in every language in which it is published."""
    group = _group(page).filter(live=True).select_related("locale")
    return {each.locale.language_code: each for each in group}


def _group(page: Any) -> Any:
    return (
        type(page)
        .objects.filter(translation_key=page.translation_key, alias_of__isnull=True)
        .order_by("pk")
    )


def says_the_same(one: ProgrammeVersion, other: ProgrammeVersion) -> bool:
    """Whether two versions differ in nothing but their number and purpose."""
    contents = []
    for version in (one, other):
        content = canonical.read(version)
        for name in ("number", "purpose"):
            content.pop(name)
        contents.append(content)
    return contents[0] == contents[1]


def _draft(page: Any) -> Any:
    """What is being written; the page itself where nobody writes at it."""
    revision = page.latest_revision if page.has_unpublished_changes else None
    return revision.as_object() if revision is not None else page


def _revision(page: Any, by: Any) -> Any:
    """The revision that holds the draft; one is made where none does.

    An importer may have saved the page since its last revision.
    """
    fresh = type(page).objects.select_related("latest_revision").get(pk=page.pk)
    revision = fresh.latest_revision
    if revision is not None and (
        fresh.has_unpublished_changes or _says(revision.as_object()) == _says(fresh)
    ):
        return revision
    return fresh.save_revision(user=by, changed=False, clean=False)


def _says(page: Any) -> tuple[Any, Any]:
    if isinstance(page, ProjectPage):
        return canonical.project_facts(page), canonical.project_words(page)
    return canonical.programme_facts(page), canonical.programme_words(page)


def _chosen(
    programme: ProgrammePage, projects: Iterable[ProjectPage] | None
) -> list[ProjectPage]:
    """The canonical projects below the programme, in the order of its tree."""
    below = ProjectPage.objects.child_of(programme).filter(alias_of__isnull=True)
    if projects is not None:
        below = below.filter(pk__in=[canonical_page(each).pk for each in projects])
    return list(below.select_related("locale").order_by("path"))


def _sources(projects: list[ProjectPage]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {}
    rows = Lineage.objects.filter(project__in=projects, ended_at__isnull=True)
    for row in rows.select_related("contribution"):
        found.setdefault(row.project_id, []).append(
            (row.contribution.shown_reference, row.kind)
        )
    return found


def _consultation(phase: PhasePage | None, place: Place) -> PhasePage:
    if phase is None:
        raise WrongPhase
    found: PhasePage = canonical_page(phase)
    if found.kind != PhaseKind.SECOND_CONSULTATION or not found.path.startswith(
        place.cycle.path
    ):
        raise WrongPhase
    return found


def _analysis_is_closed(place: Place) -> None:
    """No version is made before every idea was answered, or it was said why not.

    What came in on paper after the closing is owed its answer too.
    """
    numbers = closing.figures(place.cycle)
    if not numbers.received and not numbers.held:
        return
    closed = closing.current(place.cycle)
    if closed is None or (numbers.owed and not closed.is_override):
        raise AnalysisOpen


def _remarks_are_answered(programme: ProgrammePage) -> None:
    """The committee settles what the public has read once it has answered it."""
    owed = Contribution.objects.filter(
        remark__version__programme=programme,
        standing=Standing.PUBLIC,
        answered_at__isnull=True,
    ).count()
    if owed:
        raise RemarksOwed(owed)
