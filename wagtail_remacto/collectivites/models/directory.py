"""The directory of the collectivités."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from wagtail_remacto.collectivites.blocks import CountBlock, PartnerBlock
from wagtail_remacto.collectivites.pages import SYNCHRONISED, CivicPageMixin
from wagtail_remacto.fields import FactsField, PartialDateField, synchronized


class DirectoryMixin(CivicPageMixin):
    """The list of the collectivités, and what is known of their network."""

    acronym = models.CharField(
        _("acronym of the network"), max_length=30, blank=True, help_text=_("REMACTO")
    )
    founded = PartialDateField(_("founded"))
    counts = StreamField(
        [("count", CountBlock())],
        blank=True,
        verbose_name=_("membership over time"),
        help_text=_("Published numbers of members; each with its date and source."),
    )
    partners = StreamField(
        [("partner", PartnerBlock())], blank=True, verbose_name=_("partners")
    )
    facts = FactsField(verbose_name=_("events and facts"))

    class Meta:
        abstract = True


class DirectoryPage(DirectoryMixin, Page):  # type: ignore[misc]
    """Needs nothing but a title and lives under any page of the host."""

    template = "wagtail_remacto/collectivites/directory_page.html"
    subpage_types = ["wagtail_remacto.CollectivitePage"]

    content_panels = [
        *CivicPageMixin.opening_panels,
        MultiFieldPanel(
            [
                FieldPanel("acronym"),
                FieldPanel("founded"),
                FieldPanel("counts"),
                FieldPanel("partners"),
                FieldPanel("facts"),
            ],
            heading=_("The network"),
            classname="collapsed",
        ),
        *CivicPageMixin.closing_panels,
    ]
    search_fields = [*Page.search_fields, *CivicPageMixin.search_fields]
    override_translatable_fields = [
        *SYNCHRONISED,
        *synchronized("acronym", "founded"),
    ]

    class Meta:
        verbose_name = _("directory of collectivités")
        verbose_name_plural = _("directories of collectivités")

    @classmethod
    def can_exist_under(cls, parent: Any) -> bool:
        """Under any page of the host, but not inside a collectivité's own branch."""
        inside = isinstance(parent.specific, CivicPageMixin)
        return not inside and super().can_exist_under(parent)
