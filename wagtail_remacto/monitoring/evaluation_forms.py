"""What an evaluation asks: of the programme as a whole, and of each project.

Nothing is required while it is a draft; signing says what is missing.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from wagtail_remacto import conf
from wagtail_remacto.collectivites.models import Language
from wagtail_remacto.cycles.kinds import Value
from wagtail_remacto.monitoring.forms import PLAIN
from wagtail_remacto.monitoring.models import (
    Completion,
    Effect,
    Evaluation,
    ProjectEvaluation,
)
from wagtail_remacto.monitoring.services.evaluations import BODY_LENGTH, Said, marks
from wagtail_remacto.monitoring.voice_forms import cards

# What each of OGP’s words means, as a neighbour would say it.
EFFECTS = {
    Effect.WORSENED: gettext_lazy("Less open than before."),
    Effect.UNCHANGED: gettext_lazy("As it was before."),
    Effect.MARGINAL: gettext_lazy("A little more open; the practice is the same."),
    Effect.MAJOR: gettext_lazy("A clear step forward, still limited in scope."),
    Effect.OUTSTANDING: gettext_lazy("It has changed how things are done."),
}
_NOT_SAID = ("", pgettext_lazy("an answer", "not said yet"))


def _text(rows: int, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"dir": "auto", "rows": rows}),
        **kwargs,
    )


def _sent(value: Any) -> Any:
    """An answer as a field shows it: of a row its key."""
    return getattr(value, "pk", value) or ""


class PartForm(forms.Form):
    """A part of a draft that others write as well.

    ``seen`` is the mark of what the draft said when the form was shown; ``theirs`` has
    the label and the words of what somebody else has written since.
    """

    seen = forms.CharField(
        required=False, max_length=32, widget=forms.HiddenInput, label=""
    )
    theirs: Sequence[tuple[Any, str]] = ()

    def meet(self, current: "PartForm") -> None:
        """Keep what is typed, and show what stands in the draft now.

        The next time it is saved, its writer has seen ``current``, a form of that.
        """
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = current["seen"].value()
        self.theirs = [
            (field.label, self.said(field.name, field.value()))
            for field in current.visible_fields()
            if (field.value() or "") != _sent(self.cleaned_data.get(field.name))
        ]

    def said(self, name: str, value: Any) -> str:
        """An answer as it is read; empty answers are words too."""
        return str(value or "–")


class WholeForm(PartForm):
    """What is said of the programme as a whole."""

    body = forms.CharField(
        label=gettext_lazy("Who evaluates"),
        help_text=gettext_lazy("The office, the associations or the body, by name."),
        required=False,
        max_length=BODY_LENGTH,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    summary = _text(4, label=gettext_lazy("In short"))
    method = _text(
        4,
        label=gettext_lazy("How it was done"),
        help_text=gettext_lazy("What was read, who was heard, what was visited."),
    )
    lessons = _text(
        5,
        label=gettext_lazy("Lessons of the whole programme"),
        help_text=gettext_lazy("What should the next cycle keep, and do otherwise?"),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language it is written in"), choices=Language.choices
    )

    @classmethod
    def of(
        cls, evaluation: Evaluation | None, data: Any = None, **initial: Any
    ) -> "WholeForm":
        # Nothing begun says the same as a draft that nobody has written in.
        draft = evaluation or Evaluation(language=conf.content_language())
        names = [name for name in cls.base_fields if name != "seen"]
        written: dict[str, Any] = {name: getattr(draft, name) for name in names}
        written["seen"] = marks.of_whole(draft)
        return cls(data, prefix="whole", initial={**written, **initial})

    def said(self, name: str, value: Any) -> str:
        if name == "language":
            return str(Language(value).label)
        return super().said(name, value)


class AboutProjectForm(PartForm):
    """How far a project is, what it did for each of its values, and what was learnt.

    ``narrow`` draws lists to choose from, for a table with many projects.
    """

    completion = forms.ChoiceField(
        label=gettext_lazy("How far is it?"), required=False, widget=forms.RadioSelect
    )
    lessons = _text(3, label=gettext_lazy("What was learnt from it"))

    def __init__(
        self,
        data: Any = None,
        *,
        project: Any,
        part: ProjectEvaluation | None = None,
        narrow: bool = False,
        initial: Any = None,
    ) -> None:
        self.project, self.part = project, part
        known: dict[str, Any] = {"seen": marks.of_part(project, part)}
        if part is not None:
            known |= {"completion": part.completion, "lessons": part.lessons}
            known |= {each.value: each.effect for each in part.effects.all()}
        super().__init__(
            data, prefix=f"p{project.pk}", initial={**known, **(initial or {})}
        )
        fields: dict[str, Any] = self.fields
        lessons = fields.pop("lessons")
        if narrow:
            fields["completion"].widget = forms.Select()
        fields["completion"].choices = [
            *(Completion.choices if narrow else cards(Completion, PLAIN)),
            _NOT_SAID,
        ]
        self.values = [each for each in Value if each in project.values]
        for value in self.values:
            fields[value.value] = forms.ChoiceField(
                label=value.label,
                required=False,
                widget=forms.Select() if narrow else forms.RadioSelect(),
                choices=[
                    *(Effect.choices if narrow else cards(Effect, EFFECTS)),
                    _NOT_SAID,
                ],
            )
        if narrow:
            lessons.widget.attrs["rows"] = 2
        fields["lessons"] = lessons

    @property
    def effects(self) -> list[forms.BoundField]:
        return [self[value.value] for value in self.values]

    @property
    def answers(self) -> Said:
        found = self.cleaned_data
        return Said(
            found["completion"],
            found["lessons"],
            {value.value: found[value.value] for value in self.values},
            found["seen"],
        )

    def said(self, name: str, value: Any) -> str:
        if value and name != "lessons":
            words: Any = Completion if name == "completion" else Effect
            return str(words(value).label)
        return super().said(name, value)
