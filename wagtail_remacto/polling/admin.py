"""The officers' screens of polls."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Max, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column

from wagtail_remacto.collectivites import protection
from wagtail_remacto.collectivites.admin.rows import BranchViewSet
from wagtail_remacto.collectivites.branch import collectivite_of
from wagtail_remacto.collectivites.choosing import BranchPageField
from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.collectivites.permissions import BranchPermissionPolicy
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.cycles.running_rows import RunningRowForm
from wagtail_remacto.polling.models import CHOICES_STAY, Poll
from wagtail_remacto.polling.queries import dates_in_words

poll_policy = BranchPermissionPolicy(Poll, "collectivite")


class PollForm(RunningRowForm):
    within = "phase"

    collectivite = BranchPageField(
        CollectivitePage,
        label=gettext_lazy("collectivité"),
        help_text=gettext_lazy("It cannot be changed later."),
    )
    phase = BranchPageField(
        PhasePage,
        label=gettext_lazy("phase"),
        required=False,
        help_text=gettext_lazy("Shown there, and open only while the phase is open."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            # A poll may well stand outside the only phase there is.
            self.initial["phase"] = None
        self.is_locked = bool(self.instance.pk) and self.instance.was_answered
        self.fields["phase"].disabled = self.is_locked
        if self.is_locked:
            self._say_why()

    def _say_why(self) -> None:
        why = _("People have voted: this stays as they read it.")
        for name in ("question", "multiple", "phase"):
            self.fields[name].help_text = why
        if self._is_canonical():
            self.fields["question"].widget.attrs["readonly"] = True
            for form in self.formsets["choices"].forms:
                form.fields["text"].widget.attrs["readonly"] = True
                form.fields["text"].help_text = why

    def _is_canonical(self) -> bool:
        return bool(self.instance.canonical.pk == self.instance.pk)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        collectivite = cleaned.get("collectivite")
        if collectivite is not None:
            self._check_language(collectivite)
            self._check_phase(collectivite, cleaned.get("phase"))
        if self.is_locked and self._choices_touched():
            self.add_error(None, CHOICES_STAY)
        return cleaned

    def _check_language(self, collectivite: CollectivitePage) -> None:
        if (
            self.instance.pk is None
            and self.instance.locale_id != collectivite.locale_id
        ):
            self.add_error(
                None,
                _(
                    "Write the poll in %(language)s first, as the collectivité is; "
                    "then translate it."
                )
                % {"language": collectivite.locale.get_display_name()},
            )

    def _check_phase(
        self, collectivite: CollectivitePage, phase: PhasePage | None
    ) -> None:
        if phase is None or phase.pk == self.initial.get("phase"):
            return
        branch = collectivite_of(phase)
        if branch is None or branch.translation_key != collectivite.translation_key:
            self.add_error(
                "phase", _("The phase is not one of the poll’s own collectivité.")
            )
        elif Action.ANSWER_POLL not in phase.actions:
            self.add_error(
                "phase",
                _(
                    "Nobody can answer a poll in this phase. Tick “answer a poll” "
                    "among what citizens may do there, then come back."
                ),
            )

    def _choices_touched(self) -> bool:
        """Whether a choice that people have read is gone, new or in other words."""
        words_count = self._is_canonical()
        for form in self.formsets["choices"].forms:
            changed = set(form.changed_data)
            if form.instance.pk is None:
                if changed - {"ORDER"}:
                    return True
            elif "DELETE" in changed or (words_count and "text" in changed):
                return True
        return False


class PollViewSet(BranchViewSet):
    model = Poll
    icon = "help"
    menu_label = gettext_lazy("Polls")
    menu_order = 150
    page_path = "collectivite__path"
    related = ("collectivite", "phase", "locale")
    list_display = [
        "question",
        Column(
            "branch_title", label=gettext_lazy("Collectivité"), sort_key="branch_title"
        ),
        Column("phase", label=gettext_lazy("Phase"), sort_key="phase__title"),
        Column("dates", label=gettext_lazy("Dates"), accessor=dates_in_words),
        BooleanColumn(
            "published", label=gettext_lazy("Published"), sort_key="published"
        ),
        Column("voters", label=gettext_lazy("People who voted"), sort_key="voters"),
    ]
    list_filter = ["published"]
    search_fields = ["question", "text"]
    edit_handler = ObjectList(
        [
            FieldPanel("collectivite"),
            FieldPanel("phase"),
            FieldPanel("question"),
            FieldPanel("text"),
            FieldPanel("multiple"),
            InlinePanel(
                "choices",
                heading=gettext_lazy("Choices"),
                label=gettext_lazy("Choice"),
                min_num=2,
            ),
            FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
            FieldPanel("results", widget=forms.RadioSelect),
            FieldPanel("published"),
        ],
        base_form_class=PollForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With ``voters``: whatever the language of the row, of all its languages."""
        counted = (
            Poll.objects.filter(translation_key=OuterRef("translation_key"))
            .order_by()
            .values("translation_key")
            .annotate(voters=Max("voters_count"))
            .values("voters")
        )
        rows = super().get_queryset(request)
        return rows.annotate(voters=Coalesce(Subquery(counted), 0))


def before_delete_poll(
    request: HttpRequest, instances: Iterable[Model]
) -> HttpResponse | None:
    """A poll that people have answered stays, and is said to have so many votes."""
    answered = [
        each for each in instances if isinstance(each, Poll) and each.voters_count
    ]
    if not answered:
        return None
    voters = sum(poll.voters_count for poll in answered)
    return TemplateResponse(
        request,
        protection.TEMPLATE,
        {
            "names": [str(poll) for poll in answered],
            "advice": ngettext(
                "%(voters)d person has voted, and their vote must not be lost. Untick "
                "“published” instead: the poll leaves the public site.",
                "%(voters)d people have voted, and their votes must not be lost. "
                "Untick “published” instead: the poll leaves the public site.",
                voters,
            )
            % {"voters": voters},
        },
        status=409,
    )
