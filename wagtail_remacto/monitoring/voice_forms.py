"""What civil society fills in: a note, an offer, an answer to an invitation."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from wagtail_remacto.monitoring.evidence_form import WithEvidence
from wagtail_remacto.monitoring.forms import PLAIN, LanguageField
from wagtail_remacto.monitoring.models import Completion, PartnerRole, Stance
from wagtail_remacto.monitoring.services.partners import NAME_LENGTH

# What each stance and role is, as a neighbour would say it.
STANCES = {
    Stance.CONFIRMS: gettext_lazy("I see the same as the administration."),
    Stance.DOUBTS: gettext_lazy("I have reasons not to be sure."),
    Stance.CONTRADICTS: gettext_lazy("I see something else."),
}
ROLES = {
    PartnerRole.CO_LEAD: gettext_lazy("It carries a part of the project out itself."),
    PartnerRole.SUPPORT: gettext_lazy("It helps: with people, places or knowledge."),
    PartnerRole.OBSERVER: gettext_lazy("It looks on, and says what it sees."),
}
NOTE_WORDS = ("stance", "completion", "text", "language", "draft")
OFFER_WORDS = ("organisation", "organisation_ar", "role", "brings", "language")


def cards(choices: Any, plain: Any) -> list[tuple[str, Any]]:
    return [
        (
            each.value,
            format_html(
                '<span class="remacto-far__words"><strong>{}</strong> '
                "<small>{}</small></span>",
                each.label,
                plain[each],
            ),
        )
        for each in choices
    ]


class NoteForm(WithEvidence, forms.Form):
    """The service says what is missing beside the stance and the words."""

    stance = forms.ChoiceField(
        label=gettext_lazy("What do you say to that?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of these.")},
    )
    completion = forms.ChoiceField(
        label=gettext_lazy("How far do you see it?"),
        required=False,
        help_text=gettext_lazy("Who confirms need not choose."),
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("What have you seen?"),
        strip=False,
        help_text=gettext_lazy(
            "In any language: where, when, and by what others can see it too."
        ),
        error_messages={
            "required": gettext_lazy(
                "Say what you have seen, so that others can follow."
            )
        },
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 6}),
    )
    language = LanguageField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["stance"].choices = cards(Stance, STANCES)
        fields["completion"].choices = cards(Completion, PLAIN)


class OfferForm(forms.Form):
    organisation = forms.CharField(
        label=gettext_lazy("Name of the association"),
        required=False,
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "organization"}),
    )
    organisation_ar = forms.CharField(
        label=gettext_lazy("Its name in Arabic"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=gettext_lazy("One of the two names is enough."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("What part would it take?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of these.")},
    )
    brings = forms.CharField(
        label=gettext_lazy("What does it contribute?"),
        strip=False,
        help_text=gettext_lazy(
            "In any language. Everyone reads it once both sides have confirmed."
        ),
        error_messages={
            "required": gettext_lazy("Say what your association contributes.")
        },
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 5}),
    )
    language = LanguageField()
    consent = forms.BooleanField(
        label=gettext_lazy("I have read this and agree"),
        error_messages={
            "required": gettext_lazy("Without your agreement it cannot be sent.")
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role: Any = self.fields["role"]
        role.choices = cards(PartnerRole, ROLES)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        names = ("organisation", "organisation_ar")
        if not any(found.get(name) or name in self.errors for name in names):
            self.add_error(
                "organisation", gettext_lazy("Write the name of the association.")
            )
        return found


class AcceptForm(forms.Form):
    """The association’s yes, with what it contributes."""

    brings = forms.CharField(
        label=gettext_lazy("What does your association contribute?"),
        strip=False,
        help_text=gettext_lazy("Everyone reads it from then on."),
        error_messages={
            "required": gettext_lazy("Say what your association contributes.")
        },
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 5}),
    )


class ClosingWordsForm(forms.Form):
    """No, or no longer; ``required`` says whether a reason has to be given."""

    words = forms.CharField(
        label=gettext_lazy("Why"),
        strip=False,
        error_messages={
            "required": gettext_lazy("Say why, in a sentence that everyone can read.")
        },
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 3}),
    )

    def __init__(self, *args: Any, required: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].required = required
