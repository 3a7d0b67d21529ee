import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from wagtail_remacto.monitoring.errors import (
    EvaluationIncomplete,
    EvaluationSigned,
    NotAsRead,
)
from wagtail_remacto.monitoring.membership import evaluator_of
from wagtail_remacto.monitoring.models import Evaluation, Voice
from wagtail_remacto.monitoring.services.evaluations.drafting import mark
from wagtail_remacto.monitoring.services.evaluations.ground import (
    enter,
    open_draft,
    projects_of,
    what_is_missing,
)
from wagtail_remacto.people.happened import Event, tell


@transaction.atomic
def sign(
    *, evaluation: Evaluation, by: Any, seen: str = "", now: dt.datetime | None = None
) -> Evaluation:
    """Publish a draft for good; what it supersedes counts no more.

    Every project needs a completion and each of its values an effect. ``seen`` is the
    mark of the draft that the signer has read. Raises ``gate.Refused``, ``NotAdopted``,
    ``CycleClosed``, ``EvaluationSigned``, ``NotAsRead`` and ``EvaluationIncomplete``,
    which names what is missing.
    """
    now = now or timezone.now()
    programme = enter(evaluation.programme, evaluation.voice, by, now)
    evaluation = open_draft(evaluation)
    if seen and seen != mark(evaluation):
        raise NotAsRead
    missing = what_is_missing(evaluation)
    if missing:
        raise EvaluationIncomplete(missing)
    if evaluation.supersedes is not None:
        before = evaluation.supersedes
        before.superseded_at = now
        before.save(update_fields=["superseded_at"])
    elif evaluation.voice != Voice.INDEPENDENT:
        signed = Evaluation.objects.filter(
            programme=programme,
            moment=evaluation.moment,
            voice=evaluation.voice,
            signed_at__isnull=False,
            superseded_at__isnull=True,
        )
        if signed.exists():
            raise EvaluationSigned
    if evaluation.voice == Voice.CIVIL_SOCIETY:
        holder = evaluator_of(by, programme, now)
        if holder is not None:
            evaluation.seat, evaluation.partner = holder.seat, holder.partner
    evaluation.signed_by, evaluation.signed_at = by, now
    evaluation.save()
    facts = {
        "evaluation": evaluation.pk,
        "moment": evaluation.moment,
        "voice": evaluation.voice,
    }
    tell(
        *(
            Event(
                "evaluated",
                f"evaluation:{evaluation.pk}:{project.pk}",
                now,
                project,
                project,
                facts=facts,
            )
            for project in projects_of(programme)
        )
    )
    log(
        programme,
        "wagtail_remacto.sign_evaluation",
        user=by,
        data={"moment": evaluation.moment, "voice": evaluation.voice},
    )
    return evaluation
