"""The forms of the desk. Nothing that was typed is cut off or lost."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wagtail_remacto.collectivites.models import Language
from wagtail_remacto.committees.desk.library import Offered
from wagtail_remacto.committees.models import HIGHEST, LOWEST, OutcomeReason, Review
from wagtail_remacto.contributions.models import Contribution, Outcome


def textarea(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class LanguageField(forms.ChoiceField):
    """In which language the words beside it are written; empty if they tell."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "label": gettext_lazy("Language of these words"),
                "choices": [
                    ("", gettext_lazy("recognise it from the words")),
                    *Language.choices,
                ],
                "required": False,
                **kwargs,
            }
        )


class ReviewForm(forms.Form):
    """How a member reads an idea: ``marks()`` gives what it was marked."""

    opinion = forms.ChoiceField(
        label=gettext_lazy("What would you make of it?"),
        required=False,
        choices=Outcome.choices,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        widget=textarea(),
        help_text=gettext_lazy(
            "For the members of the committee and whoever keeps its papers; it is "
            "never published."
        ),
    )
    conflict = forms.BooleanField(
        label=gettext_lazy("I have a conflict of interest"),
        required=False,
        help_text=gettext_lazy(
            "You are close to its author, or would gain from it. Then no opinion is "
            "asked of you, and the others see that you take no part."
        ),
    )

    def __init__(
        self,
        *args: Any,
        criteria: list[Offered],
        review: Review | None = None,
        **kwargs: Any,
    ) -> None:
        if review is not None:
            kwargs["initial"] = {
                "opinion": review.opinion,
                "note": review.note,
                "conflict": review.conflict,
                **{f"mark_{m.criterion_id}": str(m.mark) for m in review.marks.all()},
            }
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for each in criteria:
            self.fields[f"mark_{each.row.pk}"] = forms.ChoiceField(
                label=format_html("<span{}>{}</span>", each.title.attrs, each.title),
                help_text=each.shown.help,
                required=False,
                choices=[
                    ("", gettext_lazy("no mark")),
                    *((str(n), str(n)) for n in range(LOWEST, HIGHEST + 1)),
                ],
                widget=forms.RadioSelect,
            )

    @property
    def mark_fields(self) -> list[Any]:
        return [self[f"mark_{each.row.pk}"] for each in self.criteria]

    def marks(self) -> dict[Any, int]:
        given = {
            each.row: self.cleaned_data.get(f"mark_{each.row.pk}")
            for each in self.criteria
        }
        return {row: int(mark) for row, mark in given.items() if mark}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("conflict") and not cleaned.get("opinion"):
            self.add_error(
                "opinion",
                _("Choose an opinion, or declare a conflict of interest below."),
            )
        return cleaned


class ReasonField(forms.ChoiceField):
    """A reason of the library, by the outcome it explains; cleaned to its row."""

    def offer(self, reasons: list[Offered]) -> None:
        self.rows = {str(each.row.pk): each for each in reasons}
        groups: dict[str, list[tuple[str, Any]]] = {"": [], **{o: [] for o in Outcome}}
        for key, each in self.rows.items():
            groups[each.row.outcome].append((key, each.title))
        names = {"": gettext_lazy("for every outcome"), **dict(Outcome.choices)}
        self.choices = [
            ("", gettext_lazy("None: I say it in my own words")),
            *((names[code], found) for code, found in groups.items() if found),
        ]

    def clean(self, value: Any) -> Any:
        key = super().clean(value)
        return self.rows[key].row if key else None


