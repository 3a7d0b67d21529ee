"""The three steps of contributing, and the form that changes a wording.

Labels are what a neighbour would ask. No field has ``maxlength``: a browser would cut
off silently what was pasted.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail_remacto.collectivites.models import Language
from wagtail_remacto.contributions.form_fields import (
    AssociationField,
    AxisChoice,
    CoordinateField,
    FilesInput,
    TextField,
    within,
)
from wagtail_remacto.contributions.offered import OfferedAxis
from wagtail_remacto.contributions.sender_form import SenderForm
from wagtail_remacto.contributions.text import clean
from wagtail_remacto.cycles.models import Theme

TITLE_LENGTH = 120
PLACE_LENGTH = 150
THEMES_CHOSEN = 3


class WordsForm(forms.Form):
    """Step 1: what somebody proposes."""

    title = forms.CharField(
        label=gettext_lazy("Your idea in one line"),
        strip=False,
        error_messages={"required": gettext_lazy("Give it a title: a few words.")},
        widget=forms.TextInput(
            attrs={"dir": "auto", "autocomplete": "off", "enterkeyhint": "next"}
        ),
    )
    text = TextField(
        label=gettext_lazy("Say more: what, where, for whom, why"),
        help_text=gettext_lazy(
            "In any language. An empty line begins a new paragraph, a hyphen at the "
            "start of a line makes a list, **two stars** make words strong."
        ),
        error_messages={"required": gettext_lazy("Say what you propose.")},
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 8}),
    )

    def clean_title(self) -> str:
        title = " ".join(clean(self.cleaned_data["title"]).split())
        if not title:
            raise forms.ValidationError(self.fields["title"].error_messages["required"])
        return within(title, TITLE_LENGTH)


class DetailsForm(forms.Form):
    """Step 2: what helps to place an idea; nothing of it has to be said."""

    axis = AxisChoice(
        label=gettext_lazy("Which challenge is it about?"), required=False
    )
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.none(),
        label=gettext_lazy("Themes, up to three"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    place = forms.CharField(
        label=gettext_lazy("Where is it?"),
        required=False,
        strip=False,
        help_text=gettext_lazy("A street, a district, a school."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    latitude = CoordinateField(90, label=gettext_lazy("Latitude"))
    longitude = CoordinateField(180, label=gettext_lazy("Longitude"))
    attachments = forms.Field(
        label=gettext_lazy("Photographs or PDF documents"),
        required=False,
        widget=FilesInput(attrs={"accept": "image/jpeg,image/png,image/webp,.pdf"}),
    )
    association = AssociationField()
    language = forms.ChoiceField(
        label=gettext_lazy("Language you have written in"),
        required=False,
        choices=Language.choices,
    )

    def __init__(
        self, *args: Any, axes: list[OfferedAxis], themes: list[Theme], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        if axes:
            fields["axis"].offer(axes)
        else:
            del fields["axis"]
        if themes:
            fields["themes"].choices = [(str(each.pk), each.name) for each in themes]
            keys = [each.pk for each in themes]
            fields["themes"].queryset = Theme.objects.filter(pk__in=keys)
        else:
            del fields["themes"]

    def clean_themes(self) -> list[Theme]:
        chosen = list(self.cleaned_data["themes"])
        if len(chosen) > THEMES_CHOSEN:
            raise forms.ValidationError(
                _("Choose %(most)d themes at most."), params={"most": THEMES_CHOSEN}
            )
        return chosen

    def clean_place(self) -> str:
        return within(clean(self.cleaned_data["place"]).strip(), PLACE_LENGTH)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        read = {"latitude", "longitude"} <= found.keys()
        if read and (found["latitude"] is None) != (found["longitude"] is None):
            missing = "latitude" if found["latitude"] is None else "longitude"
            self.add_error(missing, _("A point needs both numbers, or neither."))
        return found


class SendForm(SenderForm):
    """Step 3: who sends it, and that they have read what becomes of their data."""

    email_help = gettext_lazy(
        "We send a link to it; your idea is shown once you have opened it."
    )
    name_label = gettext_lazy("Name shown beside your idea")


class EditForm(WordsForm):
    """Another wording by its author."""

    axis = AxisChoice(
        label=gettext_lazy("Which challenge is it about?"), required=False
    )

    def __init__(
        self,
        *args: Any,
        axes: list[OfferedAxis],
        is_idea: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not is_idea:
            self.fields["title"].label = _("Your remark in one line")
            self.fields["text"].label = _("Your remark")
        field: Any = self.fields["axis"]
        if axes:
            field.offer(axes)
        else:
            del self.fields["axis"]
