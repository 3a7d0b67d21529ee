"""Where the desk begins: my committees, and how far each is."""

from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Length, Substr
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from wagtail_remacto import conf
from wagtail_remacto.collectivites.branch import with_branch_title
from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.committees import queries
from wagtail_remacto.committees.desk import figures
from wagtail_remacto.committees.desk.access import (
    Desk,
    own_cycles,
    seats_now,
    sits_somewhere,
)
from wagtail_remacto.committees.desk.screens import ICON, DeskScreen
from wagtail_remacto.committees.services import closing
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.cycles.queries import attach_cycles

PER_PAGE = 20


def called(words: str) -> Exists:
    """Cycles of a collectivité with this name, in whichever script."""
    above = CollectivitePage.objects.annotate(
        below=Substr(OuterRef("path"), 1, Length("path"))
    ).filter(path=F("below"))
    names = (Q(**{f"{n}__icontains": words}) for n in ("title", "name_fr", "name_ar"))
    return Exists(above.filter(reduce(or_, names)))


class DeskIndexView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """The cycles at whose desks the person sits; the only one opens by itself."""

    template_name = "wagtail_remacto/admin/desk/index.html"
    page_title = gettext_lazy("Committee desk")
    header_icon = ICON

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not sits_somewhere(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.q = request.GET.get("q", "").strip()[:100]
        rows = with_branch_title(own_cycles(request.user))
        only = [] if self.q else list(rows[:2])
        if len(only) == 1:
            return redirect(reverse("remacto_desk_cycle", args=[only[0].pk]))
        if self.q:
            rows = rows.filter(called(self.q))
        pages = Paginator(rows.order_by("branch_title", "path"), PER_PAGE)
        self.cycles = pages.get_page(request.GET.get("p"))
        self.cycles.object_list = attach_cycles(self.cycles.object_list)
        found: HttpResponse = super().get(request, *args, **kwargs)
        return found

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        numbers = figures.by_cycle(self.cycles)
        seats = {
            seat.committee.path[: -seat.committee.steplen]: seat
            for seat in seats_now(self.request.user)
        }
        context["cycles"] = self.cycles
        context["q"] = self.q
        context["rows"] = [
            (cycle, seats.get(cycle.path), numbers[cycle.pk]) for cycle in self.cycles
        ]
        return context


class DeskCycleView(DeskScreen):
    """One cycle: numbers by axis, the dates of its phases, and what can be done."""

    template_name = "wagtail_remacto/admin/desk/cycle.html"
    page_title = gettext_lazy("Committee desk")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return super().get_breadcrumbs_items()[:-2] + [
            {"url": "", "label": self.get_page_subtitle()}
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        desk = self.desk
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context |= {
            "numbers": closing.figures(desk.cycle),
            "axes": figures.by_axis(desk),
            "members": queries.reviewers(desk.cycle, desk.now),
            "to_review": figures.to_review(desk),
            "phases": phases_of(desk),
            "closing": closing.current(desk.cycle),
        }
        return context


def phases_of(desk: Desk) -> list[PhasePage]:
    """The cycle’s phases in the order of their dates; ``shown`` has their titles.

    In the language of the screen, translated drafts included; two queries.
    """
    phases: list[Any] = list(
        PhasePage.objects.child_of(desk.cycle)
        .select_related("locale")
        .order_by(F("start").asc(nulls_last=True), "path")
    )
    language = conf.content_language()
    translations = dict(
        PhasePage.objects.filter(
            translation_key__in=[phase.translation_key for phase in phases],
            locale__language_code=language,
            alias_of__isnull=True,
        ).values_list("translation_key", "title")
    )
    for phase in phases:
        title = translations.get(phase.translation_key)
        phase.shown = (
            Words(title, language)
            if title
            else Words(phase.title, phase.locale.language_code)
        )
    return phases
