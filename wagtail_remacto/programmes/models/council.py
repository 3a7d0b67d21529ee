"""What the council announced and voted: records, not settings (domain rule 3)."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model_string

from wagtail_remacto.collectivites.models import Language
from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.fields import PartialDateField, SourcesField
from wagtail_remacto.people.models import RecordError
from wagtail_remacto.programmes.models.programme import ProgrammePage
from wagtail_remacto.programmes.models.session import CouncilSession
from wagtail_remacto.programmes.models.version import ProgrammeVersion


class Outcome(models.TextChoices):
    ADOPTED = "adopted", _("adopted")
    ADOPTED_WITH_CHANGES = "adopted_with_changes", _("adopted with changes")
    POSTPONED = "postponed", _("postponed")
    REJECTED = "rejected", _("rejected")


# With these the programme's commitments are settled (domain rule 5).
ADOPTING = (Outcome.ADOPTED, Outcome.ADOPTED_WITH_CHANGES)
# What of a recorded vote may be said later: what was not known, and that another
# record replaces it.
LATER = frozenset(
    {
        "agenda_item",
        "number",
        "unanimous",
        "present",
        "votes_for",
        "votes_against",
        "abstained",
        "sources",
        "superseded_at",
    }
)


class Deliberation(models.Model):
    """A council's item on a programme.

    Without an outcome it is on the agenda of a session and no vote is known. Numbers
    that the source does not give stay empty; *unanimous* is not turned into a number.
    ``version`` is the one that the committee validated; it is unknown only for what is
    reported from a public source (then ``sources`` names it). With *adopted with
    changes*, ``result`` is the version as the council has changed it. What was recorded
    wrongly is superseded by another row (domain rule 3).
    """

    session = models.ForeignKey(
        CouncilSession,
        verbose_name=_("session"),
        on_delete=models.PROTECT,
        related_name="deliberations",
    )
    programme = models.ForeignKey(
        ProgrammePage,
        verbose_name=_("programme"),
        on_delete=models.PROTECT,
        related_name="deliberations",
    )
    version = models.ForeignKey(
        ProgrammeVersion,
        verbose_name=_("version"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deliberations",
    )
    agenda_item = models.PositiveSmallIntegerField(
        _("item of the agenda"), null=True, blank=True
    )
    number = models.CharField(
        _("number of the deliberation"), max_length=40, blank=True
    )
    outcome = models.CharField(
        _("outcome"),
        max_length=24,
        choices=Outcome.choices,
        blank=True,
        help_text=_("Empty while the vote is only announced."),
    )
    unanimous = models.BooleanField(_("unanimous"), null=True, blank=True)
    present = models.PositiveSmallIntegerField(
        _("members present"), null=True, blank=True
    )
    votes_for = models.PositiveSmallIntegerField(_("for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(
        _("against"), null=True, blank=True
    )
    abstained = models.PositiveSmallIntegerField(_("abstained"), null=True, blank=True)
    changes = models.TextField(
        _("changes"), blank=True, help_text=_("What the council has changed, and why.")
    )
    reasons = models.TextField(
        _("reasons"), blank=True, help_text=_("Why it was postponed or rejected.")
    )
    language = models.CharField(
        _("language"), max_length=12, choices=Language.choices, default="fr"
    )
    result = models.ForeignKey(
        ProgrammeVersion,
        verbose_name=_("version with the changes"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="made_by_deliberations",
    )
    document = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    visa_date = PartialDateField(_("date of the visa"))
    sources = SourcesField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    recorded_at = models.DateTimeField(null=True, blank=True, editable=False)
    supersedes = models.OneToOneField(
        "self",
        verbose_name=_("supersedes"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="superseded_by",
    )
    superseded_at = models.DateTimeField(null=True, blank=True, editable=False)

    # Whether the database holds an outcome, whatever a form has put here since.
    outcome_recorded = False

    class Meta:
        verbose_name = _("deliberation of the council")
        verbose_name_plural = _("deliberations of the council")
        ordering = ["session__sitting", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "programme"],
                condition=models.Q(superseded_at__isnull=True),
                name="remacto_deliberation_once",
            ),
            # What replaces a record that was made wrongly keeps the version it made.
            models.UniqueConstraint(
                fields=["result"],
                condition=models.Q(superseded_at__isnull=True),
                name="remacto_deliberation_result_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} – {self.session}"

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any) -> "Deliberation":
        found = super().from_db(db, field_names, values)
        found.outcome_recorded = bool(found.__dict__.get("outcome"))
        return found

    @property
    def is_adopted(self) -> bool:
        return self.outcome in ADOPTING

    @property
    def outcome_label(self) -> Any:
        if not self.outcome:
            return _("on the agenda")
        if self.superseded_at is not None:
            return _("superseded")
        return self.get_outcome_display()

    @property
    def version_label(self) -> str:
        return str(self.version.number) if self.version else "–"

    @property
    def counted_id(self) -> int | None:
        """The version that counts since an adoption, by its key."""
        found: int | None = self.result_id or self.version_id
        return found

    @property
    def change_words(self) -> Words:
        return Words(self.changes, self.language)

    @property
    def reason_words(self) -> Words:
        return Words(self.reasons, self.language)

    def clean(self) -> None:
        super().clean()
        votes = [self.votes_for, self.votes_against, self.abstained]
        errors: dict[str, Any] = {}
        if self.present is not None and all(vote is not None for vote in votes):
            total = sum(vote for vote in votes if vote is not None)
            if total != self.present:
                errors["present"] = _(
                    "%(total)d votes and abstentions for %(present)d members present: "
                    "they must add up."
                ) % {"total": total, "present": self.present}
        if errors:
            raise ValidationError(errors)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.outcome_recorded:
            fields = set(kwargs.get("update_fields") or ())
            if not fields or not fields <= LATER:
                raise RecordError(
                    "A vote that is recorded is never rewritten; supersede it."
                )
        super().save(*args, **kwargs)
        self.outcome_recorded = bool(self.outcome)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        if self.outcome_recorded:
            raise RecordError("A vote that is recorded is never deleted.")
        return super().delete(*args, **kwargs)
