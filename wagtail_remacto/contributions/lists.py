"""One list for what was given in the room and on the screen.

Every state of it is an address. What is counted hangs on canonical pages, so that each
language of the site shows the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from wagtail_remacto import conf
from wagtail_remacto.collectivites.models import Language
from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.contributions import queries, references
from wagtail_remacto.contributions.keyset import BadKey, Keyset, KeysetPage
from wagtail_remacto.contributions.models import (
    Contribution,
    Origin,
    Outcome,
    Standing,
)
from wagtail_remacto.cycles.models import Axis, Theme
from wagtail_remacto.normalise import normalise

# What the filter of outcomes calls those that have none yet.
AWAITED = "awaited"
# Words of a question beyond these are left out, and so is the end of a longer text.
MAX_WORDS = 12
MAX_TEXT = 200


class Sort(models.TextChoices):
    NEWEST = "newest", _("newest first")
    OLDEST = "oldest", _("oldest first")
    SUPPORTED = "supported", _("most supported first")
    DISCUSSED = "discussed", _("most discussed first")


ORDERINGS = {
    Sort.NEWEST: ("-created_at", "-pk"),
    Sort.OLDEST: ("created_at", "pk"),
    Sort.SUPPORTED: ("-supports_count", "-pk"),
    Sort.DISCUSSED: ("-comments_count", "-pk"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter."""

    code: str
    label: Any
    chosen: bool
    attrs: str = ""


def holding_words(asked: str, prefix: str = "") -> Q:
    """Every word occurs, or the text is a reference, however it is spelled.

    ``prefix`` leads to the contribution, as ``contribution__`` does from a remark.
    """
    words = normalise(asked).split()[:MAX_WORDS]
    reference = references.read(asked) if asked else None
    if reference is not None:
        return Q(**{f"{prefix}reference": reference})
    found = Q()
    for word in words:
        found &= Q(**{f"{prefix}search_text__contains": word})
    # Signs without a letter name nothing.
    return Q(pk__in=[]) if asked and not words else found


class ContributionList:
    """One state of the list; read lazily, a query for each thing that is shown."""

    parameters: tuple[str, ...] = (
        "q",
        "axis",
        "origin",
        "outcome",
        "language",
        "theme",
        "workshop",
    )

    def __init__(
        self,
        contributions: "QuerySet[Contribution]",
        cycle_path: str,
        data: Mapping[str, str],
    ) -> None:
        """``contributions`` are all of a phase or cycle, whatever their standing.

        ``cycle_path`` is the place of the canonical cycle in the tree.
        """
        self.all = contributions
        self.cycle_path = cycle_path
        self.data = {
            key: data.get(key, "").strip()[:MAX_TEXT] for key in self.parameters
        }
        wanted = data.get("sort", "")
        self.sort = Sort(wanted) if wanted in Sort else Sort.NEWEST
        self.after, self.before = data.get("after", ""), data.get("before", "")
        self.no_such_page = ""

    @property
    def q(self) -> str:
        return self.data["q"]

    @property
    def is_filtered(self) -> bool:
        return any(self.data.values())

    def address(self, **changes: str) -> str:
        """The address of this list with some of its state changed."""
        state = {**self.data, "sort": self.sort.value, **changes}
        if state["sort"] == Sort.NEWEST:
            del state["sort"]
        kept = {key: value for key, value in state.items() if value}
        return f"?{urlencode(kept)}" if kept else "?"

    @property
    def own_address(self) -> str:
        """This very state, without what a form sends empty."""
        return self.address(after=self.after, before=self.before)

    # What can be chosen

    def _choices(self, name: str, options: list[tuple[Any, Any]]) -> list[Choice]:
        return [
            Choice(str(code), label, self.data[name] == str(code))
            for code, label in options
        ]

    @cached_property
    def axes_by_row(self) -> dict[int, Axis]:
        return queries.axes_by_row(cycle__path=self.cycle_path)

    @property
    def axes(self) -> list[Choice]:
        """The axes in use, in the reader's language; each is named by its number."""
        rows = {axis.translation_key: axis for axis in self.axes_by_row.values()}
        found = sorted(rows.values(), key=lambda axis: (axis.order, axis.pk))
        return [
            Choice(
                str(axis.order),
                axis.title,
                self.data["axis"] == str(axis.order),
                Words("-", axis.locale.language_code).attrs,
            )
            for axis in found
            if axis.active
        ]

    @property
    def origins(self) -> list[Choice]:
        return self._choices("origin", Origin.choices)

    @property
    def outcomes(self) -> list[Choice]:
        return self._choices(
            "outcome", [(AWAITED, _("answer awaited")), *Outcome.choices]
        )

    @property
    def languages(self) -> list[Choice]:
        return self._choices("language", Language.choices)

    @cached_property
    def themes(self) -> list[Choice]:
        """The themes that somebody has given to one of them."""
        shown = self.all.filter(standing=Standing.PUBLIC).order_by()
        used = Theme.objects.filter(themed_contributions__content_object__in=shown)
        rows = used.distinct().order_by("name").values_list("slug", "name")
        return self._choices("theme", list(rows[:100]))

    @property
    def sorts(self) -> list[Choice]:
        return [Choice(s.value, s.label, s == self.sort) for s in Sort]

    # What is found

    @cached_property
    def _standings(self) -> dict[str, int]:
        return queries.standings(self.all)

    @property
    def whole(self) -> int:
        """How many are public, without any filter."""
        return self._standings.get(Standing.PUBLIC, 0)

    @property
    def hidden(self) -> int:
        return self._standings.get(Standing.HIDDEN, 0)

    @property
    def withdrawn(self) -> int:
        return self._standings.get(Standing.WITHDRAWN, 0)

    @cached_property
    def filtered(self) -> "QuerySet[Contribution]":
        rows = self.all.filter(standing=Standing.PUBLIC)
        if self.data["axis"]:
            rows = rows.filter(axis_id__in=self._axis_rows)
        for name in ("origin", "language"):
            if self.data[name]:
                rows = rows.filter(**{name: self.data[name]})
        if self.data["outcome"]:
            awaited = self.data["outcome"] == AWAITED
            rows = rows.filter(outcome="" if awaited else self.data["outcome"])
        if self.data["theme"]:
            rows = rows.filter(themed_items__tag__slug=self.data["theme"])
        if self.data["workshop"]:
            key = self.data["workshop"]
            is_number = key.isdecimal() and len(key) < 18
            rows = rows.filter(workshop_id=int(key) if is_number else None)
        return rows.filter(holding_words(self.q))

    @property
    def _axis_rows(self) -> list[int]:
        return [
            pk
            for pk, axis in self.axes_by_row.items()
            if axis.active and str(axis.order) == self.data["axis"]
        ]

    @cached_property
    def count(self) -> int:
        return self.filtered.count() if self.is_filtered else self.whole

    @cached_property
    def page(self) -> KeysetPage:
        """The contributions of this page, each with its axis and workshop."""
        keyset = Keyset(ORDERINGS[self.sort], conf.get("LIST_SIZE"))
        rows = self.filtered.select_related("author")
        try:
            found = keyset.page(rows, after=self.after, before=self.before)
        except BadKey as error:
            self.no_such_page = str(error)
            found = keyset.page(rows)
        queries.dress(found.items, self.axes_by_row)
        return found

    @property
    def next_address(self) -> str:
        return self.address(after=self.page.next) if self.page.next else ""

    @property
    def previous_address(self) -> str:
        return self.address(before=self.page.previous) if self.page.previous else ""
