"""A commune whose first cycle is carried out, and the cycle opened after it."""

from types import SimpleNamespace
from typing import Any

from tests.carrying_out import adopted_commune
from tests.citizens import ContributionFactory
from tests.factories import PhaseFactory, publish
from tests.officers import TETOUAN
from wagtail_remacto.contributions.models import Outcome
from wagtail_remacto.cycles.kinds import Action, PhaseKind
from wagtail_remacto.monitoring.services import succession


def after_two_years(
    code: str = TETOUAN, directory: Any = None, name: str = ""
) -> SimpleNamespace:
    """``adopted_commune`` with ``next``, the draft of its second cycle."""
    commune = adopted_commune(code, directory, name)
    commune.next = succession.open_next(
        cycle=commune.cycle, by=commune.focal, identifier="2029"
    )
    return commune


def asks_again(commune: SimpleNamespace) -> Any:
    """Publish the new cycle with its co-creation, open for ten more days."""
    publish(commune.next)
    return PhaseFactory(
        parent=commune.next,
        kind=PhaseKind.CO_CREATION,
        actions=list(Action.values),
    )


def idea(commune: SimpleNamespace, **fields: Any) -> Any:
    """A public idea of the first cycle, set aside unless said otherwise."""
    return ContributionFactory(
        **{"phase": commune.phase, "outcome": Outcome.SET_ASIDE, **fields}
    )
