"""The directory: collectivités filtered by what the address says."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Substr
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from wagtail_remacto import conf
from wagtail_remacto.collectivites.models import CollectivitePage, Kind
from wagtail_remacto.collectivites.territories import regions
from wagtail_remacto.cycles.kinds import Precision
from wagtail_remacto.cycles.models import CyclePage, PhasePage
from wagtail_remacto.cycles.queries import asking_public
from wagtail_remacto.journey.branch import visible
from wagtail_remacto.normalise import fold
from wagtail_remacto.programmes.models import Deliberation
from wagtail_remacto.programmes.models.council import Outcome


class Standing(models.TextChoices):
    """Where a collectivité stands; the first that holds."""

    OPEN = "open", _("consultation open now")
    ADOPTED = "adopted", _("programme adopted")
    CYCLE = "cycle", _("cycle published")
    MEMBER = "member", _("no cycle published")


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter and the address that chooses it."""

    code: str
    label: str
    chosen: bool
    address: str


def with_standing(
    pages: QuerySet[Any], depths: Iterable[int], now: dt.datetime | None = None
) -> QuerySet[Any]:
    """Annotate ``standing`` (see :class:`Standing`) in the same query.

    ``depths`` are those of the collectivités in the tree: the path of what hangs
    below is cut to that length and looked up in one set. Comparing each collectivité
    with each phase takes PostgreSQL minutes at five hundred.
    """
    now = now or timezone.now()

    def holding(below: QuerySet[Any]) -> Q:
        found = Q()
        for depth in set(depths):
            cut = Substr("path", 1, depth * Page.steplen)
            found |= Q(path__in=below.annotate(branch=cut).values("branch"))
        return found

    open_phases = (
        PhasePage.objects.filter(asking_public(), live=True)
        .exclude(precision=Precision.TEXT)
        .exclude(start=None, end=None)
        .filter(Q(start=None) | Q(start__lte=now), Q(end=None) | Q(end__gte=now))
    )
    adopted = Deliberation.objects.filter(
        outcome__in=[Outcome.ADOPTED, Outcome.ADOPTED_WITH_CHANGES],
        superseded_at=None,
    ).values("session__collectivite__translation_key")
    return pages.annotate(
        standing=Case(
            When(holding(open_phases), then=Value(Standing.OPEN)),
            When(translation_key__in=adopted, then=Value(Standing.ADOPTED)),
            When(
                holding(CyclePage.objects.filter(live=True)),
                then=Value(Standing.CYCLE),
            ),
            default=Value(Standing.MEMBER),
            output_field=models.CharField(),
        )
    )


class Directory:
    """One state of the list; every state is an address and works without JavaScript."""

    parameters = ("q", "kind", "region", "wave", "standing")

    def __init__(self, page: Any, data: Mapping[str, str]) -> None:
        self.page = page
        self.data = {key: data.get(key, "").strip() for key in self.parameters}
        self.after = data.get("after", "")
        self.as_map = data.get("view") == "map"

    @property
    def q(self) -> str:
        return self.data["q"]

    @property
    def is_filtered(self) -> bool:
        return any(self.data.values())

    def address(self, **changes: str) -> str:
        """The address of this list with some filters changed."""
        query = {**self.data, **changes}
        if self.as_map and "view" not in changes:
            query["view"] = "map"
        kept = {key: value for key, value in query.items() if value}
        return f"?{urlencode(kept)}" if kept else "?"

    @property
    def list_address(self) -> str:
        return self.address(view="")

    @property
    def map_address(self) -> str:
        return self.address(view="map")

    def _choices(self, name: str, options: list[tuple[str, str]]) -> list[Choice]:
        return [
            Choice(
                code=code,
                label=str(label),
                chosen=self.data[name] == code,
                address=self.address(**{name: code}),
            )
            for code, label in options
        ]

    @property
    def kinds(self) -> list[Choice]:
        return self._choices("kind", Kind.choices)

    @property
    def regions(self) -> list[Choice]:
        language = get_language() or "fr"
        return self._choices(
            "region", [(each.code, each.name(language)) for each in regions()]
        )

    @property
    def waves(self) -> list[Choice]:
        label = _("wave %(number)s")
        return self._choices(
            "wave", [(str(n), str(label) % {"number": n}) for n in (1, 2, 3)]
        )

    @property
    def standings(self) -> list[Choice]:
        return self._choices("standing", Standing.choices)

    @cached_property
    def _base(self) -> QuerySet[Any]:
        """The collectivités of this directory, one row for each translation group."""
        paths = Q(path__startswith=self.page.path)
        if self.page.canonical is not self.page:
            # Those not translated yet stand in from the fallback language.
            own = CollectivitePage.objects.filter(
                path__startswith=self.page.path,
                live=True,
                translation_key=OuterRef("translation_key"),
            )
            paths |= Q(path__startswith=self.page.canonical.path) & ~Exists(own)
        return visible(CollectivitePage.objects.filter(paths))

    @cached_property
    def _filtered(self) -> QuerySet[Any]:
        pages = self._base
        if self.data["kind"]:
            pages = pages.filter(kind=self.data["kind"])
        if self.data["region"]:
            pages = pages.filter(region_code=self.data["region"])
        if self.data["wave"].isdigit():
            pages = pages.filter(wave=int(self.data["wave"]))
        if self.q:
            pages = pages.filter(pk__in=self._named(pages))
        depths = {self.page.depth + 1, self.page.canonical.depth + 1}
        pages = with_standing(pages, depths)
        if self.data["standing"]:
            pages = pages.filter(standing=self.data["standing"])
        return pages.order_by("title", "pk")

    def _named(self, pages: QuerySet[Any]) -> list[int]:
        """Those whose name holds the words, in any script and without accents."""
        wanted = fold(self.q)
        names = pages.values_list("pk", "title", "name_fr", "name_ar", "name_zgh")
        return [
            pk
            for pk, *scripts in names
            if any(wanted in fold(name) for name in scripts)
        ]

    @cached_property
    def count(self) -> int:
        return self._filtered.count()

    @cached_property
    def _slice(self) -> list[Any]:
        size: int = conf.get("DIRECTORY_PAGE_SIZE")
        pages = self._filtered
        title, _sep, pk = self.after.rpartition(":")
        if pk.isdigit():
            pages = pages.filter(Q(title__gt=title) | Q(title=title, pk__gt=int(pk)))
        return list(pages.select_related("locale", "image")[: size + 1])

    @cached_property
    def pages(self) -> list[Any]:
        """The collectivités of this page of the list."""
        size: int = conf.get("DIRECTORY_PAGE_SIZE")
        found = self._slice[:size]
        for page in found:
            page.standing_label = Standing(page.standing).label
        return found

    @property
    def next_address(self) -> str:
        """The address of the following part of the list, by key; empty at its end."""
        if len(self._slice) <= conf.get("DIRECTORY_PAGE_SIZE"):
            return ""
        last = self.pages[-1]
        return self.address(after=f"{last.title}:{last.pk}")

    @cached_property
    def points(self) -> list[Any]:
        """Those with a known place, for the map."""
        found = (
            self._filtered.filter(fictional=False)
            .exclude(latitude=None)
            .exclude(longitude=None)
            .select_related("locale")
        )
        return list(found[:2000])
