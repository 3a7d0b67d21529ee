"""The forms of my space."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from wagtail_remacto.people.names import MOST, clean_display_name


class ProfileForm(forms.Form):
    display_name = forms.CharField(
        label=_("Name shown"),
        required=False,
        max_length=MOST,
        help_text=_(
            "A name of your choice, beside everything you write. Empty: “A citizen”."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "dir": "auto"}),
    )
    language = forms.ChoiceField(
        label=_("Language of the messages to you"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = getattr(settings, "WAGTAIL_CONTENT_LANGUAGES", settings.LANGUAGES)
        field: Any = self.fields["language"]
        field.choices = [("", _("the site’s")), *languages]

    def clean_display_name(self) -> str:
        return clean_display_name(self.cleaned_data["display_name"])


class LinkForm(forms.Form):
    """Somebody without an account asks for a link to their space."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("The one you gave when you took part."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )


class EraseForm(forms.Form):
    sure = forms.BooleanField(
        label=_("I have read what goes and what stays. It cannot be undone.")
    )
