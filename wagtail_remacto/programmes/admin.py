"""The officers' screens of the council: sessions and deliberations."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column

from wagtail_remacto.collectivites.admin.rows import BranchRowForm, BranchViewSet
from wagtail_remacto.collectivites.branch import collectivite_of
from wagtail_remacto.collectivites.choosing import BranchPageField
from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.collectivites.permissions import BranchPermissionPolicy
from wagtail_remacto.programmes.models import (
    CouncilSession,
    Deliberation,
    ProgrammePage,
)

session_policy = BranchPermissionPolicy(CouncilSession, "collectivite")


class RecordPolicy(BranchPermissionPolicy):
    """A vote that is recorded is not rewritten, by nobody (domain rule 3)."""

    def user_has_permission_for_instance(
        self, user: Any, action: str, instance: Any
    ) -> bool:
        if instance.outcome_recorded and action in ("change", "delete"):
            return False
        return super().user_has_permission_for_instance(user, action, instance)


deliberation_policy = RecordPolicy(Deliberation, "session__collectivite", "programme")


class CouncilSessionForm(BranchRowForm):
    collectivite = BranchPageField(
        CollectivitePage,
        label=gettext_lazy("collectivité"),
        help_text=gettext_lazy("It cannot be changed later."),
    )
    label_lang = forms.ChoiceField(
        label=capfirst(gettext_lazy("language of the label and the place")),
        choices=[("fr", "Français"), ("ar", "العربية"), ("en", "English")],
        initial="fr",
    )


class CouncilSessionViewSet(BranchViewSet):
    model = CouncilSession
    icon = "calendar"
    menu_label = gettext_lazy("Council sessions")
    menu_order = 300
    page_path = "collectivite__path"
    related = ("collectivite",)
    list_display = [
        "__str__",
        Column(
            "branch_title", label=gettext_lazy("Collectivité"), sort_key="branch_title"
        ),
        Column("sitting", label=gettext_lazy("Sitting"), sort_key="sitting"),
    ]
    list_filter = ["kind"]
    search_fields = ["label", "place"]
    edit_handler = ObjectList(
        [
            FieldPanel("collectivite"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("sitting")]),
            FieldRowPanel([FieldPanel("label"), FieldPanel("label_lang")]),
            FieldPanel("place"),
            FieldPanel("sources"),
        ],
        base_form_class=CouncilSessionForm,
    )


class DeliberationForm(BranchRowForm):
    session = forms.ModelChoiceField(
        queryset=CouncilSession.objects.none(), label=capfirst(gettext_lazy("session"))
    )
    programme = BranchPageField(ProgrammePage, label=gettext_lazy("programme"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sessions = CouncilSession.objects.select_related("collectivite")
        if self.for_user is not None:
            own = session_policy.covered(self.for_user).values("pk")
            sessions = sessions.filter(pk__in=own)
        field = self.fields["session"]
        field.queryset = sessions.order_by("collectivite__title", "sitting")
        field.label_from_instance = lambda one: f"{one.collectivite} – {one}"
        field.disabled = bool(self.instance.pk)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        session, programme = cleaned.get("session"), cleaned.get("programme")
        if session and programme:
            branch = collectivite_of(programme)
            key = session.collectivite.translation_key
            if branch is None or branch.translation_key != key:
                self.add_error(
                    "programme",
                    _("The programme is not one of the council’s own collectivité."),
                )
        return cleaned


class DeliberationViewSet(BranchViewSet):
    model = Deliberation
    icon = "tasks"
    menu_label = gettext_lazy("Deliberations")
    menu_order = 400
    page_path = "programme__path"
    related = ("programme", "session", "session__collectivite")
    list_display = [
        "__str__",
        Column(
            "branch_title", label=gettext_lazy("Collectivité"), sort_key="branch_title"
        ),
        Column(
            "get_outcome_display", label=gettext_lazy("Outcome"), sort_key="outcome"
        ),
    ]
    list_filter = ["outcome"]
    search_fields = ["programme__title", "session__label"]
    edit_handler = ObjectList(
        [
            FieldPanel("session"),
            FieldPanel("programme"),
            FieldPanel("outcome"),
            FieldPanel("unanimous"),
            FieldRowPanel([FieldPanel("present"), FieldPanel("votes_for")]),
            FieldRowPanel([FieldPanel("votes_against"), FieldPanel("abstained")]),
            FieldPanel("sources"),
        ],
        base_form_class=DeliberationForm,
    )
