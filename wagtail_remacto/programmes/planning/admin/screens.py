"""The three steps of the wizard; each is an address of its own and needs no script."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from wagtail_remacto import conf
from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.collectivites.permissions import collectivites_for
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Refused
from wagtail_remacto.cycles.models import CyclePage, PhasePage
from wagtail_remacto.programmes.errors import ProgrammeError
from wagtail_remacto.programmes.models import CouncilSession, ProgrammePage
from wagtail_remacto.programmes.planning.admin.forms import DatesForm, TargetForm
from wagtail_remacto.programmes.planning.flags import flags, lost_days
from wagtail_remacto.programmes.planning.plans import notice_of, plans
from wagtail_remacto.programmes.planning.schedule import Span, propose
from wagtail_remacto.programmes.planning.services import plan_cycle
from wagtail_remacto.programmes.planning.surroundings import (
    phases_of,
    span_of,
    surroundings,
    target_of,
    template_months,
    today,
)

ICON = "calendar-check"
RIGHT = gate.OFFICERS_RIGHTS[gate.Deed.PLAN]


def plans_somewhere(user: Any) -> bool:
    return bool(user.is_active and user.has_perm(RIGHT))


def wizard_address(collectivite: CollectivitePage) -> str:
    return reverse("remacto_cycle_wizard_target", args=[collectivite.pk])


class WizardScreen(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """A step for one collectivité, refused to whoever may not plan its cycles."""

    page_title = gettext_lazy("Plan a cycle")
    header_icon = ICON

    @cached_property
    def collectivite(self) -> CollectivitePage:
        found: CollectivitePage = get_object_or_404(
            CollectivitePage.objects.select_related("locale"), pk=self.kwargs["pk"]
        ).canonical
        return found

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not plans_somewhere(request.user):
            raise PermissionDenied
        if not gate.check(request.user, gate.Deed.PLAN, self.collectivite):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.collectivite.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {
                "url": reverse("wagtailadmin_explore", args=[self.collectivite.pk]),
                "label": self.collectivite.get_admin_display_title(),
            },
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["collectivite"] = self.collectivite
        context["target_url"] = wizard_address(self.collectivite)
        context["dates_url"] = reverse(
            "remacto_cycle_wizard_dates", args=[self.collectivite.pk]
        )
        return context


class ChooseView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """For which collectivité; not asked of somebody who has only one."""

    page_title = gettext_lazy("Plan a cycle")
    header_icon = ICON
    template_name = "wagtail_remacto/admin/cycle_wizard_choose.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not plans_somewhere(request.user):
            raise PermissionDenied
        chosen = request.GET.get("collectivite", "")
        if chosen.isdecimal() and len(chosen) < 10:
            return redirect("remacto_cycle_wizard_target", int(chosen))
        self.own = collectivites_for(request.user).order_by("title", "pk")
        if len(self.own) == 1:
            return redirect(wizard_address(self.own[0]))
        return super().get(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "collectivites": self.own}


class TargetView(WizardScreen):
    template_name = "wagtail_remacto/admin/cycle_wizard_target.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        # Coming back from the dates, the form has what was chosen.
        given = self.request.GET
        context["form"] = TargetForm(
            initial={name: given[name] for name in given},
            collectivite=self.collectivite,
        )
        return context


class DatesView(WizardScreen):
    """The dates that are proposed for the target in the address, and the officer's."""

    template_name = "wagtail_remacto/admin/cycle_wizard_dates.html"

    @cached_property
    def target_form(self) -> TargetForm:
        return TargetForm(self.request.GET, collectivite=self.collectivite)

    @cached_property
    def chosen(self) -> dict[str, Any]:
        found: dict[str, Any] = self.target_form.cleaned_data
        return found

    @cached_property
    def plan(self) -> Any:
        return plans()[self.chosen["plan"]]

    @cached_property
    def session_kind(self) -> str:
        session: CouncilSession | None = self.chosen["session"]
        if session is not None:
            return session.kind
        return str(self.chosen["session_kind"])

    @cached_property
    def target(self) -> Any:
        return target_of(
            self.collectivite, date=self.chosen["date"], kind=self.session_kind
        )

    @cached_property
    def there(self) -> dict[str, PhasePage]:
        cycle = self.chosen["cycle"]
        return phases_of(cycle) if cycle else {}

    @cached_property
    def kept(self) -> dict[str, Span]:
        """The phases that are there already, as far as they are dated."""
        spans = {kind: span_of(phase) for kind, phase in self.there.items()}
        return {kind: span for kind, span in spans.items() if span is not None}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.target_form.is_valid():
            return self._back_to_the_target()
        return self._show(self._proposal())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.target_form.is_valid():
            return self._back_to_the_target()
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        if "arrange" in request.POST:
            return self._show(self._arranged(form))
        if "make" not in request.POST:
            return self._show(form)
        try:
            planned = plan_cycle(
                collectivite=self.collectivite,
                by=request.user,
                spans=list(form.spans().values()),
                key=form.cleaned_data["key"],
                date=self.chosen["date"],
                session=self.chosen["session"],
                session_kind=self.session_kind,
                cycle=self.chosen["cycle"],
                template=self._template(),
            )
        except (ProgrammeError, Refused) as error:
            messages.error(request, str(error))
            return self._show(form, status=409)
        if planned.is_new:
            messages.success(request, _made(len(planned.phases)))
        return redirect(
            "remacto_cycle_wizard_made", self.collectivite.pk, planned.cycle.pk
        )

    def _back_to_the_target(self) -> HttpResponse:
        context = super().get_context_data(form=self.target_form)
        self.template_name = TargetView.template_name
        return self.render_to_response(context, status=422)

    def _form(self, data: Any) -> DatesForm:
        return DatesForm(data, plan=self.plan, there=self.there)

    def _propose(self, kinds: Any, fixed: dict[str, Span]) -> list[Span]:
        plan = self.plan.only([*kinds, *self.kept])
        return list(
            propose(
                plan,
                self.target,
                announce=conf.get("ANNOUNCE_DAYS"),
                today=today(),
                fixed={**self.kept, **fixed},
            )
        )

    def _proposal(self) -> DatesForm:
        kinds = [step.kind for step in self.plan.steps if step.kind not in self.there]
        spans = [each for each in self._propose(kinds, {}) if each.kind in kinds]
        form = self._form(DatesForm.values(spans, key=str(uuid.uuid4())))
        form.full_clean()
        return form

    def _arranged(self, form: DatesForm) -> DatesForm:
        """The steps that nobody has touched, around those that somebody has."""
        wanted = form.wanted()
        spans = self._propose(wanted, form.touched())
        again = self._form(form.arranged(each for each in spans if each.kind in wanted))
        again.full_clean()
        return again

    def _template(self) -> Any:
        return self.chosen.get("template")

    def _show(self, form: DatesForm, status: int = 200) -> HttpResponse:
        spans = [*self.kept.values(), *form.spans().values()]
        around = surroundings(
            self.collectivite, spans=spans, cycle=self.chosen["cycle"]
        )
        found = flags(spans, self.plan, self.target, around)
        cycle: CyclePage | None = self.chosen["cycle"]
        template = (cycle and cycle.template_used) or self._template()
        back = QueryDict(mutable=True)
        back.update({key: value for key, value in self.request.GET.items() if value})
        context = self.get_context_data(
            form=form,
            rows=list(form.rows(self.there, found, template_months(template))),
            plan=self.plan,
            cycle=cycle,
            date=self.chosen["date"],
            template=template,
            notice=notice_of(self.collectivite.kind),
            flag_count=sum(len(each) for each in found.values()),
            lost=lost_days(spans, around),
            back_url=f"{wizard_address(self.collectivite)}?{back.urlencode()}",
            here=self.request.get_full_path(),
        )
        return self.render_to_response(context, status=status)


