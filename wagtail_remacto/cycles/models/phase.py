import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from wagtail_remacto.collectivites.pages import SYNCHRONISED, CivicPageMixin
from wagtail_remacto.cycles.clock import Period, State
from wagtail_remacto.cycles.kinds import (
    ORDER,
    PUBLIC,
    Action,
    Mode,
    Moderation,
    PhaseKind,
    Precision,
)
from wagtail_remacto.fields import CodesField, PartialDateField, synchronized


class PhaseMixin(CivicPageMixin):
    """A step of a cycle; its dates alone say whether it is open."""

    kind = models.CharField(
        _("kind"),
        max_length=24,
        choices=PhaseKind.choices,
        default=PhaseKind.CO_CREATION,
        help_text=_("Which step of the method this is."),
    )
    start = models.DateTimeField(
        _("opens"),
        null=True,
        blank=True,
        help_text=_("First moment, in Moroccan time. Empty if unknown."),
    )
    end = models.DateTimeField(
        _("closes"),
        null=True,
        blank=True,
        help_text=_(
            "Last moment, included: 23:59 means the whole last minute of the day. "
            "Empty if unknown."
        ),
    )
    precision = models.CharField(
        _("the dates are known"),
        max_length=8,
        choices=Precision.choices,
        default=Precision.EXACT,
        help_text=_(
            "“To the month” shows months; “only in words” shows the text below."
        ),
    )
    date_text = models.CharField(
        _("dates in words"),
        max_length=250,
        blank=True,
        help_text=_("Such as “after the harvest”; shown when no date is known."),
    )
    announced = PartialDateField(_("announced on"))
    modes = CodesField(
        _("where"), choices=Mode.choices, help_text=_("In the room, online, or both.")
    )
    actions = CodesField(
        _("what citizens may do"),
        choices=Action.choices,
        help_text=_("Only while the phase is open; the dates decide."),
    )
    moderation = models.CharField(
        _("moderation"),
        max_length=8,
        choices=Moderation.choices,
        blank=True,
        help_text=_("When a moderator reads what is written. Empty: as usual here."),
    )
    channel = models.CharField(
        _("online channel"),
        max_length=250,
        blank=True,
        help_text=_("Where people take part online if it is not on this site."),
    )
    channel_url = models.URLField(
        _("address of the channel"), max_length=500, blank=True
    )
    question = models.TextField(
        _("what is asked"),
        blank=True,
        help_text=_("One question, in words a neighbour would use."),
    )
    audience = models.TextField(
        _("who is asked"), blank=True, help_text=_("Such as “all who live here”.")
    )
    what_next = models.TextField(
        _("what happens next"),
        blank=True,
        help_text=_("Who will answer, and by when."),
    )

    class Meta:
        abstract = True

    @property
    def order(self) -> int:
        """The number of the step in the method, from 1 to 10."""
        return ORDER.get(self.kind, 0)

    @property
    def asks_public(self) -> bool:
        """Whether people are asked something, here or on another channel."""
        return bool(self.actions) or self.kind in PUBLIC

    @property
    def period(self) -> Period:
        return Period(self.start, self.end, self.precision)

    @property
    def state(self) -> State:
        return self.period.state()

    @property
    def days_left(self) -> int | None:
        return self.period.days_left()

    def clean(self) -> None:
        super().clean()
        if self.end and not self.end.second:
            # The form knows no seconds: "until 23:59" means that whole minute.
            self.end = self.end.replace(second=59, microsecond=0)
        errors: dict[str, Any] = {}
        if self.start and self.end and self.start > self.end:
            errors["end"] = _("The phase would close before it opens.")
        if self.precision == Precision.TEXT and (self.start or self.end):
            errors["precision"] = _(
                "There are dates: choose how precisely they are known, or remove them."
            )
        if self.channel_url and not self.channel:
            errors["channel"] = _("Name the channel that the address leads to.")
        if errors:
            raise ValidationError(errors)

    def is_open(self, now: dt.datetime | None = None) -> bool:
        return self.period.state(now).is_open


class PhasePage(PhaseMixin, Page):  # type: ignore[misc]
    """One phase of a cycle, below it."""

    template = "wagtail_remacto/cycles/phase_page.html"
    parent_page_types = ["wagtail_remacto.CyclePage"]
    subpage_types = ["wagtail_remacto.WorkshopPage"]

    content_panels = [
        *CivicPageMixin.opening_panels,
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
                FieldPanel("precision"),
                FieldPanel("date_text"),
                FieldPanel("announced"),
            ],
            heading=_("When"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("audience"),
                FieldPanel("question"),
                FieldPanel("what_next"),
                FieldPanel("modes"),
                FieldPanel("actions"),
                FieldPanel("moderation"),
                FieldPanel("channel"),
                FieldPanel("channel_url"),
            ],
            heading=_("Who is asked what, and what happens next"),
        ),
        *CivicPageMixin.closing_panels,
    ]
    words_to_index = ("summary", "question", "audience", "what_next", "channel")
    search_fields = [
        *Page.search_fields,
        *CivicPageMixin.search_fields,
        index.FilterField("kind"),
        index.FilterField("start"),
        index.FilterField("end"),
    ]
    override_translatable_fields = [
        *SYNCHRONISED,
        *synchronized(
            "kind",
            "start",
            "end",
            "precision",
            "announced",
            "modes",
            "actions",
            "moderation",
            "channel_url",
        ),
    ]

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
