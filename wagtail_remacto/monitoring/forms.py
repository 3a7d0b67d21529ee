"""What officers and project leads fill in: an update, a postponement, a reason."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail_remacto import conf
from wagtail_remacto.collectivites.models import Language
from wagtail_remacto.contributions.text import clean
from wagtail_remacto.cycles.calendar_words import partial_date_words
from wagtail_remacto.fields import PartialDate
from wagtail_remacto.monitoring.evidence_form import WithEvidence
from wagtail_remacto.monitoring.models import Completion, Milestone
from wagtail_remacto.monitoring.services.updates import TITLE_LENGTH

# What each of OGP's words means, as a neighbour would say it.
PLAIN = {
    Completion.NOT_STARTED: gettext_lazy("Nothing has been done yet."),
    Completion.LIMITED: gettext_lazy("It has begun; most of it is still to do."),
    Completion.SUBSTANTIAL: gettext_lazy("Most of it is done."),
    Completion.COMPLETED: gettext_lazy("All of it is done, and anyone can see it."),
}


def within(value: str, most: int) -> str:
    if len(value) > most:
        raise ValidationError(
            _("This has %(length)d characters; %(most)d fit.")
            % {"length": len(value), "most": most}
        )
    return value


def milestone_name(milestone: Milestone) -> SafeString:
    """Its title in the reader’s script, and until when."""
    title = milestone.words("title")
    return format_html(
        "<span><bdi{}>{}</bdi> ({})</span>",
        title.attrs,
        title,
        partial_date_words(milestone.due),
    )


class LanguageField(forms.ChoiceField):
    """In which language the words beside it are written; empty if they tell."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "label": gettext_lazy("Language you have written in"),
                "choices": [
                    ("", gettext_lazy("recognise it from the words")),
                    *Language.choices,
                ],
                "required": False,
                **kwargs,
            }
        )


class UpdateForm(WithEvidence, forms.Form):
    """The one screen: news of a project, and how far one of its milestones is."""

    title = forms.CharField(
        label=gettext_lazy("What has happened, in one line"),
        strip=False,
        error_messages={
            "required": gettext_lazy("Say it in one line: what has happened?")
        },
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    milestone = forms.ChoiceField(
        label=gettext_lazy("About which milestone?"),
        required=False,
        widget=forms.RadioSelect,
    )
    completion = forms.ChoiceField(
        label=gettext_lazy("How far is this milestone now?"),
        required=False,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("Say more"),
        required=False,
        strip=False,
        help_text=gettext_lazy(
            "In any language. An empty line begins a new paragraph, a hyphen at the "
            "start of a line makes a list."
        ),
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 5}),
    )
    on = forms.DateField(
        label=gettext_lazy("On which day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": gettext_lazy("Say on which day it happened.")},
    )
    language = LanguageField()

    def __init__(
        self, *args: Any, milestones: list[Milestone], today: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(each.pk): each for each in milestones}
        fields: dict[str, Any] = self.fields
        fields["milestone"].choices = [
            *((key, milestone_name(each)) for key, each in self.rows.items()),
            ("", gettext_lazy("The project as a whole")),
        ]
        fields["completion"].choices = [
            *((code.value, _card(code)) for code in Completion),
            ("", gettext_lazy("I say nothing about that")),
        ]
        if not milestones:
            del fields["milestone"], fields["completion"]
        fields["on"].widget.attrs["max"] = today.isoformat()
        self.today = today

    def clean_title(self) -> str:
        title = " ".join(clean(self.cleaned_data["title"]).split())
        if not title:
            raise ValidationError(self.fields["title"].error_messages["required"])
        return within(title, TITLE_LENGTH)

    def clean_text(self) -> str:
        text = clean(self.cleaned_data["text"]).strip()
        return within(text, conf.get("CONTRIBUTION_MAX_LENGTH"))

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day > self.today:
            raise ValidationError(_("This day lies in the future."))
        return day

    def clean_milestone(self) -> Milestone | None:
        return self.rows.get(self.cleaned_data["milestone"])

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("completion") and "milestone" in found and not found["milestone"]:
            self.add_error("milestone", _("Choose the milestone that is so far."))
        return found


def _card(completion: Completion) -> SafeString:
    return format_html(
        '<span class="remacto-far__words"><strong>{}</strong> <small>{}</small></span>',
        completion.label,
        PLAIN[completion],
    )


def reason_field(**kwargs: Any) -> forms.CharField:
    """Why; everyone reads it."""
    return forms.CharField(
        **{
            "label": gettext_lazy("Why"),
            "strip": False,
            "help_text": gettext_lazy("Public, on the pages of the project."),
            "error_messages": {
                "required": gettext_lazy(
                    "Say why, in a sentence that everyone can read."
                )
            },
            "widget": forms.Textarea(attrs={"dir": "auto", "rows": 4}),
            **kwargs,
        }
    )


class PartialDateInput(forms.CharField):
    """A date as precisely as it is known."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "help_text": gettext_lazy(
                    "As much as is known: 2027, 2027-06 or 2027-06-30. The last day "
                    "counts."
                ),
                "widget": forms.TextInput(
                    attrs={"dir": "ltr", "autocomplete": "off", "inputmode": "text"}
                ),
                **kwargs,
            }
        )

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        if not found:
            return ""
        try:
            return PartialDate(found)
        except ValueError:
            raise ValidationError(
                _(
                    "“%(value)s” is not a date we can read. Write the year (2026), the "
                    "month (2026-11) or the day (2026-11-29)."
                )
                % {"value": found}
            ) from None


class ReasonForm(forms.Form):
    """Why something is given up."""

    words = reason_field()
    language = LanguageField()


class PostponeForm(forms.Form):
    """Until when instead, and why."""

    due = PartialDateInput(
        label=gettext_lazy("New date"),
        error_messages={"required": gettext_lazy("Say until when.")},
    )
    words = reason_field()
    language = LanguageField()


def blame(form: Any, problem: Exception) -> None:
    """Say in the form why the service refused; by field where it says which."""
    if isinstance(problem, ValidationError) and hasattr(problem, "error_dict"):
        for name, errors in problem.message_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    elif isinstance(problem, ValidationError):
        form.add_error(None, problem.messages)
    else:
        form.add_error(None, str(problem))
