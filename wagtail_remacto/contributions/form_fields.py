"""The fields of which the forms around a contribution are made."""

import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail_remacto import conf
from wagtail_remacto.contributions.offered import OfferedAxis
from wagtail_remacto.contributions.text import clean
from wagtail_remacto.cycles.models import Axis

ASSOCIATION_LENGTH = 120


def within(value: str, most: int) -> str:
    if len(value) > most:
        raise forms.ValidationError(
            _("This has %(length)d characters; %(most)d fit."),
            code="max_length",
            params={"length": len(value), "most": most},
        )
    return value


class TextField(forms.CharField):
    """What somebody has to say: more than blanks, and as long as a text may be."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    def clean(self, value: Any) -> str:
        text = clean(super().clean(value))
        if not text.strip():
            raise forms.ValidationError(self.error_messages["required"])
        return within(text, conf.get("CONTRIBUTION_MAX_LENGTH"))


class AssociationField(forms.CharField):
    """The association in whose name somebody writes, if they do."""

    widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "organization"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=gettext_lazy("In the name of an association"),
            required=False,
            strip=False,
            help_text=gettext_lazy("Its name is shown instead of yours."),
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        return within(clean(super().clean(value)).strip(), ASSOCIATION_LENGTH)


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
