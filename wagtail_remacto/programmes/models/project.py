from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from wagtail_remacto.collectivites.pages import SYNCHRONISED, CivicPageMixin
from wagtail_remacto.collectivites.territories import Territory, territory
from wagtail_remacto.cycles.kinds import Value
from wagtail_remacto.cycles.models import Axis, Theme
from wagtail_remacto.fields import (
    CodesField,
    FactsField,
    PartialDateField,
    synchronized,
)
from wagtail_remacto.programmes.forms import ProjectPageForm
from wagtail_remacto.programmes.models.adoptable import AdoptableMixin
from wagtail_remacto.programmes.panels import CommitmentPanel, opening_panels


class IndicatorBlock(blocks.StructBlock):
    """How one will see that the commitment is kept."""

    title = blocks.CharBlock(label=_("Indicator"))
    unit = blocks.CharBlock(required=False, label=_("Unit"))
    baseline = blocks.CharBlock(required=False, label=_("At the start"))
    target = blocks.CharBlock(required=False, label=_("Target"))

    class Meta:
        icon = "glasses"
        label = _("Indicator")


class ProjectMixin(AdoptableMixin, CivicPageMixin):
    """One commitment, described as OGP describes them."""

    reference = models.CharField(
        _("reference code"),
        max_length=40,
        blank=True,
        db_index=True,
        help_text=_("Such as MATET0003 for an OGP commitment."),
    )
    axis = models.ForeignKey(
        Axis,
        verbose_name=_("priority axis"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="projects",
    )
    problem = models.TextField(
        _("problem"), blank=True, help_text=_("What is wrong today, and for whom.")
    )
    status_quo = models.TextField(
        _("status quo"), blank=True, help_text=_("What exists already.")
    )
    solution = models.TextField(
        _("solution"), blank=True, help_text=_("What will be done.")
    )
    expected_results = models.TextField(
        _("expected results"),
        blank=True,
        help_text=_("What will be different when it is done."),
    )
    values = CodesField(_("values"), choices=Value.choices)
    values_note = models.TextField(_("note about the values"), blank=True)
    lead = models.TextField(
        _("lead"), blank=True, help_text=_("The office or body that answers for it.")
    )
    partners = models.TextField(_("partners"), blank=True)
    start = PartialDateField(_("begins"))
    end = PartialDateField(_("ends"))
    budget = models.DecimalField(
        _("budget (dirhams)"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Exact; empty if it is not known."),
    )
    budget_note = models.CharField(
        _("note about the budget"), max_length=250, blank=True
    )
    indicators = StreamField(
        [("indicator", IndicatorBlock())], blank=True, verbose_name=_("indicators")
    )
    shared_with = CodesField(
        _("shared with"),
        max_length=500,
        help_text=_(
            "HCP codes of the other collectivités of a shared commitment, separated by "
            "commas."
        ),
    )
    facts = FactsField(verbose_name=_("what is known of its implementation"))

    class Meta:
        abstract = True

    @property
    def value_labels(self) -> list[Any]:
        return [Value(code).label for code in Value.values if code in self.values]

    @property
    def axis_key(self) -> Any:
        """What the rows of the axis have in common in every language."""
        return self.axis.translation_key if self.axis else None

    @property
    def sharing(self) -> list[Territory]:
        found = (territory(code) for code in self.shared_with)
        return [each for each in found if each]

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.start and self.end and self.start.first > self.end.last:
            errors["end"] = _("The project would end before it begins.")
        if self.budget is not None and self.budget < 0:
            errors["budget"] = _("A budget cannot be less than nothing.")
        unknown = [code for code in self.shared_with if not territory(code)]
        if unknown:
            errors["shared_with"] = _("HCP knows no territory “%(code)s”.") % {
                "code": unknown[0]
            }
        if self.axis_id and self.pk and self.path and self.axis:
            cycle = self.get_ancestors().type(type(self.axis.cycle)).last()
            if cycle and cycle.translation_key != self.axis.cycle.translation_key:
                errors["axis"] = _("This axis belongs to another cycle.")
        if errors:
            raise ValidationError(errors)


class ProjectPage(ProjectMixin, Page):  # type: ignore[misc]
    """One project of a programme, below it."""

    template = "wagtail_remacto/programmes/project_page.html"
    parent_page_types = ["wagtail_remacto.ProgrammePage"]
    subpage_types: list[str] = []
    base_form_class = ProjectPageForm

    themes = ClusterTaggableManager(
        through="wagtail_remacto.ThemedProject",
        blank=True,
        verbose_name=_("themes"),
        help_text=_("One or two words each, separated by commas."),
    )

    content_panels = [
        *opening_panels(),
        MultiFieldPanel(
            [
                FieldRowPanel([CommitmentPanel("reference"), CommitmentPanel("axis")]),
                CommitmentPanel("problem"),
                CommitmentPanel("status_quo"),
                CommitmentPanel("solution"),
                CommitmentPanel("expected_results"),
                CommitmentPanel("values"),
                CommitmentPanel("values_note"),
                FieldPanel("themes"),
            ],
            heading=_("The commitment"),
        ),
        MultiFieldPanel(
            [
                CommitmentPanel("lead"),
                CommitmentPanel("partners"),
                CommitmentPanel("shared_with"),
                FieldRowPanel([CommitmentPanel("start"), CommitmentPanel("end")]),
                FieldRowPanel(
                    [CommitmentPanel("budget"), CommitmentPanel("budget_note")]
                ),
                CommitmentPanel("indicators"),
            ],
            heading=_("Who, when, with what"),
        ),
        FieldPanel("facts"),
        *CivicPageMixin.closing_panels,
    ]
    words_to_index = (
        "summary",
        "reference",
        "problem",
        "status_quo",
        "solution",
        "expected_results",
        "lead",
        "partners",
    )
    search_fields = [
        *Page.search_fields,
        *CivicPageMixin.search_fields,
        index.FilterField("reference"),
    ]
    override_translatable_fields = [
        *SYNCHRONISED,
        *synchronized(
            "reference",
            "axis",
            "values",
            "start",
            "end",
            "budget",
            "shared_with",
        ),
    ]

    class Meta:
        verbose_name = _("openness project")
        verbose_name_plural = _("openness projects")


class ThemedProject(ItemBase):
    tag = models.ForeignKey(
        Theme, related_name="themed_projects", on_delete=models.CASCADE
    )
    content_object = ParentalKey(
        ProjectPage, on_delete=models.CASCADE, related_name="themed_items"
    )
