from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from wagtail_remacto.cycles.models import Axis, CyclePage


class ProjectPageForm(WagtailAdminPageForm):  # type: ignore[misc]
    """The axis is one of the project's own cycle."""

    axis = forms.ModelChoiceField(
        queryset=Axis.objects.none(),
        required=False,
        label=capfirst(_("priority axis")),
        help_text=_("One of the axes of this cycle."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "axis" in self.fields:
            self.fields["axis"].queryset = self._axes()

    def _axes(self) -> Any:
        """Those in use, and the one that is chosen already."""
        current = Axis.objects.filter(pk=self.instance.axis_id)
        if self.parent_page is None:
            return current
        cycle = (
            CyclePage.objects.ancestor_of(self.parent_page)
            .select_related("locale")
            .first()
        )
        if cycle is None:
            return current
        canonical = cycle.canonical
        return (
            Axis.objects.filter(
                cycle=canonical, locale=canonical.locale_id, active=True
            )
            | current
        ).order_by("order", "pk")
