"""Who speaks in which voice; the gate asks here (domain.md, "Who may do what").

The administration’s voice is its officers’, and of one project its lead’s. The second
voice is that of the civil-society seats of the cycle’s committee and of the confirmed
partners of a project; an officer of the collectivité never has it.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wagtail_remacto.collectivites.permissions import may_change
from wagtail_remacto.committees.membership import seats_of, within_mandate
from wagtail_remacto.committees.models import College, Seat
from wagtail_remacto.contributions.branches import place_of
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Deed, Verdict
from wagtail_remacto.cycles.models import CyclePage
from wagtail_remacto.monitoring.models import (
    CycleClosing,
    Partner,
    PartnerState,
    ProjectLead,
)


@dataclass(frozen=True, slots=True)
class Holder:
    """By which seat or partnership somebody has the second voice; one of them."""

    seat: Seat | None = None
    partner: Partner | None = None

    @property
    def name(self) -> str:
        return str(self.seat or self.partner)


def civil_seat(account: Any, page: Any, now: dt.datetime) -> Seat | None:
    """The account’s civil-society seat in the committee above or beside ``page``.

    ``page`` is a cycle or any page below one, in any language; two queries at most.
    """
    path = page.canonical.path
    for seat in seats_of(account).filter(college=College.CIVIL_SOCIETY):
        # The committee hangs below the same cycle.
        cycle = seat.committee.path[: -seat.committee.steplen]
        if path.startswith(cycle) and within_mandate(seat, now):
            return seat
    return None


def partner_of(participant: Any, project: Any) -> Partner | None:
    """The confirmed partnership by which a participant speaks of the project."""
    return _confirmed(participant).filter(project=project.canonical.pk).first()


def _partner_within(participant: Any, programme: Any) -> Partner | None:
    """The first confirmed partnership in a project of the programme."""
    below = programme.canonical.path
    return _confirmed(participant).filter(project__path__startswith=below).first()


def _confirmed(participant: Any) -> QuerySet[Partner]:
    key = getattr(participant, "pk", None)
    if key is None or participant.erased_at is not None:
        return Partner.objects.none()
    return Partner.objects.filter(participant=key, state=PartnerState.CONFIRMED)


def holder_of(who: Any, project: Any, now: dt.datetime) -> Holder | None:
    """By what ``who`` (an account or a participant) has the second voice; None: not.

    A seat comes before a partnership.
    """
    return _holder(who, project, now, partner_of)


def evaluator_of(who: Any, programme: Any, now: dt.datetime) -> Holder | None:
    """By which seat, or which partnership in one of its projects, ``who`` evaluates."""
    return _holder(who, programme, now, _partner_within)


def _holder(
    who: Any,
    page: Any,
    now: dt.datetime,
    partnership: Callable[[Any, Any], Partner | None],
) -> Holder | None:
    account = gate.account_of(who)
    seat = civil_seat(account, page, now)
    if seat is not None:
        return Holder(seat=seat)
    if who is account:
        who = getattr(account, "remacto_participant", None)
    partner = partnership(who, page) if who is not None else None
    return Holder(partner=partner) if partner is not None else None


def leads(account: Any, project: Any) -> bool:
    """Whether the account is the lead of this project today."""
    if not account.is_authenticated or not account.is_active:
        return False
    return bool(
        ProjectLead.objects.filter(
            project=project.canonical.pk, user=account, until__isnull=True
        ).exists()
    )


@gate.knows_closings
def is_closed_above(page: Any) -> bool:
    """Whether the cycle of ``page``, in any language, is closed; one query."""
    step = page.steplen
    paths = [page.path[:end] for end in range(step, len(page.path) + 1, step)]
    cycles = CyclePage.objects.filter(path__in=paths)
    return bool(
        CycleClosing.objects.filter(
            cycle__translation_key__in=cycles.values("translation_key"),
            reopened_at__isnull=True,
        ).exists()
    )


def _leads_within(account: Any, page: Any) -> bool:
    """Whether an account leads a project below a page now; one query."""
    return bool(
        ProjectLead.objects.filter(
            user=account.pk,
            until__isnull=True,
            project__path__startswith=page.canonical.path,
        ).exists()
    )


@gate.rule(Deed.UPDATE)
def may_update(account: Any, project: Any, now: dt.datetime) -> Verdict:
    """The officers who may edit the page, and the project’s lead."""
    as_officer = gate.as_officer(account, Deed.UPDATE, project, now)
    if as_officer:
        return as_officer
    if leads(account, project):
        return gate.YES
    return _otherwise_a_lead(account, project, as_officer)


@gate.rule(Deed.MONITOR, whoever=True)
def may_monitor(who: Any, project: Any, now: dt.datetime) -> Verdict:
    """Civil-society seats and confirmed partners; whoever edits the page or leads the
    project never."""
    if not who.is_authenticated:
        return gate.signed_out(Deed.MONITOR.label)
    account = gate.account_of(who)
    if not who.is_active or may_change(account, project) or leads(account, project):
        return _only_civil_society()
    if holder_of(who, project, now) is None:
        return _only_civil_society()
    return gate.YES


@gate.rule(Deed.SCHEDULE)
def may_schedule(account: Any, project: Any, now: dt.datetime) -> Verdict:
    """The officers who may edit the page; the project’s lead is told whom to ask."""
    as_officer = gate.as_officer(account, Deed.SCHEDULE, project, now)
    if not as_officer and leads(account, project):
        return Verdict(
            gate.Kind.NO,
            gate.Reason.NOT_ADMITTED,
            lambda: _(
                "You publish this project’s updates; its milestones and their dates "
                "are set by the officers of the collectivité."
            ),
            lambda: _(
                "Say in an update what has changed and why, and ask the officers to "
                "postpone the milestone."
            ),
        )
    if as_officer:
        return as_officer
    return _otherwise_a_lead(account, project, as_officer)


def _otherwise_a_lead(account: Any, project: Any, refused: Verdict) -> Verdict:
    """The refusal, in words for a lead of another project of the collectivité."""
    if not account.is_authenticated:
        return refused
    if not _leads_within(account, place_of(project).collectivite):
        return refused
    return Verdict(
        gate.Kind.NO,
        gate.Reason.NOT_YOURS,
        lambda: (
            _("You lead another project of this collectivité, not “%(page)s”.")
            % {"page": gate.called(project)}
        ),
        lambda: _("Its officers name who leads a project."),
    )


@gate.rule(Deed.EVALUATE_CIVIL, whoever=True)
def may_evaluate(who: Any, programme: Any, now: dt.datetime) -> Verdict:
    """Civil-society seats, and confirmed partners of a project, with an account.

    Whoever edits the page or leads a project of the programme never.
    """
    if not who.is_authenticated:
        return gate.signed_out(Deed.EVALUATE_CIVIL.label)
    account = gate.account_of(who)
    if not who.is_active or may_change(account, programme):
        return _only_evaluators()
    if evaluator_of(who, programme, now) is None:
        return _only_evaluators()
    if not account.is_authenticated:
        return Verdict(
            gate.Kind.YES_ONCE_SIGNED_IN,
            gate.Reason.SIGNED_OUT,
            lambda: _("An evaluation is signed with an account."),
            lambda: _(
                "Open one with the e-mail address of your partnership, and sign in "
                "with it: the partnership is then yours there too."
            ),
        )
    if _leads_within(account, programme):
        return Verdict(
            gate.Kind.NO,
            gate.Reason.OFFICER,
            lambda: _("You lead a project of this programme for the administration."),
            lambda: _("Somebody else evaluates it for civil society."),
        )
    return gate.YES


@gate.rule(Deed.JOIN, whoever=True)
def may_join(who: Any, project: Any, now: dt.datetime) -> Verdict:
    """Whoever may take part, for an association; never who is of the other side."""
    as_citizen = gate.check(who, Deed.FOLLOW, project, now)
    if not as_citizen:
        return as_citizen
    account = gate.account_of(who)
    if may_change(account, project) or leads(account, project):
        return Verdict(
            gate.Kind.NO,
            gate.Reason.OFFICER,
            lambda: _("The collectivité’s own officers are no partners of a project."),
            lambda: _("Invite an association instead."),
        )
    return gate.YES


def _only_civil_society() -> Verdict:
    return Verdict(
        gate.Kind.NO,
        gate.Reason.NOT_ADMITTED,
        lambda: _(
            "Only civil society’s seats in the committee and the confirmed partners "
            "of the project speak here."
        ),
        lambda: _("If your association wants to, offer to be a partner."),
    )


def _only_evaluators() -> Verdict:
    return Verdict(
        gate.Kind.NO,
        gate.Reason.NOT_ADMITTED,
        lambda: _(
            "Only civil society’s seats in the committee and the confirmed partners "
            "of the programme’s projects evaluate here."
        ),
        lambda: _(
            "What they sign is read by everyone, on the page of the evaluations."
        ),
    )
