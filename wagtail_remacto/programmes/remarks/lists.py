"""The remarks on a version: every state of the list is an address."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wagtail_remacto import conf
from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.contributions.keyset import BadKey, Keyset, KeysetPage
from wagtail_remacto.contributions.lists import MAX_TEXT, Choice, holding_words
from wagtail_remacto.contributions.models import Origin
from wagtail_remacto.programmes.models import (
    ProgrammeVersion,
    Remark,
    RemarkAnswer,
    RemarkKind,
    RemarkVerdict,
)
from wagtail_remacto.programmes.remarks import queries

# What the filter of projects calls the programme as a whole.
WHOLE = "programme"


class State(models.TextChoices):
    """The answer that holds, or none."""

    OWED = "owed", _("answer awaited")
    ANSWERED = "has", _("with an answer")
    ACCEPTED = RemarkVerdict.ACCEPTED.value, pgettext_lazy("remark", "accepted")
    DECLINED = RemarkVerdict.DECLINED.value, pgettext_lazy("remark", "declined")


class Sort(models.TextChoices):
    NEWEST = "newest", _("newest first")
    SUPPORTED = "supported", _("most supported first")


ORDERINGS = {
    Sort.NEWEST: ("-pk",),
    Sort.SUPPORTED: ("-contribution__supports_count", "-pk"),
}


class RemarkList:
    """One state of the list of a version; read lazily."""

    parameters = ("q", "project", "section", "kind", "state", "origin", "workshop")

    def __init__(
        self,
        version: ProgrammeVersion,
        data: Mapping[str, str],
        *,
        size: int | None = None,
    ) -> None:
        self.version = version
        self.data = {
            key: data.get(key, "").strip()[:MAX_TEXT] for key in self.parameters
        }
        wanted = data.get("sort", "")
        self.sort = Sort(wanted) if wanted in Sort else Sort.NEWEST
        self.after, self.before = data.get("after", ""), data.get("before", "")
        self.size = size or conf.get("LIST_SIZE")
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
        return self.address(after=self.after, before=self.before)

    # What can be chosen

    def _choices(self, name: str, options: Any) -> list[Choice]:
        return [
            Choice(str(code), label, self.data[name] == str(code))
            for code, label in options
        ]

    @cached_property
    def names(self) -> dict[int, Words]:
        return queries.titles(self.version)

    @cached_property
    def _pages(self) -> dict[int, int]:
        rows = self.version.projects.values_list("pk", "project_id")
        return dict(rows)

    @property
    def projects(self) -> list[Choice]:
        """Each by the number of its page, in the order of the version."""
        pages = self._pages
        found = [
            Choice(
                str(pages[pk]),
                title,
                self.data["project"] == str(pages[pk]),
                title.attrs,
            )
            for pk, title in self.names.items()
        ]
        whole = Choice(
            WHOLE, _("the programme as a whole"), self.data["project"] == WHOLE
        )
        return [*found, whole]

    @property
    def kinds(self) -> list[Choice]:
        return self._choices("kind", RemarkKind.choices)

    @property
    def states(self) -> list[Choice]:
        return self._choices("state", State.choices)

    @property
    def origins(self) -> list[Choice]:
        return self._choices("origin", Origin.choices)

    @property
    def sorts(self) -> list[Choice]:
        return [Choice(s.value, s.label, s == self.sort) for s in Sort]

    # What is found

    @cached_property
    def tally(self) -> queries.Tally:
        return queries.tally(Remark.objects.filter(version=self.version))

    @cached_property
    def filtered(self) -> "QuerySet[Remark]":
        rows = queries.with_place(queries.public_remarks(version=self.version))
        chosen = self.data
        if chosen["project"] == WHOLE:
            rows = rows.filter(project=None)
        elif chosen["project"]:
            rows = rows.filter(project__project_id=_number(chosen["project"]))
        for name in ("section", "kind"):
            if chosen[name]:
                rows = rows.filter(**{name: chosen[name]})
        if chosen["origin"]:
            rows = rows.filter(contribution__origin=chosen["origin"])
        if chosen["workshop"]:
            rows = rows.filter(contribution__workshop_id=_number(chosen["workshop"]))
        return rows.filter(self._in_state, holding_words(self.q, "contribution__"))

    @property
    def _in_state(self) -> Q:
        state = self.data["state"]
        if state in (State.OWED, State.ANSWERED):
            return Q(contribution__answered_at__isnull=state == State.OWED)
        if not state:
            return Q()
        latest = RemarkAnswer.objects.filter(remark=models.OuterRef("pk")).order_by(
            "-number"
        )
        return Q(
            pk__in=Remark.objects.filter(version=self.version)
            .annotate(verdict=models.Subquery(latest.values("verdict")[:1]))
            .filter(verdict=state)
            .values("pk")
        )

    @cached_property
    def count(self) -> int:
        return self.filtered.count() if self.is_filtered else self.tally.received

    @cached_property
    def page(self) -> KeysetPage:
        keyset = Keyset(ORDERINGS[self.sort], self.size)
        try:
            found = keyset.page(self.filtered, after=self.after, before=self.before)
        except BadKey as error:
            self.no_such_page = str(error)
            found = keyset.page(self.filtered)
        queries.dress(found.items, self.names)
        for row in found.items:
            row.version = self.version
        return found

    @property
    def next_address(self) -> str:
        return self.address(after=self.page.next) if self.page.next else ""

    @property
    def previous_address(self) -> str:
        return self.address(before=self.page.previous) if self.page.previous else ""


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 18 else None
