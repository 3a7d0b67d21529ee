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
from wagtail_remacto.committees.errors import SeatCounted
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
    parity_of_colleges = models.BooleanField(
        _("as many seats for civil society as for elected members"),
        default=False,
        help_text=_("Both colleges have to be present in any case."),
    )
    parity_of_gender = models.BooleanField(
        _("as many women as men"),
        default=False,
        help_text=_("To one seat, where their number is odd."),
    )
    quorum = models.PositiveSmallIntegerField(
        _("quorum"),
        null=True,
        blank=True,
        help_text=_("Seats that have to attend. Empty: more than half of them."),
    )

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
        MultiFieldPanel(
            [
                FieldPanel("parity_of_colleges"),
                FieldPanel("parity_of_gender"),
                FieldPanel("quorum"),
            ],
            heading=_("Rule for its decisions"),
            help_text=_(
                "Whether a meeting keeps it is computed from who attended; the result "
                "is shown to the committee before a decision and to everyone after."
            ),
        ),
        *CivicPageMixin.closing_panels,
    ]
    search_fields = [*Page.search_fields, *CivicPageMixin.search_fields]
    override_translatable_fields = [
        *SYNCHRONISED,
        *synchronized(
            "size",
            "women_share",
            "mandate_start",
            "mandate_end",
            "parity_of_colleges",
            "parity_of_gender",
            "quorum",
        ),
    ]

    class Meta:
        verbose_name = _("committee")
        verbose_name_plural = _("committees")


# Who sits on a seat, and for which college: once a signed decision counts it, another
# person has another seat.
COUNTED = (
    "committee_id",
    "college",
    "person",
    "person_ar",
    "organisation",
    "organisation_ar",
)


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

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any) -> "Seat":
        found = super().from_db(db, field_names, values)
        found._remember()
        return found

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self._remember()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``SeatCounted``; asks for it only when one of ``COUNTED`` changes."""
        self._keep(kwargs.get("update_fields"))
        super().save(*args, **kwargs)
        self._remember()

    def _remember(self) -> None:
        self._read = {n: self.__dict__[n] for n in COUNTED if n in self.__dict__}

    def _keep(self, among: Any = None) -> None:
        if self._state.adding:
            return
        read = self.__dict__.get("_read", {})
        changed = [
            field.name
            for field in self._meta.concrete_fields
            if field.attname in COUNTED
            and field.attname in self.__dict__
            and (among is None or {field.name, field.attname} & set(among))
            and (
                field.attname not in read
                or read[field.attname] != self.__dict__[field.attname]
            )
        ]
        if changed and self.was_counted:
            raise SeatCounted(changed)

    @property
    def was_counted(self) -> bool:
        """Whether a signed decision names the seat; one query."""
        named = self.attendance.filter(decision__signed_at__isnull=False)
        return bool(named.exists())

    def clean(self) -> None:
        super().clean()
        self._keep()
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
