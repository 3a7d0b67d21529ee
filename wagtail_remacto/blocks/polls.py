from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock


class PollBlock(blocks.StructBlock):
    """A poll's question, leading to its ballot."""

    poll = SnippetChooserBlock("wagtail_remacto.Poll", label=_("Poll"))

    class Meta:
        icon = "help"
        label = _("Poll")
        template = "wagtail_remacto/blocks/poll.html"
        preview_template = "wagtail_remacto/blocks/preview.html"
        description = _("A short question with ready answers, open to citizens.")

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        from wagtail_remacto.polling.queries import public_poll

        context: dict[str, Any] = super().get_context(value, parent_context)
        chosen = value.get("poll")
        context["poll"] = chosen and public_poll(chosen.translation_key)
        return context
