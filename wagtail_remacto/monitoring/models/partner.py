"""Associations that carry a project out together with the administration."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail_remacto.collectivites.models import Language
from wagtail_remacto.people.models import Participant
from wagtail_remacto.programmes.models import ProjectPage


class PartnerRole(models.TextChoices):
    CO_LEAD = "co_lead", _("co-lead")
    SUPPORT = "support", _("support")
    OBSERVER = "observer", _("observer")


class PartnerState(models.TextChoices):
    PROPOSED = "proposed", _("proposed by the association")
    INVITED = "invited", _("invited by the administration")
    CONFIRMED = "confirmed", _("confirmed by both sides")
    DECLINED = "declined", _("declined")
    ENDED = "ended", _("ended")


class Partner(models.Model):
    """An association’s part in a project; it counts once both sides have confirmed.

    ``participant`` is who speaks for the association. Public from the confirmation on:
    ``organisation``, ``role`` and what each side brings. ``email`` is where an
    invitation went; it is emptied once it is answered.
    """

    project = models.ForeignKey(
        ProjectPage, on_delete=models.PROTECT, related_name="partnerships"
    )
    organisation = models.CharField(_("association"), max_length=200)
    organisation_ar = models.CharField(
        _("association, in Arabic"), max_length=200, blank=True
    )
    role = models.CharField(
        _("role"),
        max_length=10,
        choices=PartnerRole.choices,
        default=PartnerRole.SUPPORT,
    )
    brings = models.TextField(_("what the association contributes"))
    administration_brings = models.TextField(
        _("what the administration contributes"), blank=True
    )
    language = models.CharField(
        _("language"), max_length=12, choices=Language.choices, default="fr"
    )
    participant = models.ForeignKey(
        Participant,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="partnerships",
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=PartnerState.choices, editable=False
    )
    association_confirmed_at = models.DateTimeField(
        null=True, blank=True, editable=False
    )
    administration_confirmed_at = models.DateTimeField(
        null=True, blank=True, editable=False
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("made"))
    # When it was declined or ended, and why.
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_words = models.TextField(_("why"), blank=True)

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="confirmed")
                | models.Q(
                    association_confirmed_at__isnull=False,
                    administration_confirmed_at__isnull=False,
                ),
                name="remacto_partner_confirmed_by_both",
            ),
            models.UniqueConstraint(
                fields=["project", "participant"],
                condition=models.Q(state__in=["proposed", "invited", "confirmed"]),
                name="remacto_partner_once",
            ),
        ]

    def __str__(self) -> str:
        return self.organisation or self.organisation_ar
