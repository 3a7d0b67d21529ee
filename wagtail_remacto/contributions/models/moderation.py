from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin

from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.contributions.models.comment import Comment
from wagtail_remacto.contributions.models.contribution import Contribution
from wagtail_remacto.contributions.models.standing import Standing
from wagtail_remacto.fields import synchronized
from wagtail_remacto.people.models import Participant, RecordError

_ONE_THING = models.Q(contribution__isnull=True) ^ models.Q(comment__isnull=True)


class ModerationReason(TranslatableMixin, models.Model):  # type: ignore[misc]
    """A sentence of the network's library of reasons, a row for each language."""

    order = models.PositiveSmallIntegerField(_("order"), default=1)
    title = models.CharField(_("title"), max_length=100)
    text = models.TextField(
        _("what the author reads"),
        help_text=_("One or two polite sentences: why, and what can be done."),
    )
    active = models.BooleanField(_("in use"), default=True)

    panels = [
        FieldPanel("order"),
        FieldPanel("title"),
        FieldPanel("text"),
        FieldPanel("active"),
    ]
    override_translatable_fields = synchronized("order", "active")

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("reason for moderation")
        verbose_name_plural = _("reasons for moderation")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title


class ReportReason(models.TextChoices):
    INSULT = "insult", _("insults or hatred")
    PERSONAL = "personal", _("personal data of someone")
    ADVERTISING = "advertising", _("advertising")
    OFF_TOPIC = "off_topic", _("nothing to do with the question")
    ILLEGAL = "illegal", _("against the law")
    OTHER = "other", _("something else")


class Report(models.Model):
    """That somebody finds something wrong with what is written."""

    contribution = models.ForeignKey(
        Contribution,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reports",
    )
    comment = models.ForeignKey(
        Comment,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reports",
    )
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="reports"
    )
    reason = models.CharField(_("reason"), max_length=12, choices=ReportReason.choices)
    text = models.CharField(_("in your words"), max_length=500, blank=True)
    # What the form gave away about a machine; such a report holds nothing by itself.
    suspicion = models.JSONField(default=list, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    # Set when a moderator has decided on the thing since.
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("something wrong", "report")
        verbose_name_plural = pgettext_lazy("something wrong", "reports")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=_ONE_THING, name="remacto_report_of_one_thing"
            ),
            models.UniqueConstraint(
                fields=["participant", "contribution"],
                condition=models.Q(contribution__isnull=False, settled_at__isnull=True),
                name="remacto_report_contribution_once",
            ),
            models.UniqueConstraint(
                fields=["participant", "comment"],
                condition=models.Q(comment__isnull=False, settled_at__isnull=True),
                name="remacto_report_comment_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_reason_display())


# What a hold may have for its ground besides the signs of ``suspicion``: everything is
# read first in the phase, or enough people have reported it.
BEFORE, REPORTS = "before", "reports"


class Verb(models.TextChoices):
    """What moderation does."""

    HOLD = "hold", _("held")
    RELEASE = "release", _("published")
    HIDE = "hide", _("hidden")
    RESTORE = "restore", _("shown again")
    UPHOLD = "uphold", _("left hidden after the author’s answer")
    KEEP = "keep", _("kept, the reports dismissed")


class ModerationAct(models.Model):
    """One decision about one text, by a person or by a rule; only ever added to.

    ``words`` are what the author was told. The author's answer is the only thing that
    comes later, once.
    """

    contribution = models.ForeignKey(
        Contribution,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="moderation",
    )
    comment = models.ForeignKey(
        Comment,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="moderation",
    )
    collectivite = models.ForeignKey(
        CollectivitePage, on_delete=models.PROTECT, related_name="moderation"
    )
    verb = models.CharField(_("decision"), max_length=10, choices=Verb.choices)
    before = models.CharField(max_length=12, choices=Standing.choices)
    after = models.CharField(max_length=12, choices=Standing.choices)
    reason = models.ForeignKey(
        ModerationReason,
        verbose_name=_("reason"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # For a rule: the codes of what it found.
    grounds = models.JSONField(default=list, blank=True)
    words = models.TextField(_("words to the author"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    automatic = models.BooleanField(_("by a rule"), default=False)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    answer = models.TextField(_("the author’s answer"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("moderation decision")
        verbose_name_plural = _("moderation decisions")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=_ONE_THING, name="remacto_moderation_of_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_verb_display())

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and set(kwargs.get("update_fields") or ()) != {
            "answer",
            "answered_at",
        }:
            raise RecordError("A moderation decision is never rewritten.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise RecordError("A moderation decision is never deleted.")
