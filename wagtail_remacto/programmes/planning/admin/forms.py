"""What is aimed at, and the dates of each phase as the officer wants them."""

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.cycles.calendar_words import (
    month_words,
    partial_date_words,
    period_words,
)
from wagtail_remacto.cycles.clock import first_moment, last_moment
from wagtail_remacto.cycles.kinds import ORDER
from wagtail_remacto.cycles.models import CyclePage, CycleTemplate, PhasePage
from wagtail_remacto.fields import PartialDate
from wagtail_remacto.programmes.models import CouncilSession, SessionKind
from wagtail_remacto.programmes.planning.flags import Flag, kind_label
from wagtail_remacto.programmes.planning.plans import ANNOUNCED, Plan, plans
from wagtail_remacto.programmes.planning.schedule import Span
from wagtail_remacto.programmes.planning.surroundings import (
    date_of,
    in_language_of_screen,
    session_months,
    span_of,
    templates_offered,
    today,
)

# So many months ahead a session may be chosen; later ones by their day.
MONTHS = 36
YEARS = range(2000, 2101)


class DayInput(forms.DateInput):  # type: ignore[misc]
    """The browser's own calendar; it sends and takes days as ISO writes them."""

    input_type = "date"

    def __init__(self, **attrs: Any) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DayField(forms.DateField):  # type: ignore[misc]
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=DayInput(), **kwargs)

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day is not None and day.year not in YEARS:
            raise forms.ValidationError(
                _("Choose a day between %(first)d and %(last)d.")
                % {"first": YEARS[0], "last": YEARS[-1]}
            )
        return day


class SessionField(forms.ModelChoiceField):  # type: ignore[misc]
    def label_from_instance(self, session: Any) -> str:
        name = session.label or session.get_kind_display()
        return f"{name} – {partial_date_words(date_of(session))}"


class TemplateField(forms.ModelChoiceField):  # type: ignore[misc]
    def label_from_instance(self, template: Any) -> str:
        return str(in_language_of_screen(template))


