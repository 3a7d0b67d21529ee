"""Who may do what, now: one function that every form, service and API asks.

A refusal is a sentence for a person, with the dates that explain it, and what can be
done instead (domain.md, "Who may do what").
"""

import datetime as dt
import enum
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from wagtail_remacto.adapter import get_adapter
from wagtail_remacto.collectivites.permissions import may_change
from wagtail_remacto.cycles.calendar_words import (
    moment,
    month_words,
    weekday_date,
)
from wagtail_remacto.cycles.clock import State, zone
from wagtail_remacto.cycles.kinds import Action, Precision
from wagtail_remacto.cycles.models import PhasePage


class Kind(enum.Enum):
    YES = "yes"
    YES_ONCE_SIGNED_IN = "yes_once_signed_in"
    NO = "no"


class Deed(models.TextChoices):
    """What is asked besides the actions of a phase."""

    READ = "read", gettext_lazy("read")
    MANAGE = "manage", gettext_lazy("edit")


class Reason(models.TextChoices):
    """Why not; for whoever reads a verdict by machine."""

    UNPUBLISHED = "unpublished", gettext_lazy("not published")
    UNDATED = "undated", gettext_lazy("no dates")
    NOT_PART = "not_part", gettext_lazy("not part of the phase")
    TO_COME = "to_come", gettext_lazy("not open yet")
    CLOSED = "closed", gettext_lazy("closed")
    SIGNED_OUT = "signed_out", gettext_lazy("not signed in")
    NOT_ADMITTED = "not_admitted", gettext_lazy("not admitted")
    NOT_YOURS = "not_yours", gettext_lazy("another collectivité")


def _nothing() -> str:
    return ""


@dataclass(frozen=True)
class Verdict:
    """The answer; its words are only made when someone reads them.

    ``sentence`` says why (empty for a plain yes), ``remedy`` what can be done.
    """

    kind: Kind
    reason: Reason | None = None
    _sentence: Callable[[], str] = field(default=_nothing, repr=False, compare=False)
    _remedy: Callable[[], str] = field(default=_nothing, repr=False, compare=False)

    def __bool__(self) -> bool:
        return self.kind is Kind.YES

    @cached_property
    def sentence(self) -> str:
        return self._sentence()

    @cached_property
    def remedy(self) -> str:
        return self._remedy()


YES = Verdict(Kind.YES)


def check(
    user: Any, action: str, target: Any, now: dt.datetime | None = None
) -> Verdict:
    """Whether ``user`` may do ``action`` to ``target`` at ``now``.

    ``action`` is one of :class:`Action`, with a phase as target, or of :class:`Deed`,
    with any page. Knowing whether it is a yes costs no query for an action; only the
    words of a refusal may look for the phase that opens next.
    """
    if action == Deed.READ:
        return _read(user, target)
    if action == Deed.MANAGE:
        return _manage(user, target)
    return _take_part(user, Action(action), target, now or timezone.now())


def _read(user: Any, page: Page) -> Verdict:
    if page.live or may_change(user, page):
        return YES
    return Verdict(
        Kind.NO,
        Reason.UNPUBLISHED,
        lambda: _("This page is not published."),
        lambda: _("Its collectivité decides when it is."),
    )


def _manage(user: Any, page: Page) -> Verdict:
    if may_change(user, page):
        return YES
    if not user.is_authenticated:
        return Verdict(
            Kind.NO,
            Reason.SIGNED_OUT,
            lambda: _("Only the collectivité’s own officers edit its pages."),
            lambda: _("If you are one of them, sign in."),
        )
    return Verdict(
        Kind.NO,
        Reason.NOT_YOURS,
        lambda: (
            _("“%(page)s” belongs to a collectivité that is not yours.")
            % {"page": page.title}
        ),
        lambda: _("Ask the officers of the network if you should work on it."),
    )


