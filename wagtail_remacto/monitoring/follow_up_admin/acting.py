"""What is done about the milestones and leads of a project, screen by screen."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from wagtail.admin import messages

from wagtail_remacto.cycles.calendar_words import partial_date_words
from wagtail_remacto.cycles.gate import Refused
from wagtail_remacto.monitoring.errors import MonitoringError
from wagtail_remacto.monitoring.follow_up_admin.forms import LeadForm, MilestoneForm
from wagtail_remacto.monitoring.follow_up_admin.screens import OfProject, ProjectView
from wagtail_remacto.monitoring.forms import PostponeForm, ReasonForm, blame
from wagtail_remacto.monitoring.models import Milestone, ProjectLead
from wagtail_remacto.monitoring.services import leads, milestones

PROBLEMS = (Refused, MonitoringError, ValidationError)


class ActView(OfProject):
    """One form, one deed: ``act`` calls the service and returns what to say."""

    template_name = "wagtail_remacto/admin/follow_up/act.html"
    form_class: type[forms.Form] = forms.Form
    button: Any = gettext_lazy("Save")
    is_serious = False

    def act(self, said: dict[str, Any]) -> str:
        raise NotImplementedError

    def explanation(self) -> str:
        return ""

    def initial(self) -> dict[str, Any]:
        return {}

    @cached_property
    def form(self) -> forms.Form:
        data = self.request.POST if self.request.method == "POST" else None
        return self.form_class(data, initial=self.initial())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.form.is_valid():
            try:
                said = self.act(self.form.cleaned_data)
            except PROBLEMS as problem:
                blame(self.form, problem)
            else:
                messages.success(request, said)
                return redirect(self.own_address)
        return self.render_to_response(self.get_context_data(), status=422)

    def between(self) -> list[dict[str, Any]]:
        return [*super().between(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "form": self.form,
            "button": self.button,
            "is_serious": self.is_serious,
            "explanation": self.explanation(),
            "milestone": getattr(self, "milestone", None),
            "back": self.own_address,
        }


class AddView(ActView):
    page_title = gettext_lazy("Add a milestone")
    form_class = MilestoneForm
    button = gettext_lazy("Save the draft")

    def explanation(self) -> str:
        return _(
            "A draft is seen by officers alone. Once it is announced, its words, "
            "weight and date stay as they are."
        )

    def act(self, said: dict[str, Any]) -> str:
        milestones.draft(project=self.project, by=self.request.user, **said)
        return _("The milestone is drafted.")


class AnnounceView(ActView):
    """All drafts of the project, or the one whose key is ``milestone``."""

    page_title = gettext_lazy("Announce milestones")
    template_name = "wagtail_remacto/admin/follow_up/announce.html"
    button = pgettext_lazy("milestones", "Announce")

    @cached_property
    def chosen(self) -> list[Milestone]:
        drafts = Milestone.objects.filter(
            project=self.project, announced_at__isnull=True
        )
        if "milestone" in self.kwargs:
            return [get_object_or_404(drafts, pk=self.kwargs["milestone"])]
        return list(drafts)

    def explanation(self) -> str:
        return _(
            "Everyone reads them from now on, and whoever follows the project is told. "
            "Their words, weight and date stay as they are: a milestone is postponed "
            "or withdrawn, with a reason."
        )

    def act(self, said: dict[str, Any]) -> str:
        # What was drafted while this page stood open was not read on it.
        shown = set(self.request.POST.getlist("milestone"))
        done = milestones.announce(
            project=self.project,
            by=self.request.user,
            milestones=[each for each in self.chosen if str(each.pk) in shown],
        )
        return ngettext(
            "%(number)d milestone is announced.",
            "%(number)d milestones are announced.",
            len(done),
        ) % {"number": len(done)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "chosen": self.chosen}


class OfMilestone(ActView):
    """A deed on the milestone whose key is ``milestone``, of the project ``pk``."""

    @cached_property
    def milestone(self) -> Milestone:
        return get_object_or_404(
            Milestone, pk=self.kwargs["milestone"], project=self.project
        )

    def get_page_subtitle(self) -> str:
        return str(self.milestone)


class ChangeView(OfMilestone):
    page_title = gettext_lazy("Change a draft")
    form_class = MilestoneForm
    button = gettext_lazy("Save the draft")

    def initial(self) -> dict[str, Any]:
        return MilestoneForm.initial_of(self.milestone)

    def act(self, said: dict[str, Any]) -> str:
        milestones.change(milestone=self.milestone, by=self.request.user, **said)
        return _("The draft is changed.")


class DeleteView(OfMilestone):
    page_title = gettext_lazy("Delete a draft")
    button = gettext_lazy("Delete the draft")
    is_serious = True

    def explanation(self) -> str:
        return _("It has not been announced; nothing of it is kept.")

    def act(self, said: dict[str, Any]) -> str:
        milestones.delete(milestone=self.milestone, by=self.request.user)
        return _("The draft is deleted.")


class PostponeView(OfMilestone):
    page_title = gettext_lazy("Postpone a milestone")
    form_class = PostponeForm
    button = pgettext_lazy("a milestone", "Postpone")

    def explanation(self) -> str:
        return _("Due %(date)s. This date stays readable beside the new one.") % {
            "date": partial_date_words(self.milestone.due)
        }

    def act(self, said: dict[str, Any]) -> str:
        milestones.postpone(milestone=self.milestone, by=self.request.user, **said)
        return _("The milestone is postponed.")


class WithdrawView(OfMilestone):
    page_title = gettext_lazy("Withdraw a milestone")
    form_class = ReasonForm
    button = pgettext_lazy("a milestone", "Withdraw")
    is_serious = True

    def explanation(self) -> str:
        return _(
            "It stays readable with your reason and counts no more. It cannot be taken "
            "back."
        )

    def act(self, said: dict[str, Any]) -> str:
        milestones.withdraw(milestone=self.milestone, by=self.request.user, **said)
        return _("The milestone is withdrawn.")


class NameLeadView(ProjectView):
    """Written on the project’s own screen."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = LeadForm(request.POST)
        if form.is_valid():
            try:
                leads.name_lead(
                    project=self.project,
                    user=form.cleaned_data["account"],
                    by=request.user,
                )
            except PROBLEMS as problem:
                blame(form, problem)
            else:
                messages.success(request, _("The project has another lead."))
                return redirect(self.own_address)
        return self.again(form)


class EndLeadView(OfProject):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        lead = get_object_or_404(
            ProjectLead, pk=self.kwargs["lead"], project=self.project
        )
        try:
            leads.end_lead(lead=lead, by=request.user)
        except PROBLEMS as problem:
            messages.error(request, str(problem))
        else:
            messages.success(
                request, _("From now on this account publishes no news of the project.")
            )
        return redirect(self.own_address)
