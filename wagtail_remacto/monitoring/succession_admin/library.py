"""The network’s library in the admin: recommend, take out, begin from."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from wagtail_remacto.collectivites.branch import canonical_only, with_branch_title
from wagtail_remacto.collectivites.permissions import changeable
from wagtail_remacto.collectivites.queries import readable
from wagtail_remacto.committees.membership import KEEPERS, seats_of
from wagtail_remacto.contributions.queries import page_or_404
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Deed
from wagtail_remacto.monitoring.models import LibraryEntry
from wagtail_remacto.monitoring.services import library, succession
from wagtail_remacto.monitoring.succession_admin.forms import BeginForm, WordsForm
from wagtail_remacto.monitoring.succession_admin.screens import (
    PROBLEMS,
    BranchScreen,
    sentence_of,
)
from wagtail_remacto.programmes.adoptions import adoptions
from wagtail_remacto.programmes.models import ProgrammePage, ProjectPage

ICON = "openquote"


def recommends(user: Any) -> bool:
    return bool(user.is_active and user.has_perm(gate.OFFICERS_RIGHTS[Deed.RECOMMEND]))


def programmes_for(user: Any) -> "QuerySet[ProgrammePage]":
    """Those into which the person may translate ideas, as far as one query tells.

    Theirs as an officer, or as one who keeps a committee’s papers, without those that
    the council has adopted. The gate decides when something is begun.
    """
    mine = Q(pk__in=[])
    if user.has_perm(gate.OFFICERS_RIGHTS[Deed.TRANSLATE]):
        mine |= Q(pk__in=changeable(user).order_by().values("pk"))
    for seat in seats_of(user).filter(role__in=KEEPERS):
        mine |= Q(path__startswith=seat.committee.path[: -Page.steplen])
    adopted = adoptions().filter(programme=OuterRef("pk"))
    return with_branch_title(
        canonical_only(ProgrammePage.objects.filter(mine)).filter(~Exists(adopted))
    ).order_by("branch_title", "path")


class LibraryView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """What the network recommends; only its officers keep it."""

    page_title = gettext_lazy("Projects worth copying")
    header_icon = ICON
    template_name = "wagtail_remacto/admin/succession/library.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not recommends(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = with_branch_title(
            LibraryEntry.objects.filter(withdrawn_at__isnull=True), "project__path"
        ).select_related("project", "by")
        return {**super().get_context_data(**kwargs), "entries": list(entries)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        number = request.POST.get("entry", "")
        if not number.isdecimal() or len(number) > 11:
            raise Http404("Not a number.")
        entry = get_object_or_404(LibraryEntry, pk=int(number))
        try:
            library.withdraw(entry=entry, by=request.user)
        except PROBLEMS as problem:
            messages.error(request, sentence_of(problem))
        else:
            messages.success(
                request,
                _(
                    "The project is no longer in the library. What was begun from it "
                    "still names it."
                ),
            )
        return redirect("remacto_library")


class RecommendView(BranchScreen):
    """Why a project is worth copying; for the officers of the network."""

    page_title = gettext_lazy("Recommend to the network")
    header_icon = ICON
    template_name = "wagtail_remacto/admin/succession/recommend.html"
    model = ProjectPage
    deed = Deed.RECOMMEND

    def _known(self) -> LibraryEntry | None:
        return LibraryEntry.objects.filter(
            project=self.page, withdrawn_at__isnull=True
        ).first()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        known = self._known()
        return self._show(WordsForm(initial={"words": known.words if known else ""}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = WordsForm(request.POST)
        if not form.is_valid():
            return self._show(form, 422)
        try:
            library.recommend(
                project=self.page, by=request.user, words=form.cleaned_data["words"]
            )
        except PROBLEMS as problem:
            form.add_error(None, sentence_of(problem))
            return self._show(form, 422)
        messages.success(request, _("The project is in the library."))
        return redirect("remacto_library")

    def _show(self, form: WordsForm, status: int = 200) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(form=form, project=self.page), status=status
        )


class BeginView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """Into which of their programmes an officer begins from a public project."""

    page_title = gettext_lazy("Start from this project")
    header_icon = ICON
    template_name = "wagtail_remacto/admin/succession/begin.html"

    @cached_property
    def source(self) -> ProjectPage:
        found = page_or_404(ProjectPage, self.kwargs["pk"]).canonical
        # A translation may be published while the page itself is not.
        if not readable(ProjectPage.objects.filter(pk=found.pk)).exists():
            raise Http404("Not everybody may read this project.")
        return found

    @cached_property
    def programmes(self) -> "QuerySet[ProgrammePage]":
        # A town does not begin from its own project: that is carried over.
        return programmes_for(self.request.user).exclude(pk=self.source.get_parent().pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_page_subtitle(self) -> str:
        return str(self.source.title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._show(BeginForm(programmes=self.programmes))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = BeginForm(request.POST, programmes=self.programmes)
        if not form.is_valid():
            return self._show(form, 422)
        try:
            made = succession.copy_project(
                source=self.source,
                programme=form.cleaned_data["programme"],
                by=request.user,
            )
        except PROBLEMS as problem:
            form.add_error(None, sentence_of(problem))
            return self._show(form, 422)
        messages.success(
            request,
            _("“%(title)s” is there as a draft. Make it your own, then publish it.")
            % {"title": made.title},
        )
        if gate.check(request.user, Deed.MANAGE, made):
            return redirect("wagtailadmin_pages:edit", made.pk)
        return redirect("remacto_desk")

    def _show(self, form: BeginForm, status: int = 200) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(
                form=form,
                source=self.source,
                has_programmes=self.programmes.exists(),
                library_url=reverse("wagtail_remacto:project_library"),
            ),
            status=status,
        )
