"""The log of civic rows, read only by those who act for the collectivité.

Wagtail shows its log of models to whoever has a right to the model, which would be the
officers of every other commune.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models.audit_log import BaseLogEntry, ModelLogEntryManager
from wagtail.permissions import policy_registry

from wagtail_remacto.collectivites.branch import collectivite_of
from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.collectivites.permissions import (
    BranchPermissionPolicy,
    changeable,
)


class BranchLogEntryManager(ModelLogEntryManager):  # type: ignore[misc]
    def log_action(self, instance: Any, action: str, **kwargs: Any) -> Any:
        policy = policy_registry.get_by_type(type(instance))
        if isinstance(policy, BranchPermissionPolicy):
            branch = collectivite_of(policy.pages_of(instance)[0])
            kwargs.setdefault("collectivite", branch and branch.canonical)
        return super().log_action(instance, action, **kwargs)

    def viewable_by_user(self, user: Any) -> models.QuerySet[Any]:
        if user.is_superuser:
            return self.all()
        pages = changeable(user).order_by().values("pk")
        return self.filter(collectivite__in=pages)


class BranchLogEntry(BaseLogEntry):  # type: ignore[misc]
    """What was done to an axis, a seat, a session or a deliberation.

    The collectivité is written down, so that a deletion stays readable.
    """

    object_id = models.CharField(max_length=255, db_index=True)
    collectivite = models.ForeignKey(
        CollectivitePage,
        verbose_name=_("collectivité"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = BranchLogEntryManager()

    class Meta(BaseLogEntry.Meta):
        ordering = ["-timestamp", "-id"]
        verbose_name = _("log entry of a collectivité")
        verbose_name_plural = _("log entries of collectivités")
