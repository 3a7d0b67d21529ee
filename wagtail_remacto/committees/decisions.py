"""What is read of a committee's decisions."""

from typing import Any

from django.db.models import Q, QuerySet

from wagtail_remacto.committees.models import Decision, DecisionKind, Result


def holding() -> Q:
    """Decisions that hold: signed off, and superseded by no signed one."""
    return Q(signed_at__isnull=False) & (
        Q(superseded_by__isnull=True) | Q(superseded_by__signed_at__isnull=True)
    )


def validations() -> "QuerySet[Decision]":
    """The decisions that hold by which a committee approved a version."""
    found: QuerySet[Decision] = Decision.objects.filter(
        holding(), kind=DecisionKind.VALIDATE, result=Result.APPROVED
    )
    return found


def decisions_of(committee: Any) -> "QuerySet[Decision]":
    """The signed decisions of a committee, in any of its languages, newest first."""
    return (
        Decision.objects.filter(
            committee__translation_key=committee.translation_key,
            signed_at__isnull=False,
        )
        .select_related("version", "superseded_by")
        .defer("version__content")
        .order_by("-number")
    )


def validating(version: Any) -> Decision | None:
    """The decision by which the committee holds this version for valid, if any."""
    return validations().filter(version=version).order_by("-number").first()
