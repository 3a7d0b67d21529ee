"""The projects that are carried out, and one of them with all that is said of it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from wagtail_remacto.collectivites.permissions import collectivites_for
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.clock import day_of
from wagtail_remacto.cycles.gate import Deed
from wagtail_remacto.monitoring.follow_up_admin import access
from wagtail_remacto.monitoring.follow_up_admin.forms import (
    Attention,
    FilterForm,
    LeadForm,
)
from wagtail_remacto.monitoring.models import (
    Milestone,
    ProjectLead,
    ProjectProgress,
    Update,
)
from wagtail_remacto.monitoring.queries import in_closed_cycle
from wagtail_remacto.monitoring.services import partners, updates
from wagtail_remacto.programmes.models import ProjectPage

ICON = "history"
PER_PAGE = 30


class FollowUpScreen(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """Nobody else enters; a project of another collectivité is not there."""

    header_icon = ICON
    page_title: Any = gettext_lazy("Follow-up")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not access.follows_up(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def between(self) -> list[dict[str, Any]]:
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        root = {
            "url": reverse("remacto_monitoring"),
            "label": FollowUpScreen.page_title,
        }
        items = [*self.breadcrumbs_items, root, *self.between()]
        items[-1] = {**items[-1], "url": ""}
        return items


class IndexView(FollowUpScreen):
    """The projects of adopted programmes; those that need something come first."""

    template_name = "wagtail_remacto/admin/follow_up/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        form = FilterForm(
            self.request.GET, branches=list(collectivites_for(user).order_by("title"))
        )
        today = day_of(timezone.now())
        rows = access.with_standing(access.adopted(access.own_projects(user)), today)
        rows = _filtered(rows, form)
        page = Paginator(
            rows.order_by("-overdue", "-quiet", "branch_title", "path"), PER_PAGE
        ).get_page(self.request.GET.get("p"))
        left = self.request.GET.copy()
        left.pop("p", None)
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "page": page,
            "query": left.urlencode(),
            "is_filtered": any(form.cleaned_data.values()),
        }


def _filtered(rows: Any, form: FilterForm) -> Any:
    said = form.cleaned_data
    if said.get("q"):
        rows = rows.filter(access.found_by(said["q"]))
    if said.get("branch"):
        rows = rows.filter(path__startswith=form.branches[said["branch"]].path)
    if said.get("completion"):
        rows = rows.filter(progress__completion=said["completion"])
    attention = said.get("attention")
    if attention == Attention.OVERDUE:
        rows = rows.filter(overdue__gt=0)
    elif attention == Attention.QUIET:
        rows = rows.filter(quiet=True)
    elif attention == Attention.DIFFERING:
        rows = rows.filter(progress__differing__gt=0)
    elif attention == Attention.DRAFTS:
        rows = rows.filter(drafts__gt=0)
    elif attention == Attention.NONE:
        rows = rows.exclude(progress__milestones__gt=0)
    return rows


class OfProject(FollowUpScreen):
    """A screen about the project whose key is ``pk``."""

    @cached_property
    def project(self) -> ProjectPage:
        return get_object_or_404(
            access.own_projects(self.request.user), pk=self.kwargs["pk"]
        )

    @property
    def own_address(self) -> str:
        return reverse("remacto_monitoring_project", args=[self.project.pk])

    def get_page_subtitle(self) -> str:
        return str(self.project.title)

    def between(self) -> list[dict[str, Any]]:
        return [{"url": self.own_address, "label": self.project.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "project": self.project}


class ProjectView(OfProject):
    """Milestones, updates and leads; what can be done stands beside each."""

    template_name = "wagtail_remacto/admin/follow_up/project.html"
    lead_form: Any = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        project = self.project
        today = day_of(timezone.now())
        milestones: list[Any] = list(
            Milestone.objects.filter(project=project)
            .annotate(is_over=in_closed_cycle("project__path"))
            .prefetch_related("postponements")
        )
        for each in milestones:
            is_public = each.announced_at is not None
            each.late = is_public and not each.is_over and each.is_overdue(today)
        return {
            **super().get_context_data(**kwargs),
            "why_not": updates.why_not(project),
            "may_invite": project.live
            and not partners.why_not(project)
            and gate.check(self.request.user, Deed.PARTNER, project),
            "progress": ProjectProgress.objects.filter(project=project).first(),
            "milestones": milestones,
            "drafts": [each for each in milestones if each.announced_at is None],
            "updates": Update.objects.filter(project=project)
            .select_related("milestone", "by", "superseded_by")
            .order_by("-on", "-at", "-pk"),
            "leads": ProjectLead.objects.filter(project=project)
            .select_related("user")
            .order_by("until", "since"),
            "lead_form": self.lead_form or LeadForm(),
        }

    def again(self, lead_form: LeadForm) -> HttpResponse:
        self.lead_form = lead_form
        return self.render_to_response(self.get_context_data(), status=422)
