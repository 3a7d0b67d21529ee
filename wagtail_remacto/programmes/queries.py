"""What anybody may read of a programme's versions.

A version made for consultation is public once it is made, and so is the one that the
council has changed. What was frozen for the committee becomes public when a signed
decision names it or the council has it; until then it is a draft. A version stays
public when the page of its programme is unpublished, because it is a record; it is not
where the page, or one above it, is private.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Length, Substr
from django.http import Http404
from wagtail.models import PageViewRestriction

from wagtail_remacto import conf
from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.collectivites.queries import readable
from wagtail_remacto.committees.models import Decision
from wagtail_remacto.programmes import canonical
from wagtail_remacto.programmes.canonical import Content
from wagtail_remacto.programmes.edition import Edition, project_editions, read_edition
from wagtail_remacto.programmes.models import (
    Deliberation,
    Lineage,
    ProgrammePage,
    ProgrammeVersion,
    ProjectPage,
    ProjectVersion,
    Purpose,
)
from wagtail_remacto.programmes.standing import standing_of


@dataclass(frozen=True, slots=True)
class Shelf:
    """A programme as the addresses of its versions know it.

    ``programme`` is the canonical page; ``page`` the published one in the reader's
    language, or in the fallback language, or None.
    """

    programme: ProgrammePage
    page: ProgrammePage | None

    @property
    def within(self) -> ProgrammePage:
        """The page that stands for it on a screen, published or not."""
        return self.page or self.programme


def shelf_or_404(pk: int) -> Shelf:
    """The programme of this page, in whatever language; one query.

    404 where there is none and where it is private.
    """
    key = ProgrammePage.objects.filter(pk=pk).values("translation_key")
    group = list(
        ProgrammePage.objects.filter(translation_key__in=key, alias_of__isnull=True)
        .annotate(is_private=Exists(_restrictions()))
        .select_related("locale")
        .order_by("pk")
    )
    by_language = {page.locale.language_code: page for page in group}
    fallback = conf.fallback_language()
    programme: Any = by_language.get(fallback) or (group[0] if group else None)
    if programme is None or programme.is_private:
        raise Http404("No programme that anyone may read has this number.")
    page = None
    for code in (fallback, conf.content_language()):
        found: Any = by_language.get(code)
        if found is not None and found.live and not found.is_private:
            page = found
    for each in group:
        each.canonical = programme
    return Shelf(programme, page)


def _restrictions() -> QuerySet[PageViewRestriction]:
    return PageViewRestriction.objects.filter(
        page__path=Substr(OuterRef("path"), 1, Length("page__path"))
    )


def is_public() -> Q:
    """The versions that anyone may read, as a condition on them."""
    signed = Decision.objects.filter(version=OuterRef("pk"), signed_at__isnull=False)
    before_council = Deliberation.objects.filter(
        Q(version=OuterRef("pk")) | Q(result=OuterRef("pk"))
    )
    return (
        Q(purpose__in=(Purpose.CONSULTATION, Purpose.ADOPTION))
        | Q(Exists(signed))
        | Q(Exists(before_council))
    )


def public_versions(programme: ProgrammePage) -> QuerySet[ProgrammeVersion]:
    """Those of a canonical programme, in their order."""
    return ProgrammeVersion.objects.filter(is_public(), programme=programme).order_by(
        "number"
    )


def version_or_404(shelf: Shelf, number: int) -> ProgrammeVersion:
    found = public_versions(shelf.programme).filter(number=number).first()
    if found is None:
        raise Http404("No version that anyone may read has this number.")
    found.programme = shelf.programme
    return found


def with_records(versions: QuerySet[ProgrammeVersion]) -> list[ProgrammeVersion]:
    """Versions without their content, with all that was decided on each.

    ``signed``: decisions, ``votes``: the council's, ``made_by``: the vote that
    made it, ``earlier``: the number of the one before. Four queries.
    """
    votes = Deliberation.objects.select_related("session", "version").order_by(
        "session__sitting", "pk"
    )
    decisions = (
        Decision.objects.filter(signed_at__isnull=False)
        .select_related("superseded_by")
        .order_by("held_on", "pk")
    )
    found: list[Any] = list(
        versions.defer("content")
        .annotate(projects_count=Count("projects"))
        .prefetch_related(
            Prefetch("decisions", decisions, to_attr="signed"),
            Prefetch("deliberations", votes, to_attr="votes"),
            Prefetch(
                "made_by_deliberations",
                votes.filter(superseded_at__isnull=True),
                to_attr="made_by",
            ),
        )
    )
    earlier: Any = None
    for version in found:
        version.earlier, earlier = earlier, version.number
    return found


def edition_of(version: ProgrammeVersion) -> Edition:
    """The version in the reader's language; one query."""
    rows = ProjectVersion.objects.filter(version=version).order_by("position")
    return read_edition(version, rows)


