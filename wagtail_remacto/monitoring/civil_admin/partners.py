"""The partners of one’s projects: invited, confirmed, declined, ended."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail_remacto import conf
from wagtail_remacto.collectivites.branch import with_branch_title
from wagtail_remacto.cycles.gate import Deed
from wagtail_remacto.monitoring.civil_admin import access
from wagtail_remacto.monitoring.civil_admin.forms import (
    ConfirmForm,
    InviteForm,
    PartnersFilter,
    WhyForm,
)
from wagtail_remacto.monitoring.civil_admin.screens import PROBLEMS, CivilScreen
from wagtail_remacto.monitoring.forms import blame
from wagtail_remacto.monitoring.models import Partner, PartnerState
from wagtail_remacto.monitoring.services import partners

ICON = "group"


class PartnersScreen(CivilScreen):
    deed = Deed.PARTNER
    root = ("remacto_partners", gettext_lazy("Partners"))
    header_icon = ICON
    page_title: Any = gettext_lazy("Partners")


class IndexView(PartnersScreen):
    template_name = "wagtail_remacto/admin/civil/partners.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = PartnersFilter(self.request.GET)
        rows = access.own_partners(self.request.user)
        state = form.cleaned_data["state"] if form.is_valid() else ""
        if state:
            rows = rows.filter(state=state)
        return {
            **super().get_context_data(**kwargs),
            **self.paged(rows),
            "form": form,
            "is_filtered": bool(state),
        }


class InviteView(PartnersScreen):
    """``?project=`` chooses one."""

    template_name = "wagtail_remacto/admin/civil/invite.html"
    page_title = gettext_lazy("Invite an association")

    def between(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.page_title}]

    @cached_property
    def form(self) -> InviteForm:
        projects: Any = access.own_projects(self.request.user, Deed.PARTNER)
        return InviteForm(
            self.request.POST if self.request.method == "POST" else None,
            projects=with_branch_title(projects.filter(live=True)).order_by(
                "branch_title", "path"
            ),
            initial={
                "project": self.request.GET.get("project", ""),
                "language": conf.fallback_language(),
            },
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.form.is_valid():
            try:
                partner = partners.invite(by=request.user, **self.form.cleaned_data)
            except PROBLEMS as problem:
                blame(self.form, problem)
            else:
                messages.success(request, _("The invitation is sent."))
                return redirect("remacto_partners_one", partner.pk)
        return self.render_to_response(self.get_context_data(), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "form": self.form}


class PartnerView(PartnersScreen):
    """One partnership, and what the administration can answer; ``go`` says what."""

    template_name = "wagtail_remacto/admin/civil/partner.html"

    @cached_property
    def partner(self) -> Partner:
        rows = access.own_partners(self.request.user)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.partner)

    def between(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": str(self.partner)}]

    def forms(self, go: str = "") -> dict[str, forms.Form]:
        """Those that the state asks for; the one that was sent is bound."""
        state = self.partner.state

        def data(name: str) -> Any:
            return self.request.POST if go == name else None

        found: dict[str, forms.Form] = {}
        if state == PartnerState.PROPOSED:
            found["confirm"] = ConfirmForm(data("confirm"))
        if state in partners.WAITING:
            needed = state == PartnerState.PROPOSED
            found["decline"] = WhyForm(data("decline"), required=needed)
        if state == PartnerState.CONFIRMED:
            found["end"] = WhyForm(data("end"), required=True)
        return found

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        go = request.POST.get("go", "")
        found = self.forms(go)
        form = found.get(go)
        if form is None:
            # The other side, or a second window, has answered meanwhile.
            messages.warning(request, _("This has been answered meanwhile."))
            return redirect(request.path)
        if form.is_valid():
            try:
                self._do(go, form.cleaned_data)
            except PROBLEMS as problem:
                blame(form, problem)
            else:
                return redirect(request.path)
        return self.render_to_response(self.get_context_data(forms=found), status=422)

    def _do(self, go: str, words: dict[str, Any]) -> None:
        given = {"partner": self.partner, "by": self.request.user, **words}
        if go == "confirm":
            partners.confirm(**given)
            said = _("The partner is confirmed.")
        elif go == "decline":
            partners.decline(**given)
            said = _("It is declined.")
        else:
            partners.end(**given)
            said = _("The partnership has ended.")
        messages.success(self.request, said)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = kwargs.pop("forms", None) or self.forms()
        return {
            **super().get_context_data(**kwargs),
            "partner": self.partner,
            "confirm_form": found.get("confirm"),
            "decline_form": found.get("decline"),
            "end_form": found.get("end"),
        }