class MadeView(WizardScreen):
    """The drafts, each with its way to the editor, in every language."""

    template_name = "wagtail_remacto/admin/cycle_wizard_made.html"

    @cached_property
    def cycle(self) -> CyclePage:
        found: CyclePage = get_object_or_404(
            CyclePage.objects.select_related("locale"), pk=self.kwargs["cycle"]
        )
        if not found.is_child_of(self.collectivite):
            raise Http404("A cycle of another collectivité.")
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        cycles = list(
            CyclePage.objects.filter(
                translation_key=self.cycle.translation_key, alias_of__isnull=True
            ).select_related("locale")
        )
        # Each is named in the language of the screen, where it is in it.
        language = conf.content_language()
        cycles.sort(key=lambda one: (one.locale.language_code != language, one.pk))
        finder = AdminURLFinder(self.request.user)
        context |= {
            "cycle": self.cycle,
            "groups": _groups(cycles),
            "sessions": [
                (session, finder.get_edit_url(session))
                for session in CouncilSession.objects.filter(
                    collectivite=self.collectivite
                ).order_by("month", "sitting")
                if not session.sitting or session.sitting >= str(today())
            ],
        }
        return context


def _groups(cycles: list[CyclePage]) -> list[list[Any]]:
    """The cycle, its phases and its programme; the languages of each together."""
    pages: list[Any] = [*cycles]
    for model in (PhasePage, ProgrammePage):
        for cycle in cycles:
            pages += (
                model.objects.child_of(cycle)
                .filter(alias_of__isnull=True)
                .select_related("locale")
                .order_by("path")
            )
    found: dict[Any, list[Any]] = {}
    for page in pages:
        found.setdefault(page.translation_key, []).append(page)
    return list(found.values())


def _made(count: int) -> str:
    return ngettext(
        "%(count)d phase is there as a draft.",
        "%(count)d phases are there as drafts.",
        count,
    ) % {"count": count}
