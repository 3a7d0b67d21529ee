"""The dated steps of a project, and how each voice says that they stand."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail_remacto import conf
from wagtail_remacto.collectivites.models import Language
from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.fields import PartialDateField
from wagtail_remacto.monitoring.models.completion import Completion
from wagtail_remacto.people.models import RecordError
from wagtail_remacto.people.records import Record
from wagtail_remacto.programmes.models import ProjectPage

# What of an announced milestone still moves, and only by services.
MOVED = frozenset(
    {
        "due",
        "due_last",
        "completion",
        "updated_on",
        "civil_completion",
        "withdrawn_at",
        "withdrawn_by",
        "withdrawn_words",
        "withdrawn_language",
        "position",
    }
)


class Milestone(models.Model):
    """A dated step of a canonical project; one row, whatever the language.

    It is counted, so that its words are written in both scripts, as those of a seat.
    Until it is announced it is a draft that only officers see. Afterwards its words,
    weight and date are fixed (domain rule 5): the date moves by a ``Postponement``,
    and one that is given up is withdrawn with a reason and stays readable.

    ``due`` is inclusive and as precise as it is known; ``due_last`` the last day that
    it may mean. ``completion`` is what the administration said last, and
    ``civil_completion`` what civil society says (empty: nothing); both are kept by the
    services and recounted by ``remacto_recount``.
    """

    project = models.ForeignKey(
        ProjectPage,
        verbose_name=_("project"),
        on_delete=models.PROTECT,
        related_name="milestones",
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = models.CharField(_("title"), max_length=250, blank=True)
    title_ar = models.CharField(_("title, in Arabic"), max_length=250, blank=True)
    evidence = models.TextField(
        _("evidence wanted"),
        blank=True,
        help_text=_("By what anyone will see that it is done."),
    )
    evidence_ar = models.TextField(_("evidence wanted, in Arabic"), blank=True)
    due = PartialDateField(
        _("due"),
        blank=False,
        help_text=_("The last day counts: 2027-06 means until 30 June 2027."),
    )
    due_last = models.DateField(editable=False)
    weight = models.PositiveSmallIntegerField(
        _("weight"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("How much it counts in the project, beside the others."),
    )
    announced_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    withdrawn_words = models.TextField(blank=True, editable=False)
    withdrawn_language = models.CharField(
        max_length=12, choices=Language.choices, blank=True, editable=False
    )
    completion = models.CharField(
        _("completion"),
        max_length=12,
        choices=Completion.choices,
        default=Completion.NOT_STARTED,
        editable=False,
    )
    # The day of the newest update about it.
    updated_on = models.DateField(null=True, blank=True, editable=False)
    civil_completion = models.CharField(
        _("completion, says civil society"),
        max_length=12,
        choices=Completion.choices,
        blank=True,
        editable=False,
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    # Whether the database knows it as announced.
    was_announced = False

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["due_last", "position", "pk"]
        indexes = [models.Index(fields=["due_last"], name="remacto_milestone_due")]

    def __str__(self) -> str:
        return self.title or self.title_ar

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any) -> "Milestone":
        found = super().from_db(db, field_names, values)
        found.was_announced = found.__dict__.get("announced_at") is not None
        return found

    def words(self, field: str) -> Words:
        """``title`` or ``evidence``, in the screen’s script if it is written in it."""
        plain = Words(getattr(self, field), conf.fallback_language())
        arabic = Words(getattr(self, f"{field}_ar"), "ar")
        if conf.content_language() == "ar":
            return arabic or plain
        return plain or arabic

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def why_withdrawn(self) -> Words:
        return Words(self.withdrawn_words, self.withdrawn_language)

    @property
    def first_due(self) -> Any:
        """The date it was announced with, whatever was postponed since."""
        moved = list(self.postponements.all())
        return moved[0].before if moved else self.due

    def is_overdue(self, today: dt.date) -> bool:
        """Whether its last day is over and the administration does not call it done."""
        return (
            not self.is_withdrawn
            and self.completion != Completion.COMPLETED
            and self.due_last < today
        )

    @property
    def voices_differ(self) -> bool:
        return bool(self.civil_completion) and self.civil_completion != self.completion

    def clean(self) -> None:
        super().clean()
        if not (self.title or self.title_ar):
            raise ValidationError({"title": _("Say what will be done.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``RecordError`` for what is fixed; ``QuerySet.update`` asks nobody."""
        if self._is_fixed():
            fields = set(kwargs.get("update_fields") or ())
            if not fields or not fields <= MOVED:
                raise RecordError(
                    "An announced milestone is fixed; postpone or withdraw it."
                )
            if "due" in fields and not self._is_postponed():
                raise RecordError(
                    "An announced milestone gets another date by a postponement."
                )
        last = getattr(self.due, "last", None)
        if last is not None:
            self.due_last = last
        if self._state.adding:
            # A new object with the key of a row would rewrite that row.
            kwargs["force_insert"] = True
        super().save(*args, **kwargs)
        self.was_announced = self.announced_at is not None

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        if self._is_fixed():
            raise RecordError("An announced milestone is never deleted.")
        return super().delete(*args, **kwargs)

    def _is_fixed(self) -> bool:
        """As the database has it: this object may be older than its announcement."""
        if self.was_announced or self._state.adding:
            return self.was_announced
        known = Milestone.objects.filter(pk=self.pk, announced_at__isnull=False)
        return known.exists()

    def _is_postponed(self) -> bool:
        """Whether its newest postponement says the date it is to have."""
        newest = self.postponements.order_by("-at", "-pk").first()
        return newest is not None and newest.after == self.due


