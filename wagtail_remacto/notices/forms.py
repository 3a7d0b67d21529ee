"""What people choose: of which news and reminders they want messages, and how often."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wagtail_remacto.notices.models import NoticePreference, OfficerPreference


class PreferenceForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = NoticePreference
        fields = ("own", "followed", "rhythm")
        widgets = {"rhythm": forms.RadioSelect}
        help_texts = {
            "own": _(
                "The committee’s answer always reaches you at once; this is what "
                "follows from it."
            ),
            "followed": _("Collectivités, cycles, projects, ideas."),
        }


class ReminderForm(forms.ModelForm):  # type: ignore[type-arg]
    """Of whoever is reminded of what waits: officers, and those who lead a project."""

    class Meta:
        model = OfficerPreference
        fields = ("by_mail", "rhythm")
        widgets = {"rhythm": forms.RadioSelect}
        help_texts = {
            "by_mail": _(
                "One message with all that waits for you, and none when nothing does."
            )
        }
