"""What is carried over to the next cycle or left; every choice is a row, once."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from wagtail_remacto import conf
from wagtail_remacto.collectivites.pages import canonical_page
from wagtail_remacto.contributions.branches import place_of
from wagtail_remacto.contributions.models import Contribution, Outcome
from wagtail_remacto.contributions.services.copying import carried_copy
from wagtail_remacto.contributions.text import clean
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.clock import State
from wagtail_remacto.cycles.kinds import Action, PhaseKind
from wagtail_remacto.cycles.models import CyclePage, PhasePage
from wagtail_remacto.monitoring.errors import WordsMissing
from wagtail_remacto.monitoring.models import (
    CarryChoice,
    CarryOver,
    Completion,
    Milestone,
    ProjectProgress,
)
from wagtail_remacto.monitoring.services.locking import is_closed
from wagtail_remacto.monitoring.services.locking import lock as hold
from wagtail_remacto.monitoring.services.succession.copying import (
    OWN_WORDS,
    begin_from,
    is_below,
)
from wagtail_remacto.monitoring.services.succession.errors import (
    AlreadyCarried,
    CoCreationOver,
    NoCoCreation,
    NoPredecessor,
    NotOffered,
    OutsidePowers,
    TargetCycleClosed,
)
from wagtail_remacto.monitoring.services.succession.offering import (
    public_ideas,
    unfinished_in,
    without_project,
)
from wagtail_remacto.people.happened import Event, tell
from wagtail_remacto.programmes.models import ProjectPage
from wagtail_remacto.programmes.planning.drafts import draft_programme, pages_of
from wagtail_remacto.programmes.services.versions import lock


@transaction.atomic
def carry_project(
    *,
    cycle: CyclePage,
    project: ProjectPage,
    by: Any,
    words: str = "",
    language: str = "",
    now: dt.datetime | None = None,
) -> CarryOver:
    """An unfinished project of the cycle before becomes a draft in this cycle.

    Its words are copied in every language that both cycles have, its milestones that
    are not done as drafts; dates and money are left to whoever plans. Carried twice, it
    is one. Those whose ideas shaped it hear once the new project is published. Raises
    ``gate.Refused`` and the errors of ``succession.errors``.
    """
    now = now or timezone.now()
    cycle, before = _ground(cycle, by, now)
    # Its milestones do not move meanwhile.
    project = hold(project).project
    if not project.live or not is_below(project, before):
        raise NotOffered(project.title)
    current = _current(cycle, project=project)
    if current is not None and current.choice == CarryChoice.CARRIED:
        return current
    if not unfinished_in(ProjectProgress.objects.filter(project=project).first()):
        raise NotOffered(project.title)
    programme = lock(draft_programme(pages_of(cycle), by, None))
    new = begin_from(project, programme, by=by, now=now, fields=OWN_WORDS)
    _copy_milestones(project, new, by)
    return _choose(
        cycle,
        current,
        now=now,
        by=by,
        words=words,
        language=language,
        choice=CarryChoice.CARRIED,
        project=project,
        new_project=new,
    )


@transaction.atomic
def carry_idea(
    *,
    cycle: CyclePage,
    contribution: Contribution,
    by: Any,
    words: str = "",
    language: str = "",
    now: dt.datetime | None = None,
) -> CarryOver:
    """A public idea that shaped no project is put to the co-creation of this cycle.

    The same words by the same author, in the same language, with support from nobody
    yet; the old one stays where it is, and each names the other. Carried twice, it is
    one. The author hears. Raises ``gate.Refused`` and the errors of
    ``succession.errors``.
    """
    now = now or timezone.now()
    cycle, before = _ground(cycle, by, now)
    old = _offered_idea(before, contribution)
    current = _current(cycle, contribution=old)
    if current is not None and current.choice == CarryChoice.CARRIED:
        return current
    phase = gate.lock(_co_creation(cycle, now))
    place = place_of(phase)
    new = carried_copy(
        old, phase=phase, cycle=place.cycle, collectivite=place.collectivite, now=now
    )
    row = _choose(
        cycle,
        current,
        now=now,
        by=by,
        words=words,
        language=language,
        choice=CarryChoice.CARRIED,
        contribution=old,
        new_contribution=new,
    )
    tell(
        Event(
            kind="carried",
            key=f"carried:{row.pk}",
            at=now,
            page=phase,
            contributions=(old.pk,),
            facts={"contribution": new.pk, "reference": new.shown_reference},
        )
    )
    return row


@transaction.atomic
def leave(
    *,
    cycle: CyclePage,
    by: Any,
    project: ProjectPage | None = None,
    contribution: Contribution | None = None,
    words: str,
    language: str = "",
    now: dt.datetime | None = None,
) -> CarryOver:
    """It is not carried over, and why. Another reason is another row.

    Raises ``gate.Refused``, ``WordsMissing``, ``AlreadyCarried`` and the errors of
    ``succession.errors``.
    """
    now = now or timezone.now()
    cycle, before = _ground(cycle, by, now)
    what: dict[str, Any]
    if project is not None:
        project = canonical_page(project)
        if not is_below(project, before):
            raise NotOffered(project.title)
        what = {"project": project}
    elif contribution is not None:
        what = {"contribution": _offered_idea(before, contribution)}
    else:
        raise TypeError("Name the project or the contribution that is left.")
    words = clean(words).strip()
    if not words:
        raise WordsMissing
    current = _current(cycle, **what)
    if current is not None and current.choice == CarryChoice.CARRIED:
        (thing,) = what.values()
        raise AlreadyCarried(thing.title)
    if current is not None and current.words == words:
        return current
    return _choose(
        cycle,
        current,
        now=now,
        by=by,
        words=words,
        language=language,
        choice=CarryChoice.LEFT,
        **what,
    )


def co_creation_of(cycle: Any, now: dt.datetime | None = None) -> PhasePage:
    """Where ideas are carried to; raises ``NoCoCreation`` or ``CoCreationOver``."""
    return _co_creation(cycle, now or timezone.now())


def _ground(cycle: CyclePage, by: Any, now: dt.datetime) -> tuple[CyclePage, CyclePage]:
    """The canonical cycle, held until the commit, and the one before it."""
    found: CyclePage = (
        CyclePage.objects.select_for_update(of=("page_ptr", "self"), no_key=True)
        .select_related("locale")
        .get(pk=canonical_page(cycle).pk)
    )
    gate.require(by, gate.Deed.PLAN, found, now)
    before = found.predecessor
    if before is None:
        raise NoPredecessor
    before = before.canonical
    # Nothing is taken from another town, whatever a page names as the one before.
    if before.path[: -before.steplen] != found.path[: -found.steplen]:
        raise NoPredecessor
    if is_closed(found):
        raise TargetCycleClosed
    return found, before


def _offered_idea(before: CyclePage, contribution: Contribution) -> Contribution:
    """The idea as it is now, held; hidden and withdrawn ones are never carried."""
    Contribution.objects.select_for_update(of=("self",)).get(pk=contribution.pk)
    rows = public_ideas(before).filter(pk=contribution.pk)
    if rows.filter(outcome=Outcome.OUTSIDE).exists():
        raise OutsidePowers
    found = rows.filter(without_project()).select_related("axis").first()
    if found is None:
        raise NotOffered(contribution.shown_reference)
    return found


def _co_creation(cycle: CyclePage, now: dt.datetime) -> PhasePage:
    phases = [
        phase
        for phase in PhasePage.objects.child_of(cycle)
        .live()
        .filter(kind=PhaseKind.CO_CREATION)
        .select_related("locale")
        .order_by("start", "path")
        if Action.CONTRIBUTE in phase.actions
    ]
    if not cycle.live or not phases:
        raise NoCoCreation
    for phase in phases:
        if phase.period.state(now) != State.CLOSED:
            return phase
    raise CoCreationOver


def _copy_milestones(old: ProjectPage, new: ProjectPage, by: Any) -> None:
    """What is not done, as drafts with the old dates: they are set anew."""
    if new.milestones.exists():
        return
    for milestone in Milestone.objects.filter(
        project=old, announced_at__isnull=False, withdrawn_at__isnull=True
    ).exclude(completion=Completion.COMPLETED):
        Milestone.objects.create(
            project=new,
            position=milestone.position,
            title=milestone.title,
            title_ar=milestone.title_ar,
            evidence=milestone.evidence,
            evidence_ar=milestone.evidence_ar,
            due=milestone.due,
            weight=milestone.weight,
            created_by=by,
        )


def _current(cycle: CyclePage, **what: Any) -> CarryOver | None:
    return CarryOver.objects.filter(
        cycle=cycle, superseded_at__isnull=True, **what
    ).first()


def _choose(
    cycle: CyclePage,
    current: CarryOver | None,
    *,
    now: dt.datetime,
    by: Any,
    words: str,
    language: str,
    choice: str,
    **what: Any,
) -> CarryOver:
    if current is not None:
        current.superseded_at = now
        current.save(update_fields=["superseded_at"])
    row = CarryOver.objects.create(
        cycle=cycle,
        choice=choice,
        words=clean(words).strip(),
        language=language or conf.content_language(),
        by=by,
        at=now,
        **what,
    )
    idea = what.get("contribution")
    log(
        cycle,
        f"wagtail_remacto.{'carry' if choice == CarryChoice.CARRIED else 'leave'}",
        user=by,
        # The log outlives a moderator’s decision: it names ideas without their words.
        data={"contribution": idea.shown_reference}
        if idea is not None
        else {"project": what["project"].title},
    )
    return row
