import copy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminPageForm

from wagtail_remacto.cycles.models import Axis, CyclePage


class AdoptablePageForm(WagtailAdminPageForm):  # type: ignore[misc]
    """What the council has adopted is not asked any more, and refused if it is sent.

    ``held`` says what is frozen of the page (``programmes.frozen.Frozen``).
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from wagtail_remacto.programmes.frozen import frozen

        super().__init__(*args, **kwargs)
        self.prepare()
        self.held = frozen(self.instance) if self.instance.pk else None
        self._tampered: list[str] = []
        if self.held is not None:
            names = [name for name in self.held.names if name in self.fields]
            self._tampered = self._sent_otherwise(names)
            for name in names:
                del self.fields[name]

    def prepare(self) -> None:
        """What a kind of page does to its fields before they are read."""

    def _sent_otherwise(self, names: list[str]) -> list[str]:
        """The commitments that came with the form and say something else.

        A browser sends none; one that opened the editor before the vote sends all.
        """
        if not self.is_bound or self.held is None:
            return []
        page = copy.copy(self.instance)
        tampered = []
        for name in names:
            field, key = self.fields[name], self.add_prefix(name)
            # Ticks that are all empty are never “omitted” for their widget.
            if not any(each in (key, f"{key}-count") for each in self.data):
                continue
            sent = field.widget.value_from_datadict(self.data, self.files, key)
            try:
                setattr(page, name, field.clean(sent))
            except ValidationError:
                tampered.append(name)
        return tampered or self.held.differing(page, names)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.held is None:
            return cleaned
        if self._tampered:
            self.add_error(
                None,
                _(
                    "The council has adopted this: what it says there cannot be "
                    "changed any more (%(fields)s). Your other changes are kept in "
                    "the form; save it again without these."
                )
                % {"fields": ", ".join(self._named(self._tampered))},
            )
        if self.held.words is not None and cleaned.get("expire_at"):
            self.add_error(
                "expire_at",
                _("The council has adopted this: the page stays published."),
            )
        return cleaned

    def _named(self, names: list[str]) -> list[str]:
        meta = type(self.instance)._meta
        return [str(meta.get_field(name).verbose_name) for name in names]


class ProjectPageForm(AdoptablePageForm):
    """The axis is one of the project's own cycle."""

    axis = forms.ModelChoiceField(
        queryset=Axis.objects.none(),
        required=False,
        label=capfirst(gettext_lazy("priority axis")),
        help_text=gettext_lazy("One of the axes of this cycle."),
    )

    def prepare(self) -> None:
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
