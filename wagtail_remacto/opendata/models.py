import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportRecord(models.Model):
    """What an import made of one item of a file.

    The digest of the item tells whether the file says something new; what officers
    changed since is left alone as long as it does not.
    """

    key = models.CharField(
        _("key"),
        max_length=250,
        unique=True,
        help_text="process/01.571.01.11/2023/workshop/1",
    )
    digest = models.CharField(_("digest"), max_length=64)
    model = models.CharField(_("model"), max_length=60)
    translation_key = models.UUIDField(default=uuid.uuid4, null=True)
    object_id = models.BigIntegerField(null=True)
    # By language: a later import writes the fields that the file has changed, no other.
    written = models.JSONField(default=dict)
    imported_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("import record")
        verbose_name_plural = _("import records")

    def __str__(self) -> str:
        return self.key
