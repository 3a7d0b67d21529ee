"""The principles of openness."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin

from wagtail_remacto.fields import synchronized


class Principle(TranslatableMixin, models.Model):  # type: ignore[misc]
    """A principle of openness; the network keeps the list."""

    key = models.SlugField(_("key"), max_length=40)
    title = models.CharField(_("title"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    panels = [
        FieldPanel("title"),
        FieldPanel("description"),
        FieldPanel("key"),
        FieldPanel("order"),
    ]
    override_translatable_fields = synchronized("key", "order")

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("principle of openness")
        verbose_name_plural = _("principles of openness")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "locale"], name="remacto_principle_key"
            ),
        ]

    def __str__(self) -> str:
        return self.title
