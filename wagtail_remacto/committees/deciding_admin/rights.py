"""Who works with decisions in the admin: officers write them, members read them."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from wagtail_remacto.collectivites.branch import canonical_only
from wagtail_remacto.collectivites.permissions import (
    BranchPermissionPolicy,
    changeable,
)
from wagtail_remacto.committees.membership import seats_of, within_mandate
from wagtail_remacto.committees.models import CommitteePage, Decision
from wagtail_remacto.cycles import gate

RIGHTS = ("add", "change", "delete", "view")


class DecisionPolicy(BranchPermissionPolicy):
    """What is signed off is not rewritten, by nobody (domain rule 3)."""

    def user_has_permission_for_instance(
        self, user: Any, action: str, instance: Any
    ) -> bool:
        if instance.signed_in_database and action in ("change", "delete"):
            return False
        return super().user_has_permission_for_instance(user, action, instance)


decision_policy = DecisionPolicy(Decision, "committee")


def own_seats(user: Any) -> list[Any]:
    """The person's seats within their mandates; one query."""
    now = timezone.now()
    return [seat for seat in seats_of(user) if within_mandate(seat, now)]


def as_officer(user: Any) -> bool:
    return bool(decision_policy.user_has_any_permission(user, RIGHTS))


def may_read_some(user: Any) -> bool:
    """Whether the menu shows the decisions; at most one query."""
    return as_officer(user) or bool(own_seats(user))


def readable(user: Any) -> QuerySet[Decision]:
    """Those of the person's own branches, and of committees in which they sit.

    Members read drafts too: they see whether the rule is kept before anything is
    signed.
    """
    mine = Q(committee__in={seat.committee_id for seat in own_seats(user)})
    if as_officer(user):
        mine |= Q(pk__in=decision_policy.covered(user).values("pk"))
    return Decision.objects.filter(mine)


def own_committees(user: Any) -> QuerySet[CommitteePage]:
    """The committees for which the person may record decisions."""
    if not user.has_perm(gate.OFFICERS_RIGHTS[gate.Deed.DECIDE]):
        return CommitteePage.objects.none()
    pages = changeable(user).order_by().values("pk")
    return canonical_only(CommitteePage.objects.filter(pk__in=pages))
