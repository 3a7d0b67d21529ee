"""One idea: what it says, what members think, and what becomes of it."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from wagtail_remacto.committees import services
from wagtail_remacto.committees.desk.forms import OutcomeForm, ReviewForm
from wagtail_remacto.committees.desk.library import criteria_offered, reasons_offered
from wagtail_remacto.committees.desk.listing import DeskList
from wagtail_remacto.committees.desk.reading import Story, story_of
from wagtail_remacto.committees.desk.screens import PROBLEMS, DeskScreen, blame
from wagtail_remacto.committees.desk.selection import readable_ideas
from wagtail_remacto.contributions.models import Contribution, Outcome

# Two forms on one screen: what the one is called never meets the other.
REVIEW, OUTCOME = "review", "outcome"


class IdeaView(DeskScreen):
    """The address carries the state of the list from which one has come."""

    template_name = "wagtail_remacto/admin/desk/idea.html"
    page_title = gettext_lazy("Idea")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.review_form: ReviewForm | None = None
        self.outcome_form: OutcomeForm | None = None

    @cached_property
    def idea(self) -> Contribution:
        found: Contribution | None = (
            readable_ideas(self.desk).filter(pk=self.kwargs["pk"]).first()
        )
        if found is None:
            raise Http404("No such public idea in this cycle.")
        return found

    @cached_property
    def story(self) -> Story:
        return story_of(self.desk, self.idea)

    @cached_property
    def listing(self) -> DeskList:
        return DeskList(self.desk, self.request.GET)

    def get_page_subtitle(self) -> str:
        return str(self.idea)

    def between(self) -> list[dict[str, Any]]:
        back = f"{self.address('queue')}{self.listing.own_address}"
        return [{"url": back, "label": gettext_lazy("Ideas")}]

    def last_crumb(self) -> str:
        return str(self.idea)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("form") == REVIEW:
            return self._review()
        if request.POST.get("form") == OUTCOME:
            return self._record()
        raise Http404("Neither a review nor an outcome.")

    def _review(self) -> HttpResponse:
        if not self.desk.may_review:
            raise PermissionDenied
        post = self.request.POST
        form = ReviewForm(post, criteria=criteria_offered(), prefix=REVIEW)
        self.review_form = form
        if not form.is_valid():
            return self.again()
        try:
            services.review(
                contribution=self.idea,
                by=self.request.user,
                opinion=form.cleaned_data["opinion"],
                note=form.cleaned_data["note"],
                conflict=form.cleaned_data["conflict"],
                marks=form.marks(),
            )
        except PROBLEMS as problem:
            blame(form, problem)
            return self.again()
        messages.success(
            self.request, _("Your review of “%(idea)s” is saved.") % {"idea": self.idea}
        )
        return self._onwards(self.listing.next_to_review)

    def _record(self) -> HttpResponse:
        if not self.desk.may_record:
            raise PermissionDenied
        post = self.request.POST
        form = OutcomeForm(post, reasons=reasons_offered(), prefix=OUTCOME)
        if post.get("do") == "words":
            self.outcome_form = form.with_words_of_reason()
            return self.render_to_response(self.get_context_data())
        self.outcome_form = form
        if not form.is_valid():
            return self.again()
        try:
            services.record(
                contribution=self.idea, by=self.request.user, **form.cleaned_data
            )
        except PROBLEMS as problem:
            blame(form, problem)
            return self.again()
        words = {
            "outcome": Outcome(form.cleaned_data["outcome"]).label.capitalize(),
            "idea": self.idea,
        }
        messages.success(self.request, _("%(outcome)s: “%(idea)s”.") % words)
        return self._onwards(self.listing.next_to_answer)

    def _onwards(self, following: Callable[..., Contribution | None]) -> HttpResponse:
        """The next one that waits if that was asked for, else this one again."""
        if self.request.POST.get("do") != "next":
            return redirect(self._here(self.idea))
        found = following(self.idea)
        if found is None:
            messages.success(self.request, _("No other idea of this list waits."))
            return redirect(f"{self.address('queue')}{self.listing.own_address}")
        return redirect(self._here(found))

    def _here(self, idea: Contribution) -> str:
        return f"{self.address('idea', idea.pk)}{self.listing.own_address}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        desk, story = self.desk, self.story
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if desk.may_review and self.review_form is None and not story.idea.outcome:
            self.review_form = ReviewForm(
                criteria=criteria_offered(), review=story.mine, prefix=REVIEW
            )
        if desk.may_record and self.outcome_form is None:
            self.outcome_form = OutcomeForm(reasons=reasons_offered(), prefix=OUTCOME)
        context |= {
            "story": story,
            "idea": story.idea,
            "review_form": self.review_form,
            "outcome_form": self.outcome_form,
            "listing": self.listing,
            "here": self._here(story.idea),
            "back": f"{self.address('queue')}{self.listing.own_address}",
        }
        return context
