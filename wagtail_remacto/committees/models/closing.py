"""The end of an analysis."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.people.records import Record


class AnalysisClosing(Record):
    """That the committee has read everything; or why it went on without.

    ``owed`` and ``held`` are what was left without an answer or unread by a moderator
    at that moment: more than nothing only with the reasons for an override, which are
    public (domain rule 2). One that was made too early is reopened, and made again.
    """

    later: ClassVar[frozenset[str]] = frozenset(
        {"reopened_at", "reopened_by", "reopened_words"}
    )

    phase = models.ForeignKey(
        PhasePage, on_delete=models.PROTECT, related_name="analysis_closings"
    )
    collectivite = models.ForeignKey(
        CollectivitePage, on_delete=models.PROTECT, related_name="analysis_closings"
    )
    received = models.PositiveIntegerField(_("received"))
    answered = models.PositiveIntegerField(_("answered"))
    owed = models.PositiveIntegerField(_("answers owed"))
    held = models.PositiveIntegerField(_("not read by a moderator"))
    override_words = models.TextField(_("why it is closed all the same"), blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("at"))
    reopened_at = models.DateTimeField(null=True, blank=True, editable=False)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reopened_words = models.TextField(blank=True, editable=False)

    class Meta:
        verbose_name = _("closing of an analysis")
        verbose_name_plural = _("closings of analyses")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["phase"],
                condition=models.Q(reopened_at__isnull=True),
                name="remacto_analysis_closed_once",
            ),
            models.CheckConstraint(
                condition=models.Q(owed=0, held=0) | ~models.Q(override_words=""),
                name="remacto_analysis_override_has_words",
            ),
        ]

    def __str__(self) -> str:
        return str(self.at)

    @property
    def is_override(self) -> bool:
        return bool(self.owed or self.held)

    @property
    def override(self) -> Words:
        return Words(self.override_words, self.language)
