"""The list of a cycle's ideas, and one outcome for many of them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from wagtail_remacto.committees import services
from wagtail_remacto.committees.desk.forms import OutcomeForm
from wagtail_remacto.committees.desk.library import reasons_offered
from wagtail_remacto.committees.desk.listing import DeskList
from wagtail_remacto.committees.desk.screens import (
    PROBLEMS,
    DeskScreen,
    SelectionMixin,
    blame,
)
from wagtail_remacto.contributions.models import Outcome

# What else can be done with what is ticked: the screen, and from how many on.
ELSEWHERE = {"compare": 2, "merge": 2, "translate": 1}


class QueueView(SelectionMixin, DeskScreen):
    template_name = "wagtail_remacto/admin/desk/queue.html"
    page_title = gettext_lazy("Ideas")

    @cached_property
    def listing(self) -> DeskList:
        return DeskList(self.desk, self.request.GET)

    @cached_property
    def form(self) -> OutcomeForm:
        return OutcomeForm(reasons=reasons_offered())

    @property
    def here(self) -> str:
        return f"{self.address('queue')}{self.listing.own_address}"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Decide about what is ticked, or take it along to another screen."""
        deed = request.POST.get("do", "")
        chosen = self.selection
        if deed in ELSEWHERE and len(chosen.ideas) >= ELSEWHERE[deed]:
            self.say_what_is_missing()
            return redirect(f"{self.address(deed)}?{chosen.address}")
        if not self.desk.may_record and deed not in ELSEWHERE:
            raise PermissionDenied
        form = OutcomeForm(request.POST, reasons=reasons_offered())
        self.form = form
        if deed in ELSEWHERE:
            # Its fields were not meant: they are kept as they are, without blame.
            self.form = OutcomeForm(
                initial=request.POST.dict(), reasons=reasons_offered()
            )
            needed = ELSEWHERE[deed]
            messages.error(
                request,
                ngettext(
                    "Tick at least %(number)d idea.",
                    "Tick at least %(number)d ideas.",
                    needed,
                )
                % {"number": needed},
            )
            return self.again()
        if deed == "words":
            self.form = form.with_words_of_reason()
            return self.render_to_response(self.get_context_data())
        if not chosen.ideas:
            form.add_error(None, _("Tick at least one idea."))
        if form.is_valid() and self._record(form):
            return redirect(self.here)
        return self.again()

    def _record(self, form: OutcomeForm) -> bool:
        try:
            done = services.record_many(
                contributions=self.selection.ideas,
                by=self.request.user,
                **form.cleaned_data,
            )
        except PROBLEMS as problem:
            blame(form, problem)
            return False
        number = sum(each.record is not None for each in done)
        if number:
            messages.success(
                self.request,
                ngettext(
                    "%(outcome)s: %(number)d idea.",
                    "%(outcome)s: %(number)d ideas.",
                    number,
                )
                % {
                    "outcome": Outcome(form.cleaned_data["outcome"]).label.capitalize(),
                    "number": number,
                },
            )
        for each in done:
            if each.problem:
                messages.error(self.request, f"“{each.contribution}”: {each.problem}")
        self.say_what_is_missing()
        return True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        posted = self.request.method == "POST"
        ticked = {idea.pk for idea in self.selection.ideas} if posted else set()
        return {
            **super().get_context_data(**kwargs),
            # Read first: only then it is known whether there is such a page.
            "lines": self.listing.lines,
            "listing": self.listing,
            "form": self.form,
            "ticked": ticked,
            "here": self.here,
        }
