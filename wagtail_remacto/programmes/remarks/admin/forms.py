from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wagtail_remacto.committees.desk.forms import LanguageField, textarea
from wagtail_remacto.programmes.models import RemarkKind, RemarkVerdict
from wagtail_remacto.programmes.services.remarks import ANSWERABLE


class AnswerForm(forms.Form):
    """``kind`` of the one remark it answers, or none where there are several."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("What becomes of it"),
        choices=RemarkVerdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of these.")},
    )
    change = forms.CharField(
        label=gettext_lazy("What was changed because of it"),
        required=False,
        strip=False,
        help_text=gettext_lazy(
            "For an accepted remark: which words of which project. Everyone reads it "
            "beside what really differs."
        ),
        widget=textarea(),
    )
    words = forms.CharField(
        label=pgettext_lazy("answer to a remark", "Reason or answer"),
        required=False,
        strip=False,
        help_text=gettext_lazy("Needed for a declined remark and for a question."),
        widget=textarea(),
    )
    language = LanguageField()

    def __init__(self, *args: Any, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["verdict"]
        if kind and RemarkKind(kind) not in ANSWERABLE:
            field.choices = [
                (code, label)
                for code, label in RemarkVerdict.choices
                if code != RemarkVerdict.ANSWERED
            ]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        verdict = found.get("verdict")
        change = (found.get("change") or "").strip()
        words = (found.get("words") or "").strip()
        if verdict == RemarkVerdict.ACCEPTED and not change:
            self.add_error(
                "change", _("Say what was changed in the draft because of this remark.")
            )
        if verdict and verdict != RemarkVerdict.ACCEPTED:
            if change:
                self.add_error("change", _("Only an accepted remark names a change."))
            if not words:
                self.add_error("words", _("Say why, in a sentence or two."))
        return found
