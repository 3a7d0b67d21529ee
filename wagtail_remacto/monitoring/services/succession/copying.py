"""A project begun from another, as a draft in every language that both have."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from wagtail_remacto.collectivites.pages import canonical_page
from wagtail_remacto.collectivites.queries import readable
from wagtail_remacto.contributions.branches import place_of
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.models import Axis
from wagtail_remacto.monitoring.models import ProjectOrigin
from wagtail_remacto.monitoring.services.locking import is_closed
from wagtail_remacto.monitoring.services.succession.errors import (
    NothingCommon,
    NotOffered,
    ProgrammeAdopted,
    TargetCycleClosed,
)
from wagtail_remacto.programmes.models import ProgrammePage, ProjectPage
from wagtail_remacto.programmes.planning.drafts import free_slug, pages_of
from wagtail_remacto.programmes.services.versions import lock
from wagtail_remacto.programmes.standing import standing_of

# What another town may begin from. Dates, money, reference and sources are its own …
WORDS = (
    "summary",
    "problem",
    "status_quo",
    "solution",
    "expected_results",
    "values",
    "values_note",
    "indicators",
)
# … and who does it, except where the same town goes on.
OWN_WORDS = (*WORDS, "lead", "partners", "shared_with", "image", "body")


@transaction.atomic
def copy_project(
    *,
    source: ProjectPage,
    programme: ProgrammePage,
    by: Any,
    now: dt.datetime | None = None,
) -> ProjectPage:
    """A draft project in ``programme`` that begins from a public one of another town.

    Begun twice by the same form it is one project: while a draft from this source is
    in the programme, that one is returned. Raises ``gate.Refused``, ``NotOffered``,
    ``ProgrammeAdopted``, ``TargetCycleClosed``, ``NothingCommon``.
    """
    now = now or timezone.now()
    programme = lock(programme)
    cycle = place_of(programme).cycle
    # Into a closed cycle nothing is begun either; ``begin_from`` says so.
    gate.require(by, gate.Deed.TRANSLATE, cycle, now, even_closed=True)
    source = canonical_page(source)
    public = readable(ProjectPage.objects.filter(pk=source.pk))
    if is_below(source, programme) or not public.exists():
        raise NotOffered(source.title)
    project = begin_from(
        source, programme, by=by, now=now, fields=WORDS, only_public=True
    )
    log(
        project,
        "wagtail_remacto.begin_from",
        user=by,
        data={"project": source.pk, "title": source.title},
    )
    return project


def begin_from(
    source: ProjectPage,
    programme: ProgrammePage,
    *,
    by: Any,
    now: dt.datetime,
    fields: Iterable[str],
    only_public: bool = False,
) -> ProjectPage:
    """The draft, and that it was begun from ``source``; both pages are canonical.

    ``only_public`` leaves out the languages in which not everybody reads the source.

    The caller holds the programme and has asked the gate. A draft from this source
    that is there already is returned as it is.
    """
    known = (
        ProjectPage.objects.child_of(programme)
        .filter(origin__source=source.pk, live=False)
        .select_related("locale")
        .first()
    )
    if known is not None:
        return known
    if is_closed(place_of(programme).cycle):
        raise TargetCycleClosed
    if standing_of(programme).is_adopted:
        raise ProgrammeAdopted
    sources = pages_of(source)
    if only_public:
        pages = ProjectPage.objects.filter(
            pk__in=[each.pk for each in sources.values()]
        )
        public = set(readable(pages).values_list("pk", flat=True))
        sources = {code: each for code, each in sources.items() if each.pk in public}
    made = _pages(source, sources, pages_of(programme), by, tuple(fields))
    if programme.locale.language_code not in made:
        raise NothingCommon
    project = made[programme.locale.language_code]
    ProjectOrigin.objects.create(project=project, source=source, by=by, at=now)
    return project


def is_below(page: Any, above: Any) -> bool:
    return bool(page.path.startswith(above.path))


def _pages(
    source: ProjectPage,
    sources: Mapping[str, ProjectPage],
    programmes: Mapping[str, ProgrammePage],
    by: Any,
    fields: tuple[str, ...],
) -> dict[str, ProjectPage]:
    """One page for each language in which both are written, all of one key."""
    canonical = next(iter(programmes.values()))
    slug = free_slug(programmes.values(), source.slug)
    key = uuid.uuid4()
    axis = _axis(source, canonical)
    made = {}
    for language, programme in programmes.items():
        written = sources.get(language)
        if written is None:
            continue
        page = ProjectPage(
            title=written.title,
            slug=slug,
            locale=programme.locale,
            translation_key=key,
            axis=axis,
            owner=by,
            live=False,
            has_unpublished_changes=True,
            **{name: getattr(written, name) for name in fields},
        )
        page.themes.set(written.themes.all())
        programme.add_child(instance=page)
        page.save_revision(user=by, log_action=False)
        log(page, "wagtail.create", user=by, content_changed=True)
        made[language] = page
    return made


def _axis(source: ProjectPage, programme: ProgrammePage) -> Axis | None:
    """The axis of the other cycle that has the same title, if there is one."""
    if source.axis is None:
        return None
    found: Axis | None = Axis.objects.filter(
        cycle=place_of(programme).cycle,
        locale=source.axis.locale_id,
        title__iexact=source.axis.title,
        active=True,
    ).first()
    return found
