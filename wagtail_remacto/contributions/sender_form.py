"""Who sends a text, as every form asks it that takes one from a citizen."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from wagtail_remacto.people.names import clean_display_name
from wagtail_remacto.people.traps import TrappedForm


class SenderForm(TrappedForm, forms.Form):
    """Their address unless it is known, the name they want shown, their agreement.

    ``email_help`` and ``name_label`` say what it is that they send.
    """

    email_help: Any = ""
    name_label: Any = ""

    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        error_messages={
            "required": gettext_lazy(
                "Without an account, we need an address to send the link to."
            )
        },
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "email"}),
    )
    display_name = forms.CharField(
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
        self.fields["email"].help_text = self.email_help
        self.fields["display_name"].label = self.name_label
        if known:
            del self.fields["email"]

    def clean_display_name(self) -> str:
        return clean_display_name(self.cleaned_data["display_name"])

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        return email
