from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views import snippets

from wagtail_remacto.collectivites.admin.rows import (
    BranchDeleteView,
    BranchEditView,
    BranchInspectView,
)
from wagtail_remacto.cycles import gate
from wagtail_remacto.programmes.admin.addresses import deliberation_url
from wagtail_remacto.programmes.admin.forms import AgendaForm, validated_for
from wagtail_remacto.programmes.admin.policies import deliberation_policy
from wagtail_remacto.programmes.admin.vote_forms import SupersedeForm, VoteForm
from wagtail_remacto.programmes.errors import ProgrammeError, VersionUnknown
from wagtail_remacto.programmes.models import Deliberation
from wagtail_remacto.programmes.services import council

NUMBERS = MultiFieldPanel(
    [
        FieldRowPanel([FieldPanel("present"), FieldPanel("votes_for")]),
        FieldRowPanel([FieldPanel("votes_against"), FieldPanel("abstained")]),
    ],
    heading=gettext_lazy("How many"),
)
REST = [
    FieldPanel("outcome"),
    FieldPanel("sitting"),
    FieldPanel("number"),
    NUMBERS,
    FieldPanel("changes"),
    FieldPanel("projects"),
]
REASONS = FieldPanel("reasons")
PAPERS = [FieldPanel("language"), FieldPanel("document"), FieldPanel("visa_date")]


class _ThroughService:
    """The service writes and logs; what it refuses is said in the form."""

    handler: ObjectList | None = None
    form: Any
    request: HttpRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        if self.handler is not None:
            self.panel = self.handler.bind_to_model(Deliberation)
            self.form_class = self.panel.get_form_class()
        super().setup(request, *args, **kwargs)  # type: ignore[misc]

    def save_instance(self) -> Any:
        return self.form.save()

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        except (gate.Refused, ProgrammeError) as problem:
            form.add_error(None, str(problem))
        except ValidationError as problem:
            told = getattr(problem, "message_dict", {"": problem.messages})
            for name, sentences in told.items():
                form.add_error(name if name in form.fields else None, sentences)
        else:
            return response
        # Wagtail sets these only for what the form itself finds.
        self.produced_error_code = "validation_error"
        self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
        refused: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        return refused


class _SessionMixin(_ThroughService):
    def save_action(self) -> HttpResponse:
        for sentence in council.warnings_about(self.object):  # type: ignore[attr-defined]
            messages.warning(self.request, sentence)
        response: HttpResponse = super().save_action()  # type: ignore[misc]
        return response


class CouncilSessionCreateView(  # type: ignore[misc]
    _SessionMixin, snippets.CreateView
):
    pass


class CouncilSessionEditView(_SessionMixin, BranchEditView):
    pass


class AgendaIndexView(snippets.IndexView):  # type: ignore[misc]
    """A recorded vote has no editor, so its title leads to what it says."""

    def get_edit_url(self, instance: Any) -> str | None:
        if instance.outcome_recorded or instance.version_id is None:
            return deliberation_url(instance)
        found: str | None = super().get_edit_url(instance)
        return found


class AgendaView(_ThroughService, snippets.CreateView):  # type: ignore[misc]
    page_title = gettext_lazy("Put on the agenda of the council")
    submit_button_label = gettext_lazy("Put on the agenda")
    handler = ObjectList(
        [FieldPanel("version"), FieldPanel("session"), FieldPanel("agenda_item")],
        base_form_class=AgendaForm,
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if not validated_for(self.request.user).exists():
            context["advice"] = _(
                "No committee of yours has validated a programme that waits for its "
                "council: first the committee signs its decision."
            )
        return context


class VoteView(_ThroughService, BranchEditView):
    page_title = gettext_lazy("Record the vote")
    submit_button_label = gettext_lazy("Record the vote")
    handler = ObjectList([*REST, REASONS, *PAPERS], base_form_class=VoteForm)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["deliberation"] = self.object
        if self.object.version_id is None:
            context["advice"] = VersionUnknown().sentence
        return context

    def get_success_message(self) -> str:
        return _("The vote of the council was recorded.")

    def get_success_buttons(self) -> list[Any]:
        return []

    def get_success_url(self) -> str:
        return deliberation_url(self.object)


class SupersedeView(VoteView):
    page_title = gettext_lazy("Supersede the vote")
    submit_button_label = gettext_lazy("Supersede the vote")
    needs = ""
    view_name = "supersede"
    permission_required = "add"
    handler = ObjectList(
        [REASONS, *REST, *PAPERS, FieldPanel("confirm_unadopts")],
        base_form_class=SupersedeForm,
    )

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        found = super().get_object(*args, **kwargs)
        if not may_supersede(self.request.user, found):
            raise PermissionDenied
        return found

    def get_edit_url(self) -> str:
        return deliberation_url(self.object, "supersede")

    def get_success_message(self) -> str:
        return _("Another record has taken the place of the earlier one.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["advice"] = _(
            "The record below stays readable, marked as superseded. A vote in truth "
            "taken with changes is superseded twice: first as postponed, so that the "
            "changes can be written into the pages; then as what it was."
        )
        return context


class TakeOffView(BranchDeleteView):
    page_title = gettext_lazy("Take off the agenda")

    def delete_action(self) -> None:
        council.take_off_agenda(deliberation=self.object, by=self.request.user)


class DeliberationInspectView(BranchInspectView):
    page_title = gettext_lazy("Deliberation")

    @property
    def header_more_buttons(self) -> list[Any]:
        user, row = self.request.user, self.object
        buttons = []
        if row.outcome:
            if may_supersede(user, row):
                buttons.append(
                    Button(
                        _("Supersede the vote"),
                        url=deliberation_url(row, "supersede"),
                        icon_name="redirect",
                    )
                )
            return buttons
        allowed = deliberation_policy.user_has_permission_for_instance
        if row.version_id and allowed(user, "change", row):
            buttons.append(
                Button(
                    _("Record the vote"),
                    url=deliberation_url(row, "edit"),
                    icon_name="edit",
                )
            )
        if allowed(user, "delete", row):
            buttons.append(
                Button(
                    _("Take off the agenda"),
                    url=deliberation_url(row, "delete"),
                    icon_name="bin",
                )
            )
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        row = self.object
        context["deliberation"] = row
        context["before"] = row.supersedes
        context["after"] = getattr(row, "superseded_by", None)
        context["buttons"] = self.header_more_buttons
        return context


def may_supersede(user: Any, deliberation: Any) -> bool:
    """A vote that is recorded and counts, for those who record votes."""
    if not deliberation.outcome or deliberation.superseded_at is not None:
        return False
    programme = deliberation.programme
    return bool(gate.check(user, gate.Deed.DELIBERATE, programme))