class Postponement(Record):
    """That a milestone was given another date: the old one, the new one and why."""

    milestone = models.ForeignKey(
        Milestone, on_delete=models.PROTECT, related_name="postponements"
    )
    before = PartialDateField(_("was due"), blank=False)
    after = PartialDateField(_("is due"), blank=False)
    words = models.TextField(_("why"))
    language = models.CharField(
        _("language"), max_length=12, choices=Language.choices, default="fr"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("postponement")
        verbose_name_plural = _("postponements")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"

    @property
    def reason(self) -> Words:
        return Words(self.words, self.language)


class ProjectProgress(models.Model):
    """How far a project is, in both voices, as its milestones add up.

    Kept by the services in the transaction that moves a milestone; the rule is in
    ``monitoring/rollup.py``. Columns that end in ``_weight`` are sums of weights of
    announced milestones that are not withdrawn. ``completion`` is empty without any;
    ``civil_completion`` where civil society has said nothing. What depends on the day
    (overdue, no news) is never stored.
    """

    project = models.OneToOneField(
        ProjectPage,
        on_delete=models.PROTECT,
        related_name="progress",
        primary_key=True,
    )
    milestones = models.PositiveSmallIntegerField(default=0)
    weight = models.PositiveIntegerField(default=0)
    limited_weight = models.PositiveIntegerField(default=0)
    substantial_weight = models.PositiveIntegerField(default=0)
    completed_weight = models.PositiveIntegerField(default=0)
    completion = models.CharField(
        max_length=12, choices=Completion.choices, blank=True, default=""
    )
    # Milestones that civil society has spoken of, and what it says of them.
    civil_milestones = models.PositiveSmallIntegerField(default=0)
    civil_weight = models.PositiveIntegerField(default=0)
    civil_limited_weight = models.PositiveIntegerField(default=0)
    civil_substantial_weight = models.PositiveIntegerField(default=0)
    civil_completed_weight = models.PositiveIntegerField(default=0)
    civil_completion = models.CharField(
        max_length=12, choices=Completion.choices, blank=True, default=""
    )
    # Milestones of which the two voices do not say the same.
    differing = models.PositiveSmallIntegerField(default=0)
    updates = models.PositiveIntegerField(default=0)
    # The day of the newest update, of the project or of a milestone.
    updated_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("progress of a project")
        verbose_name_plural = _("progress of projects")

    def __str__(self) -> str:
        return f"{self.project_id}: {self.completion}"


class ProjectLead(models.Model):
    """An account that publishes updates of one project, without any right to pages."""

    project = models.ForeignKey(
        ProjectPage, on_delete=models.PROTECT, related_name="leads"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.CASCADE,
        related_name="remacto_projects_led",
    )
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("project lead")
        verbose_name_plural = _("project leads")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "user"],
                condition=models.Q(until__isnull=True),
                name="remacto_project_lead_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} – {self.user_id}"
