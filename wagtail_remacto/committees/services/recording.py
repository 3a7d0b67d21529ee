"""How an outcome is written down, whichever verb leads to it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from wagtail_remacto import conf
from wagtail_remacto.collectivites.log import BranchLogEntry
from wagtail_remacto.committees.errors import OutcomeReasonNeeded, WrongReason
from wagtail_remacto.committees.models import OutcomeReason, OutcomeRecord
from wagtail_remacto.committees.services.telling import tell_after_commit
from wagtail_remacto.contributions.models import Contribution, Outcome
from wagtail_remacto.contributions.text import clean, guess_language
from wagtail_remacto.people.happened import Event, tell


@dataclass(frozen=True, slots=True)
class Why:
    """The reason of an outcome: a sentence of the library, own words, or both."""

    reason: OutcomeReason | None = None
    texts: dict[str, str] = field(default_factory=dict)
    words: str = ""
    language: str = ""


def why_of(
    outcome: str, reason: OutcomeReason | None, words: str, language: str
) -> Why:
    """The reason as it is recorded: the library’s sentence in every language."""
    words = clean(words).strip()
    if reason is None and not words:
        raise OutcomeReasonNeeded
    if words:
        language = language or guess_language(words, conf.content_language())
    else:
        language = ""
    if reason is None:
        return Why(words=words, language=language)
    if reason.outcome not in ("", outcome) or not reason.active:
        raise WrongReason(reason.title)
    rows = OutcomeReason.objects.filter(translation_key=reason.translation_key)
    texts = {
        row.locale.language_code: row.text
        for row in rows.select_related("locale").order_by("pk")
    }
    return Why(reason, texts, words, language)


def locked(condition: Q) -> list[Contribution]:
    """The rows as they are now, held until the commit, always in the same order."""
    return list(
        Contribution.objects.filter(condition)
        .select_for_update(of=("self",))
        .select_related("cycle__locale", "collectivite")
        .order_by("pk")
    )


def write(
    rows: Sequence[Contribution],
    outcome: Outcome,
    why: Why,
    by: Any,
    now: dt.datetime,
    merged_into: Contribution | None = None,
) -> list[OutcomeRecord]:
    """Records for locked rows; those that say the same already keep theirs."""
    last = _last_records(rows)
    kept, new = [], []
    for row in rows:
        before = last.get(row.pk)
        made = OutcomeRecord(
            contribution=row,
            collectivite=row.collectivite,
            number=before.number + 1 if before else 1,
            outcome=outcome,
            reason=why.reason,
            texts=why.texts,
            words=why.words,
            language=why.language,
            merged_into=merged_into,
            by=by,
            at=now,
        )
        if before is not None and _says_the_same(before, made):
            kept.append(before)
        else:
            new.append(made)
    OutcomeRecord.objects.bulk_create(new, batch_size=500)
    changed = Contribution.objects.filter(pk__in=[each.contribution_id for each in new])
    changed.filter(answered_at=None).update(answered_at=now)
    changed.update(outcome=outcome, merged_into=merged_into)
    BranchLogEntry.objects.log_many(
        (
            (
                each.contribution,
                {
                    "label": each.contribution.shown_reference,
                    "collectivite": each.collectivite,
                    "data": {
                        "outcome": outcome,
                        "number": each.number,
                        "into": merged_into.shown_reference if merged_into else "",
                    },
                },
            )
            for each in new
        ),
        "wagtail_remacto.merge" if merged_into else "wagtail_remacto.outcome",
        user=by,
    )
    cycles = {row.pk: row.cycle for row in rows}
    tell(
        *(
            Event(
                "outcome",
                f"outcome:{each.pk}",
                now,
                cycles[each.contribution_id],
                contributions=[each.contribution_id],
                facts={
                    "outcome": str(outcome),
                    "record": each.pk,
                    "contribution": each.contribution_id,
                },
            )
            for each in new
        )
    )
    tell_after_commit(new)
    return [*kept, *new]


def _last_records(rows: Sequence[Contribution]) -> dict[int, OutcomeRecord]:
    numbered = OutcomeRecord.objects.filter(contribution__in=rows).order_by("number")
    return {each.contribution_id: each for each in numbered}


def _says_the_same(one: OutcomeRecord, other: OutcomeRecord) -> bool:
    said = ("outcome", "reason_id", "texts", "words", "merged_into_id")
    return all(getattr(one, name) == getattr(other, name) for name in said)
