"""The free part of every page: ordinary content between the civic parts."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.embeds.blocks import EmbedBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock

from wagtail_remacto import conf


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Words"))
    author = blocks.CharBlock(required=False, label=_("Who said it"))

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "wagtail_remacto/blocks/quote.html"


class BodyBlock(blocks.StreamBlock):
    """What an officer may put into the body of a page of the package."""

    heading = blocks.CharBlock(
        icon="title",
        label=_("Heading"),
        template="wagtail_remacto/blocks/heading.html",
    )
    paragraph = blocks.RichTextBlock(
        features=["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"],
        label=_("Text"),
    )
    image = ImageBlock(label=_("Image"), template="wagtail_remacto/blocks/image.html")
    document = DocumentChooserBlock(
        label=_("Document"), template="wagtail_remacto/blocks/document.html"
    )
    quote = QuoteBlock()
    embed = EmbedBlock(label=_("Video or embed"))


class BodyField(StreamField):
    """A StreamField whose blocks are the host's choice (``BODY_BLOCK``).

    The blocks are left out of migrations: a host that changes them gets no
    migration in this package.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.pop("block_lookup", None)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("verbose_name", _("body"))
        kwargs.setdefault(
            "help_text",
            _("Free content: texts, pictures, documents, tables, as on any page."),
        )
        super().__init__(conf.load("BODY_BLOCK")(), **kwargs)

    def deconstruct(self) -> Any:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
