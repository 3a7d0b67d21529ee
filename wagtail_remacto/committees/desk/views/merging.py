"""Ideas that say the same: one speaks for them, and each stays what it is."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from wagtail_remacto.committees import services
from wagtail_remacto.committees.desk.forms import MergeForm
from wagtail_remacto.committees.desk.library import reasons_offered
from wagtail_remacto.committees.desk.screens import (
    PROBLEMS,
    DeskScreen,
    SelectionMixin,
    blame,
)
from wagtail_remacto.contributions.models import Contribution, Outcome


class MergeView(SelectionMixin, DeskScreen):
    """A form, then what it would do; only the second step does it."""

    template_name = "wagtail_remacto/admin/desk/merge.html"
    page_title = gettext_lazy("Group duplicates")
    needs = "may_record"

    def between(self) -> list[dict[str, Any]]:
        return [self.ideas_crumb()]

    @cached_property
    def form(self) -> MergeForm:
        options: dict[str, Any] = {
            "ideas": self.selection.ideas,
            "reasons": reasons_offered(),
        }
        if self.request.method == "POST" and self.request.POST.get("do") != "add":
            return MergeForm(self.request.POST, **options)
        initial = self.request.POST.dict() or {"lead": self._likeliest()}
        return MergeForm(initial=initial, **options)

    def _likeliest(self) -> str:
        """The one that most people back, of those that are not merged themselves."""
        able = [idea for idea in self.selection.ideas if idea.outcome != Outcome.MERGED]
        best = max(able, key=lambda idea: idea.supports_count, default=None)
        return str(best.pk) if best else ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        deed = request.POST.get("do", "")
        if deed in ("add", "change"):
            return self.render_to_response(self.get_context_data())
        if len(self.selection.ideas) < 2 or not self.form.is_valid():
            return self.again()
        given = self.form.cleaned_data
        lead = self.form.ideas[given["lead"]]
        others = [idea for idea in self.selection.ideas if idea != lead]
        if deed != "merge":
            return self.render_to_response(
                self.get_context_data(lead=lead, others=others, along=_along(others))
            )
        try:
            done = services.merge(
                lead=lead,
                others=others,
                by=request.user,
                **{name: value for name, value in given.items() if name != "lead"},
            )
        except PROBLEMS as problem:
            blame(self.form, problem)
            return self.again()
        messages.success(
            request,
            ngettext(
                "%(number)d idea is merged into “%(lead)s”.",
                "%(number)d ideas are merged into “%(lead)s”.",
                len(done),
            )
            % {"number": len(done), "lead": lead},
        )
        return redirect(self.address("idea", lead.pk))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.say_what_is_missing()
        ideas = self.selection.ideas
        if len(ideas) < 2 and self.request.method == "POST":
            messages.error(self.request, _("Choose at least two ideas."))
        return {
            **super().get_context_data(**kwargs),
            "selection": self.selection,
            "form": self.form,
        }


def _along(others: list[Contribution]) -> list[Contribution]:
    """What was merged into one of these before, and goes along with it."""
    keys = [idea.pk for idea in others]
    return list(
        Contribution.objects.filter(merged_into__in=keys)
        .exclude(pk__in=keys)
        .select_related("author")
        .order_by("pk")
    )
