"""The answer to a remark: the change it led to, or the reason why not."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from wagtail_remacto import conf
from wagtail_remacto.contributions.models import (
    Contribution,
    Standing,
)
from wagtail_remacto.contributions.text import clean, guess_language
from wagtail_remacto.cycles import gate
from wagtail_remacto.people.happened import Event, tell
from wagtail_remacto.programmes.errors import ProgrammeError
from wagtail_remacto.programmes.models import (
    Remark,
    RemarkAnswer,
    RemarkKind,
    RemarkVerdict,
)
from wagtail_remacto.programmes.remarks.errors import (
    AnswerNeeded,
    ChangeNeeded,
    NoChange,
    NotARemark,
    NotToBeDecided,
    ReasonNeeded,
)
from wagtail_remacto.programmes.services.telling import tell_of_answers

# These are answered in words; the others with a yes or a no.
ANSWERABLE = (RemarkKind.QUESTION, RemarkKind.SUPPORT)


@transaction.atomic
def answer(
    *,
    remark: Remark,
    verdict: str,
    by: Any,
    words: str = "",
    change: str = "",
    language: str = "",
    now: dt.datetime | None = None,
) -> RemarkAnswer:
    """What becomes of a public remark; a later answer counts, the earlier stay.

    ``change`` says what an accepted one has changed, ``words`` why another is declined
    or what answers a question. The same once more changes nothing. Author and
    followers are told after the commit. Raises ``gate.Refused``, ``NotARemark``,
    ``ChangeNeeded``, ``NoChange``, ``ReasonNeeded``, ``AnswerNeeded``,
    ``NotToBeDecided`` and ``ValidationError``.
    """
    made, is_new = _answer(remark, verdict, by, words, change, language, now)
    if is_new:
        tell_of_answers([made])
    return made


@dataclass(frozen=True, slots=True)
class Answered:
    """One row of a bulk answer: the answer, or the sentence why there is none."""

    remark: Remark
    answer: RemarkAnswer | None = None
    problem: str = ""


def answer_many(
    *,
    remarks: Iterable[Remark],
    verdict: str,
    by: Any,
    words: str = "",
    change: str = "",
    language: str = "",
    now: dt.datetime | None = None,
) -> list[Answered]:
    """The same answer to each; one that fails leaves the others as they are.

    Whoever hears of several of them hears once.
    """
    done: list[Answered] = []
    told: list[RemarkAnswer] = []
    for each in remarks:
        try:
            with transaction.atomic():
                made, is_new = _answer(each, verdict, by, words, change, language, now)
        except (gate.Refused, ProgrammeError) as problem:
            done.append(Answered(each, problem=str(problem)))
        except ValidationError as wrong:
            done.append(Answered(each, problem=" ".join(wrong.messages)))
        else:
            done.append(Answered(each, made))
            told += [made] if is_new else []
    tell_of_answers(told)
    return done


def _answer(
    remark: Remark,
    verdict: str,
    by: Any,
    words: str,
    change: str,
    language: str,
    now: dt.datetime | None,
) -> tuple[RemarkAnswer, bool]:
    now = now or timezone.now()
    # Two officers who answer at once wait for one another here.
    contribution = (
        Contribution.objects.select_for_update(of=("self",))
        .select_related("cycle__locale")
        .get(pk=remark.contribution_id)
    )
    gate.require(by, gate.Deed.OUTCOME, contribution.cycle, now)
    if contribution.standing != Standing.PUBLIC:
        raise NotARemark
    words, change = _fitting("words", words), _fitting("change", change)
    verdict = _checked(remark, verdict, words, change)
    last = RemarkAnswer.objects.filter(remark=remark).order_by("-number").first()
    if last is not None and (last.verdict, last.words, last.change) == (
        verdict,
        words,
        change,
    ):
        return last, False
    made = RemarkAnswer.objects.create(
        remark=remark,
        number=last.number + 1 if last else 1,
        verdict=verdict,
        words=words,
        change=change,
        language=language
        or guess_language(f"{words} {change}", conf.content_language()),
        by=by,
        at=now,
    )
    if contribution.answered_at is None:
        contribution.answered_at = now
        contribution.save(update_fields=["answered_at"])
    tell(
        Event(
            "remark_answer",
            f"remark_answer:{made.pk}",
            now,
            contribution.cycle,
            contributions=[contribution.pk],
            facts={
                "verdict": str(verdict),
                "answer": made.pk,
                "contribution": contribution.pk,
            },
        )
    )
    log(
        contribution,
        "wagtail_remacto.answer_remark",
        user=by,
        title=contribution.shown_reference,
        data={"verdict": verdict, "number": made.number},
    )
    return made, True


def _checked(remark: Remark, verdict: str, words: str, change: str) -> RemarkVerdict:
    chosen = RemarkVerdict(verdict)
    if chosen == RemarkVerdict.ACCEPTED and not change:
        raise ChangeNeeded
    if chosen != RemarkVerdict.ACCEPTED and change:
        raise NoChange
    if chosen == RemarkVerdict.DECLINED and not words:
        raise ReasonNeeded
    if chosen == RemarkVerdict.ANSWERED and remark.kind not in ANSWERABLE:
        raise NotToBeDecided
    if chosen == RemarkVerdict.ANSWERED and not words:
        raise AnswerNeeded
    return chosen


def _fitting(field: str, text: str) -> str:
    text = clean(text).strip()
    most = conf.get("CONTRIBUTION_MAX_LENGTH")
    if len(text) > most:
        raise ValidationError(
            {
                field: _("The text has %(length)d characters; %(most)d fit.")
                % {"length": len(text), "most": most}
            }
        )
    return text
