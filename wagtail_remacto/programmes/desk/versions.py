"""The versions of the programme: which there are, and making the next one."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from wagtail_remacto.collectivites.branch import canonical_only
from wagtail_remacto.committees.desk.screens import PROBLEMS, DeskScreen, blame
from wagtail_remacto.cycles.calendar_words import brief_period_words
from wagtail_remacto.cycles.kinds import PhaseKind
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.programmes.desk.projects import programme_of, projects_of
from wagtail_remacto.programmes.errors import ProgrammeError
from wagtail_remacto.programmes.models import ProgrammePage, ProjectPage, Purpose
from wagtail_remacto.programmes.queries import is_public, with_records
from wagtail_remacto.programmes.services.versions import freeze
from wagtail_remacto.programmes.standing import Standing, standing_of

# What a person may make a version for; the third purpose is the council’s vote.
OFFERED = (Purpose.CONSULTATION, Purpose.VALIDATION)


class FreezeForm(forms.Form):
    """What the version is made for, and which projects belong to it."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("Made for"),
        choices=[(each.value, each.label) for each in OFFERED],
        widget=forms.RadioSelect,
    )
    phase = forms.ModelChoiceField(
        queryset=PhasePage.objects.none(),
        required=False,
        label=gettext_lazy("Second consultation"),
        help_text=gettext_lazy("Where the public reads a draft for consultation."),
    )
    projects = forms.ModelMultipleChoiceField(
        queryset=None,
        label=gettext_lazy("Projects"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "With the words of their latest drafts, in every language. A project that "
            "you leave out stays a draft."
        ),
        error_messages={"required": gettext_lazy("Choose at least one project.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=250,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=gettext_lazy("Public, such as “after the meeting of 3 May”."),
    )

    def __init__(self, *args: Any, phases: Any, projects: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        phase: Any = self.fields["phase"]
        phase.queryset = phases
        phase.label_from_instance = _dated
        chosen: Any = self.fields["projects"]
        chosen.queryset = projects

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("purpose") == Purpose.CONSULTATION and not cleaned.get("phase"):
            self.add_error("phase", _("Choose the phase in which the public reads it."))
        return cleaned


def _dated(phase: PhasePage) -> str:
    words = brief_period_words(phase.start, phase.end, phase.precision)
    return f"{phase.title} ({words})" if words else str(phase.title)


class VersionsView(DeskScreen):
    """Everyone at the desk reads it; who keeps the papers makes versions."""

    template_name = "wagtail_remacto/admin/desk/versions.html"
    page_title = gettext_lazy("Versions of the programme")

    @cached_property
    def programme(self) -> ProgrammePage | None:
        return programme_of(self.desk)

    @cached_property
    def standing(self) -> Standing | None:
        return standing_of(self.programme) if self.programme else None

    @property
    def may_freeze(self) -> bool:
        standing = self.standing
        return self.desk.may_record and standing is not None and not standing.is_adopted

    @cached_property
    def form(self) -> FreezeForm:
        phases = canonical_only(
            PhasePage.objects.child_of(self.desk.cycle).filter(
                kind=PhaseKind.SECOND_CONSULTATION
            )
        ).order_by("start", "path")
        programme: Any = self.programme
        projects = ProjectPage.objects.child_of(programme).order_by("path")
        data = self.request.POST if self.request.method == "POST" else None
        initial = {
            "projects": list(projects.values_list("pk", flat=True)),
            "phase": phases.first(),
        }
        return FreezeForm(data, initial=initial, phases=phases, projects=projects)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may_freeze or self.programme is None:
            raise PermissionDenied
        if not self.form.is_valid():
            return self.again()
        said = self.form.cleaned_data
        try:
            version = freeze(
                programme=self.programme,
                purpose=said["purpose"],
                phase=said["phase"],
                projects=said["projects"],
                note=said["note"],
                by=request.user,
            )
        except (ProgrammeError, *PROBLEMS) as problem:
            blame(self.form, problem)
            return self.again()
        messages.success(
            request,
            _("Version %(number)d is made; nothing of it changes any more.")
            % {"number": version.number},
        )
        return redirect(self.address("versions"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            **super().get_context_data(**kwargs),
            "programme": self.programme,
            "standing": self.standing,
            "may_freeze": self.may_freeze,
        }
        if self.programme is not None:
            rows = self.programme.versions.order_by("-number")
            context["versions"] = with_records(rows)
            context["public"] = set(
                rows.filter(is_public()).values_list("pk", flat=True)
            )
            context["projects"] = projects_of(self.programme)
            if self.may_freeze:
                context["form"] = self.form
        return context
