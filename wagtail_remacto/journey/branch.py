"""Everything that hangs below a page, read with one query."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page

from wagtail_remacto import conf
from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.collectivites.queries import readable
from wagtail_remacto.committees.models import CommitteePage
from wagtail_remacto.cycles.clock import State
from wagtail_remacto.cycles.models import CyclePage, PhasePage
from wagtail_remacto.programmes.models import Deliberation, ProgrammePage, ProjectPage
from wagtail_remacto.workshops.models import WorkshopPage

MODELS: tuple[type[Page], ...] = (
    CyclePage,
    PhasePage,
    WorkshopPage,
    CommitteePage,
    ProgrammePage,
    ProjectPage,
)

# Asked with the projects: a page of theirs has no query to spare for each.
OF_PROJECTS = ("projectpage__axis", "projectpage__progress")


def visible(pages: QuerySet[Any]) -> QuerySet[Any]:
    """Live pages that anyone may read, without aliases; adds no query of its own."""
    return readable(pages).filter(alias_of__isnull=True)


def pick_language(pages: Iterable[Any], language: str | None = None) -> list[Any]:
    """One page of each translation group: the reader's language, else the fallback."""
    wanted = conf.content_language(language)
    fallback = conf.fallback_language()
    best: dict[Any, Any] = {}
    canonical: dict[Any, Any] = {}
    for page in pages:
        code = page.locale.language_code
        if code == fallback:
            canonical[page.translation_key] = page
        if code == wanted or (code == fallback and page.translation_key not in best):
            best[page.translation_key] = page
    for key, page in best.items():
        # Known already: no page has to ask for the words it borrows.
        page.canonical = canonical.get(key, page)
    return list(best.values())


class Branch:
    """The pages below a page, by kind, in the reader's language.

    Where a page has not been translated, the one in the fallback language stands in
    for it, so that every language shows the same list.
    """

    def __init__(self, page: Any) -> None:
        self.page = page

    @cached_property
    def pages(self) -> list[Any]:
        if not self.page.path:  # the preview of a page that is not saved yet
            return []
        paths = {self.page.path, self.page.canonical.path}
        below = Q()
        for path in paths:
            below |= Q(path__startswith=path, depth__gt=self.page.depth)
        if isinstance(self.page, CyclePage):
            # Beside it, and asked with what is below: a cycle's page has no query left.
            after = CyclePage.objects.filter(
                predecessor__translation_key=self.page.translation_key
            )
            below |= Q(pk__in=after.values("pk"))
        names = [model._meta.model_name for model in MODELS]
        rows = (
            visible(Page.objects.filter(below))
            .select_related("locale", "content_type", *names, *OF_PROJECTS)
            .order_by("path")
        )
        return pick_language(_specific(row, names) for row in rows)

    def _of(self, model: type[Any]) -> list[Any]:
        return [page for page in self.pages if isinstance(page, model)]

    @cached_property
    def cycles(self) -> list[CyclePage]:
        """The latest first: by the period, then by the identifier."""
        return sorted(
            self._of(CyclePage),
            key=lambda c: (c.identifier != "undated", c.period_end or c.identifier),
            reverse=True,
        )

    @property
    def successor(self) -> CyclePage | None:
        """Of a cycle: the published one that was opened after it."""
        if not isinstance(self.page, CyclePage):
            return None
        return next(iter(self.cycles), None)

    @cached_property
    def shared_cycles(self) -> list[CyclePage]:
        """Cycles that hang below another collectivité and name this one."""
        code = getattr(self.page, "hcp_code", "")
        if not code:
            return []
        found = visible(CyclePage.objects.filter(with_codes__contains=f"|{code}|"))
        return pick_language(found.select_related("locale").order_by("path"))

    @cached_property
    def phases(self) -> list[PhasePage]:
        phases = self._of(PhasePage)
        return sorted(phases, key=lambda p: (p.order, str(p.start or ""), p.path))

    @cached_property
    def workshops(self) -> list[WorkshopPage]:
        """In the order of their dates; those without a date last."""
        return sorted(self._of(WorkshopPage), key=lambda w: (w.date or "9999", w.path))

    @cached_property
    def committees(self) -> list[CommitteePage]:
        return self._of(CommitteePage)

    @cached_property
    def programmes(self) -> list[ProgrammePage]:
        return self._of(ProgrammePage)

    @cached_property
    def projects(self) -> list[ProjectPage]:
        return self._of(ProjectPage)

    @cached_property
    def ordinary(self) -> list[Page]:
        """The host's own pages right below."""
        depth = self.page.depth + 1
        return [
            page
            for page in self.pages
            if not isinstance(page, MODELS) and page.depth == depth
        ]

    @cached_property
    def open_phases(self) -> list[PhasePage]:
        asking = [phase for phase in self.phases if phase.asks_public]
        found = [phase for phase in asking if phase.state.is_open]
        return sorted(found, key=lambda p: (p.end is None, p.end))

    @cached_property
    def coming_workshops(self) -> list[WorkshopPage]:
        over = (State.CLOSED, State.UNDATED)
        return [w for w in self.workshops if w.state not in over]

    @cached_property
    def past_workshops(self) -> list[WorkshopPage]:
        """The latest first, the undated at the end."""
        dated = [w for w in self.workshops if w.state == State.CLOSED]
        undated = [w for w in self.workshops if w.state == State.UNDATED]
        return [*reversed(dated), *undated]

    @cached_property
    def deliberations(self) -> list[Deliberation]:
        """What the council decided on the programmes below, the latest last.

        Without what was recorded wrongly and superseded; the journey keeps that.
        """
        keys = [programme.translation_key for programme in self.programmes]
        if isinstance(self.page, ProgrammePage):
            keys.append(self.page.translation_key)
        return list(
            Deliberation.objects.filter(
                programme__translation_key__in=keys, superseded_at=None
            )
            .select_related("session", "programme", "document")
            .order_by("session__sitting", "pk")
        )

    def within(self, page: Any) -> "Branch":
        """The part below one of these pages, without another query."""
        part = Branch(page)
        paths = (page.path, page.canonical.path)
        part.__dict__["pages"] = [
            each
            for each in self.pages
            if each.path.startswith(paths)
            and each.translation_key != page.translation_key
        ]
        return part


def _specific(row: Page, names: list[str]) -> Any:
    for name in names:
        child = row.__dict__.get("_state").fields_cache.get(name)
        if child is not None:
            child._state.fields_cache.setdefault("locale", row.locale)
            child._state.fields_cache.setdefault("content_type", row.content_type)
            return child
    return row


def ancestors(page: Any) -> list[Any]:
    """The pages above, from the site's home down, as specific as ours are.

    Each in the reader's language where it is published in it, with one query. The same
    query finds the page's canonical one, so that the page need not ask for it.
    """
    step = Page.steplen
    paths = [page.path[:end] for end in range(step * 2, len(page.path), step)]
    names = [model._meta.model_name for model in (CollectivitePage, *MODELS[:2])]
    names.append(ProgrammePage._meta.model_name)
    own = Page.objects.filter(path__in=paths)
    translated = visible(
        Page.objects.filter(
            translation_key__in=own.values("translation_key"),
            locale__language_code=conf.content_language(),
        )
    )
    wanted = Q(path__in=paths) | Q(pk__in=translated.values("pk"))
    seeks_canonical = _seeks_canonical(page)
    if seeks_canonical:
        wanted |= Q(
            translation_key=page.translation_key,
            locale__language_code=conf.fallback_language(),
        )
        if page._meta.model_name not in names:
            names.append(page._meta.model_name)
    rows = (
        Page.objects.filter(wanted)
        .select_related("locale", "content_type", *names)
        .order_by("depth", "path")
    )
    best: dict[Any, Any] = {}
    for row in rows:
        if seeks_canonical and row.translation_key == page.translation_key:
            page.canonical = _specific(row, names)
        elif row.path not in paths or row.translation_key not in best:
            best[row.translation_key] = _specific(row, names)
    return sorted(best.values(), key=lambda each: each.depth)


def _seeks_canonical(page: Any) -> bool:
    """Whether the page borrows words from another that it has not read yet."""
    return (
        hasattr(type(page), "canonical")
        and "canonical" not in page.__dict__
        and page.locale.language_code != conf.fallback_language()
    )
