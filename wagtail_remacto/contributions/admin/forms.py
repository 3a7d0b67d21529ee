"""The moderator's form, and what the queue is filtered by."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from wagtail_remacto.collectivites.branch import canonical_only, with_branch_title
from wagtail_remacto.collectivites.permissions import changeable, collectivites_for
from wagtail_remacto.contributions.models import Comment, Contribution, Verb
from wagtail_remacto.contributions.queue import Kind, Why
from wagtail_remacto.contributions.reasons import reasons_in_use
from wagtail_remacto.cycles.models import PhasePage

# What a moderator does, in the order in which it is offered.
DEEDS = {
    Verb.RELEASE: _("Publish"),
    Verb.KEEP: _("Keep it public, dismiss the reports"),
    Verb.HIDE: _("Hide"),
    Verb.HOLD: _("Take aside for another look"),
    Verb.RESTORE: _("Show again"),
    Verb.UPHOLD: _("Leave it hidden after the answer"),
}


class ReasonField(forms.ModelChoiceField):  # type: ignore[misc]
    """A reason of the library, each offered once, in the language of the screen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=None, **kwargs)

    def offer(self) -> None:
        from wagtail_remacto.contributions.models import ModerationReason

        reasons = reasons_in_use()
        self.queryset = ModerationReason.objects.filter(
            pk__in=[reason.pk for reason in reasons]
        )


class DecisionForm(forms.Form):
    verb = forms.ChoiceField(label=_("Decision"))
    reason = ReasonField(
        label=_("Reason"),
        required=False,
        empty_label=_("No reason"),
        help_text=_("Needed for hiding. The author reads it in their own language."),
    )
    words = forms.CharField(
        label=_("More words to the author"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Sent as you write them, below the reason."),
    )

    def __init__(self, *args: Any, verbs: Any = tuple(DEEDS), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        verb: Any = self.fields["verb"]
        verb.choices = [
            ("", _("Choose")),
            *((each.value, label) for each, label in DEEDS.items() if each in verbs),
        ]
        reason: Any = self.fields["reason"]
        reason.offer()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("verb") == Verb.HIDE and not cleaned.get("reason"):
            self.add_error(
                "reason", _("Choose a reason: the author is told why it is hidden.")
            )
        return cleaned


def _own_collectivites(request: HttpRequest | None) -> Any:
    user: Any = request.user if request else None
    if user is None:
        return collectivites_for(user).none()
    return collectivites_for(user).order_by("title")


def own_phases(request: HttpRequest | None) -> Any:
    """The phases of the person's branches in which something was written."""
    if request is None:
        return PhasePage.objects.none()
    own = changeable(request.user).order_by().values("pk")
    phases = canonical_only(PhasePage.objects.filter(pk__in=own)).filter(
        Exists(Contribution.objects.filter(phase=OuterRef("pk")))
        | Exists(Comment.objects.filter(phase=OuterRef("pk")))
    )
    return with_branch_title(phases).order_by("branch_title", "path")


class PhaseField(django_filters.fields.ModelChoiceField):  # type: ignore[misc]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.branch_title} – {obj.title}"


class PhaseFilter(django_filters.ModelChoiceFilter):  # type: ignore[misc]
    field_class = PhaseField


class QueueFilters(WagtailFilterSet):  # type: ignore[misc]
    """Read by the view: a union of two kinds of rows cannot be filtered afterwards."""

    why = django_filters.ChoiceFilter(
        label=_("Why it is here"),
        choices=Why.choices,
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"),
        choices=Kind.choices,
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    collectivite = django_filters.ModelChoiceFilter(
        label=_("Collectivité"), queryset=_own_collectivites
    )
    phase = PhaseFilter(label=_("Phase"), queryset=own_phases)


class ContributionFilters(WagtailFilterSet):  # type: ignore[misc]
    collectivite = django_filters.ModelChoiceFilter(
        label=_("Collectivité"), queryset=_own_collectivites
    )
    phase = PhaseFilter(label=_("Phase"), queryset=own_phases)

    class Meta:
        model = Contribution
        fields = ["collectivite", "phase", "standing", "origin", "outcome", "language"]
