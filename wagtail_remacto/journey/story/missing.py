"""What is said of a step that has not been: to come, or owed since a date."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from wagtail_remacto.cycles.calendar_words import period_words
from wagtail_remacto.cycles.clock import State as Clock
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.journey.story.steps import State, Step, end_words


def closed_since(phases: Iterable[PhasePage], now: dt.datetime) -> PhasePage | None:
    """The phase that closed last, if all of those with dates have closed."""
    dated = [phase for phase in phases if phase.period.state(now) != Clock.UNDATED]
    if not dated or any(phase.period.state(now) != Clock.CLOSED for phase in dated):
        return None
    return max(dated, key=lambda phase: phase.end or now)


def dates_of(phases: Iterable[PhasePage], now: dt.datetime) -> str:
    """When the phase that is open, or else the next one, takes place."""
    waiting = [
        phase
        for phase in phases
        if phase.period.state(now) not in (Clock.UNDATED, Clock.CLOSED)
    ]
    if not waiting:
        return ""
    first = min(waiting, key=lambda phase: phase.start or now)
    return period_words(first.start, first.end, first.precision)


def not_yet(
    key: str,
    title: str,
    *,
    phases: Iterable[PhasePage],
    now: dt.datetime,
    is_due: bool,
    passed: bool,
) -> Step:
    """A step of which there is no record.

    ``passed``: a later one is known, so nobody has published this one. ``is_due``: the
    one before is done, so this one is owed once its phases have closed.
    """
    phases = list(phases)
    if passed:
        return Step(key, title, State.UNKNOWN)
    closed = closed_since(phases, now)
    if closed is not None and closed.end is not None and is_due:
        return Step(
            key, title, State.OWED, when=end_words(closed.end, closed.precision)
        )
    when = dates_of(phases, now)
    if when:
        sentence = _("Planned: %(when)s.") % {"when": when}
    elif closed is not None:
        sentence = _("It waits for the step before it.")
    else:
        sentence = _("Its date is not published yet.")
    return Step(key, title, State.TO_COME, sentence=sentence)


def out_of_reach(key: str, title: str, sentence: str = "") -> Step:
    return Step(key, title, State.NOT_REACHED, sentence=sentence)
