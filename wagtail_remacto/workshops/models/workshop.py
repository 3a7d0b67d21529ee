import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail import blocks
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
)
from wagtail.documents import get_document_model_string
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Orderable, Page
from wagtail.search import index

from wagtail_remacto import conf
from wagtail_remacto.collectivites.models import Language
from wagtail_remacto.collectivites.pages import SYNCHRONISED, CivicPageMixin
from wagtail_remacto.cycles.clock import (
    Period,
    State,
    first_moment,
    last_moment,
    zone,
)
from wagtail_remacto.cycles.kinds import Mode
from wagtail_remacto.cycles.models import Theme
from wagtail_remacto.fields import CodesField, PartialDateField, synchronized


class WorkshopKind(models.TextChoices):
    INFORMATION = "information", _("Information meeting")
    TRAINING = "training", _("Training")
    CO_CREATION = "co_creation", _("Co-creation workshop")
    SECOND_CONSULTATION = "second_consultation", _("Second consultation")
    COMMITTEE = "committee", _("Committee meeting")


class AgendaItemBlock(blocks.StructBlock):
    time = blocks.TimeBlock(required=False, label=_("Time"))
    title = blocks.CharBlock(label=_("What happens"))
    text = blocks.TextBlock(required=False, label=_("Details"))

    class Meta:
        icon = "time"
        label = _("Agenda item")


