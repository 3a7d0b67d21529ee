"""Who takes part, and all that the civic record knows of them.

Every civic row points at a participant and never at an account: erasing the person
empties one row, and what they wrote for the public stays (domain rule 10).
"""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail_remacto.collectivites.models import CollectivitePage


class RecordError(Exception):
    """Somebody tried to rewrite what is only ever added to."""


class ParticipantKind(models.TextChoices):
    ACCOUNT = "account", _("account")
    EMAIL = "email", _("confirmed e-mail address")


class Participant(models.Model):
    """One person who takes part, with an account or a confirmed e-mail address.

    Where the gate asks for a user, a participant with an address serves as well.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(
        _("kind"), max_length=10, choices=ParticipantKind.choices, editable=False
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="remacto_participant",
    )
    # In lower case; None once erased.
    email = models.EmailField(_("e-mail address"), null=True, blank=True, unique=True)
    display_name = models.CharField(
        _("name shown"),
        max_length=60,
        blank=True,
        help_text=_("A name of your choice, shown beside what you write."),
    )
    language = models.CharField(_("language"), max_length=12, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_seen_at = models.DateTimeField(null=True, blank=True, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")

    def __str__(self) -> str:
        return self.public_name

    @property
    def public_name(self) -> str:
        if self.erased_at:
            return str(_("A person who has left"))
        return self.display_name or str(_("A citizen"))

    # What the gate asks of whoever acts.

    @property
    def account(self) -> Any:
        return self.user if self.user_id else AnonymousUser()

    @property
    def is_authenticated(self) -> bool:
        if self.user_id:
            return True
        return self.confirmed_at is not None and self.erased_at is None

    @property
    def is_active(self) -> bool:
        if self.erased_at is not None:
            return False
        return self.user is None or self.user.is_active

    is_superuser = False
    is_staff = False


class ConsentPurpose(models.TextChoices):
    CONTRIBUTE = "contribute", _("taking part in a consultation")
    REGISTER = "register", _("registering for a workshop")
    CLAIM = "claim", _("claiming an idea given on paper")
    PARTNER = "partner", _("carrying out a project as a partner")


class RecordQuerySet(models.QuerySet[Any]):
    """Rows that are only ever added to."""

    def update(self, **kwargs: Any) -> int:
        raise RecordError("This record is never rewritten; add to it.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise RecordError("This record is never deleted.")


class Consent(models.Model):
    """That somebody agreed to what a form said, in its very words; never rewritten."""

    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="consents"
    )
    purpose = models.CharField(
        _("purpose"), max_length=20, choices=ConsentPurpose.choices
    )
    collectivite = models.ForeignKey(
        CollectivitePage,
        verbose_name=_("collectivité"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    controller = models.CharField(_("controller"), max_length=250)
    notice = models.TextField(_("notice as shown"))
    language = models.CharField(_("language"), max_length=12)
    given = models.BooleanField(_("given"), default=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["at", "pk"]

    objects = RecordQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} – {self.at:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise RecordError("A consent is never rewritten; record another.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise RecordError("A consent is never deleted; record its withdrawal.")
