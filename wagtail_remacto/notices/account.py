"""An officer’s reminders in their own account: whether by e-mail, and how often."""

from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab
from wagtail.admin.widgets import SwitchInput

from wagtail_remacto.notices import preferences, waiting
from wagtail_remacto.notices.forms import ReminderForm
from wagtail_remacto.notices.models import OfficerPreference


class RemindersForm(ReminderForm):
    class Meta(ReminderForm.Meta):
        widgets = {"by_mail": SwitchInput, "rhythm": forms.RadioSelect}
        help_texts = {
            "by_mail": _(
                "One message with all that waits in your collectivités, and none when "
                "nothing does. The first page of the administration shows it always."
            ),
        }

    def save(self, commit: bool = True) -> OfficerPreference:
        # Whoever has chosen nothing keeps the defaults, and no row.
        if self.has_changed():
            return preferences.remind(user=self.instance.user, **self.cleaned_data)
        return self.instance


class RemindersPanel(BaseSettingsPanel):  # type: ignore[misc]
    """Of whoever is reminded; they need no right to what is their own."""

    name = "remacto_reminders"
    title = _("Reminders of what waits")
    tab = notifications_tab
    order = 150
    form_class = RemindersForm

    def is_active(self) -> bool:
        return waiting.is_officer(self.user)

    def get_form(self) -> RemindersForm:
        data = self.request.POST if self.request.method == "POST" else None
        # The form writes into its instance before anything is kept.
        kept = self._kept
        instance = OfficerPreference(
            user=self.user, by_mail=kept.by_mail, rhythm=kept.rhythm
        )
        return RemindersForm(data, prefix=self.name, instance=instance)

    @cached_property
    def _kept(self) -> OfficerPreference:
        return preferences.reminders_of(self.user)


def reminders_panel(request: HttpRequest, user: Any, profile: Any) -> RemindersPanel:
    return RemindersPanel(request, user, profile)
