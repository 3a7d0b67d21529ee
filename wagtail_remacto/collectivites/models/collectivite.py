"""The page of a collectivité, above everything that is its own."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from wagtail_remacto.collectivites.models.kinds import Basis, Kind, Language
from wagtail_remacto.collectivites.pages import SYNCHRONISED, CivicPageMixin
from wagtail_remacto.collectivites.territories import Territory, territory
from wagtail_remacto.fields import CodesField, PartialDateField, synchronized


class CollectiviteMixin(CivicPageMixin):
    """A region, prefecture, province or commune that takes part."""

    kind = models.CharField(
        _("kind"),
        max_length=12,
        choices=Kind.choices,
        blank=True,
        help_text=_("Filled in from the HCP code if you leave it empty."),
    )
    hcp_code = models.CharField(
        _("HCP code"),
        max_length=20,
        blank=True,
        db_index=True,
        help_text=_(
            "The code of the High Commission for Planning, such as 01.571.01.11 for "
            "Tétouan. Names, population, region and province come from it."
        ),
    )
    region_code = models.CharField(
        max_length=20, blank=True, editable=False, db_index=True
    )
    province_code = models.CharField(max_length=20, blank=True, editable=False)
    name_fr = models.CharField(_("name in French"), max_length=120, blank=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=120, blank=True)
    name_zgh = models.CharField(
        _("name in Amazigh (Tifinagh)"), max_length=120, blank=True
    )
    population = models.PositiveIntegerField(
        _("population"),
        null=True,
        blank=True,
        help_text=_("Legal population of 2024; filled in from the HCP code."),
    )
    council_size = models.PositiveSmallIntegerField(
        _("members of the council"),
        null=True,
        blank=True,
        help_text=_("How many seats it has; votes are checked against it."),
    )
    wave = models.PositiveSmallIntegerField(
        _("wave"),
        null=True,
        blank=True,
        help_text=_(
            "1 for the members of 2023, 2 for 2024, 3 for 2025. Empty if unknown."
        ),
    )
    wave_basis = models.CharField(
        _("how the wave is known"), max_length=10, choices=Basis.choices, blank=True
    )
    wave_note = models.TextField(_("note about the membership"), blank=True)
    joined = PartialDateField(_("joined the network"))
    ogp_local_since = PartialDateField(_("member of OGP Local since"))
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("In degrees, such as 35.57845."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("In degrees, negative to the west, such as -5.36837."),
    )
    languages = CodesField(
        _("languages of the collectivité"),
        choices=Language.choices,
        help_text=_("The languages in which citizens may write to you."),
    )
    contact_office = models.CharField(
        _("office to contact"),
        max_length=200,
        blank=True,
        help_text=_("The name of the office, not of a person."),
    )
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    contact_address = models.TextField(_("address"), blank=True)
    website = models.URLField(_("web site"), max_length=500, blank=True)
    fictional = models.BooleanField(
        _("fictional"),
        default=False,
        help_text=_("An invented example: every page of it says so."),
    )

    class Meta:
        abstract = True

    @property
    def territory(self) -> Territory | None:
        return territory(self.hcp_code)

    @property
    def region(self) -> Territory | None:
        return territory(self.region_code)

    @property
    def province(self) -> Territory | None:
        return territory(self.province_code)

    @property
    def region_name(self) -> str:
        return self.region.name(get_language() or "fr") if self.region else ""

    @property
    def province_name(self) -> str:
        return self.province.name(get_language() or "fr") if self.province else ""

    @property
    def has_point(self) -> bool:
        return self.latitude is not None and self.longitude is not None

    def fill_from_territory(self) -> None:
        """Take from HCP what the officer left empty; never overwrite."""
        found = self.territory
        if found:
            self.region_code = found.region_code
            self.province_code = found.province_code
            self.kind = self.kind or found.kind
            self.name_fr = self.name_fr or found.name_fr
            self.name_ar = self.name_ar or found.name_ar
            if self.population is None:
                self.population = found.population

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.hcp_code and not self.fictional:
            found = self.territory
            if found is None:
                errors["hcp_code"] = _(
                    "HCP knows no territory “%(code)s”. A region has two digits (01), "
                    "a province 01.571, a commune 01.571.01.11."
                ) % {"code": self.hcp_code}
            elif self.kind and self.kind != found.kind:
                errors["kind"] = _("For HCP, %(code)s is a %(kind)s.") % {
                    "code": self.hcp_code,
                    "kind": Kind(found.kind).label.lower(),
                }
            twin = (
                type(self)
                .objects.filter(hcp_code=self.hcp_code)
                .exclude(translation_key=self.translation_key)
                .first()
            )
            if twin:
                errors["hcp_code"] = _(
                    "“%(title)s” has this code already; a collectivité has one page."
                ) % {"title": twin.title}
        if (self.latitude is None) != (self.longitude is None):
            errors["longitude"] = _("Give latitude and longitude, or neither.")
        if errors:
            raise ValidationError(errors)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.fill_from_territory()
        return super().save(*args, **kwargs)


class CollectivitePage(CollectiviteMixin, Page):  # type: ignore[misc]
    """One branch of the site; everything of a collectivité is below it."""

    template = "wagtail_remacto/collectivites/collectivite_page.html"
    parent_page_types = ["wagtail_remacto.DirectoryPage"]
    # Open downwards: a host's ordinary pages may live beside the cycles.

    content_panels = [
        *CivicPageMixin.opening_panels,
        MultiFieldPanel(
            [
                FieldPanel("hcp_code"),
                FieldPanel("kind"),
                FieldRowPanel([FieldPanel("name_fr"), FieldPanel("name_ar")]),
                FieldPanel("name_zgh"),
                FieldRowPanel([FieldPanel("population"), FieldPanel("council_size")]),
                FieldPanel("languages"),
            ],
            heading=_("The territory"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("wave"), FieldPanel("wave_basis")]),
                FieldRowPanel([FieldPanel("joined"), FieldPanel("ogp_local_since")]),
                FieldPanel("wave_note"),
            ],
            heading=_("Membership"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("contact_office"),
                FieldRowPanel(
                    [FieldPanel("contact_email"), FieldPanel("contact_phone")]
                ),
                FieldPanel("contact_address"),
                FieldPanel("website"),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            ],
            heading=_("Contact and place"),
        ),
        *CivicPageMixin.closing_panels,
    ]
    settings_panels = [*Page.settings_panels, FieldPanel("fictional")]
    words_to_index = ("summary", "name_fr", "name_ar", "name_zgh", "region_name")
    search_fields = [
        *Page.search_fields,
        *CivicPageMixin.search_fields,
        index.FilterField("kind"),
        index.FilterField("region_code"),
        index.FilterField("wave"),
    ]
    override_translatable_fields = [
        *SYNCHRONISED,
        *synchronized(
            "kind",
            "hcp_code",
            "name_fr",
            "name_ar",
            "name_zgh",
            "population",
            "council_size",
            "wave",
            "wave_basis",
            "joined",
            "ogp_local_since",
            "latitude",
            "longitude",
            "languages",
            "contact_email",
            "contact_phone",
            "website",
            "fictional",
        ),
    ]

    class Meta:
        verbose_name = _("collectivité")
        verbose_name_plural = _("collectivités")
