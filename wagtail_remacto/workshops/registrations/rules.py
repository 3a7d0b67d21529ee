"""Until when people register for a workshop, and why they cannot."""

import datetime as dt

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from wagtail_remacto.cycles.calendar_words import moment, period_words
from wagtail_remacto.cycles.clock import State
from wagtail_remacto.cycles.gate import Kind, Reason, Refused, Verdict
from wagtail_remacto.cycles.kinds import Action, Precision
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.workshops.models import WorkshopPage


def governing_phase(workshop: WorkshopPage, now: dt.datetime) -> PhasePage | None:
    """The phase whose dates and actions decide whether people register at ``now``.

    The phase above the workshop, published or not. For a workshop right below its
    cycle, the published phase beside it that lets people register: the one that is
    open, else the next one, else the last one, else None. One query; in the language
    of ``workshop`` where the phase is translated.
    """
    return choose(list(candidates(workshop)), workshop, now)


def candidates(workshop: WorkshopPage) -> QuerySet[PhasePage]:
    """The phase above the workshop, or those beside it that let people register."""
    found = Q()
    for parent in _parents(workshop):
        beside = Q(path__startswith=parent, depth=workshop.depth, live=True)
        found |= Q(path=parent) | beside & Q(actions__contains=f"|{Action.REGISTER}|")
    phases: QuerySet[PhasePage] = (
        PhasePage.objects.filter(found)
        .select_related("locale")
        .order_by(F("start").asc(nulls_first=True), "path")
    )
    return phases


def choose(
    phases: list[PhasePage], workshop: WorkshopPage, now: dt.datetime
) -> PhasePage | None:
    """The one of the :func:`candidates` that governs; see :func:`governing_phase`."""
    own = workshop.locale_id
    translated = {each.translation_key for each in phases if each.locale_id == own}
    phases = [
        each
        for each in phases
        if each.locale_id == own or each.translation_key not in translated
    ]
    above = _parents(workshop)
    for phase in phases:
        if phase.path in above or phase.is_open(now):
            return phase
    coming = [phase for phase in phases if phase.period.state(now) == State.TO_COME]
    last = coming[:1] or phases[-1:]
    return last[0] if last else None


def _parents(workshop: WorkshopPage) -> set[str]:
    """The path above the workshop and above its canonical page.

    A language whose tree lacks the phase asks the one that has it.
    """
    step = workshop.steplen
    return {workshop.path[:-step], workshop.canonical.path[:-step]}


def has_begun(workshop: WorkshopPage, now: dt.datetime) -> bool:
    """Whether the meeting has begun; a day without an hour begins with the day.

    A meeting known only by its month has begun once the month is over.
    """
    period = workshop.period
    if period.precision in (Precision.EXACT, Precision.DAY):
        return period.start is not None and now >= period.start
    return period.state(now) == State.CLOSED


def why_not(workshop: WorkshopPage, now: dt.datetime) -> Refused | None:
    """What of the workshop itself keeps people from registering; no query."""
    if not workshop.live or not workshop.registers:
        return NoRegistration(workshop)
    if has_begun(workshop, now):
        return HasBegun(workshop)
    until = workshop.register_until
    if until is not None and now.replace(microsecond=0) > until:
        return TooLate(workshop)
    return None


def closes_at(workshop: WorkshopPage, phase: PhasePage) -> dt.datetime | None:
    """The last moment to register, as far as it is known."""
    ends: list[dt.datetime] = []
    if workshop.register_until is not None:
        ends.append(workshop.register_until)
    if phase.end is not None and phase.precision in (Precision.EXACT, Precision.DAY):
        ends.append(phase.end)
    period = workshop.period
    if period.start is not None and period.precision in (
        Precision.EXACT,
        Precision.DAY,
    ):
        ends.append(period.start)
    return min(ends, default=None)


class NoRegistration(Refused):
    """The collectivité takes no registrations for this meeting here."""

    def __init__(self, workshop: WorkshopPage) -> None:
        super().__init__(
            Verdict(
                Kind.NO,
                Reason.NOT_PART,
                lambda: (
                    _("One does not register for “%(workshop)s” on this site.")
                    % {"workshop": workshop.title}
                ),
                lambda: _("Its page says who takes part and where it is."),
            )
        )


class NoPhase(Refused):
    """The workshop is below a cycle none of whose phases lets people register."""

    def __init__(self, workshop: WorkshopPage) -> None:
        super().__init__(
            Verdict(
                Kind.NO,
                Reason.NOT_PART,
                lambda: (
                    _("No phase of the cycle lets people register for “%(workshop)s”.")
                    % {"workshop": workshop.title}
                ),
                lambda: _("Its page says who takes part and where it is."),
            )
        )


class HasBegun(Refused):
    def __init__(self, workshop: WorkshopPage) -> None:
        super().__init__(
            Verdict(
                Kind.NO,
                Reason.CLOSED,
                lambda: (
                    _("“%(workshop)s” has begun: %(when)s.")
                    % {"workshop": workshop.title, "when": when(workshop)}
                ),
                lambda: _("Its report will stand on its page."),
            )
        )


class TooLate(Refused):
    def __init__(self, workshop: WorkshopPage) -> None:
        super().__init__(
            Verdict(
                Kind.NO,
                Reason.CLOSED,
                lambda: (
                    _("People registered for “%(workshop)s” until %(when)s.")
                    % {
                        "workshop": workshop.title,
                        "when": moment(workshop.register_until),  # type: ignore[arg-type]
                    }
                ),
                lambda: _("Ask the collectivité whether you may come all the same."),
            )
        )


def when(workshop: WorkshopPage) -> str:
    """When the meeting is, in the language of the screen; empty if it is not known."""
    period = workshop.period
    words = period_words(period.start, period.end, period.precision)
    return words or str(workshop.words("date_text"))
