"""Who may do what, now: one function that every form, service and API asks.

A refusal is a sentence for a person, with the dates that explain it, and what can be
done instead (domain.md, "Who may do what").

A screen asks :func:`check`. A service that writes asks :func:`require` inside its
transaction, with a phase that it has read by :func:`lock`.
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
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from wagtail.models import Page

from wagtail_remacto.adapter import get_adapter
from wagtail_remacto.collectivites.pages import canonical_page
from wagtail_remacto.collectivites.permissions import may_change
from wagtail_remacto.cycles import rates
from wagtail_remacto.cycles.calendar_words import (
    moment,
    month_words,
    weekday_date,
)
from wagtail_remacto.cycles.clock import State, zone
from wagtail_remacto.cycles.kinds import Action, Precision
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.cycles.rates import Sender


class Kind(enum.Enum):
    YES = "yes"
    YES_ONCE_SIGNED_IN = "yes_once_signed_in"
    NO = "no"


class Deed(models.TextChoices):
    """What is asked besides the actions of a phase."""

    READ = "read", gettext_lazy("read")
    MANAGE = "manage", gettext_lazy("edit")
    FOLLOW = "follow", gettext_lazy("follow")
    REPORT = "report", pgettext_lazy("deed", "report")
    CLAIM = "claim", gettext_lazy("claim an idea given on paper")
    ENTER = "enter", gettext_lazy("enter ideas given on paper")
    MODERATE = "moderate", gettext_lazy("moderate")
    ANSWER = "answer", gettext_lazy("answer for the collectivité")


# The rights that the officers of a collectivité have besides their pages.
OFFICERS_RIGHTS = {
    Deed.ENTER: "wagtail_remacto.enter_contribution",
    Deed.MODERATE: "wagtail_remacto.moderate_contribution",
    Deed.ANSWER: "wagtail_remacto.answer_contribution",
}


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
    OFFICER = "officer", gettext_lazy("for citizens only")
    TOO_OFTEN = "too_often", gettext_lazy("too often")


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


class Refused(Exception):
    """The gate said no; ``verdict`` has the sentence and what can be done."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict)
        self.verdict = verdict

    def __str__(self) -> str:
        return f"{self.verdict.sentence} {self.verdict.remedy}".strip()


def check(
    user: Any, action: str, target: Any, now: dt.datetime | None = None
) -> Verdict:
    """Whether ``user`` may do ``action`` to ``target`` at ``now``.

    ``user`` is an account, a participant or nobody. ``action`` is one of
    :class:`Action`, with a phase or a poll as target, or of :class:`Deed`, with any
    page. Knowing whether it is a yes costs no query for an action; only the words of a
    refusal may look for the phase that opens next.
    """
    if action == Deed.READ:
        return _read(account_of(user), target)
    if action == Deed.MANAGE:
        return _manage(account_of(user), target)
    if action in (Deed.FOLLOW, Deed.REPORT, Deed.CLAIM):
        return _as_citizen(user, Deed(action), target)
    if action in OFFICERS_RIGHTS:
        return _as_officer(
            account_of(user), Deed(action), target, now or timezone.now()
        )
    return _take_part(user, Action(action), target, now or timezone.now())


def require(
    user: Any,
    action: str,
    target: Any,
    now: dt.datetime | None = None,
    *,
    sender: Sender | None = None,
    counted_as: str = "",
    unconfirmed: bool = False,
) -> Verdict:
    """The verdict, if it is a yes; raises :class:`Refused` otherwise.

    With a ``sender``, the attempt is counted, and one too many is refused; it counts
    for ``action`` unless ``counted_as`` names another rate.
    ``unconfirmed`` lets *yes, once signed in* pass: what is sent then waits until the
    person has confirmed who they are.
    """
    verdict = check(user, action, target, now)
    if verdict.kind is Kind.YES_ONCE_SIGNED_IN and unconfirmed:
        verdict = YES
    if not verdict:
        raise Refused(verdict)
    if sender is not None:
        wait = rates.exceeded(counted_as or str(action), sender)
        if wait is not None:
            raise Refused(too_often(wait))
    return verdict


def lock(phase: PhasePage) -> PhasePage:
    """The canonical phase as it is in the database now, held until the commit.

    Called in a transaction. Whoever closes the phase meanwhile waits, and so does
    whoever sends something while it is being closed: then the new dates decide.
    """
    canonical = canonical_page(phase)
    found: PhasePage = (
        PhasePage.objects.select_for_update(of=("page_ptr", "self"), no_key=True)
        .select_related("locale")
        .get(pk=canonical.pk)
    )
    return found


def account_of(user: Any) -> Any:
    """The account behind whoever acts; nobody for a participant without one."""
    return getattr(user, "account", user)


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


def _as_citizen(user: Any, deed: Deed, page: Any) -> Verdict:
    """What is not bound to the dates of a phase, on a page that may be read."""
    readable = _read(account_of(user), page)
    if not readable:
        return readable
    if not user.is_authenticated:
        return _signed_out(deed.label)
    if not get_adapter().may_take_part(user, page):
        return _not_admitted()
    if deed == Deed.CLAIM and may_change(account_of(user), page):
        return Verdict(
            Kind.NO,
            Reason.OFFICER,
            lambda: _("Officers of the collectivité claim no ideas."),
            lambda: _("Whoever gave the idea claims it with the code of the slip."),
        )
    return YES


