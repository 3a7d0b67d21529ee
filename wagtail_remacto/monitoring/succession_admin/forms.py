from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wagtail_remacto.cycles.models import CyclePage
from wagtail_remacto.programmes.models import ProgrammePage


class OpenForm(forms.Form):
    identifier = forms.SlugField(
        label=gettext_lazy("Identifier"),
        max_length=CyclePage._meta.get_field("identifier").max_length,
        help_text=gettext_lazy(
            "Short and lasting, such as 2029; it is part of the address."
        ),
    )
    title = forms.CharField(
        label=pgettext_lazy("of a page", "Title"),
        max_length=255,
        required=False,
        help_text=gettext_lazy("Empty: “Co-creation cycle” and the identifier."),
    )


class ChoiceForm(forms.Form):
    """What was ticked, one deed for all of it, and why."""

    words = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy(
            "Everyone can read it. Needed for what is left; welcome for the rest."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not any(self.chosen):
            raise forms.ValidationError(_("Tick at least one project or idea."))
        if not self.carries and not cleaned.get("words", "").strip():
            self.add_error("words", _("Say why, in a sentence that everyone can read."))
        return cleaned

    @property
    def carries(self) -> bool:
        """Whether what is ticked is carried over; the other button leaves it."""
        return "carry" in self.data

    @property
    def chosen(self) -> tuple[list[int], list[int]]:
        return self._numbers("project"), self._numbers("idea")

    def _numbers(self, name: str) -> list[int]:
        given = self.data.getlist(name) if hasattr(self.data, "getlist") else []
        return [int(each) for each in given if each.isdecimal() and len(each) < 12]


class WordsForm(forms.Form):
    """Why a project is worth copying."""

    words = forms.CharField(
        label=gettext_lazy("Why it is worth copying"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=gettext_lazy("Two or three sentences that everyone can read."),
    )


class ProgrammeField(forms.ModelChoiceField):
    """Programmes with ``branch_title``, the name of their collectivité."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.branch_title} – {obj.title}"


class BeginForm(forms.Form):
    programme = ProgrammeField(
        label=gettext_lazy("In which programme"),
        queryset=ProgrammePage.objects.none(),
        empty_label=None,
    )

    def __init__(self, *args: Any, programmes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes
