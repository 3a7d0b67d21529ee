from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page

from wagtail_remacto.collectivites.pages import SYNCHRONISED, CivicPageMixin
from wagtail_remacto.fields import FactsField, PartialDateField, synchronized
from wagtail_remacto.programmes.forms import AdoptablePageForm
from wagtail_remacto.programmes.models.adoptable import AdoptableMixin
from wagtail_remacto.programmes.panels import CommitmentPanel, opening_panels


class ProgrammeMixin(AdoptableMixin, CivicPageMixin):
    """The two-year plan of one cycle."""

    start = PartialDateField(_("runs from"))
    end = PartialDateField(_("runs to"))
    facts = FactsField(verbose_name=_("implementation and evaluation"))

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.start and self.end and self.start.first > self.end.last:
            errors["end"] = _("The programme would end before it begins.")
        if errors:
            raise ValidationError(errors)


class ProgrammePage(ProgrammeMixin, Page):  # type: ignore[misc]
    """The programme of a cycle; its projects are its children."""

    template = "wagtail_remacto/programmes/programme_page.html"
    parent_page_types = ["wagtail_remacto.CyclePage"]
    subpage_types = ["wagtail_remacto.ProjectPage"]
    base_form_class = AdoptablePageForm

    content_panels = [
        *opening_panels(),
        MultiFieldPanel(
            [
                FieldRowPanel([CommitmentPanel("start"), CommitmentPanel("end")]),
                FieldPanel("facts"),
            ],
            heading=_("The programme"),
        ),
        *CivicPageMixin.closing_panels,
    ]
    search_fields = [*Page.search_fields, *CivicPageMixin.search_fields]
    override_translatable_fields = [*SYNCHRONISED, *synchronized("start", "end")]

    class Meta:
        verbose_name = _("openness programme")
        verbose_name_plural = _("openness programmes")
