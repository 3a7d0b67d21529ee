"""What stands in a draft: its words, and what it says of each project."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from wagtail_remacto.contributions.text import clean
from wagtail_remacto.monitoring.models import (
    Completion,
    Effect,
    EffectMark,
    Evaluation,
    ProjectEvaluation,
)
from wagtail_remacto.programmes.models import ProjectPage

# The words that may be written, and those of them that are typed in one form.
WORDS = ("body", "method", "summary", "lessons", "document", "language")
WRITTEN = ("body", "method", "summary", "lessons", "language")
BODY_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one project; ``effects`` by value, of those it was to open.

    ``seen`` is the mark of what the draft said when the screen was opened: see
    ``change``.
    """

    completion: str = ""
    lessons: str = ""
    effects: Mapping[str, str] = field(default_factory=dict)
    seen: str = ""


def write(evaluation: Evaluation, words: Mapping[str, Any]) -> Evaluation:
    unknown = set(words) - set(WORDS)
    if unknown:
        raise TypeError(f"An evaluation has no {', '.join(sorted(unknown))}.")
    for name, value in words.items():
        if name in ("method", "summary", "lessons", "body"):
            value = clean(value or "").strip()
        setattr(evaluation, name, value)
    if len(evaluation.body) > BODY_LENGTH:
        raise ValidationError(
            {
                "body": _("The name has %(length)d characters; %(most)d fit.")
                % {"length": len(evaluation.body), "most": BODY_LENGTH}
            }
        )
    evaluation.save()
    return evaluation


def say(evaluation: Evaluation, project: ProjectPage, said: Said) -> None:
    """Keep what is said of one project; empty answers take it back."""
    if said.completion:
        Completion(said.completion)
    unknown = _beyond(said.effects, project)
    if unknown:
        raise ValidationError(
            _("“%(project)s” was not to open %(value)s.")
            % {"project": project.title, "value": unknown}
        )
    part, _made = ProjectEvaluation.objects.get_or_create(
        evaluation=evaluation, project=project
    )
    part.evaluation = evaluation
    part.completion = said.completion
    part.lessons = clean(said.lessons or "").strip()
    part.save()
    kept = {each.value: each for each in part.effects.all()}
    for value, effect in said.effects.items():
        mark = kept.pop(value, None)
        if not effect:
            if mark is not None:
                mark.delete()
            continue
        mark = mark or EffectMark(project_evaluation=part, value=value)
        mark.effect = Effect(effect)
        mark.save()


def _beyond(values: Iterable[str], project: ProjectPage) -> str:
    """The first value that the project does not name."""
    return next((each for each in values if each not in project.values), "")
