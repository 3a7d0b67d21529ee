from django.db import models
from django.utils.translation import gettext_lazy as _


class Completion(models.TextChoices):
    """How far something is, in the words of the Open Government Partnership."""

    NOT_STARTED = "not_started", _("not started")
    LIMITED = "limited", _("limited")
    SUBSTANTIAL = "substantial", _("substantial")
    COMPLETED = "completed", _("completed")


class Voice(models.TextChoices):
    """Who says how far something is; neither ever overwrites the other (rule 6)."""

    ADMINISTRATION = "administration", _("the administration")
    CIVIL_SOCIETY = "civil_society", _("civil society")
    INDEPENDENT = "independent", _("an independent body")


class Effect(models.TextChoices):
    """Whether it opened government, in the words of OGP’s own reports."""

    WORSENED = "worsened", _("worsened")
    UNCHANGED = "unchanged", _("unchanged")
    MARGINAL = "marginal", _("marginal")
    MAJOR = "major", _("major")
    OUTSTANDING = "outstanding", _("outstanding")
