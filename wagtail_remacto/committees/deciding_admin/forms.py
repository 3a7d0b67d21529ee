"""A decision as it is written down: what was decided, who was there, how they voted."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.forms import BoundField
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput
from wagtail.documents import get_document_model
from wagtail.documents.widgets import AdminDocumentChooser

from wagtail_remacto.collectivites.branch import canonical_only
from wagtail_remacto.committees.models import (
    ON_A_VERSION,
    College,
    Decision,
    Presence,
    Seat,
)
from wagtail_remacto.committees.services.deciding import Said, Seen, Votes
from wagtail_remacto.cycles.models import CyclePage
from wagtail_remacto.workshops.models import WorkshopPage

BALLOT = ("votes_for", "votes_against", "abstained")
# As many signs of a digest as tell two versions apart at a glance.
SHORT = 12


def versions_of(cycle: CyclePage) -> QuerySet[Any]:
    """The versions of the programmes of a cycle, the newest first."""
    # The room of programmes is above this one: the field knows its model.
    model: Any = Decision._meta.get_field("version").related_model
    rows: QuerySet[Any] = (
        model._default_manager.filter(programme__path__startswith=cycle.path)
        .select_related("programme")
        .defer("content")
        .order_by("programme__path", "-number")
    )
    return rows


class VersionField(forms.ModelChoiceField):  # type: ignore[misc]
    """Each version with its number, what it was made for, its date and its digest."""

    def label_from_instance(self, version: Any) -> str:
        made = date_format(localtime(version.at), "SHORT_DATE_FORMAT")
        return (
            f"{version.programme.title} – {version} ({made}, {version.digest[:SHORT]}…)"
        )


class DecisionForm(forms.ModelForm):  # type: ignore[misc]
    """What was decided; the view gives it to the service, and saves nothing itself."""

    version = VersionField(
        queryset=None,
        required=False,
        label=capfirst(gettext_lazy("version")),
        help_text=gettext_lazy(
            "The exact version that the committee had before it. Needed to consult the "
            "public and to validate."
        ),
    )
    minutes_document = forms.ModelChoiceField(
        queryset=None,
        required=False,
        widget=AdminDocumentChooser,
        label=capfirst(gettext_lazy("minutes as a file")),
    )

    class Meta:
        model = Decision
        fields = [
            "kind",
            "version",
            "subject",
            "held_on",
            "meeting",
            "language",
            "consensus",
            "result",
            "reasons",
            "dissent",
            "minutes",
            "minutes_document",
        ]
        widgets = {
            "held_on": AdminDateInput,
            "result": forms.RadioSelect,
            **{
                name: forms.Textarea(attrs={"rows": 4, "dir": "auto"})
                for name in ("reasons", "dissent", "minutes")
            },
        }

    def __init__(self, *args: Any, cycle: CyclePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["version"].queryset = versions_of(cycle)
        fields["minutes_document"].queryset = get_document_model().objects.all()
        fields["meeting"].queryset = canonical_only(
            WorkshopPage.objects.descendant_of(cycle)
        ).order_by("-date", "path")
        fields["meeting"].help_text = _("Where the meeting has a page of its own.")
        fields["subject"].help_text = _(
            "What it was about, in a few words; shown as its title."
        )
        fields["language"].help_text = _("Of what is written here.")
        fields["result"].choices = [
            ("", _("not known yet")),
            *fields["result"].choices[1:],
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") in ON_A_VERSION and not cleaned.get("version"):
            self.add_error(
                "version",
                _("Name the version of the programme that this decision is about."),
            )
        return cleaned


class SheetForm(forms.Form):
    """Who was there, seat by seat, and the votes, college by college."""

    def __init__(
        self, *args: Any, seats: list[Seat], decision: Decision | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.seats = seats
        rows = decision.attendance.all() if decision else ()
        ballots = decision.votes.all() if decision else ()
        self.attendance = {row.seat_id: row for row in rows}
        self.ballots = {ballot.college: ballot for ballot in ballots}
        for seat in seats:
            self._add_seat(seat)
        for college in College:
            self._add_ballot(college)

    def _add_seat(self, seat: Seat) -> None:
        row = self.attendance.get(seat.pk)
        self.fields[f"presence-{seat.pk}"] = forms.ChoiceField(
            label=_("Presence"),
            required=False,
            choices=[("", "–"), *Presence.choices],
            initial=row.presence if row else "",
        )
        self.fields[f"recused-{seat.pk}"] = forms.BooleanField(
            label=_("Takes no part"),
            required=False,
            initial=bool(row and row.recused),
        )

    def _add_ballot(self, college: College) -> None:
        ballot = self.ballots.get(college)
        labels = (_("For"), _("Against"), _("Abstained"))
        for name, label in zip(BALLOT, labels, strict=True):
            self.fields[f"{name}-{college}"] = forms.IntegerField(
                label=label,
                required=False,
                min_value=0,
                max_value=len(self.seats) + 1000,
                initial=getattr(ballot, name) if ballot else None,
            )

    @property
    def benches(self) -> list[dict[str, Any]]:
        """For the table: each college with its seats and their two fields."""
        return [
            {
                "college": college,
                "rows": [
                    (
                        seat,
                        self._named(f"presence-{seat.pk}", seat),
                        self._named(f"recused-{seat.pk}", seat),
                    )
                    for seat in self.seats
                    if seat.college == college
                ],
                "ballot": [self[f"{name}-{college}"] for name in BALLOT],
            }
            for college in College
        ]

    def _named(self, name: str, seat: Seat) -> BoundField:
        """A field of the table, which says to whoever does not see whose it is."""
        field = self[name]
        field.field.widget.attrs["aria-label"] = f"{seat}: {field.label}"
        return field

    @property
    def wrong(self) -> list[tuple[str, str]]:
        """What is wrong in the tables, each with the label of its field."""
        return [
            (str(self.fields[name].label), str(error))
            for name, errors in self.errors.items()
            for error in errors
        ]

    def said(self) -> Said:
        said = self.cleaned_data
        return {
            "attendance": [
                Seen(
                    seat, said[f"presence-{seat.pk}"], bool(said[f"recused-{seat.pk}"])
                )
                for seat in self.seats
                if said[f"presence-{seat.pk}"]
            ],
            "votes": [
                Votes(
                    college.value,
                    **{name: said[f"{name}-{college}"] or 0 for name in BALLOT},
                )
                for college in College
                if any(said[f"{name}-{college}"] is not None for name in BALLOT)
            ],
        }


def seats_for(committee: Any, decision: Decision | None) -> list[Seat]:
    """The seats in use, and those that the draft names although they no longer are."""
    mine = Q(active=True)
    if decision is not None:
        mine |= Q(attendance__decision=decision)
    rows = Seat.objects.filter(mine, committee=committee).distinct()
    return list(rows.order_by("-college", "pk"))
