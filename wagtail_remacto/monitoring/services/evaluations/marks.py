"""What a draft says, in a few letters: a form that shows something else is old.

Several people write in one draft. A screen carries the mark of each part that it shows,
so that saving an old one takes nobody’s words away.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from wagtail_remacto.contributions.text import clean
from wagtail_remacto.monitoring.models import Evaluation, ProjectEvaluation
from wagtail_remacto.monitoring.services.evaluations.writing import WORDS, WRITTEN, Said
from wagtail_remacto.programmes.models import ProjectPage


def of_words(words: Mapping[str, Any]) -> str:
    """Of what is said of the whole; what is not among ``words`` is empty."""
    document = words.get("document")
    return _mark(
        [
            *(clean(words.get(name) or "").strip() for name in WRITTEN),
            str(document.pk) if document else "",
        ]
    )


def of_said(project: ProjectPage, said: Said) -> str:
    """Of what is said of one project."""
    effects = [said.effects.get(value) or "" for value in sorted(project.values)]
    return _mark([said.completion, clean(said.lessons or "").strip(), *effects])


def of_whole(evaluation: Evaluation) -> str:
    """Of the words of a draft, as it is at hand."""
    return of_words({name: getattr(evaluation, name) for name in WORDS})


def of_part(project: ProjectPage, part: ProjectEvaluation | None) -> str:
    """Of what a draft says of one project; ``part`` has its effects."""
    return of_said(project, said_in(part))


def said_in(part: ProjectEvaluation | None) -> Said:
    if part is None:
        return Said()
    effects = {each.value: each.effect for each in part.effects.all()}
    return Said(part.completion, part.lessons, effects)


def of_all(whole: str, parts: Mapping[int, str]) -> str:
    """Of a draft, from the marks of its parts by the keys of their projects."""
    return _mark([whole, *(f"{key}:{parts[key]}" for key in sorted(parts))])


def _mark(said: list[str]) -> str:
    written = json.dumps(said, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()[:32]
