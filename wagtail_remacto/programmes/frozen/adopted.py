"""What an adoption says about a page, and whether the page says the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from django.db.models import Q
from wagtail.models import Page

from wagtail_remacto import conf
from wagtail_remacto.cycles.models import Axis
from wagtail_remacto.programmes import canonical
from wagtail_remacto.programmes.adoptions import adoptions
from wagtail_remacto.programmes.canonical import Content
from wagtail_remacto.programmes.models import (
    Deliberation,
    ProgrammeMixin,
    ProgrammePage,
    ProgrammeVersion,
    ProjectMixin,
    ProjectVersion,
)

FACTS = {
    ProgrammeMixin: canonical.PROGRAMME_FACTS,
    ProjectMixin: canonical.PROJECT_FACTS,
}
WORDS = {
    ProgrammeMixin: canonical.PROGRAMME_WORDS,
    ProjectMixin: (*canonical.PROJECT_WORDS, "indicators"),
}
# Which page it is: by these an adopted page is found.
IDENTITY = ("locale", "translation_key", "alias_of")
# A save of none of these needs no look at the records.
GUARDED = frozenset(
    {
        *IDENTITY,
        "live",
        "expire_at",
        *(name for names in FACTS.values() for name in names),
        *(name for names in WORDS.values() for name in names),
    }
)


def kind_of(page: Page) -> type[Any] | None:
    """The mixin whose commitments the page has; None for any other page."""
    model = page.specific_class or type(page)
    return next((each for each in WORDS if issubclass(model, each)), None)


def programme_path(page: Page) -> str:
    """Where the programme of this page stands in the tree."""
    path = str(page.path)
    return path[: -Page.steplen] if kind_of(page) is ProjectMixin else path


def adoption_over(page: Page) -> Deliberation | None:
    """The vote that adopted the programme of this page; one small query."""
    if kind_of(page) is ProjectMixin:
        above = ProgrammePage.objects.filter(path=programme_path(page))
        key: Any = above.values("translation_key")
    else:
        # The page may be about to get another key than the one it was adopted under.
        key = Page.objects.filter(
            Q(pk=page.pk) | Q(translation_key=page.translation_key)
        ).values("translation_key")
    found: Deliberation | None = (
        adoptions()
        .filter(programme__translation_key__in=key)
        .only("outcome", "version", "result", "programme", "session")
        .first()
    )
    return found


def adoption_below(page: Page) -> Deliberation | None:
    """The vote on a programme that is this page or stands below it; one query."""
    below = ProgrammePage.objects.filter(path__startswith=page.path)
    found: Deliberation | None = (
        adoptions()
        .filter(programme__translation_key__in=below.values("translation_key"))
        .first()
    )
    return found


def names_axis(axis: Axis) -> bool:
    """Whether a version that a council has adopted names this axis by its title."""
    votes = adoptions().filter(programme__path__startswith=axis.cycle.path)
    counted = [vote.counted_id for vote in votes if vote.counted_id is not None]
    named = ProjectVersion.objects.filter(
        version__in=counted, content__contains=str(axis.translation_key)
    )
    return bool(counted) and bool(named.exists())


def keys_adopted(path: str) -> frozenset[Any] | None:
    """The translation keys of what was adopted with the programme page at ``path``.

    None while nothing is adopted there, or nothing whose version is known.
    """
    programme = ProgrammePage.objects.filter(path=path).first()
    adoption = None if programme is None else adoption_over(programme)
    if adoption is None or adoption.counted_id is None:
        return None
    keys = ProjectVersion.objects.filter(version_id=adoption.counted_id)
    return frozenset(
        [
            programme.translation_key,
            *keys.values_list("project__translation_key", flat=True),
        ]
    )


@dataclass(frozen=True)
class Frozen:
    """What an adoption says about a page.

    ``content`` is None for a project that the council did not adopt, and where no
    version is known (``is_reported``).
    """

    adoption: Deliberation
    kind: Any
    content: Content | None
    language: str

    @property
    def is_reported(self) -> bool:
        return self.adoption.counted_id is None

    @property
    def is_left_out(self) -> bool:
        return self.content is None and not self.is_reported

    @cached_property
    def words(self) -> Content | None:
        """What was adopted in the page's language; None if it was not written then."""
        found: Content | None = (self.content or {"words": {}})["words"].get(
            self.language
        )
        return found

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The fields that nobody changes."""
        if self.content is None:
            return ()
        words = WORDS[self.kind] if self.words is not None else ()
        return (*words, *FACTS[self.kind])

    def differing(self, page: Any, among: Iterable[str] | None = None) -> list[str]:
        """The commitments that the page puts otherwise; of those it holds itself."""
        if self.content is None:
            return []
        held = {field.name for field in page._meta.fields}
        wanted = held if among is None else held & set(among)
        return [
            name
            for name in self.names
            if name in wanted and said(page, name) != self.adopted(name)
        ]

    def adopted(self, name: str) -> Any:
        content: Content = self.content or {}
        if self.words is not None and name in self.words:
            return self.words[name]
        value = content.get(name)
        return value["key"] if name == "axis" and value else value

    def apply(self, page: Any) -> None:
        """Let the page say what was adopted."""
        for name in self.names:
            setattr(page, name, self._value(page, name))

    def _value(self, page: Any, name: str) -> Any:
        value = self.adopted(name)
        if name == "indicators":
            if said(page, name) == value:
                return page.indicators
            blocks = [{"type": "indicator", "value": each} for each in value]
            return page._meta.get_field(name).to_python(blocks)
        if name == "axis":
            return _axis(value)
        if name == "budget":
            return None if value is None else Decimal(value)
        return value


def said(page: Any, name: str) -> Any:
    """What the page says in this field, as the canonical text puts it."""
    value = getattr(page, name)
    if name == "indicators":
        return canonical.project_words(page)[name]
    if name == "axis":
        return str(value.translation_key) if value else None
    if name == "budget":
        try:
            return None if value is None else canonical.money(Decimal(str(value)))
        except InvalidOperation:
            return value
    if isinstance(value, list | tuple):
        return sorted(value)
    return str(value or "")


def _axis(key: str | None) -> Axis | None:
    """The row of the axis that civic rows point at."""
    if key is None:
        return None
    rows = Axis.objects.filter(translation_key=key).select_related("locale")
    fallback = conf.fallback_language()
    return min(
        rows,
        key=lambda each: (each.locale.language_code != fallback, each.pk),
        default=None,
    )


def frozen(page: Any, adoption: Deliberation | None = None) -> Frozen | None:
    """What is frozen of a page of a programme; None while nothing is adopted."""
    adoption = adoption or adoption_over(page)
    if adoption is None:
        return None
    kind: Any = kind_of(page)
    return Frozen(adoption, kind, _content(page, kind, adoption), _language(page))


def frozen_by(version: ProgrammeVersion, page: Any, text: str) -> Frozen:
    """What will be frozen of a page once this version is adopted."""
    kind: Any = kind_of(page)
    content = canonical.read(_Text(text))
    vote = Deliberation(version=version)
    return Frozen(vote, kind, content, _language(page))


@dataclass(frozen=True)
class _Text:
    content: str


def _content(page: Any, kind: Any, adoption: Deliberation) -> Content | None:
    version = adoption.counted_id
    if version is None:
        return None
    rows: Any = (
        ProjectVersion.objects.filter(
            version_id=version, project__translation_key=page.translation_key
        )
        if kind is ProjectMixin
        else ProgrammeVersion.objects.filter(pk=version)
    )
    text = rows.values_list("content", flat=True).first()
    return None if text is None else canonical.read(_Text(text))


def _language(page: Any) -> str:
    """An alias says what its source says, in whichever tree it stands."""
    source = page
    for _step in range(5):
        if source.alias_of_id is None:
            break
        source = Page.objects.select_related("locale").get(pk=source.alias_of_id)
    return str(source.locale.language_code)


def mistaken(page: Any) -> list[str]:
    """By what the page is about to be another one than it is; one query.

    An alias may become a page of its own: its words are not those that were adopted.
    """
    names = [page._meta.get_field(name).attname for name in IDENTITY]
    known = Page.objects.filter(pk=page.pk).values(*names).first()
    if known is None:
        return []
    return [
        name
        for name, column in zip(IDENTITY, names, strict=True)
        if getattr(page, column) != known[column]
        and not (name == "alias_of" and page.alias_of_id is None)
    ]


def is_held(page: Any) -> bool:
    """Whether this very page was adopted, in its language."""
    if kind_of(page) is None or page.alias_of_id:
        return False
    here = frozen(page)
    return here is not None and here.words is not None
