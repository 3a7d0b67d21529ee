"""The second voice: what civil society says of a milestone, and the right of reply."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail_remacto.collectivites.models import Language
from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.committees.models import Seat
from wagtail_remacto.contributions.models import CheckedUpload
from wagtail_remacto.monitoring.models.completion import Completion
from wagtail_remacto.monitoring.models.milestone import Milestone
from wagtail_remacto.monitoring.models.partner import Partner
from wagtail_remacto.monitoring.models.update import Update
from wagtail_remacto.people.models import Participant
from wagtail_remacto.people.records import Record


class Stance(models.TextChoices):
    CONFIRMS = "confirms", _("confirms")
    DOUBTS = "doubts", _("doubts")
    CONTRADICTS = "contradicts", _("contradicts")


class MonitoringNote(Record):
    """What a civil-society seat or a confirmed partner says of a milestone.

    ``of_completion`` is what the administration said at that moment; ``completion``
    what the author says (the same where they confirm). The newest note of each seat or
    partner is its voice; older ones stay readable. Neither voice changes the other.
    """

    later: ClassVar[frozenset[str]] = frozenset({"superseded_at", "author"})

    milestone = models.ForeignKey(
        Milestone, on_delete=models.PROTECT, related_name="notes"
    )
    stance = models.CharField(_("stance"), max_length=12, choices=Stance.choices)
    of_completion = models.CharField(
        _("what the administration said"), max_length=12, choices=Completion.choices
    )
    of_update = models.ForeignKey(
        Update,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="notes",
    )
    completion = models.CharField(
        _("completion"), max_length=12, choices=Completion.choices
    )
    text = models.TextField(_("text"))
    language = models.CharField(
        _("language"), max_length=12, choices=Language.choices, default="fr"
    )
    seat = models.ForeignKey(
        Seat,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="monitoring_notes",
    )
    partner = models.ForeignKey(
        Partner,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="monitoring_notes",
    )
    # Emptied by an erasure; the seat or association stays.
    author = models.ForeignKey(
        Participant,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="monitoring_notes",
    )
    superseded_at = models.DateTimeField(null=True, blank=True, editable=False)
    key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("monitoring note")
        verbose_name_plural = _("monitoring notes")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(seat__isnull=True) ^ models.Q(partner__isnull=True),
                name="remacto_note_of_one_voice",
            ),
            models.UniqueConstraint(
                fields=["milestone", "seat"],
                condition=models.Q(superseded_at__isnull=True, seat__isnull=False),
                name="remacto_note_of_seat_once",
            ),
            models.UniqueConstraint(
                fields=["milestone", "partner"],
                condition=models.Q(superseded_at__isnull=True, partner__isnull=False),
                name="remacto_note_of_partner_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stance_display()} – {self.milestone_id}"

    @property
    def words(self) -> Words:
        return Words(self.text, self.language)

    @property
    def holder(self) -> Any:
        """The seat or the partner whose voice it is."""
        return self.seat or self.partner


class NoteReply(Record):
    """The administration’s reply to a note; it changes nothing of it."""

    note = models.ForeignKey(
        MonitoringNote, on_delete=models.PROTECT, related_name="replies"
    )
    text = models.TextField(_("reply"))
    language = models.CharField(
        _("language"), max_length=12, choices=Language.choices, default="fr"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("reply to a monitoring note")
        verbose_name_plural = _("replies to monitoring notes")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.note_id}"

    @property
    def words(self) -> Words:
        return Words(self.text, self.language)


class Evidence(CheckedUpload):
    """A photograph or PDF with an update or with a note, and what it shows."""

    update = models.ForeignKey(
        Update,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="evidence",
    )
    note = models.ForeignKey(
        MonitoringNote,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="evidence",
    )
    caption = models.CharField(_("caption"), max_length=200, blank=True)

    class Meta(CheckedUpload.Meta):
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(update__isnull=True) ^ models.Q(note__isnull=True),
                name="remacto_evidence_of_one_thing",
            ),
        ]
