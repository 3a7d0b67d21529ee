import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from wagtail_remacto.contributions.models.contribution import (
    CheckedUpload,
    Contribution,
)
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.people.models import Participant


class Draft(models.Model):
    """What somebody has begun to write and not sent.

    Without a phase it keeps the files of a form of a room above, under that form’s key.

    Its key is in a cookie of its own, so that it outlives the session. No civic row:
    it is deleted once sent, on request, or when its time is up.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    phase = models.ForeignKey(
        PhasePage, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    participant = models.ForeignKey(
        Participant,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="drafts",
    )
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")

    def __str__(self) -> str:
        return str(self.data.get("title") or self.key)


class DraftFile(CheckedUpload):
    """A file of something not yet sent; becomes an attachment when it is."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")

    class Meta(CheckedUpload.Meta):
        verbose_name = _("file of a draft")
        verbose_name_plural = _("files of drafts")


class Follow(models.Model):
    """That somebody wants to hear of a page (the canonical one) or a contribution."""

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="follows"
    )
    page = models.ForeignKey(
        Page, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    contribution = models.ForeignKey(
        Contribution,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="follows",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("followed thing")
        verbose_name_plural = _("followed things")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(contribution__isnull=True)
                ^ models.Q(page__isnull=True),
                name="remacto_follow_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["participant", "contribution"],
                condition=models.Q(contribution__isnull=False),
                name="remacto_follow_contribution_once",
            ),
            models.UniqueConstraint(
                fields=["participant", "page"],
                condition=models.Q(page__isnull=False),
                name="remacto_follow_page_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.contribution or self.page)
