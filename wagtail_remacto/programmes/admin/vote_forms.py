"""The forms of a vote, and of the record that takes the place of a wrong one."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail_remacto import conf
from wagtail_remacto.collectivites.models import Language
from wagtail_remacto.programmes.admin.forms import ServiceForm, read_date
from wagtail_remacto.programmes.models import Deliberation, Outcome, ProjectPage
from wagtail_remacto.programmes.services import council


class VoteForm(ServiceForm):
    """The vote on one item; what cannot be so is said all at once."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What the council voted"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
    )
    sitting = forms.CharField(
        label=gettext_lazy("Day on which the council sat"),
        required=False,
        widget=forms.TextInput(attrs={"type": "date"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the changes and the reasons"),
        choices=Language.choices,
    )
    projects = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Projects that the council has left in the programme"),
        help_text=gettext_lazy(
            "Only for “adopted with changes”. Their drafts are kept as they are now: "
            "write the changes into the pages first."
        ),
        queryset=ProjectPage.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    NUMBERS = ("present", "votes_for", "votes_against", "abstained")
    TEXTS = ("number", "changes", "reasons", "language", "visa_date", "sitting")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        self.initial.setdefault("language", conf.content_language())
        self.fields["reasons"].help_text = _(
            "Why it was postponed or rejected; where as many were for as against, "
            "whose casting vote decided."
        )
        if row.session.sitting and row.session.sitting.precision == "day":
            del self.fields["sitting"]
        if row.version_id is None:
            del self.fields["projects"]
            return
        below = ProjectPage.objects.child_of(row.programme).filter(
            alias_of__isnull=True
        )
        self.fields["projects"].queryset = below.order_by("path")
        self.fields["projects"].label_from_instance = lambda page: page.title
        if not self.is_bound:
            self.initial["projects"] = list(
                (row.result or row.version).projects.values_list(
                    "project_id", flat=True
                )
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for name in ("visa_date", "sitting"):
            read_date(self, name, cleaned)
        before = Deliberation.objects.select_related("session", "programme").get(
            pk=self.instance.pk
        )
        vote = council.Vote(**{**self.said(), "outcome": cleaned.get("outcome", "")})
        for name, sentences in council.check_vote(before, vote).items():
            if name in self.errors:
                continue
            self.add_error(name if name in self.fields else None, sentences)
        if (
            cleaned.get("outcome") == Outcome.ADOPTED_WITH_CHANGES
            and "projects" in self.fields
            and not cleaned.get("projects")
        ):
            self.add_error("projects", _("Choose at least one project."))
        return cleaned

    def said(self) -> dict[str, Any]:
        """What the service is told, besides the outcome and the projects."""
        cleaned = self.cleaned_data
        return {
            **{name: cleaned.get(name) for name in self.NUMBERS},
            **{name: cleaned.get(name) or "" for name in self.TEXTS},
            "document": cleaned.get("document"),
        }

    def save(self, commit: bool = True) -> Deliberation:
        cleaned = self.cleaned_data
        self.instance = council.record_vote(
            deliberation=self.instance,
            by=self.for_user,
            outcome=cleaned["outcome"],
            projects=cleaned.get("projects") or None,
            **self.said(),
        )
        return self.instance


class SupersedeForm(VoteForm):
    confirm_unadopts = forms.BooleanField(
        label=gettext_lazy("Take the adoption back"),
        help_text=gettext_lazy(
            "The commitments open again. Only if the council has not adopted this."
        ),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reasons"].label = capfirst(_("what was wrong with the record"))
        self.fields["reasons"].help_text = ""
        self.fields["reasons"].required = True
        self.initial["reasons"] = ""
        if not self.instance.is_adopted:
            del self.fields["confirm_unadopts"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (
            "confirm_unadopts" in self.fields
            and cleaned.get("outcome")
            and cleaned["outcome"] != self.instance.outcome
            and not cleaned.get("confirm_unadopts")
        ):
            self.add_error(
                "confirm_unadopts",
                _(
                    "This takes the adoption back, and the commitments open again. "
                    "Confirm it."
                ),
            )
        return cleaned

    def save(self, commit: bool = True) -> Deliberation:
        cleaned = self.cleaned_data
        self.instance = council.supersede(
            deliberation=self.instance,
            by=self.for_user,
            outcome=cleaned["outcome"],
            projects=cleaned.get("projects") or None,
            confirm_unadopts=cleaned.get("confirm_unadopts", False),
            **self.said(),
        )
        return self.instance
