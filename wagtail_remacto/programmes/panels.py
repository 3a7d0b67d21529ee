"""Panels of the editor that show what a council has adopted instead of asking it."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel, TitleFieldPanel

# Where the form keeps what is frozen of its page; see ``forms.AdoptablePageForm``.
HELD = "held"


class _ReadOnlyOnceAdopted:
    """A bound panel whose field the form has taken out, because it is settled."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        panel: Any = self
        held = getattr(panel.form, HELD, None)
        if held is None or panel.field_name not in held.names:
            return
        panel.read_only = True
        panel.heading = panel.panel.heading or capfirst(
            panel.panel.db_field.verbose_name
        )
        panel.help_text = ""


class CommitmentPanel(FieldPanel):  # type: ignore[misc]
    """A field that can be changed until the council has adopted it."""

    def format_value_for_display(self, value: Any) -> Any:
        if value in (None, "", []):
            return "–"
        if isinstance(value, list) and not self.db_field.choices:
            return ", ".join(value)
        return super().format_value_for_display(value)

    class BoundPanel(_ReadOnlyOnceAdopted, FieldPanel.BoundPanel):  # type: ignore[misc]
        pass


class CommitmentTitlePanel(TitleFieldPanel):  # type: ignore[misc]
    class BoundPanel(  # type: ignore[misc]
        _ReadOnlyOnceAdopted, TitleFieldPanel.BoundPanel
    ):
        pass


class AdoptionNotice(Panel):  # type: ignore[misc]
    """Says that the commitments are settled, and where the vote can be read."""

    class BoundPanel(Panel.BoundPanel):  # type: ignore[misc]
        template_name = "wagtail_remacto/admin/adoption_notice.html"

        def is_shown(self) -> bool:
            held = getattr(self.form, HELD, None)
            return held is not None and not held.is_reported

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from wagtail_remacto.programmes.admin.addresses import deliberation_url

            context: dict[str, Any] = super().get_context_data(parent_context)
            held = getattr(self.form, HELD)
            context["held"] = held
            context["deliberation"] = held.adoption
            context["deliberation_url"] = deliberation_url(held.adoption)
            return context

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Adopted by the council"))
        super().__init__(**kwargs)


def opening_panels() -> list[Any]:
    """Those of every page, with the commitments among them marked."""
    return [
        AdoptionNotice(),
        CommitmentTitlePanel("title"),
        CommitmentPanel("summary"),
        FieldPanel("image"),
    ]
