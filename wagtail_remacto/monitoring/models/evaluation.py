"""What each side says of a programme, half-way and at its end; side by side."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model_string

from wagtail_remacto.collectivites.models import Language
from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.committees.models import Seat
from wagtail_remacto.cycles.kinds import Value
from wagtail_remacto.cycles.models import CyclePage
from wagtail_remacto.monitoring.models.completion import Completion, Effect, Voice
from wagtail_remacto.monitoring.models.partner import Partner
from wagtail_remacto.people.models import RecordError
from wagtail_remacto.people.records import Record
from wagtail_remacto.programmes.models import ProgrammePage, ProjectPage


class Moment(models.TextChoices):
    MIDTERM = "midterm", _("half-way")
    FINAL = "final", _("final")


class Evaluation(models.Model):
    """One voice’s evaluation of a programme, written as a draft and signed once.

    Until it is signed only its own side sees it. Afterwards nothing of it changes; a
    wrong one is superseded by another. Evaluations are shown side by side and never
    averaged.
    """

    programme = models.ForeignKey(
        ProgrammePage,
        verbose_name=_("programme"),
        on_delete=models.PROTECT,
        related_name="evaluations",
    )
    moment = models.CharField(_("moment"), max_length=8, choices=Moment.choices)
    voice = models.CharField(_("voice"), max_length=16, choices=Voice.choices)
    body = models.CharField(
        _("body"),
        max_length=200,
        blank=True,
        help_text=_("Who evaluates: the office, the association or the body."),
    )
    language = models.CharField(
        _("language"), max_length=12, choices=Language.choices, default="fr"
    )
    method = models.TextField(
        _("how it was done"), blank=True, help_text=_("What was read, who was heard.")
    )
    summary = models.TextField(_("in short"), blank=True)
    lessons = models.TextField(_("lessons"), blank=True)
    document = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Of civil society: the seat or the partner that signs for it.
    seat = models.ForeignKey(
        Seat,
        verbose_name=_("seat"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="evaluations",
    )
    partner = models.ForeignKey(
        Partner,
        verbose_name=_("partner"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="evaluations",
    )
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
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True, editable=False)
    superseded_at = models.DateTimeField(null=True, blank=True, editable=False)

    was_signed = False

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ["programme_id", "moment", "voice", "pk"]
        constraints = [
            # One that holds for each voice; independent bodies may be several.
            models.UniqueConstraint(
                fields=["programme", "moment", "voice"],
                condition=models.Q(signed_at__isnull=False, superseded_at__isnull=True)
                & ~models.Q(voice="independent"),
                name="remacto_evaluation_once",
            ),
            models.CheckConstraint(
                condition=models.Q(seat__isnull=True) | models.Q(partner__isnull=True),
                name="remacto_evaluation_of_one_holder",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_moment_display()} – {self.get_voice_display()}"

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any) -> "Evaluation":
        found = super().from_db(db, field_names, values)
        found.was_signed = found.__dict__.get("signed_at") is not None
        return found

    @property
    def holder(self) -> Seat | Partner | None:
        """The seat or the partner that signed for civil society."""
        return self.seat or self.partner

    def words(self, name: str) -> Words:
        """``summary``, ``lessons`` or ``method``, with the language it is in."""
        return Words(getattr(self, name), self.language)

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = set(kwargs.get("update_fields") or ())
        if self.is_fixed() and fields != {"superseded_at"}:
            raise RecordError("A signed evaluation is never rewritten; supersede it.")
        if self._state.adding:
            # A new object with the key of a row would rewrite that row.
            kwargs["force_insert"] = True
        super().save(*args, **kwargs)
        self.was_signed = self.signed_at is not None

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        if self.is_fixed():
            raise RecordError("A signed evaluation is never deleted.")
        return super().delete(*args, **kwargs)

    def is_fixed(self) -> bool:
        """As the database has it: this object may be older than its signature."""
        if self.was_signed or self._state.adding:
            return self.was_signed
        known = Evaluation.objects.filter(pk=self.pk, signed_at__isnull=False)
        return known.exists()


class _PartOfEvaluation(models.Model):
    """A row that stands as long as its evaluation is a draft, and then for ever."""

    class Meta:
        abstract = True

    def _evaluation(self) -> Evaluation:
        raise NotImplementedError

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._evaluation().is_fixed():
            raise RecordError("A signed evaluation is never rewritten; supersede it.")
        if self._state.adding:
            kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        if self._evaluation().is_fixed():
            raise RecordError("A signed evaluation is never deleted.")
        return super().delete(*args, **kwargs)


class ProjectEvaluation(_PartOfEvaluation):
    """How far one project is, and what was learnt from it, in this evaluation."""

    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.CASCADE, related_name="projects"
    )
    project = models.ForeignKey(
        ProjectPage, on_delete=models.PROTECT, related_name="evaluations"
    )
    completion = models.CharField(
        _("completion"), max_length=12, choices=Completion.choices, blank=True
    )
    lessons = models.TextField(_("lessons"), blank=True)

    class Meta:
        verbose_name = _("evaluation of a project")
        verbose_name_plural = _("evaluations of projects")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "project"], name="remacto_project_evaluation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id} – {self.project_id}"

    def _evaluation(self) -> Evaluation:
        return self.evaluation


class EffectMark(_PartOfEvaluation):
    """Whether a project opened government in one of its values."""

    project_evaluation = models.ForeignKey(
        ProjectEvaluation, on_delete=models.CASCADE, related_name="effects"
    )
    value = models.CharField(_("value"), max_length=24, choices=Value.choices)
    effect = models.CharField(_("effect"), max_length=12, choices=Effect.choices)

    class Meta:
        verbose_name = _("effect")
        verbose_name_plural = _("effects")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project_evaluation", "value"], name="remacto_effect_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value}: {self.effect}"

    def _evaluation(self) -> Evaluation:
        return self.project_evaluation.evaluation


class CycleClosing(Record):
    """That a cycle is over: the final evaluations were signed, or it says why not.

    ``override`` is the recorded and public reason for closing it although a final
    evaluation is missing; it may be reopened with words, as an analysis is.
    """

    later: ClassVar[frozenset[str]] = frozenset(
        {"reopened_at", "reopened_by", "reopened_words"}
    )

    cycle = models.ForeignKey(
        CyclePage, on_delete=models.PROTECT, related_name="closings"
    )
    override = models.TextField(_("why it is closed all the same"), blank=True)
    language = models.CharField(
        _("language"), max_length=12, choices=Language.choices, default="fr"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("at"))
    reopened_at = models.DateTimeField(null=True, blank=True, editable=False)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reopened_words = models.TextField(blank=True, editable=False)

    class Meta:
        verbose_name = _("closing of a cycle")
        verbose_name_plural = _("closings of cycles")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle"],
                condition=models.Q(reopened_at__isnull=True),
                name="remacto_cycle_closed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id} – {self.at:%Y-%m-%d}"

    @property
    def reason(self) -> Words:
        return Words(self.override, self.language)
