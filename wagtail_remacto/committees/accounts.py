"""An account is named by typing what its holder has said; nobody reads a list."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError

from wagtail_remacto.committees.errors import NoSuchAccount
from wagtail_remacto.committees.services.seating import account_named


class AccountField(forms.CharField):
    """The e-mail address or user name of one account, cleaned to the account.

    ``current`` is the one that stands there already: it stays as long as nobody types
    something else, even if another account has its address by now.
    """

    current: Any = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update(
            {"autocomplete": "off", "autocapitalize": "none", "dir": "ltr"}
        )

    def prepare_value(self, value: Any) -> Any:
        if value is None or isinstance(value, str):
            return value
        account = get_user_model()._default_manager.filter(pk=value).first()
        return shown(account) if account else ""

    def to_python(self, value: Any) -> Any:
        typed = super().to_python(value)
        if not typed:
            return None
        if self.current is not None and typed == shown(self.current):
            return self.current
        try:
            return account_named(typed)
        except NoSuchAccount as error:
            raise ValidationError(str(error)) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (self.prepare_value(initial) or "") != (data or "").strip()

    def run_validators(self, value: Any) -> None:
        """Those of texts say nothing of an account."""


def shown(account: Any) -> str:
    """What an officer types to name this account."""
    email = getattr(account, account.get_email_field_name(), "")
    return str(email or account.get_username())
