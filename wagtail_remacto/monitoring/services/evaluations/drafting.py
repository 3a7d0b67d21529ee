import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wagtail_remacto import conf
from wagtail_remacto.monitoring.errors import (
    ChangedMeanwhile,
    EvaluationSigned,
    NotSigned,
)
from wagtail_remacto.monitoring.models import Evaluation, Moment, Voice
from wagtail_remacto.monitoring.services.evaluations import marks
from wagtail_remacto.monitoring.services.evaluations.ground import (
    enter,
    open_draft,
    projects_of,
)
from wagtail_remacto.monitoring.services.evaluations.writing import (
    WORDS,
    Said,
    say,
    write,
)
from wagtail_remacto.programmes.models import ProgrammePage, ProjectPage


@transaction.atomic
def draft(
    *,
    programme: ProgrammePage,
    moment: str,
    voice: str,
    by: Any,
    now: dt.datetime | None = None,
    **words: Any,
) -> Evaluation:
    """Begin the evaluation of one side, or go on with the draft that it has.

    The drafts of a voice belong to all who speak in it; an independent body may have
    several. ``words`` are some of :data:`WORDS`. Raises ``gate.Refused``,
    ``NotAdopted``, ``CycleClosed``, ``EvaluationSigned``, ``ValidationError``.
    """
    now = now or timezone.now()
    moment, voice = Moment(moment), Voice(voice)
    programme = enter(programme, voice, by, now)
    if voice != Voice.INDEPENDENT:
        there = Evaluation.objects.filter(
            programme=programme, moment=moment, voice=voice, superseded_at__isnull=True
        )
        signed = there.filter(signed_at__isnull=False).first()
        if signed is not None:
            raise EvaluationSigned
        begun = there.filter(signed_at__isnull=True, supersedes__isnull=True).first()
        if begun is not None:
            return write(begun, words)
    evaluation = Evaluation(
        programme=programme,
        moment=moment,
        voice=voice,
        language=conf.content_language(),
        created_by=by,
    )
    return write(evaluation, words)


@transaction.atomic
def change(
    *,
    evaluation: Evaluation,
    by: Any,
    projects: Mapping[ProjectPage, Said] | None = None,
    seen: str = "",
    now: dt.datetime | None = None,
    **words: Any,
) -> Evaluation:
    """Write in a draft; of what is not given, nothing changes.

    ``projects`` are canonical pages of the programme. ``seen``, of the words and in
    each ``Said``, is the mark of what the writer had before them (``marks``). Of a part
    that somebody else has changed since, their words stay where the writer has typed
    nothing new; where both have, nothing at all is written. Raises what :func:`draft`
    does, and ``ChangedMeanwhile``.
    """
    now = now or timezone.now()
    enter(evaluation.programme, evaluation.voice, by, now)
    evaluation = open_draft(evaluation)
    changed: list[ProjectPage | None] = []
    if seen:
        state = _state(seen, marks.of_whole(evaluation), marks.of_words(words))
        if state == _CHANGED:
            changed.append(None)
        elif state == _STAYS:
            words = {}
    write(evaluation, words)
    below = {page.pk: page for page in projects_of(evaluation.programme)}
    parts = _parts(evaluation)
    for project, said in (projects or {}).items():
        if project.pk not in below:
            raise ValidationError(_("This project is not one of the programme’s."))
        page = below[project.pk]
        if said.seen:
            is_now = marks.of_part(page, parts.get(page.pk))
            state = _state(said.seen, is_now, marks.of_said(page, said))
            if state == _CHANGED:
                changed.append(page)
            if state != _WRITTEN:
                continue
        say(evaluation, page, said)
    if changed:
        raise ChangedMeanwhile(changed)
    return evaluation


def mark(evaluation: Evaluation) -> str:
    """Of all that a draft says; three queries."""
    parts = _parts(evaluation)
    return marks.of_all(
        marks.of_whole(evaluation),
        {
            page.pk: marks.of_part(page, parts.get(page.pk))
            for page in projects_of(evaluation.programme)
        },
    )


_WRITTEN, _STAYS, _CHANGED = range(3)


def _state(seen: str, is_now: str, typed: str) -> int:
    """What becomes of a part that is saved, from three marks."""
    if seen == is_now:
        return _WRITTEN
    return _STAYS if typed in (seen, is_now) else _CHANGED


def _parts(evaluation: Evaluation) -> dict[int, Any]:
    rows = evaluation.projects.prefetch_related("effects")
    return {part.project_id: part for part in rows}


@transaction.atomic
def supersede(
    *, evaluation: Evaluation, by: Any, now: dt.datetime | None = None
) -> Evaluation:
    """A draft that will take the place of a signed evaluation, with all of its words.

    Called twice, the same draft. Raises ``gate.Refused``, ``NotAdopted``,
    ``CycleClosed``, ``NotSigned``.
    """
    now = now or timezone.now()
    enter(evaluation.programme, evaluation.voice, by, now)
    evaluation = Evaluation.objects.select_for_update(of=("self",)).get(
        pk=evaluation.pk
    )
    if evaluation.signed_at is None or evaluation.superseded_at is not None:
        raise NotSigned
    begun = Evaluation.objects.filter(supersedes=evaluation).first()
    if begun is not None:
        return begun
    made = Evaluation.objects.create(
        programme=evaluation.programme,
        moment=evaluation.moment,
        voice=evaluation.voice,
        supersedes=evaluation,
        created_by=by,
        **{name: getattr(evaluation, name) for name in WORDS},
    )
    for part in evaluation.projects.prefetch_related("effects"):
        effects = {each.value: each.effect for each in part.effects.all()}
        say(made, part.project, Said(part.completion, part.lessons, effects))
    return made


@transaction.atomic
def discard(*, evaluation: Evaluation, by: Any, now: dt.datetime | None = None) -> None:
    """Throw a draft away. Raises what :func:`change` does."""
    now = now or timezone.now()
    enter(evaluation.programme, evaluation.voice, by, now)
    open_draft(evaluation).delete()