def _take_part(
    user: Any, action: Action, phase: PhasePage, now: dt.datetime
) -> Verdict:
    if not phase.live:
        return _unpublished(phase)
    if action not in phase.actions:
        return Verdict(
            Kind.NO,
            Reason.NOT_PART,
            lambda: (
                _("In the phase “%(phase)s” one cannot %(action)s.")
                % {"phase": phase.title, "action": action.label}
            ),
            lambda: _what_is_possible(phase),
        )
    state = phase.period.state(now)
    if state == State.UNDATED:
        return Verdict(
            Kind.NO, Reason.UNDATED, lambda: _undated(phase), _come_back_for_dates
        )
    if state == State.TO_COME:
        return Verdict(
            Kind.NO,
            Reason.TO_COME,
            lambda: _opens(phase),
            lambda: _("Come back on that day, or put it in your calendar."),
        )
    if state == State.CLOSED:
        return Verdict(
            Kind.NO,
            Reason.CLOSED,
            lambda: _closed(phase, now),
            lambda: _("What it led to stays readable here."),
        )
    if not user.is_authenticated:
        return Verdict(
            Kind.YES_ONCE_SIGNED_IN,
            Reason.SIGNED_OUT,
            lambda: _("To %(action)s, sign in first.") % {"action": action.label},
            lambda: _("What you have written is kept while you sign in."),
        )
    if not get_adapter().may_take_part(user, phase):
        return Verdict(
            Kind.NO,
            Reason.NOT_ADMITTED,
            lambda: _("Your account cannot take part here."),
            lambda: _("Write to the collectivité if you think that it should."),
        )
    return YES


def _unpublished(phase: PhasePage) -> Verdict:
    return Verdict(
        Kind.NO,
        Reason.UNPUBLISHED,
        lambda: _("The phase “%(phase)s” is not published.") % {"phase": phase.title},
        _come_back_for_dates,
    )


def _come_back_for_dates() -> str:
    return _("The dates will be shown here once the collectivité publishes them.")


def _what_is_possible(phase: PhasePage) -> str:
    labels = [str(Action(code).label) for code in phase.actions if code in Action]
    if not labels:
        return _("Nothing is asked of you in this phase; read what it leads to.")
    return _("You can: %(actions)s.") % {"actions": ", ".join(labels)}


def _undated(phase: PhasePage) -> str:
    if phase.date_text:
        return _("“%(phase)s” has no date yet; the collectivité says: %(words)s.") % {
            "phase": phase.title,
            "words": phase.date_text.rstrip("."),
        }
    return _("The collectivité has not published when “%(phase)s” opens.") % {
        "phase": phase.title
    }


def _opens(phase: PhasePage) -> str:
    if phase.precision == Precision.MONTH:
        return _("“%(phase)s” opens in %(month)s.") % {
            "phase": phase.title,
            "month": _month(phase.start),
        }
    return _("“%(phase)s” opens on %(when)s.") % {
        "phase": phase.title,
        "when": _start(phase),
    }


def _closed(phase: PhasePage, now: dt.datetime) -> str:
    """When it closed, and which phase of the cycle opens next, if one is dated."""
    following = _following(phase, now)
    by_month = phase.precision == Precision.MONTH
    words = {
        "phase": phase.title,
        "when": _month(phase.end) if by_month else _end(phase),
    }
    if following is None:
        if by_month:
            return _("“%(phase)s” closed in %(when)s.") % words
        return _("“%(phase)s” closed on %(when)s.") % words
    words["next"] = following.title
    if following.precision == Precision.MONTH:
        words["opening"] = _month(following.start)
        if by_month:
            return (
                _("“%(phase)s” closed in %(when)s; “%(next)s” opens in %(opening)s.")
                % words
            )
        return (
            _("“%(phase)s” closed on %(when)s; “%(next)s” opens in %(opening)s.")
            % words
        )
    words["opening"] = _start(following)
    if by_month:
        return (
            _("“%(phase)s” closed in %(when)s; “%(next)s” opens on %(opening)s.")
            % words
        )
    return _("“%(phase)s” closed on %(when)s; “%(next)s” opens on %(opening)s.") % words


def _following(phase: PhasePage, now: dt.datetime) -> PhasePage | None:
    """The phase beside this one that lets citizens act and opens next; one query."""
    found: PhasePage | None = (
        PhasePage.objects.sibling_of(phase, inclusive=False)
        .live()
        .filter(start__gt=now)
        .exclude(actions="")
        .exclude(precision=Precision.TEXT)
        .order_by("start")
        .first()
    )
    return found


def _start(phase: PhasePage) -> str:
    """The day it opens, and the time if it is not the day's first moment."""
    opens: Any = phase.start
    local = opens.astimezone(zone())
    if phase.precision == Precision.DAY or (local.hour, local.minute) == (0, 0):
        return weekday_date(local.date())
    return moment(opens)


def _end(phase: PhasePage) -> str:
    closes: Any = phase.end
    if phase.precision == Precision.DAY:
        return weekday_date(closes.astimezone(zone()).date())
    return moment(closes)


def _month(value: Any) -> str:
    return month_words(value.astimezone(zone()).date())
