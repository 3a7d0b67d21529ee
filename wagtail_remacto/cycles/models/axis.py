from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import TranslatableMixin

from wagtail_remacto.collectivites.models import Principle
from wagtail_remacto.cycles.models.cycle import CyclePage
from wagtail_remacto.fields import SourcesField, synchronized

# Rooms above say why a title may not be changed any more; empty if it may.
title_guards: list[Callable[[Any], str]] = []


class Axis(TranslatableMixin, models.Model):  # type: ignore[misc]
    """A challenge of openness chosen for a cycle.

    Not a child of the page's draft: contributions will point at it, so that it has to
    be as durable as they are. One row for each language, all on the cycle's canonical
    page; projects point at the row of the fallback language.
    """

    cycle = models.ForeignKey(
        CyclePage,
        verbose_name=_("cycle"),
        on_delete=models.PROTECT,
        related_name="axes",
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    title = models.CharField(_("title"), max_length=250)
    challenge = models.TextField(
        _("challenge"),
        blank=True,
        help_text=_("What is not open enough today, in a sentence or two."),
    )
    baseline = models.TextField(
        _("baseline"),
        blank=True,
        help_text=_("Where things stand at the start: a figure, a fact."),
    )
    principles = models.ManyToManyField(
        Principle,
        verbose_name=_("principles of openness"),
        blank=True,
        related_name="axes",
    )
    is_principle = models.BooleanField(
        _("the axis is a principle of the plan"), default=False
    )
    active = models.BooleanField(
        _("in use"),
        default=True,
        help_text=_("Switched off instead of deleted once ideas or projects use it."),
    )
    sources = SourcesField()

    panels = [
        PageChooserPanel("cycle"),
        FieldRowPanel([FieldPanel("order"), FieldPanel("active")]),
        FieldPanel("title"),
        FieldPanel("challenge"),
        FieldPanel("baseline"),
        FieldPanel("principles"),
        FieldPanel("is_principle"),
        FieldPanel("sources"),
    ]
    override_translatable_fields = synchronized(
        "cycle", "order", "active", "is_principle"
    )

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("priority axis")
        verbose_name_plural = _("priority axes")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "locale", "order"],
                condition=models.Q(active=True),
                name="remacto_axis_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        for guard in title_guards:
            why_not = guard(self)
            if why_not:
                raise ValidationError({"title": why_not})
