"""One decision in the admin: drafted, looked at with its rule, signed, superseded."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from wagtail_remacto.collectivites.branch import with_branch_title
from wagtail_remacto.committees.deciding_admin import rights
from wagtail_remacto.committees.deciding_admin.forms import (
    DecisionForm,
    SheetForm,
    seats_for,
)
from wagtail_remacto.committees.deciding_admin.listing import (
    DecisionIndexView,
    State,
    state_of,
)
from wagtail_remacto.committees.errors import CommitteeError, RuleBroken
from wagtail_remacto.committees.models import CommitteePage, Decision
from wagtail_remacto.committees.services import deciding
from wagtail_remacto.committees.shown import sheet_of
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.models import CyclePage


class DecisionScreen(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    header_icon = "clipboard-list"
    page_title = gettext_lazy("Decision of the committee")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("remacto_decisions"), "label": _("Decisions")},
            {"url": "", "label": self.get_page_subtitle() or self.page_title},
        ]


class ChooseCommitteeView(DecisionScreen):
    """For whoever records decisions of several committees."""

    template_name = "wagtail_remacto/admin/decision_committees.html"
    page_title = gettext_lazy("Record a decision")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        own = rights.own_committees(request.user)
        self.committees = list(with_branch_title(own).order_by("branch_title", "path"))
        if not self.committees:
            raise PermissionDenied
        if len(self.committees) == 1:
            return redirect("remacto_decision_draft", self.committees[0].pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "committees": self.committees}


class DecisionFormView(DecisionScreen):
    """A draft, new or changed; nothing is signed here."""

    template_name = "wagtail_remacto/admin/decision_form.html"

    @cached_property
    def decision(self) -> Decision | None:
        if "pk" not in self.kwargs:
            return None
        return readable_or_404(self.request, self.kwargs["pk"])

    @cached_property
    def committee(self) -> CommitteePage:
        if self.decision is not None:
            return self.decision.committee
        rows = rights.own_committees(self.request.user).select_related("locale")
        return get_object_or_404(rows, pk=self.kwargs["committee"])

    @cached_property
    def cycle(self) -> CyclePage:
        return cycle_of(self.committee)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not gate.check(request.user, gate.Deed.DECIDE, self.cycle):
            raise PermissionDenied
        if self.decision is not None and self.decision.is_signed:
            messages.error(request, _("This decision is signed off: read it here."))
            return redirect("remacto_decision", self.decision.pk)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._bind(None)
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._bind(request.POST)
        # Both are asked, so that everything wrong is said at once.
        if all([self.form.is_valid(), self.sheet.is_valid()]):
            try:
                found = self._save()
            except (gate.Refused, CommitteeError) as problem:
                self.form.add_error(None, str(problem))
            except ValidationError as problem:
                self.form.add_error(None, problem.messages)
            else:
                messages.success(
                    request,
                    _("The draft is saved. Check it here, then sign it off."),
                )
                return redirect("remacto_decision", found.pk)
        return self.render_to_response(self.get_context_data(), status=422)

    def _bind(self, data: Any) -> None:
        # A copy: the form writes on its instance, and only the service saves.
        instance = self.decision and Decision.objects.get(pk=self.decision.pk)
        self.form = DecisionForm(data, instance=instance, cycle=self.cycle)
        self.sheet = SheetForm(
            data, seats=seats_for(self.committee, self.decision), decision=self.decision
        )

    def _save(self) -> Decision:
        said: deciding.Said = {**self.form.cleaned_data, **self.sheet.said()}
        user = self.request.user
        if self.decision is None:
            return deciding.draft(committee=self.committee, by=user, **said)
        return deciding.change(decision=self.decision, by=user, **said)

    def get_page_subtitle(self) -> str:
        return str(self.decision or _("new"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "form": self.form,
            "sheet": self.sheet,
            "media": self.form.media,
            "committee": self.committee,
            "supersedes": self.decision and self.decision.supersedes,
            "submit_button_label": _("Save the draft"),
            "submit_button_active_label": _("Saving…"),
        }


class DecisionView(DecisionScreen):
    """What it says and whether the rule is kept; from here it is signed off."""

    template_name = "wagtail_remacto/admin/decision.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.decision = readable_or_404(request, kwargs["pk"])
        return super().get(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.decision)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        decision = self.decision
        cycle = cycle_of(decision.committee)
        return {
            **super().get_context_data(**kwargs),
            "decision": decision,
            "sheet": sheet_of(decision),
            "state": state_of(decision),
            "State": State,
            "obstacles": []
            if decision.is_signed
            else [str(each) for each in deciding.obstacles(decision)],
            "may_decide": gate.check(self.request.user, gate.Deed.DECIDE, cycle),
            "successor": getattr(decision, "superseded_by", None),
        }


@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    decision = decidable_or_404(request, pk)
    try:
        signed = deciding.sign(
            decision=decision,
            by=request.user,
            accept_broken_rule=bool(request.POST.get("accept_broken_rule")),
        )
    except RuleBroken as problem:
        messages.error(request, f"{problem} {_('Tick the box if so.')}")
    except (gate.Refused, CommitteeError) as problem:
        messages.error(request, str(problem))
    else:
        messages.success(
            request,
            _("Decision no. %(number)d is signed off, and public.")
            % {"number": signed.number},
        )
    return redirect("remacto_decision", pk)


@require_POST
def supersede(request: HttpRequest, pk: int) -> HttpResponse:
    decision = decidable_or_404(request, pk)
    try:
        new = deciding.supersede(decision=decision, by=request.user)
    except (gate.Refused, CommitteeError) as problem:
        messages.error(request, str(problem))
        return redirect("remacto_decision", pk)
    messages.success(
        request,
        _("Write here what takes its place. The old one holds until you sign this."),
    )
    return redirect("remacto_decision_edit", new.pk)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    decision = decidable_or_404(request, pk)
    try:
        deciding.discard(decision=decision, by=request.user)
    except (gate.Refused, CommitteeError) as problem:
        messages.error(request, str(problem))
        return redirect("remacto_decision", pk)
    messages.success(request, _("The draft is discarded."))
    return redirect("remacto_decisions")


def readable_or_404(request: HttpRequest, pk: int) -> Decision:
    return get_object_or_404(_readable(request), pk=pk)


def decidable_or_404(request: HttpRequest, pk: int) -> Decision:
    """For whoever may decide; who only reads along is told so."""
    decision = readable_or_404(request, pk)
    cycle = cycle_of(decision.committee)
    if not gate.check(request.user, gate.Deed.DECIDE, cycle):
        raise PermissionDenied
    return decision


def _readable(request: HttpRequest) -> QuerySet[Decision]:
    return (
        rights.readable(request.user)
        .select_related(
            "committee__locale",
            "version__programme",
            "meeting__locale",
            "minutes_document",
            "signed_by",
            "supersedes",
            "superseded_by",
        )
        .defer("version__content")
    )


def cycle_of(committee: CommitteePage) -> CyclePage:
    above = committee.path[: -committee.steplen]
    found = CyclePage.objects.select_related("locale").filter(path=above).first()
    if found is None:
        raise Http404("A committee without a cycle decides nothing.")
    return found


def decision_urls() -> list[URLPattern]:
    index = DecisionIndexView
    return [
        path("decisions/", index.as_view(), name="remacto_decisions"),
        path(
            "decisions/results/",
            index.as_view(results_only=True),
            name="remacto_decisions_results",
        ),
        path(
            "decisions/add/", ChooseCommitteeView.as_view(), name="remacto_decision_add"
        ),
        path(
            "decisions/add/<int:committee>/",
            DecisionFormView.as_view(),
            name="remacto_decision_draft",
        ),
        path("decisions/<int:pk>/", DecisionView.as_view(), name="remacto_decision"),
        path(
            "decisions/<int:pk>/edit/",
            DecisionFormView.as_view(),
            name="remacto_decision_edit",
        ),
        path("decisions/<int:pk>/sign/", sign, name="remacto_decision_sign"),
        path(
            "decisions/<int:pk>/supersede/",
            supersede,
            name="remacto_decision_supersede",
        ),
        path("decisions/<int:pk>/discard/", discard, name="remacto_decision_discard"),
    ]
