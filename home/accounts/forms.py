"""Forms of allauth in the portal’s words: to sign in, to sign up, to name a key."""

from typing import Any

from allauth.account import forms
from allauth.mfa.webauthn import forms as webauthn
from django.utils.translation import gettext_lazy as _


class LoginForm(forms.LoginForm):
    """A password or, where it is left empty, a code by e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        password = self.fields["password"]
        password.required = False
        password.widget.is_required = False
        password.label = _("Password, if you have one")
        password.help_text = _(
            "Leave it empty: we send you a code by e-mail, and you type it here."
        )
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SignupForm(forms.SignupForm):
    """An e-mail address, and a password for those who want one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].help_text = _(
            "We send a code there. Nobody else sees the address."
        )
        if "password1" in self.fields:
            self.fields["password1"].label = _("Password")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class KeyName:
    """What a person calls a key; allauth leaves the field with Python's name."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")


class AddKeyForm(KeyName, webauthn.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        passkey = self.fields["passwordless"]
        passkey.label = _("Sign in with this key alone: a passkey")
        passkey.help_text = _(
            "It then asks for your fingerprint, your face or its own code."
        )


class SignupKeyForm(KeyName, webauthn.SignupWebAuthnForm):
    pass


class RenameKeyForm(KeyName, webauthn.EditWebAuthnForm):
    pass
