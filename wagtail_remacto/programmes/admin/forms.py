"""Forms that ask the services of the council, and write nothing themselves."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm

from wagtail_remacto.collectivites.admin.rows import BranchRowForm
from wagtail_remacto.collectivites.branch import with_branch_title
from wagtail_remacto.collectivites.choosing import BranchPageField
from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.collectivites.permissions import changeable
from wagtail_remacto.committees.decisions import validations
from wagtail_remacto.fields import PartialDate
from wagtail_remacto.programmes.admin.policies import session_policy
from wagtail_remacto.programmes.adoptions import adoptions
from wagtail_remacto.programmes.models import (
    CouncilSession,
    Deliberation,
    ProgrammeVersion,
)
from wagtail_remacto.programmes.services import council
from wagtail_remacto.programmes.session_months import months_words

LANGUAGES = [("fr", "Français"), ("ar", "العربية"), ("en", "English")]


class CouncilSessionForm(BranchRowForm):
    collectivite = BranchPageField(
        CollectivitePage,
        label=gettext_lazy("collectivité"),
        help_text=gettext_lazy("It cannot be changed later."),
    )
    month = forms.CharField(
        label=capfirst(gettext_lazy("month of the session")),
        required=False,
        widget=forms.TextInput(attrs={"type": "month"}),
    )
    label_lang = forms.ChoiceField(
        label=capfirst(gettext_lazy("language of the label and the place")),
        choices=LANGUAGES,
        initial="fr",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "month" in self.fields and "collectivite" in self.fields:
            self.fields["month"].help_text = self._legal_hint()

    def _legal_hint(self) -> str:
        """The months that the law names, of the kinds this person works for."""
        kinds = self.fields["collectivite"].queryset.order_by()
        if self.instance.pk:
            kinds = CollectivitePage.objects.filter(pk=self.instance.collectivite_id)
        names = sorted(set(kinds.values_list("kind", flat=True)) - {""})
        hints = [words for words in map(months_words, names) if words]
        hints.insert(0, _("2027-10 for the session of October 2027, whenever it sits."))
        return " ".join(hints)

    def _post_clean(self) -> None:
        """The service checks the row."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for name in ("month", "sitting"):
            read_date(self, name, cleaned)
        if not cleaned.get("label") and not cleaned.get("kind"):
            self.add_error("kind", _("Say what kind of session it is, or its name."))
        return cleaned

    def save(self, commit: bool = True) -> CouncilSession:
        self.instance = council.record_session(
            session=self.instance if self.instance.pk else None,
            by=self.for_user,
            **{
                name: self.cleaned_data[name]
                for name in (
                    "collectivite",
                    "kind",
                    "label",
                    "label_lang",
                    "month",
                    "sitting",
                    "place",
                    "sources",
                )
            },
        )
        return self.instance


class ServiceForm(WagtailAdminModelForm):  # type: ignore[misc]
    """The row is the service's to write; the form only reads what was typed."""

    def _post_clean(self) -> None:
        pass


class AgendaForm(ServiceForm):
    session = forms.ModelChoiceField(
        queryset=CouncilSession.objects.none(), label=capfirst(gettext_lazy("session"))
    )
    version = forms.ModelChoiceField(
        queryset=ProgrammeVersion.objects.none(),
        label=capfirst(gettext_lazy("version")),
        help_text=gettext_lazy("Only what the committee has validated is offered."),
    )
    agenda_item = forms.IntegerField(
        label=capfirst(gettext_lazy("item of the agenda")),
        required=False,
        min_value=1,
        max_value=999,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        session, version = self.fields["session"], self.fields["version"]
        session.queryset = (
            CouncilSession.objects.select_related("collectivite")
            .filter(pk__in=session_policy.covered(self.for_user).values("pk"))
            .order_by("collectivite__title", "-sitting", "-pk")
        )
        session.label_from_instance = lambda one: f"{one.collectivite} – {one}"
        version.queryset = with_branch_title(validated_for(self.for_user), PATH)
        version.label_from_instance = _version_label
        for name in ("session", "version"):
            offered = list(self.fields[name].queryset.values_list("pk", flat=True)[:2])
            if len(offered) == 1:
                self.initial.setdefault(name, offered[0])

    def save(self, commit: bool = True) -> Deliberation:
        said = {name: self.cleaned_data[name] for name in self._meta.fields}
        self.instance = council.put_on_agenda(by=self.for_user, **said)
        return self.instance

    class Meta:
        fields = ["session", "version", "agenda_item"]


PATH = "programme__path"


def validated_for(user: Any) -> Any:
    """The versions that somebody may put before a council, of those not adopted yet."""
    adopted = adoptions()
    versions = ProgrammeVersion.objects.filter(
        pk__in=validations().values("version_id"),
        programme__in=changeable(user).order_by().values("pk"),
    ).exclude(programme__in=adopted.values("programme_id"))
    return (
        versions.defer("content")
        .select_related("programme")
        .order_by("programme__title", "-number")
    )


def _version_label(version: Any) -> str:
    return f"{version.branch_title} – {version.programme.title}: {version}"


def read_date(form: Any, name: str, cleaned: dict[str, Any]) -> None:
    if not cleaned.get(name):
        return
    try:
        cleaned[name] = PartialDate(cleaned[name].strip())
    except ValueError:
        cleaned[name] = ""
        form.add_error(
            name,
            ValidationError(
                _(
                    "This is not a date we can read. Write the year (2026), the month "
                    "(2026-11) or the day (2026-11-29)."
                )
            ),
        )
