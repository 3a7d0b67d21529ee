from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase


class Theme(TagBase):
    """A theme that contributions, workshops and projects share, over all branches."""

    free_tagging = True

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
