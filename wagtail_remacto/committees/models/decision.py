"""What a committee settled, on which version, by whom: signed off once."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.documents import get_document_model_string

from wagtail_remacto.collectivites.models import Language
from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.committees.models.committee import CommitteePage
from wagtail_remacto.people.models import RecordError


class DecisionKind(models.TextChoices):
    CONSULT = "consult", _("to consult the public on a draft programme")
    VALIDATE = "validate", _("to validate the programme")
    OTHER = "other", pgettext_lazy("what a committee decides about", "something else")


# These are about an exact version of a programme.
ON_A_VERSION = (DecisionKind.CONSULT, DecisionKind.VALIDATE)


class Result(models.TextChoices):
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")


class Decision(models.Model):
    """What the committee settled at a meeting (domain rule 3).

    Written as a draft; once signed off nothing of it changes. A wrong one is
    superseded by another decision. ``digest`` repeats that of the version at the
    sign-off, and ``rule`` what the composition rule said then (see
    ``composition.Judgement.as_dict``).
    """

    committee = models.ForeignKey(
        CommitteePage,
        verbose_name=_("committee"),
        on_delete=models.PROTECT,
        related_name="decisions",
    )
    # The next of its committee; given at the sign-off, so that none is ever missing.
    number = models.PositiveSmallIntegerField(
        _("number"), null=True, blank=True, editable=False
    )
    kind = models.CharField(
        _("about"),
        max_length=10,
        choices=DecisionKind.choices,
        default=DecisionKind.VALIDATE,
    )
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    language = models.CharField(
        _("language"), max_length=12, choices=Language.choices, default="fr"
    )
    held_on = models.DateField(_("date of the meeting"))
    meeting = models.ForeignKey(
        "wagtail_remacto.WorkshopPage",
        verbose_name=_("meeting"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
    )
    version = models.ForeignKey(
        "wagtail_remacto.ProgrammeVersion",
        verbose_name=_("version"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
    )
    digest = models.CharField(max_length=64, blank=True, editable=False)
    consensus = models.BooleanField(
        _("by consensus"), default=False, help_text=_("Nobody asked for a vote.")
    )
    result = models.CharField(
        _("result"), max_length=10, choices=Result.choices, blank=True
    )
    reasons = models.TextField(_("reasons"), blank=True)
    dissent = models.TextField(
        _("dissent"),
        blank=True,
        help_text=_("What those who disagreed asked to have written down."),
    )
    minutes = models.TextField(_("minutes"), blank=True)
    minutes_document = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("minutes as a file"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    rule = models.JSONField(default=dict, blank=True, editable=False)
    supersedes = models.OneToOneField(
        "self",
        verbose_name=_("supersedes"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="superseded_by",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    signed_at = models.DateTimeField(
        _("signed off"), null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("decision of a committee")
        verbose_name_plural = _("decisions of committees")
        ordering = ["committee_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "number"], name="remacto_decision_number"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="other") | models.Q(version__isnull=False),
                name="remacto_decision_has_version",
            ),
            models.CheckConstraint(
                condition=models.Q(signed_at__isnull=True)
                | models.Q(number__isnull=False) & ~models.Q(result=""),
                name="remacto_decision_signed_has_number",
            ),
        ]

    # Whether the database holds it signed, whatever a form has put here since.
    signed_in_database = False

    def __str__(self) -> str:
        return self.subject or str(self.get_kind_display())

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any) -> "Decision":
        found = super().from_db(db, field_names, values)
        found.signed_in_database = bool(found.__dict__.get("signed_at"))
        return found

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None

    @property
    def is_superseded(self) -> bool:
        """By a signed decision: one that is still a draft takes nothing away."""
        successor = getattr(self, "superseded_by", None)
        return successor is not None and successor.is_signed

    @property
    def subject_words(self) -> Words:
        return Words(self.subject, self.language)

    def said(self, field: str) -> Words:
        """A text of the decision, in the language it was written in."""
        return Words(getattr(self, field), self.language)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.signed_in_database:
            raise RecordError(
                "A signed decision is never rewritten; supersede it by another."
            )
        super().save(*args, **kwargs)
        self.signed_in_database = self.is_signed

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        if self.signed_in_database or self.signed_at:
            raise RecordError("A signed decision is never deleted.")
        return super().delete(*args, **kwargs)
