"""The three steps together, over one programme or several."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from wagtail_remacto.cycles.kinds import PhaseKind
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.journey.story.after.consulted import consulted_step
from wagtail_remacto.journey.story.after.decided import decided_step
from wagtail_remacto.journey.story.after.naming import CONSULTED, DECIDED, VOTED, titles
from wagtail_remacto.journey.story.after.voted import voted_step
from wagtail_remacto.journey.story.missing import not_yet, out_of_reach
from wagtail_remacto.journey.story.steps import Part, State, Step
from wagtail_remacto.journey.story.trail import Way


def steps_after(
    ways: Sequence[Way], *, now: dt.datetime, is_due: bool, whole: bool = False
) -> list[Step]:
    """The three steps after a project, over the programmes it is in.

    ``is_due``: there is something that the consultation is owed to. ``whole``: the
    remark stands where the consultation stood, so that step is left out.
    """
    found: dict[str, list[Step]] = {}
    for way in ways:
        for step in _of_way(way, now=now, is_due=is_due):
            found.setdefault(step.key, []).append(step)
    keys = (DECIDED, VOTED) if whole else (CONSULTED, DECIDED, VOTED)
    return [_together(found[key]) for key in keys if found.get(key)]


def nothing_after(
    calendar_phases: Callable[[PhaseKind], Iterable[PhasePage]], now: dt.datetime
) -> list[Step]:
    """The three steps where there is no project yet: to come, never owed."""
    kinds = {
        CONSULTED: PhaseKind.SECOND_CONSULTATION,
        DECIDED: PhaseKind.VALIDATION,
        VOTED: PhaseKind.ADOPTION,
    }
    return [
        not_yet(
            key,
            title,
            phases=calendar_phases(kinds[key]),
            now=now,
            is_due=False,
            passed=False,
        )
        for key, title in titles().items()
    ]


def _of_way(way: Way, *, now: dt.datetime, is_due: bool) -> list[Step]:
    voted = voted_step(way, now)
    decided = decided_step(way)
    consulted = consulted_step(way, now)
    named = titles()
    has_vote = voted is not None
    if consulted is None:
        consulted = not_yet(
            CONSULTED,
            named[CONSULTED],
            phases=way.phases(PhaseKind.SECOND_CONSULTATION),
            now=now,
            is_due=is_due,
            passed=has_vote or bool(decided and decided.is_done),
        )
    if decided is None:
        decided = not_yet(
            DECIDED,
            named[DECIDED],
            phases=way.phases(PhaseKind.VALIDATION),
            now=now,
            is_due=is_due and consulted.state != State.TO_COME,
            passed=has_vote,
        )
    if voted is None:
        if decided.state == State.NOT_REACHED:
            voted = out_of_reach(VOTED, named[VOTED])
        else:
            voted = not_yet(
                VOTED,
                named[VOTED],
                phases=way.phases(PhaseKind.ADOPTION),
                now=now,
                is_due=decided.is_done,
                passed=False,
            )
    return [consulted, decided, voted]


def _together(steps: list[Step]) -> Step:
    """One step for several programmes: owed if it is owed by one of them."""
    if len(steps) == 1:
        return steps[0]
    for state in (State.OWED, State.DONE, State.TO_COME, State.UNKNOWN):
        leading = next((step for step in steps if step.state == state), None)
        if leading is not None:
            break
    else:
        leading = steps[0]
    others = [step for step in steps if step is not leading]
    for other in others:
        leading.parts += other.parts or [Part(other.sentence or str(other.state.label))]
        leading.earlier += other.earlier
    return leading
