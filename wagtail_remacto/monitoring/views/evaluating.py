"""Civil society evaluates on a telephone, project by project; members have no pages."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from wagtail_remacto import conf
from wagtail_remacto.contributions.queries import page_or_404
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Deed, Kind, Refused, Verdict
from wagtail_remacto.monitoring.errors import ChangedMeanwhile, MonitoringError
from wagtail_remacto.monitoring.evaluation_forms import AboutProjectForm, WholeForm
from wagtail_remacto.monitoring.forms import blame
from wagtail_remacto.monitoring.models import Evaluation, Moment, Voice
from wagtail_remacto.monitoring.services import evaluations
from wagtail_remacto.people import kept, session
from wagtail_remacto.people.refusals import refuse
from wagtail_remacto.programmes.models import ProgrammePage, ProjectPage

WHOLE = "whole"


@method_decorator(never_cache, name="dispatch")
class Evaluate(View):
    """``?moment=`` and ``?about=`` (a project’s key, or the whole) lead to one step.

    Without them stands what was said so far, what is missing, and the signature.
    """

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.page: ProgrammePage = page_or_404(ProgrammePage, kwargs["pk"])
        self.programme: ProgrammePage = self.page.canonical
        verdict = gate.check(
            session.whoever(request), Deed.EVALUATE_CIVIL, self.programme
        )
        if not verdict:
            return self._refused(verdict)
        if kwargs["pk"] != self.programme.pk:
            return redirect("wagtail_remacto:evaluate", self.programme.pk)
        problem = evaluations.why_not(self.programme)
        if problem:
            return self._refused(Verdict(Kind.NO, None, lambda: problem))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.about:
            return self._overview()
        if self._signed(self.moment) and self._draft(self.moment) is None:
            return redirect(self._address)
        return self._step(self._form(initial=self._kept()))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        act = {"sign": self._sign, "supersede": self._supersede}.get(
            request.POST.get("act", ""), self._save
        )
        try:
            return act()
        except Refused as refused:
            return self._refused(refused.verdict)

    def _save(self) -> HttpResponse:
        if not self.about:
            raise Http404("Nothing to save here.")
        form = self._form(self.request.POST)
        if form.is_valid():
            try:
                self._write(form)
            except ChangedMeanwhile as problem:
                # The draft is another one now.
                self.__dict__.pop("_rows", None)
                form.add_error(None, problem.sentence)
                form.meet(self._form())
            except (MonitoringError, ValidationError) as problem:
                blame(form, problem)
            else:
                messages.success(self.request, _("The draft is saved."))
                return redirect(self._next())
        return self._step(form)

    @transaction.atomic
    def _write(self, form: Any) -> None:
        draft = self._draft(self.moment) or evaluations.draft(
            programme=self.programme,
            moment=self.moment,
            voice=Voice.CIVIL_SOCIETY,
            by=self.request.user,
        )
        said: dict[str, Any] = (
            form.cleaned_data
            if self.about == WHOLE
            else {"projects": {form.project: form.answers}}
        )
        evaluations.change(evaluation=draft, by=self.request.user, **said)

    def _sign(self) -> HttpResponse:
        draft = self._draft(self.moment)
        if draft is None:
            raise Http404("There is no draft to sign.")
        if not self.request.POST.get("sure"):
            return self._overview(
                _("Tick that you have read it and sign for civil society.")
            )
        try:
            signed = evaluations.sign(
                evaluation=draft,
                by=self.request.user,
                seen=self.request.POST.get("seen", ""),
            )
        except MonitoringError as problem:
            return self._overview(problem.sentence)
        messages.success(
            self.request, _("The evaluation is signed, and everyone reads it.")
        )
        return redirect("wagtail_remacto:evaluation", signed.pk)

    def _supersede(self) -> HttpResponse:
        signed = self._signed(self.moment)
        if signed is None:
            raise Http404("Nothing was signed.")
        try:
            evaluations.supersede(evaluation=signed, by=self.request.user)
        except MonitoringError as problem:
            return self._overview(problem.sentence)
        return redirect(self._address)

    @cached_property
    def moment(self) -> str:
        found = self.request.POST.get("moment") or self.request.GET.get("moment", "")
        if found not in Moment.values:
            raise Http404("No such moment.")
        return found

    @cached_property
    def about(self) -> str:
        """What the step is about: a project’s key, the whole, or nothing."""
        found = self.request.GET.get("about", "")
        if found not in ("", WHOLE, *self._steps):
            raise Http404("No such project.")
        return found

    @cached_property
    def _projects(self) -> list[ProjectPage]:
        return evaluations.projects_of(self.programme)

    @cached_property
    def _steps(self) -> dict[str, ProjectPage]:
        return {str(each.pk): each for each in self._projects}

    @cached_property
    def _rows(self) -> list[Evaluation]:
        return list(
            Evaluation.objects.filter(
                programme=self.programme,
                voice=Voice.CIVIL_SOCIETY,
                superseded_at__isnull=True,
            ).select_related("seat", "partner", "programme")
        )

    def _draft(self, moment: str) -> Evaluation | None:
        found = [each for each in self._rows if each.moment == moment]
        return next((each for each in found if each.signed_at is None), None)

    def _signed(self, moment: str) -> Evaluation | None:
        found = [each for each in self._rows if each.moment == moment]
        return next((each for each in found if each.signed_at), None)

    @property
    def _address(self) -> str:
        return reverse("wagtail_remacto:evaluate", args=[self.programme.pk])

    def _at(self, about: str) -> str:
        return f"{self._address}?moment={self.moment}&about={about}"

    def _next(self) -> str:
        """The step after this one; after the last, what was said so far."""
        order = [*self._steps, WHOLE]
        after = order.index(self.about) + 1
        if "stay" in self.request.POST or after == len(order):
            return f"{self._address}#{self.moment}"
        return self._at(order[after])

    def _kept(self) -> dict[str, str]:
        """What was typed before somebody had to sign in again."""
        prefix = "whole-" if self.about == WHOLE else f"p{self.about}-"
        found = kept.initial(self.request, self.request.path)
        return {
            name.removeprefix(prefix): value
            for name, value in found.items()
            if name.startswith(prefix)
        }

    def _form(self, data: Any = None, initial: Any = None) -> Any:
        draft = self._draft(self.moment)
        if self.about == WHOLE:
            return WholeForm.of(draft, data, **(initial or {}))
        project = self._steps[self.about]
        part = None
        if draft is not None:
            part = (
                draft.projects.filter(project=project)
                .prefetch_related("effects")
                .first()
            )
        return AboutProjectForm(data, project=project, part=part, initial=initial)

    def _step(self, form: Any) -> HttpResponse:
        order = [*self._steps, WHOLE]
        return self._page(
            "evaluate_step",
            422 if form.errors else 200,
            form=form,
            project=self._steps.get(self.about),
            moment=Moment(self.moment),
            number=order.index(self.about) + 1,
            steps=len(order),
        )

    def _overview(self, problem: str = "") -> HttpResponse:
        sides = []
        for moment in Moment:
            draft, signed = self._draft(moment), self._signed(moment)
            said = (
                {
                    part.project_id: part
                    for part in draft.projects.prefetch_related("effects")
                }
                if draft is not None
                else {}
            )
            sides.append(
                {
                    "moment": moment,
                    "draft": draft,
                    "signed": signed,
                    "missing": evaluations.what_is_missing(draft) if draft else [],
                    "mark": evaluations.mark(draft) if draft else "",
                    "projects": [(each, said.get(each.pk)) for each in self._projects],
                }
            )
        return self._page(
            "evaluate", 422 if problem else 200, sides=sides, problem=problem
        )

    def _refused(self, verdict: Verdict) -> HttpResponse:
        posted = self.request.POST
        fields = [name for name in posted if name.startswith(("p", "whole-"))]
        lessons = [name for name in fields if name.endswith("-lessons")]
        return refuse(
            self.request,
            verdict,
            kept={_("What was learnt"): "\n".join(posted[name] for name in lessons)},
            back=self.request.get_full_path(),
            fields=fields,
            needs_account=True,
        )

    def _page(self, name: str, status: int, **context: Any) -> HttpResponse:
        return TemplateResponse(
            self.request,
            f"wagtail_remacto/monitoring/{name}.html",
            {
                "remacto_base": conf.get("BASE_TEMPLATE"),
                "page": self.page,
                "programme": self.programme,
                **context,
            },
            status=status,
        )
