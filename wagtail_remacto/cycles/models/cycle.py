from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
)
from wagtail.models import Page
from wagtail.search import index

from wagtail_remacto.collectivites.pages import SYNCHRONISED, CivicPageMixin
from wagtail_remacto.collectivites.territories import Territory, territory
from wagtail_remacto.cycles.forms import CyclePageForm
from wagtail_remacto.cycles.kinds import Framework
from wagtail_remacto.cycles.models.template import CycleTemplate
from wagtail_remacto.fields import (
    CodesField,
    FactsField,
    PartialDateField,
    synchronized,
)


class CycleMixin(CivicPageMixin):
    """A collectivité's way from information meetings to evaluation."""

    identifier = models.SlugField(
        _("identifier"),
        max_length=40,
        blank=True,
        help_text=_("Short and lasting, such as 2027; one cycle of yours has it."),
    )
    framework = models.CharField(
        _("framework"),
        max_length=12,
        choices=Framework.choices,
        default=Framework.REMACTO,
    )
    template_used = models.ForeignKey(
        CycleTemplate,
        verbose_name=_("calendar of the network"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_(
            "Shown beside your phases as an indication. Your own dates are on the "
            "phases."
        ),
    )
    wave = models.PositiveSmallIntegerField(_("wave"), null=True, blank=True)
    period_start = PartialDateField(_("the programme runs from"))
    period_end = PartialDateField(_("the programme runs to"))
    programme_years = models.PositiveSmallIntegerField(
        _("years of the programme"),
        null=True,
        blank=True,
        help_text=_("Two in the network's method. Empty if unknown."),
    )
    predecessor = models.ForeignKey(
        "wagtail_remacto.CyclePage",
        verbose_name=_("previous cycle"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="successors",
    )
    with_codes = CodesField(
        _("together with"),
        max_length=500,
        help_text=_(
            "HCP codes of the other collectivités of a shared cycle, with commas "
            "between them."
        ),
    )
    lead = models.TextField(_("who leads the cycle"), blank=True)
    axes_count = models.PositiveSmallIntegerField(
        _("number of axes"),
        null=True,
        blank=True,
        help_text=_("Only where the number is published and the axes are not."),
    )
    axes_note = models.TextField(_("note about the axes"), blank=True)
    facts = FactsField(
        help_text=_("Dated steps, partners and context, each with its source."),
    )

    class Meta:
        abstract = True

    @property
    def partners(self) -> list[Territory]:
        """The other collectivités of the cycle, as HCP names them."""
        found = (territory(code) for code in self.with_codes)
        return [each for each in found if each]

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        start, end = self.period_start, self.period_end
        if start and end and start.first > end.last:
            errors["period_end"] = _(
                "The programme would end (%(end)s) before it starts (%(start)s)."
            ) % {"start": start, "end": end}
        unknown = [code for code in self.with_codes if not territory(code)]
        if unknown:
            errors["with_codes"] = _("HCP knows no territory “%(code)s”.") % {
                "code": unknown[0]
            }
        if self.predecessor_id and self.predecessor:
            if self.predecessor.translation_key == self.translation_key:
                errors["predecessor"] = _("A cycle cannot come before itself.")
            elif self.pk and not self._same_branch(self.predecessor):
                errors["predecessor"] = _(
                    "The previous cycle has to be one of the same collectivité."
                )
        twin = self._twin()
        if twin:
            errors["identifier"] = _(
                "“%(title)s” has this identifier already. Choose another."
            ) % {"title": twin.title}
        if errors:
            raise ValidationError(errors)

    def _same_branch(self, other: "CycleMixin") -> bool:
        """Whether both hang below one collectivité, whatever the language."""
        mine = self.get_parent()
        theirs = other.get_parent()
        return bool(mine and theirs and mine.translation_key == theirs.translation_key)

    def _twin(self) -> "CycleMixin | None":
        if not (self.identifier and self.path and self.depth and self.pk):
            return None
        return (
            self.get_siblings(inclusive=False)
            .type(type(self))
            .specific()
            .filter(cyclepage__identifier=self.identifier)
            .first()
        )


class CyclePage(CycleMixin, Page):  # type: ignore[misc]
    """One cycle of one collectivité, below its page."""

    template = "wagtail_remacto/cycles/cycle_page.html"
    parent_page_types = ["wagtail_remacto.CollectivitePage"]
    subpage_types = [
        "wagtail_remacto.PhasePage",
        "wagtail_remacto.WorkshopPage",
        "wagtail_remacto.CommitteePage",
        "wagtail_remacto.ProgrammePage",
    ]
    base_form_class = CyclePageForm

    content_panels = [
        *CivicPageMixin.opening_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("identifier"), FieldPanel("framework")]),
                FieldPanel("template_used"),
                FieldRowPanel([FieldPanel("period_start"), FieldPanel("period_end")]),
                FieldRowPanel([FieldPanel("programme_years"), FieldPanel("wave")]),
                FieldPanel("predecessor"),
                FieldPanel("with_codes"),
                FieldPanel("lead"),
            ],
            heading=_("The cycle"),
        ),
        MultiFieldPanel(
            [FieldPanel("axes_count"), FieldPanel("axes_note")],
            heading=_("Axes"),
            help_text=_(
                "The axes themselves are under “Axes” in the menu, once this page is "
                "saved."
            ),
        ),
        FieldPanel("facts"),
        *CivicPageMixin.closing_panels,
    ]
    words_to_index = ("summary", "lead", "axes_note")
    search_fields = [
        *Page.search_fields,
        *CivicPageMixin.search_fields,
        index.FilterField("identifier"),
        index.FilterField("framework"),
    ]
    override_translatable_fields = [
        *SYNCHRONISED,
        *synchronized(
            "identifier",
            "framework",
            "template_used",
            "wave",
            "period_start",
            "period_end",
            "programme_years",
            "predecessor",
            "with_codes",
            "axes_count",
        ),
    ]

    class Meta:
        verbose_name = _("co-creation cycle")
        verbose_name_plural = _("co-creation cycles")
