"""The administration’s evaluation, or an independent body’s, on one calm screen."""

import re
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Deed, Refused
from wagtail_remacto.monitoring.errors import (
    ChangedMeanwhile,
    MonitoringError,
    NotAsRead,
    ProjectsChanged,
)
from wagtail_remacto.monitoring.evaluation_admin.forms import OfficersWholeForm
from wagtail_remacto.monitoring.evaluation_admin.listing import (
    EvaluationScreen,
    own_programmes,
    visible,
)
from wagtail_remacto.monitoring.evaluation_forms import AboutProjectForm, WholeForm
from wagtail_remacto.monitoring.forms import blame
from wagtail_remacto.monitoring.models import Evaluation, Moment, Voice
from wagtail_remacto.monitoring.services import evaluations
from wagtail_remacto.programmes.models import ProjectPage

# What the services raise for a person to read.
PROBLEMS = (Refused, MonitoringError, ValidationError)
_LESSONS = re.compile(r"p(\d{1,18})-lessons")


class BeginView(EvaluationScreen):
    """Begin a draft, or go on with the one there is."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        programme = own_programmes(request.user).filter(pk=pk).first()
        moment = request.POST.get("moment", "")
        voice = request.POST.get("voice", "")
        if (
            programme is None
            or moment not in Moment.values
            or voice not in (Voice.ADMINISTRATION, Voice.INDEPENDENT)
        ):
            raise Http404("Nothing to begin here.")
        try:
            draft = evaluations.draft(
                programme=programme, moment=moment, voice=voice, by=request.user
            )
        except PROBLEMS as problem:
            messages.error(request, str(problem))
            return redirect("remacto_evaluations")
        return redirect("remacto_evaluation", draft.pk)


class OfEvaluation(EvaluationScreen):
    """A screen about one’s own side’s evaluation; nobody else finds it."""

    @cached_property
    def evaluation(self) -> Evaluation:
        found = (
            visible()
            .exclude(voice=Voice.CIVIL_SOCIETY)
            .select_related("programme__locale")
            .filter(pk=self.kwargs["pk"])
            .first()
        )
        if found is None or not gate.check(
            self.request.user, Deed.EVALUATE, found.programme
        ):
            raise Http404("No such evaluation, or not one of yours.")
        return found

    def get_page_subtitle(self) -> str:
        found = self.evaluation
        return (
            f"{found.programme.title} – {found.get_moment_display()}, "
            f"{found.get_voice_display()}"
        )


class EvaluationView(OfEvaluation):
    """Projects × completion × effects × lessons; saved as often as one likes."""

    page_title = gettext_lazy("Evaluation")
    template_name = "wagtail_remacto/admin/evaluations/form.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.evaluation.signed_at:
            return redirect("wagtail_remacto:evaluation", self.evaluation.pk)
        return self._show(*self._forms())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        whole, projects = self._forms(request.POST)
        left = self._left_over(projects)
        if left or not all(form.is_bound for form in projects):
            messages.error(request, ProjectsChanged().sentence)
            return self._show(whole, projects, 422, left=left)
        wrong = [form for form in (whole, *projects) if not form.is_valid()]
        if wrong:
            return self._show(whole, projects, 422)
        try:
            self._write(whole, projects)
            if "sign" not in request.POST:
                messages.success(request, _("The draft is saved."))
                return redirect(request.path)
            evaluations.sign(
                evaluation=self.evaluation,
                by=request.user,
                seen=self._typed(whole, projects),
            )
        except ChangedMeanwhile as problem:
            self.__dict__.pop("evaluation", None)
            # By project: one may have been published or withdrawn this very moment.
            current = {_about(form): form for form in self._all_forms()}
            for form in (whole, *projects):
                if _about(form) in problem.parts and _about(form) in current:
                    form.meet(current[_about(form)])
            messages.error(request, problem.sentence)
            return self._show(whole, projects, 422)
        except NotAsRead as problem:
            # What was typed is saved, beside what others have written meanwhile.
            messages.error(request, problem.sentence)
            return redirect(request.path)
        except PROBLEMS as problem:
            blame(whole, problem)
            return self._show(whole, projects, 422)
        messages.success(request, _("The evaluation is signed, and everyone reads it."))
        return redirect("remacto_evaluations")

    @transaction.atomic
    def _write(self, whole: WholeForm, projects: list[AboutProjectForm]) -> None:
        evaluations.change(
            evaluation=self.evaluation,
            by=self.request.user,
            projects={form.project: form.answers for form in projects},
            **whole.cleaned_data,
        )

    def _typed(self, whole: WholeForm, projects: list[AboutProjectForm]) -> str:
        """The mark of a draft that says what this screen shows, and nothing else."""
        parts = {
            form.project.pk: evaluations.marks.of_said(form.project, form.answers)
            for form in projects
        }
        words = evaluations.marks.of_words(whole.cleaned_data)
        return evaluations.marks.of_all(words, parts)

    def _left_over(self, projects: list[AboutProjectForm]) -> list[tuple[str, str]]:
        """What was typed of projects that are published no more, by their titles."""
        sent = {
            int(found[1]): str(text)
            for name, text in self.request.POST.items()
            if (found := _LESSONS.fullmatch(name))
        }
        gone = set(sent) - {form.project.pk for form in projects}
        pages = ProjectPage.objects.child_of(self.evaluation.programme)
        titles = pages.filter(pk__in=gone).values_list("pk", "title")
        return [(title, sent[key]) for key, title in titles]

    def _all_forms(self) -> list[Any]:
        whole, projects = self._forms()
        return [whole, *projects]

    def _forms(self, data: Any = None) -> tuple[WholeForm, list[AboutProjectForm]]:
        parts = {
            part.project_id: part
            for part in self.evaluation.projects.prefetch_related("effects")
        }
        whole = OfficersWholeForm.of_officer(self.evaluation, self.request.user, data)
        return whole, [
            AboutProjectForm(
                # One that was published since the screen was opened was not asked.
                data if data is None or f"p{project.pk}-lessons" in data else None,
                project=project,
                part=parts.get(project.pk),
                narrow=True,
            )
            for project in evaluations.projects_of(self.evaluation.programme)
        ]

    def _show(
        self,
        whole: WholeForm,
        projects: list[AboutProjectForm],
        status: int = 200,
        left: Sequence[tuple[str, str]] = (),
    ) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(
                evaluation=self.evaluation,
                whole=whole,
                projects=projects,
                left=left,
                missing=evaluations.what_is_missing(self.evaluation),
                why_not=evaluations.why_not(self.evaluation.programme),
            ),
            status=status,
        )


def _about(form: Any) -> ProjectPage | None:
    return getattr(form, "project", None)


class SupersedeView(OfEvaluation):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            made = evaluations.supersede(evaluation=self.evaluation, by=request.user)
        except PROBLEMS as problem:
            messages.error(request, str(problem))
            return redirect("remacto_evaluations")
        return redirect("remacto_evaluation", made.pk)


class DiscardView(OfEvaluation):
    """Ask once, then throw the draft away."""

    page_title = gettext_lazy("Throw the draft away")
    template_name = "wagtail_remacto/admin/evaluations/discard.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "evaluation": self.evaluation}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            evaluations.discard(evaluation=self.evaluation, by=request.user)
        except PROBLEMS as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("The draft is thrown away."))
        return redirect("remacto_evaluations")
