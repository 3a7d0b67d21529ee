"""What the evaluations of a programme say, beside each other and never averaged."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.collectivites.queries import published
from wagtail_remacto.cycles.kinds import Value
from wagtail_remacto.monitoring.models import (
    Completion,
    CycleClosing,
    Effect,
    Evaluation,
    Moment,
    Voice,
)
from wagtail_remacto.programmes.models import ProjectPage

# Who speaks first, wherever voices stand beside each other.
_ORDER = {voice: rank for rank, voice in enumerate(Voice.values)}


@dataclass(frozen=True, slots=True)
class Answer:
    """What one evaluation answers to one question; ``rank`` counts from 0."""

    report: Evaluation
    code: str
    label: str
    rank: int
    # Per cent of the scale's length.
    at: float


@dataclass(slots=True)
class Question:
    """How far a project is, or what it did for one value: a scale and its answers."""

    label: str
    steps: list[str]
    answers: list[Answer] = field(default_factory=list)

    @property
    def given(self) -> list[Answer]:
        return [each for each in self.answers if each.code]

    @property
    def marks(self) -> list[float]:
        """Where the steps of the scale are drawn, per cent."""
        return [_at(rank, len(self.steps)) for rank in range(len(self.steps))]

    @property
    def gap(self) -> int:
        """How many steps the most distant answers are apart; 0 where all agree."""
        ranks = [each.rank for each in self.given]
        return max(ranks) - min(ranks) if ranks else 0

    @property
    def gap_words(self) -> str:
        if self.gap:
            return ngettext(
                "seen differently, %(number)d step apart",
                "seen differently, %(number)d steps apart",
                self.gap,
            ) % {"number": self.gap}
        return _("seen alike") if len(self.given) > 1 else ""


@dataclass(slots=True)
class Judged:
    """One project, in every voice."""

    page: Any
    questions: list[Question]
    lessons: list[tuple[Evaluation, Words]]

    @property
    def differing(self) -> int:
        return sum(bool(each.gap) for each in self.questions)


@dataclass(slots=True)
class Beside:
    """The evaluations of one moment that count now, side by side."""

    moment: str
    reports: list[Evaluation]
    projects: list[Judged]
    # The voices that are expected and have not signed.
    silent: list[str]

    @property
    def label(self) -> str:
        return str(Moment(self.moment).label)

    @property
    def differing(self) -> int:
        return sum(each.differing for each in self.projects)


@dataclass(slots=True)
class Evaluated:
    """All that was signed of a programme, the newest moment first."""

    moments: list[Beside]
    superseded: list[Evaluation]
    closings: list[CycleClosing]


def signed(programme: Any) -> "QuerySet[Evaluation]":
    """What anyone may read of a canonical programme."""
    return (
        Evaluation.objects.filter(programme=programme, signed_at__isnull=False)
        .select_related("seat", "partner", "document")
        .order_by("signed_at", "pk")
    )


def evaluated(programme: Any, page: Any) -> Evaluated:
    """Of a canonical programme; ``page`` is it in the reader’s language.

    Five queries, whatever was said and however many projects there are.
    """
    rows = list(signed(programme))
    current = [each for each in rows if each.superseded_at is None]
    current.sort(key=lambda each: _ORDER[each.voice])
    projects = list(published(ProjectPage, page).order_by("path")) if current else []
    moments = []
    if current:
        prefetch_related_objects(current, "projects__project", "projects__effects")
    for moment in reversed(Moment.values):
        reports = [each for each in current if each.moment == moment]
        if not reports:
            continue
        voices = {each.voice for each in reports}
        moments.append(
            Beside(
                moment,
                reports,
                judged(projects, reports),
                [
                    str(voice.label)
                    for voice in (Voice.ADMINISTRATION, Voice.CIVIL_SOCIETY)
                    if voice not in voices
                ],
            )
        )
    closings = CycleClosing.objects.filter(
        cycle__path=programme.path[: -programme.steplen]
    ).order_by("-at", "-pk")
    return Evaluated(
        moments,
        [each for each in reversed(rows) if each.superseded_at is not None],
        list(closings),
    )


def judged(projects: Iterable[Any], reports: list[Evaluation]) -> list[Judged]:
    """Each project as these evaluations see it; their parts are known already."""
    parts = [
        {part.project.translation_key: part for part in report.projects.all()}
        for report in reports
    ]
    found = []
    for page in projects:
        said = [
            (report, by_project.get(page.translation_key))
            for report, by_project in zip(reports, parts, strict=True)
        ]
        if not any(part for _report, part in said):
            continue
        completion = Question(
            _("How far it is"), [str(each.label) for each in Completion]
        )
        completion.answers = [
            _answer(report, Completion, part.completion if part else "")
            for report, part in said
        ]
        marks = [
            {each.value: each.effect for each in part.effects.all()} if part else {}
            for _report, part in said
        ]
        questions = [completion]
        for value in Value:
            if not any(value in each for each in marks):
                continue
            question = Question(str(value.label), [str(each.label) for each in Effect])
            question.answers = [
                _answer(report, Effect, effects.get(value, ""))
                for (report, _part), effects in zip(said, marks, strict=True)
            ]
            questions.append(question)
        lessons = [
            (report, Words(part.lessons, report.language))
            for report, part in said
            if part and part.lessons
        ]
        found.append(Judged(page, questions, lessons))
    return found


def _answer(report: Evaluation, scale: Any, code: str) -> Answer:
    codes = scale.values
    if code not in codes:
        return Answer(report, "", "", -1, 0)
    rank = codes.index(code)
    return Answer(report, code, str(scale(code).label), rank, _at(rank, len(codes)))


def _at(rank: int, steps: int) -> float:
    """The middle of the step’s share of the scale."""
    return round(100 * (rank + 0.5) / steps, 3)
