"""What is known of the network, as lists of the directory page."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from wagtail_remacto.fields.facts import LANGUAGES, PartialDateBlock, SourceBlock


class CountBlock(blocks.StructBlock):
    """A published number of members at a date."""

    as_of = PartialDateBlock(label=_("Date"))
    label = blocks.CharBlock(required=False, label=_("Label"))
    total = blocks.IntegerBlock(min_value=0, label=_("Members"))
    regions = blocks.IntegerBlock(required=False, min_value=0, label=_("Regions"))
    provinces = blocks.IntegerBlock(
        required=False, min_value=0, label=_("Provinces and prefectures")
    )
    communes = blocks.IntegerBlock(required=False, min_value=0, label=_("Communes"))
    sources = blocks.ListBlock(SourceBlock(), required=False, label=_("Sources"))

    class Meta:
        icon = "list-ol"
        label = _("Count")


class PartnerBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Name"))
    role = blocks.ChoiceBlock(
        choices=[
            ("supervision", _("supervision")),
            ("partner", _("partner")),
            ("support", _("support")),
        ],
        required=False,
        label=_("Role"),
    )
    text = blocks.TextBlock(required=False, label=_("Text"))
    text_lang = blocks.ChoiceBlock(
        choices=LANGUAGES,
        required=False,
        label=_("Language of the text"),
        help_text=_("Only if the text is not in the language of the page."),
    )
    sources = blocks.ListBlock(SourceBlock(), required=False, label=_("Sources"))

    class Meta:
        icon = "group"
        label = _("Partner")
