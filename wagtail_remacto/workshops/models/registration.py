import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail_remacto.people.models import Participant, RecordError
from wagtail_remacto.workshops.models.workshop import WorkshopPage


class RegistrationState(models.TextChoices):
    UNCONFIRMED = "unconfirmed", _("awaits the confirmation of the e-mail address")
    REGISTERED = "registered", _("has a place")
    WAITING = "waiting", _("on the waiting list")
    CANCELLED = "cancelled", _("cancelled")


class Registration(models.Model):
    """One person's place in a workshop, or in its waiting list.

    The name and the needs are emptied when their time is up; the row keeps the count.
    """

    # In the link that cancels.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    workshop = models.ForeignKey(
        WorkshopPage,
        verbose_name=_("workshop"),
        on_delete=models.PROTECT,
        related_name="registrations",
    )
    participant = models.ForeignKey(
        Participant,
        verbose_name=_("participant"),
        on_delete=models.PROTECT,
        related_name="registrations",
    )
    name = models.CharField(
        _("name"),
        max_length=100,
        blank=True,
        help_text=_("For the list at the door; not published."),
    )
    needs = models.CharField(
        _("what would help you take part"),
        max_length=300,
        blank=True,
        help_text=_("A ramp, an interpreter, someone to look after a child…"),
    )
    state = models.CharField(
        _("state"), max_length=12, choices=RegistrationState.choices
    )
    # Said at the door.
    code = models.CharField(_("code"), max_length=6, editable=False)
    created_at = models.DateTimeField(_("registered"), auto_now_add=True)
    # The moment that gives the place in the waiting list.
    queued_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    checked_in_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "participant"],
                condition=~models.Q(state=RegistrationState.CANCELLED),
                name="remacto_registration_once",
            ),
            models.UniqueConstraint(
                fields=["workshop", "code"], name="remacto_registration_code"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.code

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise RecordError("A registration is cancelled, not deleted.")
