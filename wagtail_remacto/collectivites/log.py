"""The log of civic rows, read only by those who act for the collectivité.

Wagtail shows its log of models to whoever has a right to the model, which would be the
officers of every other commune.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import get_active_log_context
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
        if isinstance(policy, BranchPermissionPolicy) and "collectivite" not in kwargs:
            branch = collectivite_of(policy.pages_of(instance)[0])
            kwargs["collectivite"] = branch and branch.canonical
        return super().log_action(instance, action, **kwargs)

    def log_many(
        self, rows: Iterable[tuple[Any, dict[str, Any]]], action: str, **common: Any
    ) -> None:
        """An entry for each instance, with its own fields; one query a thousand.

        What Wagtail’s ``log`` does for one: it asks four queries for each.
        """
        context = get_active_log_context()
        common = {"user": context.user, "uuid": context.uuid, **common}
        entries = [
            self.model(
                content_type=ContentType.objects.get_for_model(
                    instance, for_concrete_model=False
                ),
                object_id=str(instance.pk),
                action=action,
                timestamp=timezone.now(),
                **common,
                **own,
            )
            for instance, own in rows
        ]
        self.bulk_create(entries, batch_size=1000)

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
