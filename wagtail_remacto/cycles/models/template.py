from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable, TranslatableMixin

from wagtail_remacto.cycles.kinds import Mode, PhaseKind, Precision
from wagtail_remacto.fields import (
    CodesField,
    PartialDateField,
    SourcesField,
    synchronized,
)


class CycleTemplate(TranslatableMixin, ClusterableModel):  # type: ignore[misc]
    """The network's calendar of a wave: phases and their usual months.

    It proposes and never fills in: a collectivité's own dates are on its phases.
    """

    identifier = models.SlugField(
        _("identifier"),
        max_length=40,
        help_text=_("Short and lasting, such as 2023; cycles are matched by it."),
    )
    title = models.CharField(_("title"), max_length=200)
    wave = models.PositiveSmallIntegerField(_("wave"), null=True, blank=True)
    programme_years = models.PositiveSmallIntegerField(
        _("years of a programme"), null=True, blank=True
    )
    sources = SourcesField()

    panels = [
        FieldPanel("title"),
        FieldRowPanel(
            [
                FieldPanel("identifier"),
                FieldPanel("wave"),
                FieldPanel("programme_years"),
            ]
        ),
        InlinePanel("phases", heading=_("Phases"), label=_("Phase")),
        FieldPanel("sources"),
    ]
    override_translatable_fields = synchronized("identifier", "wave", "programme_years")

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("cycle template")
        verbose_name_plural = _("cycle templates")
        ordering = ["identifier"]
        constraints = [
            models.UniqueConstraint(
                fields=["identifier", "locale"], name="remacto_cycle_template"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class TemplatePhase(Orderable):
    """One phase of the network's calendar; months, never days."""

    template = ParentalKey(
        CycleTemplate, on_delete=models.CASCADE, related_name="phases"
    )
    kind = models.CharField(_("kind"), max_length=24, choices=PhaseKind.choices)
    title = models.CharField(_("title"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    start = PartialDateField(_("start"))
    end = PartialDateField(_("end"))
    date_text = models.CharField(
        _("dates in words"),
        max_length=250,
        blank=True,
        help_text=_("As the source says it, where it gives no month."),
    )
    date_note = models.TextField(_("note about the dates"), blank=True)
    precision = models.CharField(
        _("precision"),
        max_length=12,
        choices=Precision.choices,
        default=Precision.MONTH,
    )
    actors = models.CharField(_("who acts"), max_length=250, blank=True)
    modes = CodesField(_("where"), choices=Mode.choices)
    sources = SourcesField()

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("title")]),
        FieldPanel("summary"),
        FieldRowPanel(
            [FieldPanel("start"), FieldPanel("end"), FieldPanel("precision")]
        ),
        FieldPanel("date_text"),
        FieldPanel("date_note"),
        FieldPanel("modes"),
        FieldPanel("sources"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("phase of a template")
        verbose_name_plural = _("phases of a template")

    def __str__(self) -> str:
        return self.title or self.get_kind_display()
