import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail_remacto.contributions.models import Contribution
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.workshops.models.workshop import WorkshopPage


class EntryRow(models.Model):
    """A row of the grid where ideas given on paper are typed, as it is right now.

    ``data`` holds what was typed, right or wrong; once it has become a contribution
    the row is done with and read-only.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    workshop = models.ForeignKey(
        WorkshopPage, on_delete=models.PROTECT, related_name="entry_rows"
    )
    phase = models.ForeignKey(PhasePage, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("row"))
    data = models.JSONField(default=dict)
    contribution = models.OneToOneField(
        Contribution,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="entry_row",
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("idea on paper")
        verbose_name_plural = _("ideas on paper")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "number"], name="remacto_entry_row_number"
            ),
        ]

    def __str__(self) -> str:
        return str(self.data.get("title") or self.number)


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", _("to be matched")
    TRIED = "tried", _("tried")
    DONE = "done", _("imported")


class IdeaImport(models.Model):
    """A spreadsheet of ideas on its way in: its rows, how its columns are read."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    phase = models.ForeignKey(PhasePage, on_delete=models.PROTECT, related_name="+")
    workshop = models.ForeignKey(
        WorkshopPage,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="idea_imports",
    )
    name = models.CharField(_("file"), max_length=200)
    headers = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    # Column of the file for each field of a contribution.
    mapping = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    state = models.CharField(
        max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("import of ideas")
        verbose_name_plural = _("imports of ideas")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name
