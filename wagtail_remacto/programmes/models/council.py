"""What the council announced and voted: records, not settings (domain rule 3)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.fields import PartialDateField, SourcesField
from wagtail_remacto.programmes.models.programme import ProgrammePage


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
    sitting = PartialDateField(_("sitting"))
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


class Outcome(models.TextChoices):
    ADOPTED = "adopted", _("adopted")
    ADOPTED_WITH_CHANGES = "adopted_with_changes", _("adopted with changes")
    POSTPONED = "postponed", _("postponed")
    REJECTED = "rejected", _("rejected")


class Deliberation(models.Model):
    """A council's item on a programme.

    Without an outcome it is on the agenda of a session and no vote is known. Numbers
    that the source does not give stay empty; *unanimous* is not turned into a number.
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
    sources = SourcesField()

    # Whether the database holds an outcome, whatever a form has put here since.
    outcome_recorded = False

    class Meta:
        verbose_name = _("deliberation of the council")
        verbose_name_plural = _("deliberations of the council")
        ordering = ["session__sitting", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "programme"], name="remacto_deliberation_once"
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
        return self.outcome in (Outcome.ADOPTED, Outcome.ADOPTED_WITH_CHANGES)

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
