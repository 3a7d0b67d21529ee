"""The three steps of contributing, and the form that changes a wording.

Labels are what a neighbour would ask. No field has ``maxlength``: a browser would cut
off silently what was pasted.
"""

import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail_remacto import conf
from wagtail_remacto.collectivites.models import Language
from wagtail_remacto.contributions.offered import OfferedAxis
from wagtail_remacto.contributions.text import clean
from wagtail_remacto.cycles.models import Axis, Theme
from wagtail_remacto.people.names import clean_display_name
from wagtail_remacto.people.traps import TrappedForm

TITLE_LENGTH = 120
ASSOCIATION_LENGTH = 120
PLACE_LENGTH = 150
THEMES_CHOSEN = 3


def _within(value: str, most: int) -> str:
    if len(value) > most:
        raise forms.ValidationError(
            _("This has %(length)d characters; %(most)d fit."),
            code="max_length",
            params={"length": len(value), "most": most},
        )
    return value


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
    text = forms.CharField(
        label=gettext_lazy("Say more: what, where, for whom, why"),
        strip=False,
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
        return _within(title, TITLE_LENGTH)

    def clean_text(self) -> str:
        text = clean(self.cleaned_data["text"])
        if not text.strip():
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        return _within(text, conf.get("CONTRIBUTION_MAX_LENGTH"))


class AxisChoice(forms.ChoiceField):
    """One of the cycle's axes, or none; cleaned to the row that is pointed at."""

    widget = forms.RadioSelect

    def offer(self, axes: list[OfferedAxis]) -> None:
        self.rows = {str(each.row.pk): each.row for each in axes}
        self.choices = [
            *(
                (
                    str(each.row.pk),
                    format_html("<span{}>{}</span>", each.title.attrs, each.title),
                )
                for each in axes
            ),
            ("", gettext_lazy("Another, or I do not know")),
        ]

    def clean(self, value: Any) -> Axis | None:
        return self.rows.get(super().clean(value))


class CoordinateField(forms.CharField):
    """Degrees, as a phone or a person writes them; five decimals are kept."""

    def __init__(self, limit: int, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.limit = limit
        self.widget.attrs |= {"dir": "ltr", "inputmode": "decimal"}

    def clean(self, value: Any) -> Any:
        text = unicodedata.normalize("NFKC", super().clean(value)).strip()
        if not text:
            return None
        try:
            number = Decimal(text.replace(",", ".").replace("\u066b", "."))
            if not abs(number) <= self.limit:
                raise InvalidOperation
        except InvalidOperation:
            raise forms.ValidationError(
                _("This is a number between −%(limit)d and %(limit)d, such as 33.57."),
                params={"limit": self.limit},
            ) from None
        return number.quantize(Decimal("0.00001"))


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


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
    association = forms.CharField(
        label=gettext_lazy("In the name of an association"),
        required=False,
        strip=False,
        help_text=gettext_lazy("Its name is shown instead of yours."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "organization"}),
    )
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
        return _within(clean(self.cleaned_data["place"]).strip(), PLACE_LENGTH)

    def clean_association(self) -> str:
        name = clean(self.cleaned_data["association"]).strip()
        return _within(name, ASSOCIATION_LENGTH)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        read = {"latitude", "longitude"} <= found.keys()
        if read and (found["latitude"] is None) != (found["longitude"] is None):
            missing = "latitude" if found["latitude"] is None else "longitude"
            self.add_error(missing, _("A point needs both numbers, or neither."))
        return found


class SendForm(TrappedForm, forms.Form):
    """Step 3: who sends it, and that they have read what becomes of their data."""

    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        help_text=gettext_lazy(
            "We send a link to it; your idea is shown once you have opened it."
        ),
        error_messages={
            "required": gettext_lazy(
                "Without an account, we need an address to send the link to."
            )
        },
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "email"}),
    )
    display_name = forms.CharField(
        label=gettext_lazy("Name shown beside your idea"),
        required=False,
        help_text=gettext_lazy(
            "A name of your choice. If you leave it empty, it says “A citizen”."
        ),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "nickname"}),
    )
    consent = forms.BooleanField(
        label=gettext_lazy("I have read this and agree"),
        error_messages={
            "required": gettext_lazy("Without your agreement it cannot be sent.")
        },
    )

    def __init__(self, *args: Any, known: bool, **kwargs: Any) -> None:
        """``known``: an account or a confirmed address sends it, no other is asked."""
        super().__init__(*args, **kwargs)
        if known:
            del self.fields["email"]

    def clean_display_name(self) -> str:
        return clean_display_name(self.cleaned_data["display_name"])

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        return email


class EditForm(WordsForm):
    """Another wording by its author."""

    axis = AxisChoice(
        label=gettext_lazy("Which challenge is it about?"), required=False
    )

    def __init__(self, *args: Any, axes: list[OfferedAxis], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["axis"]
        if axes:
            field.offer(axes)
        else:
            del self.fields["axis"]
