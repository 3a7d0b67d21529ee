"""What an editor of the portal may put on a page: ordinary blocks and the package's."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.table_block.blocks import TableBlock

from wagtail_remacto.blocks import (
    CollectiviteFinderBlock,
    FiguresBlock,
    NextWorkshopsBlock,
    OpenNowBlock,
    PollBlock,
    ProgrammeProgressBlock,
)
from wagtail_remacto.fields.body import BodyBlock


class TargetValue(blocks.StructValue):
    @property
    def href(self) -> str:
        page = self.get("page")
        return page.localized.url if page else self.get("url") or ""


class CallToActionBlock(blocks.StructBlock):
    """One thing to do, said in a sentence and done with one button."""

    heading = blocks.CharBlock(max_length=120, label=_("Heading"))
    text = blocks.TextBlock(required=False, label=_("Text"))
    label = blocks.CharBlock(
        max_length=60,
        label=_("Words of the button"),
        help_text=_("What happens on it, such as “Propose an idea”."),
    )
    page = blocks.PageChooserBlock(required=False, label=_("Page"))
    url = blocks.URLBlock(
        required=False, label=_("Or another address"), max_length=2000
    )

    class Meta:
        icon = "link"
        label = _("Call to action")
        template = "blocks/call_to_action.html"
        value_class = TargetValue

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if bool(value.get("page")) == bool(value.get("url")):
            raise StructBlockValidationError(
                {
                    "page": ValidationError(
                        _("Choose a page or give an address: one of the two.")
                    )
                }
            )
        return value


class ContentBlock(BodyBlock):
    """The package's body blocks, with tables and calls to action."""

    table = TableBlock(
        label=_("Table"),
        help_text=_("Give it a caption: it says what the figures are."),
        template="blocks/table.html",
        table_options={"renderer": "text"},
    )
    call_to_action = CallToActionBlock()
    open_now = OpenNowBlock(group=_("Cycles"))
    next_workshops = NextWorkshopsBlock(group=_("Cycles"))
    collectivite_finder = CollectiviteFinderBlock(group=_("Cycles"))
    programme_progress = ProgrammeProgressBlock(group=_("Cycles"))
    figures = FiguresBlock(group=_("Cycles"))
    poll = PollBlock(group=_("Cycles"))

    class Meta:
        block_counts: dict[str, dict[str, int]] = {
            "collectivite_finder": {"max_num": 1},
        }
