"""Forms of the editor that know the place of a page in its branch."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminPageForm

from wagtail_remacto.collectivites.branch import canonical_only


class CyclePageForm(WagtailAdminPageForm):  # type: ignore[misc]
    """The previous cycle is one of the same collectivité; identifiers differ."""

    predecessor = forms.ModelChoiceField(
        queryset=None,
        required=False,
        label=capfirst(gettext_lazy("previous cycle")),
        help_text=gettext_lazy("A cycle of the same collectivité."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "predecessor" in self.fields:
            self.fields["predecessor"].queryset = self._earlier()

    def _earlier(self) -> Any:
        """The cycles of this branch, in the languages that rows may point at."""
        model = self._meta.model
        if self.parent_page is None:
            return model.objects.none()
        branches = self.parent_page.get_translations(inclusive=True)
        paths = [branch.path for branch in branches]
        beside = model.objects.none()
        for path in paths:
            beside |= model.objects.filter(path__startswith=path)
        cycles = canonical_only(beside).exclude(
            translation_key=self.instance.translation_key
        )
        # A cycle chosen in another language before stays chosen.
        current = model.objects.filter(pk=self.instance.predecessor_id)
        return (cycles | current).order_by("path").distinct()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        identifier = cleaned.get("identifier")
        if identifier and self.parent_page is not None and not self.instance.pk:
            twin = (
                self._meta.model.objects.child_of(self.parent_page)
                .filter(identifier=identifier)
                .first()
            )
            if twin:
                self.add_error(
                    "identifier",
                    _("“%(title)s” has this identifier already. Choose another.")
                    % {"title": twin.title},
                )
        return cleaned
