"""Whose group of officers it is."""

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail_remacto.collectivites.models.collectivite import CollectivitePage


class Role(models.TextChoices):
    COMMS_OFFICER = "comms_officer", _("Communication officer")
    FOCAL_POINT = "focal_point", _("Focal point")


class Team(models.Model):
    """The group of a collectivité's officers or focal points.

    What they may do comes from the group's page and collection permissions; this row
    only says whose group it is and in which role.
    """

    collectivite = models.ForeignKey(
        CollectivitePage,
        verbose_name=_("collectivité"),
        on_delete=models.PROTECT,
        related_name="teams",
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    group = models.OneToOneField(
        Group, verbose_name=_("group"), on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        constraints = [
            models.UniqueConstraint(
                fields=["collectivite", "role"], name="remacto_team_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} – {self.collectivite}"
