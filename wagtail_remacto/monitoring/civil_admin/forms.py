from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from wagtail_remacto.collectivites.models import Language
from wagtail_remacto.committees.desk.forms import LanguageField, textarea
from wagtail_remacto.monitoring.models import PartnerRole, PartnerState
from wagtail_remacto.monitoring.services.partners import NAME_LENGTH


class ProjectField(forms.ModelChoiceField):
    def label_from_instance(self, project: Any) -> str:
        return f"{project.branch_title} – {project.title}"


class InviteForm(forms.Form):
    project = ProjectField(queryset=None, label=gettext_lazy("Project"))
    organisation = forms.CharField(
        label=gettext_lazy("Name of the association"),
        required=False,
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    organisation_ar = forms.CharField(
        label=gettext_lazy("Its name in Arabic"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=gettext_lazy("One of the two names is enough."),
        widget=forms.TextInput(attrs={"dir": "rtl", "lang": "ar"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address of the association"),
        help_text=gettext_lazy(
            "The invitation goes there. The address is shown to nobody, and forgotten "
            "once it is answered."
        ),
        widget=forms.EmailInput(attrs={"dir": "ltr"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the message"), choices=Language.choices
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=PartnerRole.choices,
        initial=PartnerRole.SUPPORT,
        widget=forms.RadioSelect,
    )
    brings = forms.CharField(
        label=gettext_lazy("What you hope that it contributes"),
        required=False,
        strip=False,
        help_text=gettext_lazy("It answers in its own words."),
        widget=textarea(),
    )
    administration_brings = forms.CharField(
        label=gettext_lazy("What the administration contributes"),
        required=False,
        strip=False,
        help_text=gettext_lazy("Everyone reads it once the association has accepted."),
        widget=textarea(),
    )

    def __init__(self, *args: Any, projects: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["project"]
        field.queryset = projects


class ConfirmForm(forms.Form):
    administration_brings = forms.CharField(
        label=gettext_lazy("What the administration contributes"),
        required=False,
        strip=False,
        help_text=gettext_lazy("Everyone reads it from now on."),
        widget=textarea(),
    )


class WhyForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("Why"),
        strip=False,
        help_text=gettext_lazy("The association reads it."),
        widget=textarea(),
    )

    def __init__(self, *args: Any, required: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].required = required


class ReplyForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("The reply"),
        strip=False,
        help_text=gettext_lazy(
            "Everyone reads it beside the note, which stays as it is. To say something "
            "else of the milestone, publish an update."
        ),
        widget=textarea(6),
    )
    language = LanguageField()


class PartnersFilter(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("all")), *PartnerState.choices],
    )


class NotesFilter(forms.Form):
    reply = forms.ChoiceField(
        label=pgettext_lazy("filter of notes", "Reply"),
        required=False,
        choices=[
            ("", gettext_lazy("all")),
            ("waits", gettext_lazy("waits for a reply")),
            ("replied", gettext_lazy("has a reply")),
        ],
    )
