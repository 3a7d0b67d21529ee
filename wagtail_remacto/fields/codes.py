"""A short list of codes in one column."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class CodesFormField(forms.CharField):
    """Codes typed in one line, separated by commas."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> list[str]:
        if isinstance(value, list | tuple):
            return list(value)
        return [part.strip() for part in (value or "").split(",") if part.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != self.to_python(data)


class CodesChoiceField(forms.TypedMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple


class CodesField(models.CharField):
    """A list of codes (``["fr", "ar"]``), stored as ``|fr|ar|``.

    Not a relation: wagtail-localize ignores those, and a list costs no query. The
    rows that hold a code are found with ``field__contains="|fr|"``.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 255)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", list)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, *_args: Any) -> list[str]:
        return self.to_python(value)

    def to_python(self, value: Any) -> list[str]:
        if isinstance(value, list | tuple):
            return list(value)
        return [code for code in (value or "").split("|") if code]

    def get_prep_value(self, value: Any) -> str:
        if isinstance(value, str):
            return value
        return f"|{'|'.join(value)}|" if value else ""

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def validate(self, value: list[str], model_instance: Any) -> None:
        if not value and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")
        if self.choices:
            known = {code for code, _label in self.flatchoices}
            for code in value:
                if code not in known:
                    raise ValidationError(
                        _("“%(code)s” is not one of the choices."),
                        code="invalid_choice",
                        params={"code": code},
                    )

    def run_validators(self, value: list[str]) -> None:
        super().run_validators(self.get_prep_value(value))

    def labels(self, codes: list[str]) -> list[Any]:
        """The labels of the codes, in the order of the choices."""
        return [label for code, label in self.flatchoices if code in codes]

    def formfield(self, **kwargs: Any) -> Any:
        options: dict[str, Any] = {
            "required": not self.blank,
            "label": capfirst(self.verbose_name),
            "help_text": self.help_text,
        }
        for key in ("widget", "label", "help_text", "required"):
            if key in kwargs:
                options[key] = kwargs[key]
        if self.choices:
            return CodesChoiceField(choices=self.choices, empty_value=[], **options)
        return CodesFormField(**options)
