"""The end of the analysis: what is owed, and closing it all the same."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from wagtail_remacto.collectivites.branch import canonical_only
from wagtail_remacto.committees.desk.forms import OverrideForm
from wagtail_remacto.committees.desk.screens import PROBLEMS, DeskScreen, blame
from wagtail_remacto.committees.desk.selection import readable_ideas
from wagtail_remacto.committees.models import AnalysisClosing
from wagtail_remacto.committees.services import closing
from wagtail_remacto.cycles.kinds import PhaseKind
from wagtail_remacto.cycles.models import PhasePage

# The list says what is owed; the queue has all of it.
SHOWN = 50


class ClosingView(DeskScreen):
    """Every member sees it; keepers close it, officers also against what is owed."""

    template_name = "wagtail_remacto/admin/desk/closing.html"
    page_title = gettext_lazy("Close the analysis")

    @cached_property
    def phases(self) -> list[PhasePage]:
        """The analyses of the cycle; nearly always one."""
        pages = PhasePage.objects.child_of(self.desk.cycle)
        return list(
            canonical_only(pages.filter(kind=PhaseKind.ANALYSIS))
            .select_related("locale")
            .order_by("start", "path")
        )

    @cached_property
    def standing(self) -> AnalysisClosing | None:
        return closing.current(self.desk.cycle)

    @cached_property
    def form(self) -> OverrideForm:
        if self.request.method == "POST":
            return OverrideForm(self.request.POST)
        return OverrideForm()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        deed = request.POST.get("do", "")
        if not (self.desk.may_decide if deed == "reopen" else self.desk.may_record):
            raise PermissionDenied
        if deed == "reopen":
            return self._reopen()
        return self._close(override=deed == "override")

    def _close(self, override: bool) -> HttpResponse:
        phase = next(
            (p for p in self.phases if str(p.pk) == self.request.POST.get("phase")),
            self.phases[0] if self.phases else None,
        )
        if phase is None:
            return self.again()
        words: dict[str, Any] = {}
        if override:
            if not self.form.is_valid():
                return self.again()
            words = {
                "override": self.form.cleaned_data["words"],
                "language": self.form.cleaned_data["language"],
            }
        try:
            closing.close(phase=phase, by=self.request.user, **words)
        except PROBLEMS as problem:
            if not override:
                messages.error(self.request, str(problem))
                return redirect(self.address("closing"))
            blame(self.form, problem)
            return self.again()
        messages.success(self.request, _("The analysis is closed."))
        return redirect(self.address("closing"))

    def _reopen(self) -> HttpResponse:
        if self.standing is None or not self.form.is_valid():
            return self.again()
        try:
            closing.reopen(
                closing=self.standing,
                by=self.request.user,
                words=self.form.cleaned_data["words"],
            )
        except PROBLEMS as problem:
            blame(self.form, problem)
            return self.again()
        messages.success(self.request, _("The analysis is open again."))
        return redirect(self.address("closing"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        owed = readable_ideas(self.desk).filter(outcome="").order_by("created_at", "pk")
        return {
            **super().get_context_data(**kwargs),
            "phases": self.phases,
            "numbers": closing.figures(self.desk.cycle),
            "standing": self.standing,
            "earlier": AnalysisClosing.objects.filter(
                phase__path__startswith=self.desk.cycle.path,
                reopened_at__isnull=False,
            ).select_related("by", "reopened_by"),
            "owed": owed[:SHOWN],
            "form": self.form,
        }
