from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import TranslatableMixin

from wagtail_remacto.fields import synchronized


class ClosedPeriod(TranslatableMixin, models.Model):  # type: ignore[misc]
    """Days in which few people come to a meeting, per language; both days included.

    Kept by the network: holidays move with the moon and the government's calendar. A
    plan that falls into them is flagged, never forbidden.
    """

    title = models.CharField(_("title"), max_length=120)
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"))
    note = models.CharField(
        _("note"), max_length=250, blank=True, help_text=_("Such as “to be confirmed”.")
    )

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
        FieldPanel("note"),
    ]
    override_translatable_fields = synchronized("start", "end")

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("closed period")
        verbose_name_plural = _("closed periods")
        ordering = ["start", "pk"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.start and self.end and self.start > self.end:
            errors["end"] = _("It would end before it begins.")
        if errors:
            raise ValidationError(errors)