def current_edition(shelf: Shelf) -> Edition:
    """The programme as it counts today.

    What the council adopted; before that its published pages; where these are not
    published, the newest public version.
    """
    adopted = standing_of(shelf.programme).adopted
    if adopted is not None:
        return edition_of(adopted)
    if shelf.page is not None:
        return live_edition(shelf.programme)
    newest = public_versions(shelf.programme).last()
    if newest is None:
        raise Http404("Nothing of this programme is public.")
    return edition_of(newest)


def title_of(page: ProgrammePage) -> Words:
    return Words(page.title, page.locale.language_code)


def live_edition(programme: ProgrammePage) -> Edition:
    """What the published pages of a programme say, in the shape of a version.

    Five queries, however many projects there are.
    """
    language = conf.content_language()
    pages = _live(
        ProgrammePage.objects.filter(translation_key=programme.translation_key)
    )
    group = next(iter(pages.values()), {programme.locale.language_code: programme})
    projects = _live(_projects_below(programme))
    axes = canonical.axes(
        page.axis_id for group_ in projects.values() for page in group_.values()
    )
    sources = _sources(projects)
    contents: dict[int, Content] = {}
    for by_language in sorted(projects.values(), key=lambda each: _first(each).path):
        first = _first(by_language)
        contents[first.pk] = canonical.project_content(
            by_language,
            canonical=first,
            sources=sources.get(first.pk, []),
            axes=axes,
        )
    content: Content = {
        **canonical.programme_facts(_first(group)),
        "words": {code: canonical.programme_words(p) for code, p in group.items()},
    }
    texts = [canonical.canonical_text(each) for each in (content, *contents.values())]
    return Edition(
        content,
        project_editions(contents, language),
        language,
        digest=hashlib.sha256("\n".join(texts).encode()).hexdigest(),
    )


def _live(pages: QuerySet[Any]) -> dict[Any, dict[str, Any]]:
    """The published pages of each translation group, by language, in their order."""
    found: dict[Any, dict[str, Any]] = {}
    rows = readable(pages).filter(alias_of__isnull=True).select_related("locale")
    for page in rows.order_by("path"):
        found.setdefault(page.translation_key, {})[page.locale.language_code] = page
    return found


def _projects_below(programme: ProgrammePage) -> QuerySet[ProjectPage]:
    below = ProjectPage.objects.child_of(programme).values("translation_key")
    return ProjectPage.objects.filter(translation_key__in=below)


def _first(by_language: dict[str, Any]) -> Any:
    """The page whose dates and codes count."""
    return by_language.get(conf.fallback_language()) or next(iter(by_language.values()))


def _sources(projects: dict[Any, dict[str, Any]]) -> dict[int, list[tuple[str, str]]]:
    keys = [page.pk for group in projects.values() for page in group.values()]
    found: dict[int, list[tuple[str, str]]] = {}
    rows = Lineage.objects.filter(project__in=keys, ended_at__isnull=True)
    for row in rows.select_related("contribution"):
        found.setdefault(row.project_id, []).append(
            (row.contribution.shown_reference, row.kind)
        )
    return found
