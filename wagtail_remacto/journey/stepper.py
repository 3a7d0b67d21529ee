"""Where a cycle stands: the ten steps of the method and what each left behind."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wagtail_remacto import conf
from wagtail_remacto.collectivites.languages import best_for_the_screen
from wagtail_remacto.cycles.calendar_words import (
    brief_period_words,
    partial_date_words,
    partial_period_words,
    short_date,
)
from wagtail_remacto.cycles.clock import State, first_moment, last_moment, state
from wagtail_remacto.cycles.kinds import ORDER, PhaseKind
from wagtail_remacto.cycles.models import Axis, CyclePage, PhasePage, TemplatePhase
from wagtail_remacto.journey.branch import Branch
from wagtail_remacto.journey.tally import Tally
from wagtail_remacto.workshops.models import WorkshopPage


class Stage(models.TextChoices):
    """How a step of a cycle is shown."""

    DONE = "done", gettext_lazy("done")
    NOW = "now", gettext_lazy("open now")
    TO_COME = "to_come", gettext_lazy("to come")
    UNDATED = "undated", gettext_lazy("dates not published")
    UNKNOWN = "unknown", gettext_lazy("not published by the collectivité")


@dataclass(slots=True)
class Step:
    """One of the ten steps of one cycle."""

    kind: PhaseKind
    number: int
    phases: list[PhasePage] = field(default_factory=list)
    workshops: list[WorkshopPage] = field(default_factory=list)
    stage: Stage = Stage.UNKNOWN
    when: str = ""
    # Each phase of the step with its own dates: they may overlap.
    entries: list[tuple[PhasePage, str]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    # Answers that are still owed although the step is over, in words.
    owed: str = ""
    indicative: str = ""
    # Of the last step: the cycle that was opened after this one.
    next_cycle: CyclePage | None = None

    @property
    def label(self) -> str:
        return str(self.kind.label)

    @property
    def page(self) -> PhasePage | CyclePage | None:
        """The step's phase, where it has just one; of the last, the next cycle."""
        return self.phases[0] if len(self.phases) == 1 else self.next_cycle


def axes_of(cycle: Any) -> list[Axis]:
    """The axes in use, in the reader's language where they are written in it."""
    wanted, fallback = conf.content_language(), conf.fallback_language()
    rows = Axis.objects.filter(
        cycle__translation_key=cycle.translation_key,
        active=True,
        locale__language_code__in={wanted, fallback},
    ).select_related("locale")
    best = best_for_the_screen(rows)
    return sorted(best.values(), key=lambda axis: (axis.order, axis.pk))


def template_phases(cycle: CyclePage) -> list[TemplatePhase]:
    """The network's months for this cycle, in the reader's language if it has them."""
    if not cycle.template_used_id:
        return []
    rows = (
        TemplatePhase.objects.filter(
            template__translation_key=models.Subquery(
                type(cycle)
                .template_used.field.related_model.objects.filter(
                    pk=cycle.template_used_id
                )
                .values("translation_key")[:1]
            )
        )
        .select_related("template__locale")
        .order_by("sort_order", "pk")
    )
    by_language: dict[str, list[TemplatePhase]] = {}
    for row in rows:
        by_language.setdefault(row.template.locale.language_code, []).append(row)
    for code in (conf.content_language(), conf.fallback_language()):
        if by_language.get(code):
            return by_language[code]
    return next(iter(by_language.values()), [])


def steps(
    cycle: CyclePage,
    branch: Branch,
    *,
    axes: list[Axis],
    calendar: list[TemplatePhase] | None = None,
    tally: Tally | None = None,
    now: dt.datetime | None = None,
) -> list[Step]:
    """The ten steps of ``cycle``; what nobody published is *unknown*, never guessed.

    ``tally`` says what was received, answered and decided, where that is to be shown.
    """
    months = {phase.kind: phase for phase in calendar or []}
    found = []
    for kind in PhaseKind:
        step = Step(kind=kind, number=ORDER[kind])
        step.phases = [phase for phase in branch.phases if phase.kind == kind]
        step.workshops = [
            w for w in branch.workshops if w.kind == kind and w.kind != "committee"
        ]
        _set_stage(step, cycle, branch, axes, now)
        if tally is not None and kind in _TALLIED:
            _TALLIED[kind](step, tally)
        if kind in months:
            step.indicative = _months(months[kind])
        found.append(step)
    return found


