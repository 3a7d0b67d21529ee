"""The rule itself: what is asked of whom, in which order."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from wagtail_remacto.adapter import get_adapter
from wagtail_remacto.collectivites.pages import canonical_page
from wagtail_remacto.collectivites.permissions import may_change
from wagtail_remacto.cycles import rates
from wagtail_remacto.cycles.clock import State
from wagtail_remacto.cycles.gate.deeds import (
    MAKING,
    OF_COMMUNICATION,
    OFFICERS_RIGHTS,
    Deed,
)
from wagtail_remacto.cycles.gate.sentences import (
    called,
    closed,
    cycle_closed,
    not_admitted,
    not_part,
    not_yet,
    signed_out,
    too_often,
    undated,
    unpublished,
)
from wagtail_remacto.cycles.gate.verdicts import YES, Kind, Reason, Refused, Verdict
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.cycles.rates import Sender

Rule = Callable[[Any, Any, dt.datetime], "Verdict"]
# What rooms above know better: the members of a committee act without any page.
_rules: dict[str, Rule] = {}
Closings = Callable[[Page], bool]
# Whether the cycle of a page was closed: kept in a room above as well.
_closings: list[Closings] = []


def rule(*deeds: Deed, whoever: bool = False) -> Callable[[Rule], Rule]:
    """Let a room above answer for these deeds; a decorator of ``(user, page, now)``.

    ``user`` is an account, or with ``whoever`` whoever acts: a participant as well.
    """

    def register(found: Rule) -> Rule:
        def of_account(user: Any, page: Any, now: dt.datetime) -> Verdict:
            return found(account_of(user), page, now)

        for deed in deeds:
            _rules[deed] = found if whoever else of_account
        return found

    return register


def knows_closings(found: Closings) -> Closings:
    """Let a room above say whether the cycle of a page is closed; a decorator."""
    _closings.append(found)
    return found


def is_over(target: Any) -> bool:
    """Whether the cycle that a page or a poll belongs to is closed; one query."""
    page = target if isinstance(target, Page) else getattr(target, "phase", None)
    if page is None or not page.path:
        return False
    return any(each(page) for each in _closings)


def ask(
    user: Any,
    action: str,
    target: Any,
    now: dt.datetime | None = None,
    *,
    even_closed: bool = False,
) -> Verdict:
    """As :func:`check`, and no to anything new in a cycle that is closed.

    One query more where the answer would be a yes: for forms and services, not for the
    pages that everyone reads. ``even_closed`` is for what takes back, corrects or
    supersedes what is there already.
    """
    verdict = check(user, action, target, now)
    if verdict.kind is Kind.NO or even_closed or action not in MAKING:
        return verdict
    return cycle_closed() if is_over(target) else verdict


def check(
    user: Any, action: str, target: Any, now: dt.datetime | None = None
) -> Verdict:
    """Whether ``user`` may do ``action`` to ``target`` at ``now``.

    ``user`` is an account, a participant or nobody. ``action`` is one of
    :class:`Action`, with a phase or a poll as target, or of :class:`Deed`, with any
    page. Whether the cycle was closed before its phases are over only :func:`ask`
    knows. Knowing whether it is a yes costs no query for an action; only the words of a
    refusal may look for the phase that opens next.
    """
    if action == Deed.READ:
        return _read(account_of(user), target)
    if action == Deed.MANAGE:
        return _manage(account_of(user), target)
    if action in (Deed.FOLLOW, Deed.REPORT, Deed.CLAIM):
        return _as_citizen(user, Deed(action), target)
    if action in _rules:
        return _rules[action](user, target, now or timezone.now())
    if action in OFFICERS_RIGHTS:
        return as_officer(account_of(user), Deed(action), target, now or timezone.now())
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
    even_closed: bool = False,
) -> Verdict:
    """The verdict, if it is a yes; raises :class:`Refused` otherwise.

    With a ``sender``, the attempt is counted, and one too many is refused; it counts
    for ``action`` unless ``counted_as`` names another rate.
    ``unconfirmed`` lets *yes, once signed in* pass: what is sent then waits until the
    person has confirmed who they are. ``even_closed`` is that of :func:`ask`.
    """
    verdict = ask(user, action, target, now, even_closed=even_closed)
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
            % {"page": called(page)}
        ),
        lambda: _("Ask the officers of the network if you should work on it."),
    )


def _as_citizen(user: Any, deed: Deed, page: Any) -> Verdict:
    """What is not bound to the dates of a phase, on a page that may be read."""
    readable = _read(account_of(user), page)
    if not readable:
        return readable
    if not user.is_authenticated:
        return signed_out(deed.label)
    if not get_adapter().may_take_part(user, page):
        return not_admitted()
    if deed == Deed.CLAIM and may_change(account_of(user), page):
        return Verdict(
            Kind.NO,
            Reason.OFFICER,
            lambda: _("Officers of the collectivité claim no ideas."),
            lambda: _("Whoever gave the idea claims it with the code of the slip."),
        )
    return YES


def as_officer(user: Any, deed: Deed, page: Any, now: dt.datetime) -> Verdict:
    """A right of the officers' groups, and the page; both are needed."""
    managed = _manage(user, page)
    if not managed:
        return managed
    if not user.has_perm(OFFICERS_RIGHTS[deed]):
        return Verdict(
            Kind.NO,
            Reason.NOT_ADMITTED,
            lambda: _("Your account may not %(action)s.") % {"action": deed.label},
            lambda: _who_may(deed),
        )
    if deed == Deed.ENTER:
        return _may_enter(page, now)
    return YES


def _who_may(deed: Deed) -> str:
    if deed in OF_COMMUNICATION:
        return _("The communication officers of the collectivité may.")
    if deed == Deed.RECOMMEND:
        return _("The officers of the network may.")
    return _("The focal point of the collectivité may.")


def _may_enter(phase: PhasePage, now: dt.datetime) -> Verdict:
    """Ideas given on paper come in after the phase too, but never before it."""
    if not phase.live:
        return unpublished(phase)
    if Action.CONTRIBUTE not in phase.actions and Action.REMARK not in phase.actions:
        return not_part(phase, Action.CONTRIBUTE)
    if phase.period.state(now) == State.TO_COME:
        return not_yet(phase)
    return YES


def _take_part(user: Any, action: Action, phase: Any, now: dt.datetime) -> Verdict:
    within = getattr(phase, "phase", None)
    # A poll of a phase is open while both are; the phase knows what comes next.
    for each in [within, phase] if within is not None else [phase]:
        verdict = _open_for(action, each, now)
        if not verdict:
            return verdict
    if not user.is_authenticated:
        return signed_out(action.label)
    if not get_adapter().may_take_part(user, phase):
        return not_admitted()
    return YES


def _open_for(action: Action, phase: Any, now: dt.datetime) -> Verdict:
    # A poll has no drafts, and so is not “live”.
    if not (phase.published if hasattr(phase, "published") else phase.live):
        return unpublished(phase)
    if action not in phase.actions:
        return not_part(phase, action)
    state = phase.period.state(now)
    if state == State.UNDATED:
        return undated(phase)
    if state == State.TO_COME:
        return not_yet(phase)
    if state == State.CLOSED:
        return closed(phase, now)
    return YES
