"""What a collectivité may be, how a fact is known, and the languages of the network."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    REGION = "region", _("Region")
    PREFECTURE = "prefecture", _("Prefecture")
    PROVINCE = "province", _("Province")
    COMMUNE = "commune", _("Commune")


class Basis(models.TextChoices):
    """How a fact is known."""

    STATED = "stated", _("stated by the source")
    INFERRED = "inferred", _("inferred")
    UNKNOWN = "unknown", _("unknown")


class Language(models.TextChoices):
    ARABIC = "ar", _("Arabic")
    AMAZIGH = "zgh", _("Amazigh")
    FRENCH = "fr", _("French")
    ENGLISH = "en", _("English")
