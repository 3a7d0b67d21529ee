"""What became of each contribution, and why: records that supersede each other."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin

from wagtail_remacto import conf
from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.contributions.models import Contribution, Outcome
from wagtail_remacto.fields import synchronized
from wagtail_remacto.people.records import Record


class OutcomeReason(TranslatableMixin, models.Model):  # type: ignore[misc]
    """A sentence of the library that explains an outcome, a row for each language."""

    order = models.PositiveSmallIntegerField(_("order"), default=1)
    outcome = models.CharField(
        _("outcome"),
        max_length=12,
        choices=Outcome.choices,
        blank=True,
        help_text=_("Offered for this outcome only; empty for all."),
    )
    title = models.CharField(_("title"), max_length=100)
    text = models.TextField(
        _("what the author reads"), help_text=_("One or two plain sentences: why.")
    )
    active = models.BooleanField(_("in use"), default=True)

    panels = [
        FieldPanel("order"),
        FieldPanel("outcome"),
        FieldPanel("title"),
        FieldPanel("text"),
        FieldPanel("active"),
    ]
    override_translatable_fields = synchronized("order", "outcome", "active")

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("reason for an outcome")
        verbose_name_plural = _("reasons for outcomes")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title


class OutcomeRecord(Record):
    """What the committee made of one contribution, and why (domain rule 2).

    The one with the highest number holds; the earlier ones stay readable. ``texts`` is
    the reason of the library as it stood then, by language; ``words`` is what was
    written for this contribution, in ``language``. One of both is always there.
    """

    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, related_name="outcomes"
    )
    collectivite = models.ForeignKey(
        CollectivitePage, on_delete=models.PROTECT, related_name="outcomes"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices)
    reason = models.ForeignKey(
        OutcomeReason,
        verbose_name=_("reason"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    texts = models.JSONField(default=dict, blank=True)
    words = models.TextField(_("reason in words"), blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    # For “merged”: the contribution that now speaks for both.
    merged_into = models.ForeignKey(
        Contribution,
        verbose_name=_("merged into"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged_records",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("outcome of a contribution")
        verbose_name_plural = _("outcomes of contributions")
        ordering = ["contribution_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "number"], name="remacto_outcome_once"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="merged")
                ^ models.Q(merged_into__isnull=True),
                name="remacto_outcome_merged_into",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_outcome_display())

    @property
    def reason_words(self) -> Words:
        """The library's sentence in the reader's language, if it had one then."""
        texts: dict[str, str] = self.texts
        for code in (conf.content_language(), conf.fallback_language(), *texts):
            if texts.get(code):
                return Words(texts[code], code)
        return Words("", conf.fallback_language())

    @property
    def own_words(self) -> Words:
        return Words(self.words, self.language or conf.fallback_language())


class LeadText(Record):
    """One wording for several merged ideas, written by the committee.

    It stands beside the words of the contribution that leads them; nobody's own words
    are changed. The one with the highest number holds.
    """

    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, related_name="lead_texts"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"))
    html = models.TextField(editable=False)
    language = models.CharField(_("language"), max_length=12)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("common wording")
        verbose_name_plural = _("common wordings")
        ordering = ["contribution_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "number"], name="remacto_lead_text_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title_words(self) -> Words:
        return Words(self.title, self.language)
