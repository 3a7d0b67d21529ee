"""What has happened, who wants to hear of it, and what was sent to them."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.contributions.models import Contribution
from wagtail_remacto.cycles.models import CyclePage
from wagtail_remacto.notices.kinds import Kind
from wagtail_remacto.people.models import Participant
from wagtail_remacto.people.records import Record
from wagtail_remacto.programmes.models import ProjectPage


class Activity(Record):
    """One thing that has happened, for whoever follows what it is about.

    Its pages are canonical: the narrowest one and those above it, so that who follows
    any of them is found by one comparison each. ``facts`` holds what its sentence
    needs, and no words of citizens: those are read when somebody reads the notice.
    """

    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    key = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField(_("at"), db_index=True)
    collectivite = models.ForeignKey(
        CollectivitePage, on_delete=models.PROTECT, related_name="activities"
    )
    cycle = models.ForeignKey(
        CyclePage,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="activities",
    )
    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(
        ProjectPage,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="activities",
    )
    facts = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.key


class Concern(models.Model):
    """That an activity concerns an idea: itself, or through its lineage, as it was."""

    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="concerns"
    )
    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, related_name="concerns"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "contribution"], name="remacto_concern_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} – {self.contribution_id}"


class Rhythm(models.TextChoices):
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")


class NoticePreference(models.Model):
    """What somebody wants to be written about; without a row, as the defaults say.

    Notices about one’s own contributions are a class of their own. ``told_upto`` and
    ``seen_upto`` are keys of activities: up to which one a message was made, and up to
    which one they were seen on the site.
    """

    participant = models.OneToOneField(
        Participant, on_delete=models.CASCADE, related_name="notice_preference"
    )
    own = models.BooleanField(_("what becomes of my own contributions"), default=True)
    followed = models.BooleanField(_("what I follow"), default=True)
    rhythm = models.CharField(
        _("how often"), max_length=8, choices=Rhythm.choices, default=Rhythm.WEEKLY
    )
    told_upto = models.PositiveBigIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)
    seen_upto = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("preference about notices")
        verbose_name_plural = _("preferences about notices")

    def __str__(self) -> str:
        return f"{self.participant_id}"


class DigestMail(models.Model):
    """A digest that is owed to somebody, or was sent: each activity in exactly one.

    Made together with the move of ``told_upto``; delivered afterwards. ``key`` gives
    the message its ``Message-ID``, the same at every attempt.
    """

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="digests"
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    after = models.PositiveBigIntegerField()
    upto = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    # Nothing was left to say when it came to it, or nobody to say it to.
    dropped_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "after"], name="remacto_digest_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(sent_at__isnull=True, dropped_at__isnull=True),
                name="remacto_digest_owed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.participant_id}: {self.after}–{self.upto}"


class OfficerPreference(models.Model):
    """Whether an officer gets the reminders of what waits by e-mail, and how often."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="remacto_reminders",
    )
    by_mail = models.BooleanField(_("reminders by e-mail"), default=True)
    rhythm = models.CharField(
        _("how often"), max_length=8, choices=Rhythm.choices, default=Rhythm.WEEKLY
    )

    class Meta:
        verbose_name = _("preference about reminders")
        verbose_name_plural = _("preferences about reminders")

    def __str__(self) -> str:
        return f"{self.user_id}"


class ReminderMail(models.Model):
    """A message of reminders to an officer: one a day at the most, whatever runs."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="remacto_reminder_mails",
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    day = models.DateField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("message of reminders")
        verbose_name_plural = _("messages of reminders")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "day"], name="remacto_reminder_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.day}"
