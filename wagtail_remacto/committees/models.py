from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.fields import StreamField
from wagtail.models import Page

from wagtail_remacto.collectivites.pages import SYNCHRONISED, CivicPageMixin
from wagtail_remacto.fields import PartialDateField, synchronized


class College(models.TextChoices):
    ELECTED = "elected", _("Elected members")
    CIVIL_SOCIETY = "civil_society", _("Civil society")


class SeatRole(models.TextChoices):
    MEMBER = "member", _("Member")
    CHAIR = "chair", _("Chair")
    VICE_CHAIR = "vice_chair", _("Vice-chair")
    COORDINATOR = "coordinator", _("Coordinator")
    SECRETARY = "secretary", _("Secretary")


class Gender(models.TextChoices):
    """For the composition rule only; never shown beside a name."""

    WOMAN = "woman", _("woman")
    MAN = "man", _("man")


class Group(models.TextChoices):
    """The groups that published compositions name."""

    CIVIL_SOCIETY = "civil_society", _("civil society")
    ASSOCIATIONS = "associations", _("associations")
    ELECTED = "elected", _("elected members")
    ELECTED_AND_STAFF = "elected_and_staff", _("elected members and staff")
    REGIONAL_COUNCIL = "regional_council", _("regional council")
    GENDER_BODY = "gender_body", _("equality body")
    UNIVERSITY = "university", _("university")


class CompositionBlock(blocks.StructBlock):
    """One published share of the committee."""

    group = blocks.CharBlock(
        label=_("Group"), help_text=_("Such as civil_society, or the group's name.")
    )
    share = blocks.DecimalBlock(
        required=False,
        min_value=0,
        max_value=1,
        label=_("Share"),
        help_text=_("0.5 for half of the seats."),
    )
    count = blocks.IntegerBlock(required=False, min_value=0, label=_("Seats"))
    body = blocks.CharBlock(required=False, label=_("Body"))
    coordinates = blocks.BooleanBlock(required=False, label=_("Coordinates"))

    class Meta:
        icon = "group"
        label = _("Share of the committee")


class CommitteeMixin(CivicPageMixin):
    """A committee: its published composition, and its seats as rows."""

    size = models.PositiveSmallIntegerField(
        _("number of seats"), null=True, blank=True, help_text=_("Empty if unknown.")
    )
    women_share = models.DecimalField(
        _("share of women"),
        max_digits=4,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MaxValueValidator(1)],
        help_text=_("0.5 for half; as published. Empty if unknown."),
    )
    composition = StreamField(
        [("share", CompositionBlock())],
        blank=True,
        verbose_name=_("published composition"),
        help_text=_("Used while the seats themselves are not known."),
    )
    mandate_start = PartialDateField(_("mandate from"))
    mandate_end = PartialDateField(_("mandate to"))

    class Meta:
        abstract = True


class CommitteePage(CommitteeMixin, Page):  # type: ignore[misc]
    """The committee of one cycle."""

    template = "wagtail_remacto/committees/committee_page.html"
    parent_page_types = ["wagtail_remacto.CyclePage"]
    subpage_types: list[str] = []

    content_panels = [
        *CivicPageMixin.opening_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("size"), FieldPanel("women_share")]),
                FieldPanel("composition"),
                FieldRowPanel([FieldPanel("mandate_start"), FieldPanel("mandate_end")]),
            ],
            heading=_("Composition"),
            help_text=_(
                "The seats themselves are under “Seats” in the menu, once this page is "
                "saved."
            ),
        ),
        *CivicPageMixin.closing_panels,
    ]
    search_fields = [*Page.search_fields, *CivicPageMixin.search_fields]
    override_translatable_fields = [
        *SYNCHRONISED,
        *synchronized("size", "women_share", "mandate_start", "mandate_end"),
    ]

    class Meta:
        verbose_name = _("committee")
        verbose_name_plural = _("committees")


class Seat(models.Model):
    """One seat of a committee, in one of its two colleges.

    A seat is counted (composition, quorum), so there is one row whatever the language;
    names are written in both scripts instead.
    """

    committee = models.ForeignKey(
        CommitteePage,
        verbose_name=_("committee"),
        on_delete=models.PROTECT,
        related_name="seats",
    )
    college = models.CharField(_("college"), max_length=20, choices=College.choices)
    role = models.CharField(
        _("role"), max_length=20, choices=SeatRole.choices, default=SeatRole.MEMBER
    )
    person = models.CharField(
        _("person"),
        max_length=150,
        blank=True,
        help_text=_("Only with the person's agreement; an association suffices."),
    )
    person_ar = models.CharField(_("person, in Arabic"), max_length=150, blank=True)
    organisation = models.CharField(
        _("association or body"), max_length=200, blank=True
    )
    organisation_ar = models.CharField(
        _("association or body, in Arabic"), max_length=200, blank=True
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="remacto_seats",
        help_text=_("Who answers as a member of the committee when signed in."),
    )
    alternate = models.CharField(_("alternate"), max_length=150, blank=True)
    alternate_ar = models.CharField(
        _("alternate, in Arabic"), max_length=150, blank=True
    )
    gender = models.CharField(
        _("gender"),
        max_length=8,
        choices=Gender.choices,
        blank=True,
        help_text=_("Only to compute the composition; never shown beside a name."),
    )
    mandate_start = PartialDateField(_("mandate from"))
    mandate_end = PartialDateField(_("mandate to"))
    active = models.BooleanField(
        _("in use"),
        default=True,
        help_text=_(
            "Switched off instead of deleted once the seat has reviewed or voted."
        ),
    )

    panels = [
        PageChooserPanel("committee"),
        FieldRowPanel([FieldPanel("college"), FieldPanel("role")]),
        FieldRowPanel([FieldPanel("person"), FieldPanel("person_ar")]),
        FieldRowPanel([FieldPanel("organisation"), FieldPanel("organisation_ar")]),
        FieldRowPanel([FieldPanel("alternate"), FieldPanel("alternate_ar")]),
        FieldPanel("gender"),
        FieldPanel("user"),
        FieldRowPanel([FieldPanel("mandate_start"), FieldPanel("mandate_end")]),
        FieldPanel("active"),
    ]

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["college", "pk"]

    def __str__(self) -> str:
        return self.person or self.organisation or str(_("vacant seat"))

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if not (
            self.person or self.person_ar or self.organisation or self.organisation_ar
        ):
            errors["organisation"] = _("Name a person, or an association or body.")
        start, end = self.mandate_start, self.mandate_end
        if start and end and start.first > end.last:
            errors["mandate_end"] = _("The mandate would end before it begins.")
        if errors:
            raise ValidationError(errors)
