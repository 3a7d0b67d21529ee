"""What every ordinary page of the portal has."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.search import index

from blocks.stream import ContentBlock
from wagtail_remacto.normalise import normalise


class PortalPageMixin(models.Model):
    """An introduction and free content, found by the package's search."""

    intro = models.TextField(
        _("introduction"),
        blank=True,
        help_text=_("Two or three plain sentences, shown first and in lists."),
    )
    body = StreamField(ContentBlock(), blank=True, verbose_name=_("content"))

    search_fields = [index.SearchField("search_words")]
    # What the search service shows beneath a result's title.
    search_summary = "intro"

    class Meta:
        abstract = True

    @property
    def search_words(self) -> str:
        """The normalised words of the page, in one field for every backend."""
        content = self.body.stream_block.get_searchable_content(self.body)
        return normalise(" ".join([self.title, self.intro, *content]))
