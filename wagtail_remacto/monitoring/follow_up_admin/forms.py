from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail_remacto.monitoring.forms import PartialDateInput
from wagtail_remacto.monitoring.models import Completion, Milestone


class Attention(TextChoices):
    """What a project may need; for the filter of the list."""

    OVERDUE = "overdue", gettext_lazy("a milestone is overdue")
    QUIET = "quiet", gettext_lazy("no news for long")
    DIFFERING = "differing", gettext_lazy("the two voices differ")
    DRAFTS = "drafts", gettext_lazy("drafted milestones to announce")
    NONE = "none", gettext_lazy("no milestone announced")


class FilterForm(forms.Form):
    """Of the list; what cannot be read filters nothing."""

    q = forms.CharField(
        label=gettext_lazy("Title of the project"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "dir": "auto"}),
    )
    branch = forms.ChoiceField(label=gettext_lazy("Collectivité"), required=False)
    attention = forms.ChoiceField(
        label=gettext_lazy("What it needs"),
        required=False,
        choices=[("", gettext_lazy("all")), *Attention.choices],
    )
    completion = forms.ChoiceField(
        label=gettext_lazy("Completion, says the administration"),
        required=False,
        choices=[("", gettext_lazy("all")), *Completion.choices],
    )

    def __init__(self, data: Any, *, branches: list[Any]) -> None:
        super().__init__(data)
        field: Any = self.fields["branch"]
        field.choices = [
            ("", gettext_lazy("all")),
            *((str(each.pk), each.title) for each in branches),
        ]
        self.branches = {str(each.pk): each for each in branches}
        if len(branches) < 2:
            del self.fields["branch"]
        self.is_valid()


def _text(label: Any, *, rows: int = 0, arabic: bool = False, **more: Any) -> Any:
    attrs = {"dir": "rtl", "lang": "ar"} if arabic else {"dir": "auto"}
    widget = forms.Textarea({**attrs, "rows": rows}) if rows else forms.TextInput(attrs)
    return forms.CharField(
        label=label, required=False, strip=False, widget=widget, **more
    )


class MilestoneForm(forms.Form):
    """A draft; ``initial_of`` gives what the one that is changed says now."""

    title = _text(
        gettext_lazy("What will be done"),
        help_text=gettext_lazy("Something that anyone can see when it is done."),
    )
    title_ar = _text(gettext_lazy("What will be done, in Arabic"), arabic=True)
    due = PartialDateInput(
        label=gettext_lazy("Until when"),
        error_messages={"required": gettext_lazy("Say until when.")},
    )
    weight = forms.IntegerField(
        label=gettext_lazy("Weight"),
        min_value=1,
        max_value=100,
        initial=1,
        help_text=gettext_lazy("How much it counts beside the project’s others."),
    )
    evidence = _text(
        gettext_lazy("By what anyone will see that it is done"),
        rows=3,
    )
    evidence_ar = _text(
        gettext_lazy("By what anyone will see that it is done, in Arabic"),
        rows=3,
        arabic=True,
    )

    @staticmethod
    def initial_of(milestone: Milestone) -> dict[str, Any]:
        return {name: getattr(milestone, name) for name in MilestoneForm.base_fields}

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if not (found.get("title", "").strip() or found.get("title_ar", "").strip()):
            self.add_error("title", _("Say what will be done."))
        return found


class LeadForm(forms.Form):
    """Somebody’s account, by the address or the name that they sign in with."""

    account = forms.CharField(
        label=gettext_lazy("E-mail address or name of the account"),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Say whose account it is.")},
    )

    def clean_account(self) -> Any:
        said = self.cleaned_data["account"].strip()
        model = get_user_model()
        found = list(model._default_manager.filter(email__iexact=said)[:2])
        if not found:
            name = {f"{model.USERNAME_FIELD}__iexact": said}
            found = list(model._default_manager.filter(**name)[:2])
        if len(found) != 1:
            raise ValidationError(
                _("No account, or more than one, has this address or name.")
            )
        return found[0]
