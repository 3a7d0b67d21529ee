from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class _ListBlock(blocks.StructBlock):
    """A list of the whole network, or of one collectivité."""

    title = blocks.CharBlock(
        required=False,
        max_length=120,
        label=_("Title"),
        help_text=_("Empty for the usual one, in the reader's language."),
    )
    collectivite = blocks.PageChooserBlock(
        "wagtail_remacto.CollectivitePage",
        required=False,
        label=_("Only of this collectivité"),
        help_text=_("Empty for the whole network."),
    )
    limit = blocks.IntegerBlock(
        default=6, min_value=1, max_value=24, label=_("At most how many")
    )


class OpenNowBlock(_ListBlock):
    """The phases in which citizens can act now, the first to close first."""

    class Meta:
        icon = "time"
        label = _("Open now")
        template = "wagtail_remacto/blocks/open_now.html"
        preview_template = "wagtail_remacto/blocks/preview.html"
        description = _("Consultations open now, with the days left.")

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        from wagtail_remacto.cycles.queries import coming_phases, open_phases

        context: dict[str, Any] = super().get_context(value, parent_context)
        branch = value.get("collectivite")
        phases = open_phases(branch=branch, limit=value.get("limit") or 6)
        context["phases"] = phases
        context["coming"] = [] if phases else coming_phases(branch=branch, limit=3)
        return context


class NextWorkshopsBlock(_ListBlock):
    """The meetings that are not over, the soonest first."""

    class Meta:
        icon = "date"
        label = _("Next workshops")
        template = "wagtail_remacto/blocks/next_workshops.html"
        preview_template = "wagtail_remacto/blocks/preview.html"
        description = _("Workshops and meetings to come, with day and place.")

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        from wagtail_remacto.workshops.queries import next_workshops

        context: dict[str, Any] = super().get_context(value, parent_context)
        context["workshops"] = next_workshops(
            branch=value.get("collectivite"), limit=value.get("limit") or 6
        )
        return context