class TargetForm(forms.Form):  # type: ignore[misc]
    """The first step: which cycle, how much of it, and for which session."""

    cycle = forms.ModelChoiceField(
        queryset=CyclePage.objects.none(),
        required=False,
        label=gettext_lazy("For which cycle"),
        empty_label=gettext_lazy("A new cycle"),
        help_text=gettext_lazy(
            "Of a cycle that exists, only the phases that it lacks are made; its own "
            "dates stay."
        ),
    )
    plan = forms.ChoiceField(
        label=gettext_lazy("What you have in mind"), widget=forms.RadioSelect
    )
    session = SessionField(
        queryset=CouncilSession.objects.none(),
        required=False,
        label=gettext_lazy("Session of the council"),
        empty_label=gettext_lazy("None of these"),
        help_text=gettext_lazy("Or say below when a new one is to be."),
    )
    month = forms.ChoiceField(
        required=False, label=gettext_lazy("Month of a new session")
    )
    sitting = DayField(
        label=gettext_lazy("Day of its sitting"),
        help_text=gettext_lazy("Only if it is known."),
    )
    session_kind = forms.ChoiceField(
        label=gettext_lazy("Kind of the new session"),
        choices=SessionKind.choices,
        initial=SessionKind.ORDINARY,
        required=False,
    )
    template = TemplateField(
        queryset=CycleTemplate.objects.none(),
        required=False,
        label=gettext_lazy("Calendar of the network"),
        empty_label=gettext_lazy("None"),
        help_text=gettext_lazy("Its months are shown beside your dates."),
    )

    def __init__(self, *args: Any, collectivite: CollectivitePage, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["cycle"].queryset = CyclePage.objects.child_of(
            collectivite
        ).order_by("-path")
        choices = [(code, plan.label) for code, plan in plans().items()]
        self.fields["plan"].choices = choices
        self.fields["plan"].initial = choices[0][0] if choices else None
        self.fields["session"].queryset = _sessions_ahead(collectivite)
        self.fields["month"].choices = _months(collectivite)
        offered = templates_offered()
        field = self.fields["template"]
        field.queryset = CycleTemplate.objects.filter(
            pk__in=[template.pk for template in offered]
        )
        field.initial = offered[0].pk if offered else None
        if not offered:
            del self.fields["template"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        session, sitting = cleaned.get("session"), cleaned.get("sitting")
        month = cleaned.get("month")
        if session is not None and (sitting or month):
            self.add_error(
                "session",
                _("Choose a session of the list or a new one, not both."),
            )
        elif session is not None:
            cleaned["date"] = date_of(session)
        elif sitting:
            cleaned["date"] = PartialDate(sitting.isoformat())
        elif month:
            cleaned["date"] = PartialDate(month)
        elif not self.errors:
            self.add_error(
                "month",
                _("Say for which session: choose one of the list, or a month."),
            )
        return cleaned


def _sessions_ahead(collectivite: CollectivitePage) -> Any:
    """Those of which at least the month is known, and which are not over."""
    now = today()
    sessions = CouncilSession.objects.filter(collectivite=collectivite)
    ahead = [
        session.pk
        for session in sessions
        if (date := date_of(session)) and date.precision != "year" and date.last >= now
    ]
    return sessions.filter(pk__in=ahead).order_by("month", "sitting")


def _months(collectivite: CollectivitePage) -> list[tuple[str, str]]:
    """The months to come; those with an ordinary session say so."""
    ordinary, first = session_months(collectivite), today().replace(day=1)
    choices = [("", _("Not known yet"))]
    for _number in range(MONTHS):
        last = calendar.monthrange(first.year, first.month)[1]
        first += dt.timedelta(days=last)
        words = month_words(first)
        if first.month in ordinary:
            words = _("%(month)s – ordinary session") % {"month": words}
        choices.append((f"{first:%Y-%m}", words))
    return choices


@dataclass
class Row:
    """One line of the table; ``phase`` is the one that is there already."""

    kind: str
    make: Any = None
    start: Any = None
    end: Any = None
    announced: Any = None
    hidden: list[Any] = field(default_factory=list)
    span: Span | None = None
    phase: PhasePage | None = None
    months: str = ""
    flags: list[Flag] = field(default_factory=list)

    @property
    def label(self) -> str:
        return kind_label(self.kind)

    @property
    def words(self) -> str:
        if self.span is None:
            return ""
        start, end = first_moment(self.span.start), last_moment(self.span.end)
        return period_words(start, end, "day")


class DatesForm(forms.Form):  # type: ignore[misc]
    """The second step: a line for each phase that would be made."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, plan: Plan, there: Iterable[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.plan = plan
        there = set(there)
        self.kinds = [step.kind for step in plan.steps if step.kind not in there]
        for kind in self.kinds:
            label = {"phase": kind_label(kind)}
            self.fields[f"make_{kind}"] = forms.BooleanField(
                required=False, initial=True, label=_("Make “%(phase)s”") % label
            )
            self.fields[f"start_{kind}"] = DayField(
                label=_("First day of “%(phase)s”") % label
            )
            self.fields[f"end_{kind}"] = DayField(
                label=_("Last day of “%(phase)s”") % label
            )
            if kind in ANNOUNCED:
                self.fields[f"announced_{kind}"] = DayField(
                    label=_("Announcement of “%(phase)s”") % label
                )
            for name in ("start", "end"):
                # What was proposed, to know what the officer has changed since.
                self.fields[f"was_{name}_{kind}"] = forms.CharField(
                    required=False, widget=forms.HiddenInput
                )

    @staticmethod
    def values(spans: Iterable[Span], **more: Any) -> dict[str, Any]:
        """What the fields hold for these proposals."""
        found: dict[str, Any] = dict(more)
        for span in spans:
            start, end = span.start.isoformat(), span.end.isoformat()
            found |= {
                f"make_{span.kind}": "on",
                f"start_{span.kind}": start,
                f"end_{span.kind}": end,
                f"was_start_{span.kind}": start,
                f"was_end_{span.kind}": end,
                f"announced_{span.kind}": (
                    span.announced.isoformat() if span.announced else ""
                ),
            }
        return found

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for kind in self.kinds:
            if not cleaned.get(f"make_{kind}"):
                continue
            start, end = cleaned.get(f"start_{kind}"), cleaned.get(f"end_{kind}")
            for name in ("start", "end"):
                field_name = f"{name}_{kind}"
                if cleaned.get(field_name) is None and field_name not in self.errors:
                    self.add_error(field_name, _("Give a day, or untick this phase."))
            if start and end and end < start:
                self.add_error(f"end_{kind}", _("It would end before it begins."))
        return cleaned

    def spans(self) -> dict[str, Span]:
        """The phases to make whose dates can be read, also in a form with errors."""
        cleaned = getattr(self, "cleaned_data", {})
        found = {}
        for kind in self.kinds:
            start, end = cleaned.get(f"start_{kind}"), cleaned.get(f"end_{kind}")
            if cleaned.get(f"make_{kind}") and start and end and start <= end:
                found[kind] = Span(kind, start, end, cleaned.get(f"announced_{kind}"))
        return found

    def wanted(self) -> list[str]:
        cleaned = getattr(self, "cleaned_data", {})
        return [kind for kind in self.kinds if cleaned.get(f"make_{kind}")]

    def touched(self) -> dict[str, Span]:
        """The spans that the officer has changed since they were proposed."""
        cleaned = self.cleaned_data
        return {
            kind: span
            for kind, span in self.spans().items()
            if (span.start.isoformat(), span.end.isoformat())
            != (cleaned[f"was_start_{kind}"], cleaned[f"was_end_{kind}"])
        }

    def arranged(self, spans: Iterable[Span]) -> dict[str, Any]:
        """What was typed, with the steps that nobody has touched as they are now."""
        values = self.data.dict() if hasattr(self.data, "dict") else dict(self.data)
        touched = self.touched()
        values |= self.values(span for span in spans if span.kind not in touched)
        return values

    def rows(
        self,
        there: Mapping[str, PhasePage],
        flags: Mapping[str, list[Flag]],
        months: Mapping[str, str],
    ) -> Iterator[Row]:
        """All lines in the order of the method, those that are there already too."""
        spans = self.spans()
        for kind in sorted({*self.kinds, *there}, key=lambda one: ORDER[one]):
            row = Row(kind, months=months.get(kind, ""), flags=flags.get(kind, []))
            if kind in there:
                phase = there[kind]
                row = replace(row, phase=phase, span=span_of(phase))
            else:
                row = replace(
                    row,
                    make=self[f"make_{kind}"],
                    start=self[f"start_{kind}"],
                    end=self[f"end_{kind}"],
                    announced=(
                        self[f"announced_{kind}"] if kind in ANNOUNCED else None
                    ),
                    hidden=[self[f"was_start_{kind}"], self[f"was_end_{kind}"]],
                    span=spans.get(kind),
                )
            yield row