def _set_stage(
    step: Step,
    cycle: CyclePage,
    branch: Branch,
    axes: list[Axis],
    now: dt.datetime | None,
) -> None:
    states = [phase.period.state(now) for phase in step.phases]
    meetings = [workshop.period.state(now) for workshop in step.workshops]
    if any(each.is_open for each in states):
        step.stage = Stage.NOW
    elif State.TO_COME in states:
        step.stage = Stage.TO_COME
    elif State.CLOSED in states:
        step.stage = Stage.DONE
    elif State.TO_COME in meetings:
        step.stage = Stage.TO_COME
    elif State.CLOSED in meetings:
        step.stage = Stage.DONE
    elif step.phases or step.workshops:
        step.stage = Stage.UNDATED
    for phase in step.phases:
        words = brief_period_words(phase.start, phase.end, phase.precision)
        step.entries.append((phase, words or phase.date_text))
    if len(step.entries) == 1:
        step.when = step.entries[0][1]
    dated = sorted(w.date for w in step.workshops if w.date)
    if dated and not any(when for _phase, when in step.entries):
        step.when = partial_period_words(dated[0], dated[-1])
    if step.workshops:
        count = sum(w.meetings_count or 1 for w in step.workshops)
        step.left.append(
            ngettext("%(count)d meeting", "%(count)d meetings", count)
            % {"count": count}
        )
    extra = _EXTRAS.get(step.kind)
    if extra:
        extra(step, cycle, branch, axes, now)


def _axes(step: Step, cycle: CyclePage, branch: Branch, axes: Any, now: Any) -> None:
    count = len(axes) or cycle.axes_count or 0
    if count:
        step.left.append(
            ngettext("%(count)d axis", "%(count)d axes", count) % {"count": count}
        )
        if step.stage in (Stage.UNKNOWN, Stage.UNDATED):
            step.stage = Stage.DONE


def _adoption(
    step: Step, cycle: CyclePage, branch: Branch, axes: Any, now: Any
) -> None:
    for deliberation in branch.deliberations:
        if deliberation.is_adopted:
            step.stage = Stage.DONE
            step.left.append(str(deliberation.get_outcome_display()))
            if deliberation.votes_for is not None and deliberation.present:
                step.left.append(
                    _("%(votes)d votes of %(present)d")
                    % {"votes": deliberation.votes_for, "present": deliberation.present}
                )
            if deliberation.session.sitting:
                step.when = partial_date_words(deliberation.session.sitting)


def _implementation(
    step: Step, cycle: CyclePage, branch: Branch, axes: Any, now: Any
) -> None:
    start, end = cycle.period_start, cycle.period_end
    if (start or end) and not step.phases:
        moment = state(
            first_moment(start.first) if start else None,
            last_moment(end.last) if end else None,
            now,
            precision="month",
        )
        step.stage = {
            State.TO_COME: Stage.TO_COME,
            # Without its start nobody knows whether it has begun.
            State.OPEN: Stage.NOW if start else Stage.UNDATED,
            State.CLOSED: Stage.DONE,
        }.get(moment, Stage.UNDATED)
        step.when = partial_period_words(start, end)
    count = len(branch.projects)
    if count:
        step.left.append(
            ngettext("%(count)d project", "%(count)d projects", count)
            % {"count": count}
        )


def _next_cycle(
    step: Step, cycle: CyclePage, branch: Branch, axes: Any, now: Any
) -> None:
    after = branch.successor
    if after is None:
        return
    if not step.phases:
        step.next_cycle = after
        step.when = partial_period_words(after.period_start, after.period_end)
    step.stage = Stage.DONE


def _analysed(step: Step, tally: Tally) -> None:
    if tally.ideas:
        step.left.append(
            ngettext(
                "%(count)d received, %(answered)d answered",
                "%(count)d received, %(answered)d answered",
                tally.ideas,
            )
            % {"count": tally.ideas, "answered": tally.ideas_answered}
        )
    if tally.projects:
        step.left.append(
            ngettext("%(count)d project", "%(count)d projects", tally.projects)
            % {"count": tally.projects}
        )
    _owe(step, tally.ideas_owed)


def _remarked(step: Step, tally: Tally) -> None:
    if tally.remarks:
        step.left.append(
            ngettext(
                "%(count)d remark, %(answered)d answered",
                "%(count)d remarks, %(answered)d answered",
                tally.remarks,
            )
            % {"count": tally.remarks, "answered": tally.remarks_answered}
        )
    _owe(step, tally.remarks_owed)


def _owe(step: Step, number: int) -> None:
    if number and step.stage == Stage.DONE:
        step.owed = ngettext(
            "%(count)d answer owed", "%(count)d answers owed", number
        ) % {"count": number}


def _validated(step: Step, tally: Tally) -> None:
    if tally.validated_on is not None:
        step.stage = Stage.DONE
        step.left.append(
            _("decided on %(date)s") % {"date": short_date(tally.validated_on)}
        )


_TALLIED = {
    PhaseKind.ANALYSIS: _analysed,
    PhaseKind.SECOND_CONSULTATION: _remarked,
    PhaseKind.VALIDATION: _validated,
}

_EXTRAS = {
    PhaseKind.AXES: _axes,
    PhaseKind.ADOPTION: _adoption,
    PhaseKind.IMPLEMENTATION: _implementation,
    PhaseKind.NEXT_CYCLE: _next_cycle,
}


def _months(phase: TemplatePhase) -> str:
    return partial_period_words(phase.start, phase.end)
