from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.contributions.models import Contribution
from wagtail_remacto.people.records import Record
from wagtail_remacto.programmes.models.project import ProjectPage


class LineageKind(models.TextChoices):
    WHOLE = "whole", _("taken up as it is")
    PART = "part", _("taken up in part")
    INSPIRED = "inspired", _("gave the impulse")


class Lineage(Record):
    """That a contribution has shaped a project: how, why, who said so and when.

    Many to many. Until the committee validates the programme a row may be ended, with
    a reason; it stays readable then. Afterwards nothing of it changes.
    """

    later: ClassVar[frozenset[str]] = frozenset({"ended_at", "ended_by", "ended_words"})

    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, related_name="lineage"
    )
    project = models.ForeignKey(
        ProjectPage, on_delete=models.PROTECT, related_name="lineage"
    )
    kind = models.CharField(_("how"), max_length=10, choices=LineageKind.choices)
    words = models.TextField(_("why"))
    language = models.CharField(_("language"), max_length=12)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("at"))
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    ended_words = models.TextField(blank=True, editable=False)

    class Meta:
        verbose_name = _("lineage")
        verbose_name_plural = _("lineages")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "project"],
                condition=models.Q(ended_at__isnull=True),
                name="remacto_lineage_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} → {self.project_id}"

    @property
    def reason(self) -> Words:
        return Words(self.words, self.language)
