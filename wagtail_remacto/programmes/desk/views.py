"""From ideas to projects, and the sources of those that are there already."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from wagtail_remacto.collectivites.branch import canonical_only
from wagtail_remacto.collectivites.permissions import may_change
from wagtail_remacto.committees.desk.screens import (
    PROBLEMS,
    DeskScreen,
    SelectionMixin,
    blame,
)
from wagtail_remacto.contributions.offered import axes_in
from wagtail_remacto.programmes.desk.forms import LinkForm, TranslateForm, UnlinkForm
from wagtail_remacto.programmes.desk.projects import programme_of, projects_of
from wagtail_remacto.programmes.errors import ProgrammeError
from wagtail_remacto.programmes.models import Lineage, ProgrammePage, ProjectPage
from wagtail_remacto.programmes.services import lineage
from wagtail_remacto.programmes.standing import Standing, standing_of

REFUSALS = (*PROBLEMS, ProgrammeError)


class ProgrammeScreen(DeskScreen):
    """A screen about the programme of the desk’s cycle."""

    @cached_property
    def programme(self) -> ProgrammePage | None:
        return programme_of(self.desk)

    @cached_property
    def standing(self) -> Standing | None:
        return standing_of(self.programme) if self.programme else None

    @property
    def may_make_one(self) -> bool:
        """Whether the person may add the programme that is missing."""
        cycle, user = self.desk.cycle, self.request.user
        return bool(cycle.permissions_for_user(user).can_add_subpage())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        standing = self.standing
        missing = self.programme is None and self.may_make_one
        return {
            **super().get_context_data(**kwargs),
            "programme": self.programme,
            "standing": standing,
            "is_open": standing is not None and standing.lineage_is_open,
            "add_url": reverse(
                "wagtailadmin_pages:add",
                args=["wagtail_remacto", "programmepage", self.desk.cycle.pk],
            )
            if missing
            else "",
        }


class ProjectsView(ProgrammeScreen):
    template_name = "wagtail_remacto/admin/desk/projects.html"
    page_title = gettext_lazy("Projects and their sources")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        programme = self.programme
        projects = projects_of(programme) if programme is not None else []
        user = self.request.user
        return {
            **super().get_context_data(**kwargs),
            "projects": projects,
            "may_edit": programme is not None and may_change(user, programme),
        }


class TranslateView(SelectionMixin, ProgrammeScreen):
    template_name = "wagtail_remacto/admin/desk/translate.html"
    page_title = gettext_lazy("Translate into a project")
    needs = "may_translate"

    def between(self) -> list[dict[str, Any]]:
        return [self.ideas_crumb()]

    @cached_property
    def form(self) -> TranslateForm:
        options: dict[str, Any] = {
            "ideas": self.selection.ideas,
            "axes": axes_in(self.desk.cycle.path),
        }
        if self.request.method == "POST" and self.request.POST.get("do") != "add":
            return TranslateForm(self.request.POST, **options)
        first = self.selection.ideas[:1]
        # The words of the only idea are a beginning for the project’s title.
        initial = self.request.POST.dict() or (
            {"title": first[0].title} if len(self.selection.ideas) == 1 else {}
        )
        return TranslateForm(initial=initial, **options)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("do") == "add":
            return self.render_to_response(self.get_context_data())
        form = self.form
        if not self.selection.ideas:
            form.add_error(None, _("Choose at least one idea."))
        if self.programme is None or not form.is_valid():
            return self.again()
        given = form.cleaned_data
        try:
            project = lineage.translate(
                contributions=self.selection.ideas,
                programme=self.programme,
                title=given["title"],
                words=given["words"],
                kinds=form.kinds(),
                axis=given["axis"],
                language=given["language"],
                by=request.user,
            )
        except REFUSALS as problem:
            blame(form, problem)
            return self.again()
        messages.success(
            request,
            _("The draft project “%(project)s” is made.") % {"project": project.title},
        )
        return redirect(self.address("sources", project.pk))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.say_what_is_missing()
        return {
            **super().get_context_data(**kwargs),
            "selection": self.selection,
            "form": self.form,
        }


class SourcesView(SelectionMixin, ProgrammeScreen):
    """One project: the ideas it was made of, to be linked and unlinked."""

    template_name = "wagtail_remacto/admin/desk/sources.html"
    page_title = gettext_lazy("Where a project comes from")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.link_form = LinkForm()
        # The form of the link that somebody is ending, by its key.
        self.unlink_forms: dict[int, UnlinkForm] = {}

    @cached_property
    def project(self) -> ProjectPage:
        found: ProjectPage | None = None
        if self.programme is not None:
            found = (
                canonical_only(ProjectPage.objects.child_of(self.programme))
                .select_related("locale", "axis__locale")
                .filter(pk=self.kwargs["pk"])
                .first()
            )
        if found is None:
            raise Http404("No such project in the programme of this cycle.")
        return found

    def get_page_subtitle(self) -> str:
        return str(self.project.title)

    def between(self) -> list[dict[str, Any]]:
        return [
            {
                "url": self.address("projects"),
                "label": gettext_lazy("Projects and their sources"),
            }
        ]

    def last_crumb(self) -> str:
        return str(self.project.title)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.desk.may_translate:
            raise PermissionDenied
        self.project  # noqa: B018 - 404 for a project of another cycle
        done = self._unlink() if request.POST.get("do") == "unlink" else self._link()
        if done:
            return redirect(self.address("sources", self.project.pk))
        return self.again()

    def _link(self) -> bool:
        form = self.link_form = LinkForm(self.request.POST)
        if not form.is_valid():
            return False
        ideas, given = self.selection.ideas, form.cleaned_data
        if self.selection.unknown or not ideas:
            for text in self.selection.unknown:
                form.add_error(
                    "more",
                    _("No public idea of this cycle has the reference “%(text)s”.")
                    % {"text": text},
                )
            return False
        linked = 0
        for idea in ideas:
            try:
                lineage.link(
                    contribution=idea,
                    project=self.project,
                    kind=given["kind"],
                    words=given["words"],
                    language=given["language"],
                    by=self.request.user,
                )
            except REFUSALS as problem:
                form.add_error(None, f"{idea.shown_reference}: {problem}")
            else:
                linked += 1
        if linked:
            messages.success(
                self.request,
                ngettext(
                    "%(number)d idea is a source of it now.",
                    "%(number)d ideas are sources of it now.",
                    linked,
                )
                % {"number": linked},
            )
        return form.is_valid()

    def _unlink(self) -> bool:
        key = self.request.POST.get("lineage", "")
        row = next((each for each in self.rows if str(each.pk) == key), None)
        if row is None:
            raise Http404("No such source of this project.")
        form = UnlinkForm(self.request.POST, auto_id=f"id_{row.pk}_%s")
        self.unlink_forms[row.pk] = form
        if not form.is_valid():
            return False
        try:
            lineage.unlink(
                lineage=row, by=self.request.user, words=form.cleaned_data["words"]
            )
        except REFUSALS as problem:
            blame(form, problem)
            return False
        messages.success(
            self.request,
            _("%(idea)s is no source of it any more.")
            % {"idea": row.contribution.shown_reference},
        )
        return True

    @cached_property
    def rows(self) -> list[Lineage]:
        return list(
            Lineage.objects.filter(project=self.project)
            .select_related("contribution__author", "by", "ended_by")
            .order_by("at", "pk")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, project = self.request.user, self.project
        return {
            **super().get_context_data(**kwargs),
            "project": project,
            "sources": [
                (
                    row,
                    self.unlink_forms.get(row.pk)
                    or UnlinkForm(auto_id=f"id_{row.pk}_%s"),
                )
                for row in self.rows
                if row.ended_at is None
            ],
            "ended": [row for row in self.rows if row.ended_at is not None],
            "link_form": self.link_form,
            "edit_url": reverse("wagtailadmin_pages:edit", args=[project.pk])
            if may_change(user, project)
            else "",
        }
