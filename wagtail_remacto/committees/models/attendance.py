"""Who took part in a decision, and how the colleges voted."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail_remacto.committees.models.committee import College, Seat
from wagtail_remacto.committees.models.decision import Decision
from wagtail_remacto.people.models import RecordError


class Presence(models.TextChoices):
    PRESENT = "present", _("present")
    ALTERNATE = "alternate", _("represented by the alternate")
    EXCUSED = "excused", _("excused")
    ABSENT = "absent", _("absent")


# Who counts for the quorum and the composition rule.
ATTENDING = (Presence.PRESENT, Presence.ALTERNATE)


class OfDraft(models.Model):
    """A part of a decision, which nobody changes once it is signed off."""

    class Meta:
        abstract = True

    def _open(self) -> None:
        decision = Decision.objects.filter(pk=self.decision_id)  # type: ignore[attr-defined]
        if decision.filter(signed_at__isnull=False).exists():
            raise RecordError("This decision is signed off: nothing of it changes.")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._open()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        self._open()
        return super().delete(*args, **kwargs)


class Attendance(OfDraft):
    """Whether a seat was there; who had a conflict of interest takes no part."""

    decision = models.ForeignKey(
        Decision, on_delete=models.CASCADE, related_name="attendance"
    )
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="attendance")
    presence = models.CharField(
        _("presence"),
        max_length=10,
        choices=Presence.choices,
        default=Presence.PRESENT,
    )
    recused = models.BooleanField(
        _("takes no part"), default=False, help_text=_("Conflict of interest.")
    )

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        ordering = ["seat__college", "seat_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "seat"], name="remacto_attendance_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id}: {self.get_presence_display()}"

    @property
    def attends(self) -> bool:
        return self.presence in ATTENDING

    @property
    def votes(self) -> bool:
        return self.attends and not self.recused

    @property
    def gender(self) -> str:
        """Of whoever sits there: nobody has said it of the alternates."""
        return str(self.seat.gender) if self.presence == Presence.PRESENT else ""


class CollegeVote(OfDraft):
    """The votes of one college; none where the decision was by consensus."""

    decision = models.ForeignKey(
        Decision, on_delete=models.CASCADE, related_name="votes"
    )
    college = models.CharField(_("college"), max_length=20, choices=College.choices)
    votes_for = models.PositiveSmallIntegerField(_("for"), default=0)
    votes_against = models.PositiveSmallIntegerField(_("against"), default=0)
    abstained = models.PositiveSmallIntegerField(_("abstained"), default=0)

    class Meta:
        verbose_name = _("vote of a college")
        verbose_name_plural = _("votes of colleges")
        ordering = ["college"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "college"], name="remacto_college_vote_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.votes_for} / {self.votes_against} / {self.abstained}"

    @property
    def total(self) -> int:
        return self.votes_for + self.votes_against + self.abstained
