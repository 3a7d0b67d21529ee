from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class ProgrammeProgressBlock(blocks.StructBlock):
    """Where one cycle stands: its ten steps and its projects."""

    title = blocks.CharBlock(
        required=False,
        max_length=120,
        label=_("Title"),
        help_text=_("Empty for the title of the page chosen below."),
    )
    page = blocks.PageChooserBlock(
        ["wagtail_remacto.CyclePage", "wagtail_remacto.ProgrammePage"],
        label=_("Cycle or programme"),
    )

    class Meta:
        icon = "tasks"
        label = _("Programme progress")
        template = "wagtail_remacto/blocks/programme_progress.html"
        preview_template = "wagtail_remacto/blocks/preview.html"
        description = _("The steps of a cycle and the projects of its programme.")

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        cycle = _published_cycle(value.get("page"))
        context["cycle"] = cycle
        if cycle is not None:
            from wagtail_remacto.journey.branch import Branch
            from wagtail_remacto.journey.stepper import axes_of, steps, template_phases
            from wagtail_remacto.journey.tally import tally_of

            branch = Branch(cycle)
            context["branch"] = branch
            context["steps"] = steps(
                cycle,
                branch,
                axes=axes_of(cycle),
                calendar=template_phases(cycle),
                tally=tally_of(cycle),
            )
        return context


def _published_cycle(page: Any) -> Any:
    """The cycle of the chosen page in the reader's language, if anyone may read it."""
    from wagtail_remacto.collectivites.queries import published
    from wagtail_remacto.cycles.models import CyclePage
    from wagtail_remacto.cycles.queries import attach_cycles

    if page is None:
        return None
    attach_cycles([page])
    cycle = page.cycle_page
    if cycle is None:
        return None
    shown = published(CyclePage).filter(translation_key=cycle.translation_key).first()
    if shown is not None:
        attach_cycles([shown])
    return shown
