"""The next cycle: opened from the one before, and what it takes from it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from wagtail_remacto.collectivites.branch import canonical_only
from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.contributions.models import Contribution
from wagtail_remacto.contributions.queries import in_readers_language
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Deed, Refused
from wagtail_remacto.cycles.models import CyclePage
from wagtail_remacto.monitoring.errors import MonitoringError
from wagtail_remacto.monitoring.services import succession
from wagtail_remacto.monitoring.succession_admin.forms import ChoiceForm, OpenForm
from wagtail_remacto.programmes.models import ProjectPage

ICON = "arrow-right-full"
# What the services raise for a person to read.
PROBLEMS = (Refused, MonitoringError, ValidationError)
PAGE_SIZE = 50


def sentence_of(problem: Exception) -> str:
    if isinstance(problem, ValidationError):
        return " ".join(problem.messages)
    return str(problem)


class BranchScreen(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """A screen about a page of somebody’s own branch; nobody else finds it."""

    header_icon = ICON
    model: type[Page] = CyclePage
    deed = Deed.PLAN

    @cached_property
    def page(self) -> Any:
        found = (
            canonical_only(self.model.objects.filter(pk=self.kwargs["pk"]))
            .select_related("locale")
            .first()
        )
        if found is None or not gate.check(self.request.user, self.deed, found):
            raise Http404("No such page, or not one of yours.")
        return found

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.page  # noqa: B018
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def collectivite(self) -> CollectivitePage:
        found: CollectivitePage = (
            CollectivitePage.objects.ancestor_of(self.page, inclusive=True)
            .select_related("locale")
            .get()
        )
        return found

    def get_page_subtitle(self) -> str:
        return f"{self.collectivite.title} – {in_readers_language(self.page).title}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {
                "url": reverse("wagtailadmin_explore", args=[self.page.pk]),
                "label": f"{self.collectivite.title} – {self.page.title}",
            },
            {"url": "", "label": self.page_title},
        ]


class OpenView(BranchScreen):
    """The identifier of the next cycle; ``pk`` is that of the one before."""

    page_title = gettext_lazy("Open the next cycle")
    template_name = "wagtail_remacto/admin/succession/open.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = succession.successor_of(self.page)
        if found is not None:
            return redirect("remacto_succession", found.pk)
        return self._show(OpenForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = OpenForm(request.POST)
        if not form.is_valid():
            return self._show(form, 422)
        try:
            opened = succession.open_next(
                cycle=self.page, by=request.user, **form.cleaned_data
            )
        except PROBLEMS as problem:
            form.add_error(None, sentence_of(problem))
            return self._show(form, 422)
        messages.success(
            request,
            _("“%(title)s” is there as a draft. Now plan its phases.")
            % {"title": opened.title},
        )
        return redirect("remacto_succession", opened.pk)

    def _show(self, form: OpenForm, status: int = 200) -> HttpResponse:
        may = succession.is_carried_out(self.page)
        return self.render_to_response(
            self.get_context_data(form=form, cycle=self.page, may_open=may),
            status=status,
        )


class CarryView(BranchScreen):
    """What a cycle takes from the one before; ``pk`` is that of the new cycle."""

    page_title = gettext_lazy("From the cycle before")
    template_name = "wagtail_remacto/admin/succession/carry.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        cycle: CyclePage = self.page
        offered = succession.offered(cycle)
        number = self.request.GET.get("page", "")
        found = Paginator(offered.ideas, PAGE_SIZE).get_page(number)
        context.setdefault("form", ChoiceForm())
        form: ChoiceForm = context["form"]
        context |= {
            # What was ticked stays ticked beside what is wrong.
            "ticked": form.chosen,
            "cycle": cycle,
            "before": cycle.predecessor,
            "offered": offered,
            "found": found,
            "ideas": succession.dress(cycle, found.object_list),
            "outside": list(offered.outside[:PAGE_SIZE]),
            "why_no_ideas": self._why_no_ideas(),
            "wizard_url": reverse(
                "remacto_cycle_wizard_target", args=[self.collectivite.pk]
            )
            + f"?cycle={cycle.pk}",
        }
        return context

    def _why_no_ideas(self) -> str:
        try:
            succession.co_creation_of(self.page)
        except MonitoringError as problem:
            return str(problem)
        return ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ChoiceForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        done, problems = self._choose(form)
        if problems:
            # Each thing is chosen by itself: one that cannot be stops no other.
            for sentence in problems:
                messages.error(request, sentence)
        if done:
            messages.success(request, _chosen(form.carries, done))
        if not done and problems:
            return self.render_to_response(self.get_context_data(form=form), status=422)
        return redirect(request.get_full_path())

    def _choose(self, form: ChoiceForm) -> tuple[int, list[str]]:
        said: dict[str, Any] = {
            "cycle": self.page,
            "by": self.request.user,
            "words": form.cleaned_data["words"],
        }
        projects, ideas = form.chosen
        before = self.page.predecessor
        # Of other towns not even a title is repeated.
        theirs = ProjectPage.objects.filter(path__startswith=before.path)
        given = Contribution.objects.filter(cycle=before).order_by("pk")
        things: list[dict[str, Any]] = [
            {"project": each} for each in theirs.filter(pk__in=projects)
        ]
        things += [{"contribution": each} for each in given.filter(pk__in=ideas)]
        done, problems = 0, []
        if len(things) < len({*projects}) + len({*ideas}):
            problems.append(_("Choose one of these."))
        for thing in things:
            try:
                if not form.carries:
                    succession.leave(**said, **thing)
                elif "project" in thing:
                    succession.carry_project(**said, **thing)
                else:
                    succession.carry_idea(**said, **thing)
                done += 1
            except PROBLEMS as problem:
                problems.append(sentence_of(problem))
        return done, list(dict.fromkeys(problems))


def _chosen(carried: bool, number: int) -> str:
    if carried:
        return ngettext(
            "%(number)d thing was carried over.",
            "%(number)d things were carried over.",
            number,
        ) % {"number": number}
    return ngettext(
        "%(number)d thing was left, with the reason.",
        "%(number)d things were left, with the reason.",
        number,
    ) % {"number": number}
