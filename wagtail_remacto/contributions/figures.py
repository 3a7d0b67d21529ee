"""Public figures of a phase’s moderation: numbers and reasons, never a text."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.contributions.models import (
    Comment,
    Contribution,
    ModerationAct,
    Standing,
    Verb,
)
from wagtail_remacto.contributions.reasons import titles
from wagtail_remacto.cycles.models import PhasePage


@dataclass(frozen=True, slots=True)
class Figures:
    """``reasons``: pairs of a reason and how many texts it hides, most first."""

    hidden_contributions: int
    hidden_comments: int
    waiting: int
    reasons: list[tuple[Words, int]]

    @property
    def hidden(self) -> int:
        return self.hidden_contributions + self.hidden_comments


def moderation_figures(phase: PhasePage) -> Figures:
    """What is hidden in the phase now, and why; five queries."""
    numbers: dict[str, Any] = {}
    for model in (Contribution, Comment):
        numbers[model.__name__] = model._default_manager.filter(
            phase=phase.canonical
        ).aggregate(
            hidden=Count("pk", filter=Q(standing=Standing.HIDDEN)),
            held=Count("pk", filter=Q(standing=Standing.HELD)),
        )
    by_reason: dict[Any, int] = {}
    for name in ("contribution", "comment"):
        # Only the decision that hides it now counts, not an earlier one.
        later = ModerationAct.objects.filter(
            **{name: OuterRef(name)}, verb=Verb.HIDE, pk__gt=OuterRef("pk")
        )
        acts = ModerationAct.objects.filter(
            ~Exists(later),
            **{f"{name}__phase": phase.canonical},
            **{f"{name}__standing": Standing.HIDDEN},
            verb=Verb.HIDE,
            reason__isnull=False,
        )
        rows = acts.order_by().values_list("reason__translation_key")
        for key, number in rows.annotate(number=Count("pk")):
            by_reason[key] = by_reason.get(key, 0) + number
    names = titles() if by_reason else {}
    ranked = sorted(by_reason.items(), key=lambda one: (-one[1], str(names[one[0]])))
    return Figures(
        hidden_contributions=numbers["Contribution"]["hidden"],
        hidden_comments=numbers["Comment"]["hidden"],
        waiting=numbers["Contribution"]["held"] + numbers["Comment"]["held"],
        reasons=[(names[key], number) for key, number in ranked],
    )