def _as_officer(user: Any, deed: Deed, page: Any, now: dt.datetime) -> Verdict:
    """A right of the officers' groups, and the page; both are needed."""
    managed = _manage(user, page)
    if not managed:
        return managed
    if not user.has_perm(OFFICERS_RIGHTS[deed]):
        return Verdict(
            Kind.NO,
            Reason.NOT_ADMITTED,
            lambda: _("Your account may not %(action)s.") % {"action": deed.label},
            lambda: _("The communication officers of the collectivité may."),
        )
    if deed == Deed.ENTER:
        return _may_enter(page, now)
    return YES


def _may_enter(phase: PhasePage, now: dt.datetime) -> Verdict:
    """Ideas given on paper come in after the phase too, but never before it."""
    if not phase.live:
        return _unpublished(phase)
    if Action.CONTRIBUTE not in phase.actions and Action.REMARK not in phase.actions:
        return _not_part(phase, Action.CONTRIBUTE)
    if phase.period.state(now) == State.TO_COME:
        return _not_yet(phase)
    return YES


def _take_part(user: Any, action: Action, phase: Any, now: dt.datetime) -> Verdict:
    within = getattr(phase, "phase", None)
    # A poll of a phase is open while both are; the phase knows what comes next.
    for each in [within, phase] if within is not None else [phase]:
        verdict = _open_for(action, each, now)
        if not verdict:
            return verdict
    if not user.is_authenticated:
        return _signed_out(action.label)
    if not get_adapter().may_take_part(user, phase):
        return _not_admitted()
    return YES


def _open_for(action: Action, phase: Any, now: dt.datetime) -> Verdict:
    # A poll has no drafts, and so is not “live”.
    if not (phase.published if hasattr(phase, "published") else phase.live):
        return _unpublished(phase)
    if action not in phase.actions:
        return _not_part(phase, action)
    state = phase.period.state(now)
    if state == State.UNDATED:
        return Verdict(
            Kind.NO, Reason.UNDATED, lambda: _undated(phase), _come_back_for_dates
        )
    if state == State.TO_COME:
        return _not_yet(phase)
    if state == State.CLOSED:
        return Verdict(
            Kind.NO,
            Reason.CLOSED,
            lambda: _closed(phase, now),
            lambda: _("What it led to stays readable here."),
        )
    return YES


def _signed_out(label: Any) -> Verdict:
    return Verdict(
        Kind.YES_ONCE_SIGNED_IN,
        Reason.SIGNED_OUT,
        lambda: _("To %(action)s, sign in first.") % {"action": label},
        lambda: _("What you have written is kept while you sign in."),
    )


def _not_admitted() -> Verdict:
    return Verdict(
        Kind.NO,
        Reason.NOT_ADMITTED,
        lambda: _("Your account cannot take part here."),
        lambda: _("Write to the collectivité if you think that it should."),
    )


def _not_part(phase: Any, action: Action) -> Verdict:
    return Verdict(
        Kind.NO,
        Reason.NOT_PART,
        lambda: (
            _("In the phase “%(phase)s” one cannot %(action)s.")
            % {"phase": phase.title, "action": action.label}
        ),
        lambda: _what_is_possible(phase),
    )


def _not_yet(phase: Any) -> Verdict:
    return Verdict(
        Kind.NO,
        Reason.TO_COME,
        lambda: _opens(phase),
        lambda: _("Come back on that day, or put it in your calendar."),
    )


def too_often(wait: dt.timedelta) -> Verdict:
    """No, for as long as ``wait``; for limits that are counted outside the gate."""
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    return Verdict(
        Kind.NO,
        Reason.TOO_OFTEN,
        lambda: _("That was very often in a short time."),
        lambda: (
            ngettext(
                "Try again in %(minutes)d minute; what you wrote is kept.",
                "Try again in %(minutes)d minutes; what you wrote is kept.",
                minutes,
            )
            % {"minutes": minutes}
        ),
    )


def _unpublished(phase: Any) -> Verdict:
    return Verdict(
        Kind.NO,
        Reason.UNPUBLISHED,
        lambda: _("The phase “%(phase)s” is not published.") % {"phase": phase.title},
        _come_back_for_dates,
    )


def _come_back_for_dates() -> str:
    return _("The dates will be shown here once the collectivité publishes them.")


def _what_is_possible(phase: Any) -> str:
    labels = [str(Action(code).label) for code in phase.actions if code in Action]
    if not labels:
        return _("Nothing is asked of you in this phase; read what it leads to.")
    return _("You can: %(actions)s.") % {"actions": ", ".join(labels)}


def _undated(phase: Any) -> str:
    if phase.date_text:
        return _("“%(phase)s” has no date yet; the collectivité says: %(words)s.") % {
            "phase": phase.title,
            "words": phase.date_text.rstrip("."),
        }
    return _("The collectivité has not published when “%(phase)s” opens.") % {
        "phase": phase.title
    }


def _opens(phase: Any) -> str:
    if phase.precision == Precision.MONTH:
        return _("“%(phase)s” opens in %(month)s.") % {
            "phase": phase.title,
            "month": _month(phase.start),
        }
    return _("“%(phase)s” opens on %(when)s.") % {
        "phase": phase.title,
        "when": _start(phase),
    }


def _closed(phase: Any, now: dt.datetime) -> str:
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


def _following(phase: Any, now: dt.datetime) -> PhasePage | None:
    """The phase beside this one that lets citizens act and opens next; one query."""
    if not isinstance(phase, PhasePage):
        return None
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
