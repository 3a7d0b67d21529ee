"""The sessions of a council, and the months in which the law wants one."""

from django.db import models
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import TranslatableMixin

from wagtail_remacto.collectivites.models import CollectivitePage, Kind
from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.fields import PartialDateField, SourcesField, synchronized


class SessionKind(models.TextChoices):
    ORDINARY = "ordinary", _("Ordinary session")
    EXTRAORDINARY = "extraordinary", _("Extraordinary session")


class CouncilSession(models.Model):
    """A session of a council, announced or held."""

    collectivite = models.ForeignKey(
        CollectivitePage,
        verbose_name=_("collectivité"),
        on_delete=models.PROTECT,
        related_name="council_sessions",
    )
    kind = models.CharField(
        _("kind"), max_length=14, choices=SessionKind.choices, blank=True
    )
    label = models.CharField(_("as the source names it"), max_length=200, blank=True)
    label_lang = models.CharField(_("language"), max_length=10, default="fr")
    month = PartialDateField(
        _("month of the session"),
        help_text=_("2027-10 for the session of October 2027, whenever it sits."),
    )
    sitting = PartialDateField(
        _("sitting"),
        help_text=_("The day on which the council sits, once it is known."),
    )
    place = models.CharField(_("place"), max_length=250, blank=True)
    sources = SourcesField()

    class Meta:
        verbose_name = _("council session")
        verbose_name_plural = _("council sessions")
        ordering = ["sitting", "pk"]

    def __str__(self) -> str:
        return self.label or f"{self.get_kind_display()} {self.sitting}".strip()

    @property
    def label_words(self) -> Words:
        return Words(self.label, self.label_lang)

    @property
    def place_words(self) -> Words:
        return Words(self.place, self.label_lang)


class SessionMonth(TranslatableMixin, models.Model):  # type: ignore[misc]
    """A month in which councils of one kind hold an ordinary session, per language.

    Kept by the network, because laws change; ``basis`` says where it is written.
    """

    collectivite_kind = models.CharField(
        _("kind of collectivité"), max_length=12, choices=Kind.choices
    )
    month = models.PositiveSmallIntegerField(
        _("month"), choices=[(number, name) for number, name in MONTHS.items()]
    )
    basis = models.CharField(
        _("legal source"),
        max_length=250,
        help_text=_("Law and article, such as “organic law 113-14, article 33”."),
    )
    url = models.URLField(_("where it can be read"), max_length=500, blank=True)
    confirmed = models.BooleanField(
        _("confirmed"),
        default=False,
        help_text=_("Unticked while somebody has yet to check it in the law."),
    )

    panels = [
        FieldRowPanel([FieldPanel("collectivite_kind"), FieldPanel("month")]),
        FieldPanel("basis"),
        FieldPanel("url"),
        FieldPanel("confirmed"),
    ]
    override_translatable_fields = synchronized(
        "collectivite_kind", "month", "url", "confirmed"
    )

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("month of ordinary sessions")
        verbose_name_plural = _("months of ordinary sessions")
        ordering = ["collectivite_kind", "month"]
        constraints = [
            models.UniqueConstraint(
                fields=["collectivite_kind", "month", "locale"],
                name="remacto_session_month",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_collectivite_kind_display()} – {self.get_month_display()}"
