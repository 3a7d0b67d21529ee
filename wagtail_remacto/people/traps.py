"""Two traps for machines that fill in forms, and none for people.

A field that nobody sees and a signed note of when the form was opened. What falls into
either is held for a moderator: nothing is refused, nothing is lost in silence.
"""

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.core import signing
from django.db import models
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from wagtail_remacto import conf

# Somebody may write for weeks; a token says when that began, and no more.
VALID = dt.timedelta(days=30)

_SALT = "wagtail_remacto.people.traps"


class Trap(models.TextChoices):
    """What the form gives away about who sent it."""

    FILLED = "filled", _("hidden field filled in")
    TOO_FAST = "too_fast", _("sent too fast")
    UNSIGNED = "unsigned", _("form not opened on this site")


class UnseenInput(forms.TextInput):
    """Counts as hidden, so that every template shows it where hidden fields go.

    Not ``type="hidden"``, which machines leave alone.
    """

    is_hidden = True

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        attrs = {**(attrs or {}), "autocomplete": "off", "tabindex": "-1"}
        attrs.setdefault("id", f"id_{name}")
        return format_html(
            '<div class="remacto-visually-hidden" aria-hidden="true">'
            '<label for="{}">{}</label>{}</div>',
            attrs["id"],
            _("Leave this field empty"),
            super().render(name, value, attrs, renderer),
        )


# A mixin has no base of its own; whoever checks types is told what it is mixed into.
_Form: Any = forms.BaseForm if TYPE_CHECKING else object


class TrappedForm(_Form):
    """Mixin for a form: its first base, before ``forms.Form`` or ``ModelForm``.

    Show both fields with the form's hidden fields; after sending, ``suspicion`` has
    the values of :class:`Trap` that apply. The form stays valid.
    """

    unseen_name = "website"
    token_name = "opened"  # noqa: S105

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[self.unseen_name] = _LenientField(
            required=False, label=_("Leave this field empty"), widget=UnseenInput
        )
        self.fields[self.token_name] = _LenientField(
            required=False, widget=forms.HiddenInput, initial=token
        )

    @cached_property
    def suspicion(self) -> list[str]:
        """Values of :class:`Trap`; empty for a form that was not sent."""
        if not self.is_bound:
            return []
        reasons = []
        if str(self[self.unseen_name].data or "").strip():
            reasons.append(Trap.FILLED.value)
        opened = _opened(str(self[self.token_name].data or ""))
        if opened is None:
            reasons.append(Trap.UNSIGNED.value)
        elif timezone.now() - opened < dt.timedelta(seconds=conf.get("TRAP_SECONDS")):
            reasons.append(Trap.TOO_FAST.value)
        return reasons


class _LenientField(forms.CharField):
    """Any value at all: a trap that refuses would tell the machine about itself."""

    def clean(self, value: Any) -> str:
        return ""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


def token() -> str:
    """A signed note that a form was opened now."""
    return signing.Signer(salt=_SALT).sign_object(timezone.now().timestamp())


def _opened(text: str) -> dt.datetime | None:
    """When the form was opened; ``None`` if nobody here said so within ``VALID``."""
    try:
        seconds = signing.Signer(salt=_SALT).unsign_object(text)
        opened = dt.datetime.fromtimestamp(float(seconds), tz=dt.UTC)
    # Signed things are ours; a forged one fails on its signature first.
    except (signing.BadSignature, ValueError, TypeError, OverflowError):
        return None
    return opened if timezone.now() - opened <= VALID else None