class OutcomeForm(forms.Form):
    """What became of an idea, and why. Merging has a screen of its own."""

    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"))
    reason = ReasonField(
        label=gettext_lazy("Reason of the library"),
        required=False,
        help_text=gettext_lazy("Everyone reads it in their own language."),
    )
    words = forms.CharField(
        label=gettext_lazy("Reason in your own words"),
        required=False,
        widget=textarea(4),
        help_text=gettext_lazy(
            "Public, with the reason above or instead of it. One of both is needed."
        ),
    )
    language = LanguageField()

    def __init__(self, *args: Any, reasons: list[Offered], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome: Any = self.fields["outcome"]
        outcome.choices = [
            ("", gettext_lazy("Choose")),
            *(pair for pair in Outcome.choices if pair[0] != Outcome.MERGED),
        ]
        reason: Any = self.fields["reason"]
        reason.offer([each for each in reasons if each.row.outcome != Outcome.MERGED])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        reason: OutcomeReason | None = cleaned.get("reason")
        if reason is None and not cleaned.get("words", "").strip():
            if not self.has_error("reason"):
                self.add_error(
                    "words", _("Choose a reason or write one: its author is told why.")
                )
        elif reason is not None and reason.outcome:
            outcome = cleaned.get("outcome")
            if outcome and outcome != reason.outcome:
                self.add_error(
                    "reason",
                    _("This reason explains “%(outcome)s”, not what you chose.")
                    % {"outcome": reason.get_outcome_display()},
                )
        return cleaned

    def with_words_of_reason(self) -> "OutcomeForm":
        """The same form, with the reason's sentence in the field to be edited."""
        given = {name: self[name].value() or "" for name in self.fields}
        field: Any = self.fields["reason"]
        found = field.rows.get(given["reason"])
        if found is not None:
            both = (found.shown.text, given["words"].strip())
            given["words"] = "\n\n".join(part for part in both if part)
            given["language"] = found.shown.locale.language_code
            given["reason"] = ""
        reasons = list(field.rows.values())
        return type(self)(initial=given, reasons=reasons, prefix=self.prefix)


def _backed(idea: Contribution) -> str:
    """The idea with how many back it."""
    supports = ngettext("%(n)d support", "%(n)d supports", idea.supports_count) % {
        "n": idea.supports_count
    }
    return format_html("<span><bdi>{}</bdi> – {}</span>", idea, supports)


class MergeForm(forms.Form):
    """Which idea speaks for the others, and in which words."""

    lead = forms.ChoiceField(
        label=gettext_lazy("Which one speaks for them?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose the idea that speaks for the others.")
        },
    )
    words = forms.CharField(
        label=gettext_lazy("Why they are one"),
        required=False,
        widget=textarea(),
        help_text=gettext_lazy("Public. The authors read it."),
    )
    reason = ReasonField(label=gettext_lazy("Reason of the library"), required=False)
    title = forms.CharField(
        label=gettext_lazy("Title of a common wording"),
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=gettext_lazy(
            "Only if none of them says it for all. It stands beside the words of the "
            "leading idea; nobody’s own words change."
        ),
    )
    text = forms.CharField(
        label=gettext_lazy("Common wording"), required=False, widget=textarea(5)
    )
    language = LanguageField()

    def __init__(
        self, *args: Any, ideas: list[Any], reasons: list[Offered], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        lead: Any = self.fields["lead"]
        lead.choices = [(str(idea.pk), _backed(idea)) for idea in ideas]
        reason: Any = self.fields["reason"]
        reason.offer([r for r in reasons if r.row.outcome in ("", Outcome.MERGED)])
        self.ideas = {str(idea.pk): idea for idea in ideas}

    def clean_title(self) -> str:
        title = " ".join(self.cleaned_data["title"].split())
        if len(title) > 120:
            raise forms.ValidationError(
                _("This has %(length)d characters; %(most)d fit."),
                params={"length": len(title), "most": 120},
            )
        return title

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("reason") and not cleaned.get("words", "").strip():
            self.add_error("words", _("Say why they are one, in a sentence."))
        if bool(cleaned.get("title")) != bool(cleaned.get("text", "").strip()):
            missing = "text" if cleaned.get("title") else "title"
            self.add_error(missing, _("A common wording needs a title and a text."))
        return cleaned


class OverrideForm(forms.Form):
    """Why an analysis is closed, or opened again, all the same."""

    words = forms.CharField(label=gettext_lazy("Why"), widget=textarea())
    language = LanguageField()
