"""Votes are counted here, and nowhere else."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from wagtail_remacto.contributions.counters import Drift
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.cycles.rates import Sender
from wagtail_remacto.people.models import Participant
from wagtail_remacto.polling.errors import NotAChoice, NothingChosen, TooManyChosen
from wagtail_remacto.polling.models import Choice, Poll, Vote, VotedChoice
from wagtail_remacto.polling.secrecy import voter_keys


@transaction.atomic
def vote(
    *,
    poll: Poll,
    participant: Participant,
    choices: Iterable[int],
    now: dt.datetime | None = None,
    sender: Sender | None = None,
) -> Vote:
    """The participant's vote in the poll, made or changed.

    ``choices`` are ids of choices of the canonical poll, which every language shows.
    Raises ``gate.Refused`` while the poll or its phase is closed, and one of the
    errors of ``polling.errors``. Nothing is logged: who voted is known to nobody.
    """
    canonical = locked(poll)
    gate.require(participant, Action.ANSWER_POLL, canonical, now, sender=sender)
    chosen = _chosen(canonical, choices)
    keys = voter_keys(canonical, participant)
    found = Vote.objects.filter(poll=canonical, voter__in=keys).first()
    if found is None:
        found = Vote.objects.create(poll=canonical, voter=keys[0])
        _count(Poll.objects.filter(pk=canonical.pk), "voters_count", 1)
    elif found.voter != keys[0]:
        found.voter = keys[0]
        found.save(update_fields=["voter"])
    _mark(found, chosen)
    return found


def locked(poll: Poll) -> Poll:
    """The canonical row as it is now, with its phase; both held until the commit."""
    canonical = (
        Poll.objects.select_for_update(of=("self",), no_key=True)
        .select_related("locale", "phase__locale")
        .get(pk=poll.canonical.pk)
    )
    canonical.shown_as = poll.shown_as
    if canonical.phase is not None:
        canonical.phase = gate.lock(canonical.phase)
    return canonical


def forget(vote: Vote) -> None:
    """Take a vote back with all that it counted; its poll is locked."""
    _mark(vote, set())
    vote.delete()
    _count(Poll.objects.filter(pk=vote.poll_id), "voters_count", -1)


def _chosen(poll: Poll, choices: Iterable[int]) -> set[int]:
    chosen = set(choices)
    if not chosen:
        raise NothingChosen
    if not chosen <= set(poll.choices.values_list("pk", flat=True)):
        raise NotAChoice
    if len(chosen) > 1 and not poll.multiple:
        raise TooManyChosen
    return chosen


def _mark(vote: Vote, chosen: set[int]) -> None:
    """Give the vote these marks and no others; the counters follow the difference."""
    before = set(vote.marks.values_list("choice_id", flat=True))
    gone, new = before - chosen, chosen - before
    if gone:
        vote.marks.filter(choice_id__in=gone).delete()
        _count(Choice.objects.filter(pk__in=gone), "votes_count", -1)
    if new:
        VotedChoice.objects.bulk_create(
            VotedChoice(vote=vote, choice_id=choice) for choice in sorted(new)
        )
        _count(Choice.objects.filter(pk__in=new), "votes_count", 1)


def _count(rows: QuerySet[Any], field: str, change: int) -> None:
    rows.update(**{field: F(field) + change})


def drift(poll: Poll | None = None) -> list[Drift]:
    """The counters of all polls, or of one, that are not what the votes say."""
    found = []
    for rows, field, truth in _truths(poll):
        wrong = rows.annotate(is_really=truth).exclude(**{field: F("is_really")})
        found += [
            Drift(rows.model, pk, field, says, is_really)
            for pk, says, is_really in wrong.values_list("pk", field, "is_really")
        ]
    return found


@transaction.atomic
def recount(poll: Poll | None = None) -> list[Drift]:
    """Put the counters right; returns what was wrong.

    The polls are held meanwhile, as a vote holds its poll.
    """
    polls = Poll.objects.all() if poll is None else _own(poll)
    list(polls.order_by("pk").select_for_update(no_key=True).values_list("pk"))
    found = drift(poll)
    for rows, field, truth in _truths(poll):
        wrong = {d.pk for d in found if d.model is rows.model}
        if wrong:
            rows.filter(pk__in=wrong).update(**{field: truth})
    return found


def _own(poll: Poll) -> QuerySet[Poll]:
    return Poll.objects.filter(translation_key=poll.translation_key)


def _truths(poll: Poll | None) -> list[tuple[QuerySet[Any], str, Coalesce]]:
    polls, choices = Poll.objects.all(), Choice.objects.all()
    if poll is not None:
        polls = _own(poll)
        choices = choices.filter(poll__in=polls)
    return [
        (polls.order_by(), "voters_count", _number_of(Vote, "poll")),
        (choices.order_by(), "votes_count", _number_of(VotedChoice, "choice")),
    ]


def _number_of(model: Any, key: str) -> Coalesce:
    counted = (
        model.objects.filter(**{key: OuterRef("pk")})
        .order_by()
        .values(key)
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(counted), 0)