class WorkshopMixin(CivicPageMixin):
    """A meeting: when, where, for whom, and what came out of it."""

    kind = models.CharField(
        _("kind"),
        max_length=24,
        choices=WorkshopKind.choices,
        default=WorkshopKind.CO_CREATION,
    )
    date = PartialDateField(_("day"))
    end_date = PartialDateField(
        _("last day"), help_text=_("Only if the meeting lasts several days.")
    )
    start_time = models.TimeField(_("begins at"), null=True, blank=True)
    end_time = models.TimeField(_("ends at"), null=True, blank=True)
    date_text = models.CharField(
        _("dates in words"),
        max_length=250,
        blank=True,
        help_text=_("Shown when no date is known, such as “in February”."),
    )
    date_note = models.TextField(_("note about the dates"), blank=True)
    mode = models.CharField(
        _("where"),
        max_length=12,
        choices=Mode.choices,
        blank=True,
        help_text=_("In the room or online. Empty if unknown."),
    )
    place = models.CharField(_("place"), max_length=250, blank=True)
    online_url = models.URLField(_("address of the meeting online"), blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    capacity = models.PositiveIntegerField(
        _("number of places"), null=True, blank=True, help_text=_("Empty if unlimited.")
    )
    registers = models.BooleanField(
        _("people register here"),
        default=False,
        help_text=_("While a phase that allows it is open, until the meeting begins."),
    )
    register_until = models.DateTimeField(
        _("register until"),
        null=True,
        blank=True,
        help_text=_("Empty: until the meeting begins."),
    )
    meetings_count = models.PositiveSmallIntegerField(
        _("number of meetings"),
        null=True,
        blank=True,
        help_text=_("If this page stands for a series of meetings."),
    )
    participants = models.TextField(
        _("who takes part"),
        blank=True,
        help_text=_("Groups and bodies; no names of persons."),
    )
    participants_count = models.PositiveIntegerField(
        _("number of participants"), null=True, blank=True
    )
    languages = CodesField(_("languages of the meeting"), choices=Language.choices)
    agenda = StreamField(
        [("item", AgendaItemBlock())], blank=True, verbose_name=_("agenda")
    )
    report = StreamField(
        [
            ("heading", blocks.CharBlock(icon="title", label=_("Heading"))),
            (
                "paragraph",
                blocks.RichTextBlock(
                    features=["bold", "italic", "ol", "ul", "link", "document-link"],
                    label=_("Text"),
                ),
            ),
        ],
        blank=True,
        verbose_name=_("report"),
        help_text=_("What was said and decided, after the meeting."),
    )

    class Meta:
        abstract = True

    @property
    def period(self) -> Period:
        """From the first to the last moment of the meeting, as far as is known."""
        if not self.date:
            return Period(None, None, "text")
        start = first_moment(self.date.first)
        end = last_moment((self.end_date or self.date).last)
        if self.date.precision == (self.end_date or self.date).precision == "day":
            if self.start_time:
                start = dt.datetime.combine(self.date.first, self.start_time, zone())
            if self.end_time:
                day = (self.end_date or self.date).last
                end = dt.datetime.combine(day, self.end_time, zone())
            return Period(start, end, "exact" if self.start_time else "day")
        return Period(start, end, "month")

    @property
    def state(self) -> State:
        return self.period.state()

    @property
    def is_over(self) -> bool:
        return self.state == State.CLOSED

    @property
    def has_point(self) -> bool:
        return self.latitude is not None and self.longitude is not None

    @property
    def report_due(self) -> dt.date | None:
        """When the report is owed; None while the day of the meeting is not known."""
        if not self.date or self.date.precision != "day":
            return None
        last = (self.end_date or self.date).last
        return last + dt.timedelta(days=conf.get("REPORT_DUE_DAYS"))

    @property
    def report_awaited(self) -> bool:
        """Whether the meeting is over and nobody has told what was said."""
        return self.is_over and not self.report and self.report_due is not None

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.end_date and not self.date:
            errors["date"] = _("Give the first day too.")
        if self.date and self.end_date and self.date.first > self.end_date.last:
            errors["end_date"] = _("The last day is before the first.")
        same_day = not self.end_date or self.end_date == self.date
        if (
            self.start_time
            and self.end_time
            and same_day
            and self.start_time >= self.end_time
        ):
            errors["end_time"] = _("The meeting would end before it begins.")
        if (self.start_time or self.end_time) and not self.date:
            errors["start_time"] = _("A time needs a day: give the day too.")
        if (self.latitude is None) != (self.longitude is None):
            errors["longitude"] = _("Give latitude and longitude, or neither.")
        if errors:
            raise ValidationError(errors)


class WorkshopPage(WorkshopMixin, Page):  # type: ignore[misc]
    """A workshop or meeting, below its cycle or its phase."""

    template = "wagtail_remacto/workshops/workshop_page.html"
    parent_page_types = ["wagtail_remacto.CyclePage", "wagtail_remacto.PhasePage"]
    subpage_types: list[str] = []

    themes = ClusterTaggableManager(
        through="wagtail_remacto.ThemedWorkshop",
        blank=True,
        verbose_name=_("themes"),
        help_text=_("One or two words each, separated by commas."),
    )

    content_panels = [
        *CivicPageMixin.opening_panels,
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                FieldRowPanel([FieldPanel("date"), FieldPanel("end_date")]),
                FieldRowPanel([FieldPanel("start_time"), FieldPanel("end_time")]),
                FieldPanel("date_text"),
                FieldPanel("date_note"),
                FieldPanel("mode"),
                FieldPanel("place"),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                FieldPanel("online_url"),
            ],
            heading=_("When and where"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("participants"),
                FieldRowPanel(
                    [FieldPanel("capacity"), FieldPanel("participants_count")]
                ),
                FieldPanel("registers"),
                FieldPanel("register_until"),
                FieldPanel("meetings_count"),
                FieldPanel("languages"),
                FieldPanel("themes"),
            ],
            heading=_("For whom"),
        ),
        FieldPanel("agenda"),
        FieldPanel("report"),
        InlinePanel("documents", heading=_("Documents"), label=_("Document")),
        InlinePanel("gallery", heading=_("Gallery"), label=_("Picture")),
        *CivicPageMixin.closing_panels,
    ]
    words_to_index = ("summary", "place", "participants")
    search_fields = [
        *Page.search_fields,
        *CivicPageMixin.search_fields,
        index.FilterField("kind"),
        index.FilterField("date"),
    ]
    override_translatable_fields = [
        *SYNCHRONISED,
        *synchronized(
            "kind",
            "date",
            "end_date",
            "start_time",
            "end_time",
            "mode",
            "online_url",
            "latitude",
            "longitude",
            "capacity",
            "registers",
            "register_until",
            "meetings_count",
            "participants_count",
            "languages",
        ),
    ]

    class Meta:
        verbose_name = _("workshop or meeting")
        verbose_name_plural = _("workshops and meetings")


class ThemedWorkshop(ItemBase):
    tag = models.ForeignKey(
        Theme, related_name="themed_workshops", on_delete=models.CASCADE
    )
    content_object = ParentalKey(
        WorkshopPage, on_delete=models.CASCADE, related_name="themed_items"
    )


class WorkshopDocument(Orderable):
    page = ParentalKey(WorkshopPage, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("document"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    label = models.CharField(_("label"), max_length=200, blank=True)

    panels = [FieldPanel("document"), FieldPanel("label")]


class WorkshopPicture(Orderable):
    page = ParentalKey(WorkshopPage, on_delete=models.CASCADE, related_name="gallery")
    image = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("picture"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    caption = models.CharField(_("caption"), max_length=250, blank=True)

    panels = [FieldPanel("image"), FieldPanel("caption")]
