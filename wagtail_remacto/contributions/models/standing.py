from django.db import models
from django.utils.translation import gettext_lazy as _


class Standing(models.TextChoices):
    """What may be seen of a contribution or comment; only services move it."""

    UNCONFIRMED = "unconfirmed", _("awaits the confirmation of the e-mail address")
    HELD = "held", _("awaits a moderator")
    PUBLIC = "public", _("public")
    HIDDEN = "hidden", _("hidden by a moderator")
    WITHDRAWN = "withdrawn", _("withdrawn by its author")


# What leaves a tombstone where its text was.
TOMBSTONES = (Standing.HIDDEN, Standing.WITHDRAWN)
