"""The one screen on which a remark is written and sent."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from wagtail_remacto.contributions.form_fields import (
    AssociationField,
    TextField,
    within,
)
from wagtail_remacto.contributions.forms import TITLE_LENGTH
from wagtail_remacto.contributions.sender_form import SenderForm
from wagtail_remacto.contributions.text import clean
from wagtail_remacto.programmes.models import RemarkKind, Section

# What each kind is for, as a neighbour would say it.
PLAIN = {
    RemarkKind.SUPPORT: gettext_lazy("I am for it: keep this."),
    RemarkKind.CONCERN: gettext_lazy("Something worries me."),
    RemarkKind.AMENDMENT: gettext_lazy("I propose to change the text."),
    RemarkKind.QUESTION: gettext_lazy("I have a question."),
}
# What a person has typed, for a form that could not be taken.
WRITTEN = ("kind", "section", "title", "text", "association", "display_name", "email")


def _capital(label: Any) -> str:
    text = str(label)
    return text[:1].upper() + text[1:]


class RemarkForm(SenderForm):
    email_help = gettext_lazy(
        "We send a link to it; your remark is shown once you have opened it."
    )
    name_label = gettext_lazy("Name shown beside your remark")
    # What is said comes before who says it.
    field_order = ["kind", "section", "text", "title", "association"]

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you want to say?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of these.")},
    )
    section = forms.ChoiceField(
        label=gettext_lazy("About which part of the project?"), required=False
    )
    text = TextField(
        label=gettext_lazy("Your remark"),
        help_text=gettext_lazy(
            "In any language. For a change, say which words you would write instead."
        ),
        error_messages={"required": gettext_lazy("Write your remark.")},
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 7}),
    )
    title = forms.CharField(
        label=gettext_lazy("Your remark in one line"),
        required=False,
        strip=False,
        help_text=gettext_lazy(
            "If you leave it empty, the project’s name stands there."
        ),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    association = AssociationField()

    def __init__(
        self, *args: Any, known: bool, has_project: bool, **kwargs: Any
    ) -> None:
        """``known``: an account or a confirmed address sends it, no other is asked."""
        super().__init__(*args, known=known, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [
            (
                kind.value,
                format_html(
                    "<strong>{}</strong> – {}", _capital(kind.label), PLAIN[kind]
                ),
            )
            for kind in RemarkKind
        ]
        fields["section"].choices = [
            (each.value, _capital(each.label)) for each in Section
        ]
        if not has_project:
            del fields["section"]

    def clean_title(self) -> str:
        title = " ".join(clean(self.cleaned_data["title"]).split())
        return within(title, TITLE_LENGTH)
