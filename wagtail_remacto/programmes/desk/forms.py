"""From ideas to a project: its title, why, and how each idea shapes it."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail_remacto import conf
from wagtail_remacto.committees.desk.forms import LanguageField, textarea
from wagtail_remacto.contributions.models import Contribution
from wagtail_remacto.contributions.offered import OfferedAxis
from wagtail_remacto.contributions.text import guess_language
from wagtail_remacto.programmes.models import LineageKind

TITLE_LENGTH = 255


class WhyField(forms.CharField):
    """Everyone reads it on the idea’s page and on the project’s."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "label": gettext_lazy("Why"),
                "widget": textarea(),
                "help_text": gettext_lazy(
                    "Public, on the pages of the ideas and of the project."
                ),
                "error_messages": {
                    "required": gettext_lazy("Say why, in a sentence or two.")
                },
                **kwargs,
            }
        )


class ReasonForm(forms.Form):
    """A form with words of which the language is known in the end."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["language"] = cleaned.get("language") or guess_language(
            cleaned.get("words", ""), conf.content_language()
        )
        return cleaned


class TranslateForm(ReasonForm):
    """A project made of one or many ideas; ``kinds()`` says how each shapes it."""

    title = forms.CharField(
        label=gettext_lazy("Title of the project"),
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": gettext_lazy("Give the project a title.")},
    )
    axis = forms.ChoiceField(label=gettext_lazy("Priority axis"), required=False)
    words = WhyField()
    language = LanguageField()

    def __init__(
        self,
        *args: Any,
        ideas: list[Contribution],
        axes: list[OfferedAxis],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ideas = ideas
        self.axes = {str(each.row.pk): each.row for each in axes}
        axis: Any = self.fields["axis"]
        axis.choices = [
            ("", gettext_lazy("The one of the ideas, if they have one in common")),
            *((str(each.row.pk), each.title) for each in axes),
        ]
        for idea in ideas:
            self.fields[f"kind_{idea.pk}"] = forms.ChoiceField(
                label=format_html("<bdi>{}</bdi>", idea),
                choices=LineageKind.choices,
                initial=LineageKind.WHOLE if len(ideas) == 1 else LineageKind.PART,
            )

    @property
    def kind_fields(self) -> list[tuple[Contribution, Any]]:
        return [(idea, self[f"kind_{idea.pk}"]) for idea in self.ideas]

    @property
    def plain_fields(self) -> list[Any]:
        return [self[name] for name in ("title", "axis", "words", "language")]

    def kinds(self) -> dict[int, str]:
        return {idea.pk: self.cleaned_data[f"kind_{idea.pk}"] for idea in self.ideas}

    def clean_title(self) -> str:
        title = " ".join(self.cleaned_data["title"].split())
        if len(title) > TITLE_LENGTH:
            raise forms.ValidationError(
                _("The title has %(length)d characters; %(most)d fit.")
                % {"length": len(title), "most": TITLE_LENGTH}
            )
        return title

    def clean_axis(self) -> Any:
        return self.axes.get(self.cleaned_data["axis"])


class LinkForm(ReasonForm):
    """Another source of a project that is there already."""

    more = forms.CharField(
        label=gettext_lazy("References of the ideas"),
        widget=forms.TextInput(attrs={"dir": "auto", "placeholder": "K7M-42PX"}),
        help_text=gettext_lazy("Several are separated by spaces or commas."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("How they shape it"),
        choices=LineageKind.choices,
        initial=LineageKind.PART,
    )
    words = WhyField()
    language = LanguageField()


class UnlinkForm(forms.Form):
    words = WhyField(
        label=gettext_lazy("Why it is no source any more"),
        widget=textarea(2),
        help_text=gettext_lazy("The link stays readable as ended, with these words."),
    )
