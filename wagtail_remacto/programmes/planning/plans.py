"""How long the steps of a cycle take; data that a host may change."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail_remacto import conf
from wagtail_remacto.cycles.kinds import Action, Mode, PhaseKind

# What the package's own plans are called; a host's own has its code.
LABELS = {
    "whole": gettext_lazy("A whole cycle with two consultations"),
    "short": gettext_lazy("A short cycle"),
    "second": gettext_lazy("Only a second consultation of a draft that exists"),
}

# People come together in these, so that they are told before.
ANNOUNCED = (
    PhaseKind.INFORMATION,
    PhaseKind.CO_CREATION,
    PhaseKind.SECOND_CONSULTATION,
)
# These take years: a holiday or another cycle falls into them as a matter of course.
LONG = (PhaseKind.IMPLEMENTATION, PhaseKind.EVALUATION, PhaseKind.NEXT_CYCLE)

# What a phase of a new plan lets citizens do, and where.
ACTIONS: dict[str, tuple[Action, ...]] = {
    PhaseKind.INFORMATION: (Action.REGISTER,),
    PhaseKind.CO_CREATION: (
        Action.CONTRIBUTE,
        Action.SUPPORT,
        Action.COMMENT,
        Action.REGISTER,
    ),
    PhaseKind.SECOND_CONSULTATION: (Action.REMARK, Action.COMMENT, Action.REGISTER),
}
MODES: dict[str, tuple[Mode, ...]] = {
    PhaseKind.INFORMATION: (Mode.IN_ROOM,),
    PhaseKind.CO_CREATION: (Mode.IN_ROOM, Mode.ONLINE),
    PhaseKind.SECOND_CONSULTATION: (Mode.IN_ROOM, Mode.ONLINE),
    PhaseKind.VALIDATION: (Mode.IN_ROOM,),
    PhaseKind.ADOPTION: (Mode.IN_ROOM,),
}


@dataclass(frozen=True, slots=True)
class Step:
    """A phase of a plan: its usual days, the least of them, the free days after it."""

    kind: str
    days: int
    least: int
    gap: int

    @property
    def years(self) -> int:
        """Whole calendar years; 0 for what is counted in days."""
        return self.days // 365 if self.days % 365 == 0 else 0


@dataclass(frozen=True, slots=True)
class Plan:
    code: str
    steps: tuple[Step, ...]

    @property
    def label(self) -> Any:
        return LABELS.get(self.code) or self.code.replace("_", " ").capitalize()

    def only(self, kinds: Iterable[str]) -> "Plan":
        """The same plan without the steps that are not wanted."""
        wanted = set(kinds)
        return Plan(self.code, tuple(one for one in self.steps if one.kind in wanted))

    def step(self, kind: str) -> Step | None:
        return next((step for step in self.steps if step.kind == kind), None)


@dataclass(frozen=True, slots=True)
class Notice:
    """How many days before a session the members of the council are told."""

    days: int
    law: str = ""
    article: str = ""

    @property
    def source(self) -> str:
        if self.law and self.article:
            return _("organic law %(law)s, article %(article)s") % {
                "law": self.law,
                "article": self.article,
            }
        if self.law:
            return _("organic law %(law)s, to be confirmed") % {"law": self.law}
        return _("to be confirmed")


def plans() -> dict[str, Plan]:
    """The plans of the site, by their code, in the order of the setting."""
    return {
        code: Plan(code, tuple(Step(kind, *numbers) for kind, numbers in steps.items()))
        for code, steps in conf.get("CYCLE_PLANS").items()
    }


def notice_of(collectivite_kind: str) -> Notice:
    """What the law asks of the council of this kind of collectivité."""
    known = conf.get("COUNCIL_NOTICE")
    if collectivite_kind in known:
        return Notice(*known[collectivite_kind])
    return Notice(max((days for days, *_law in known.values()), default=0))
