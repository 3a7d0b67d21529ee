from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wagtail_remacto.people.traps import Trap, TrappedForm, token
from wagtail_remacto.workshops.models import Registration


class RegisterForm(TrappedForm, forms.Form):
    """Name and needs; the address only of somebody who is not signed in."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=100,
        help_text=Registration._meta.get_field("name").help_text,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("You get a message with a link; open it to have your place."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    needs = forms.CharField(
        label=_("What would help you take part"),
        max_length=300,
        required=False,
        help_text=Registration._meta.get_field("needs").help_text,
    )
    agreed = forms.BooleanField(
        label=_("I agree that my name and my needs are used for this meeting."),
        error_messages={
            "required": _("Without your agreement nobody can keep a place for you.")
        },
    )

    def __init__(self, *args: Any, known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        if known:
            del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.known and self.suspicion:
            self._open_again()
            raise forms.ValidationError(
                _("That was too fast. Read it through and send it once more.")
            )
        return cleaned

    def _open_again(self) -> None:
        """The same form with the traps as new: a person passes the second time."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix(self.unseen_name)] = ""
        if Trap.UNSIGNED in self.suspicion:
            data[self.add_prefix(self.token_name)] = token()
        self.data = data

    @property
    def kept(self) -> dict[str, str]:
        """What was typed, by what each field is called, for a page that refuses it."""
        return {
            str(self.fields[name].label): str(self[name].data or "")
            for name in ("name", "email", "needs")
            if name in self.fields
        }
