"""Polls and their results, in the reader's words."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from wagtail_remacto import conf
from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.collectivites.queries import readable
from wagtail_remacto.cycles.calendar_words import moment
from wagtail_remacto.cycles.clock import Period, State
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.people.models import Participant
from wagtail_remacto.polling.models import Choice, Poll, ResultsShown, Vote
from wagtail_remacto.polling.secrecy import voter_keys


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of the canonical poll: what to send for it, and what it got."""

    pk: int
    text: Words
    votes: int
    # Of the people who voted, from 0 to 1.
    share: float
    # The text by the code of its language.
    texts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Results:
    """A poll in the reader's language with the counts that all languages share."""

    poll: Poll
    question: Words
    text: Words
    options: list[Option]
    voters: int

    @property
    def languages(self) -> list[str]:
        """The fallback language first."""
        known = {code for option in self.options for code in option.texts}
        first = conf.fallback_language()
        return sorted(known, key=lambda code: (code != first, code))


def results(poll: Poll) -> Results:
    """What a ballot asks and what it came to; one query with a canonical poll."""
    canonical = poll.canonical
    rows = (
        Choice.objects.filter(poll__translation_key=canonical.translation_key)
        .select_related("poll__locale", "locale")
        .order_by("sort_order", "pk")
    )
    texts: dict[Any, dict[str, str]] = {}
    polls = {canonical.locale.language_code: canonical}
    counted = []
    for row in rows:
        code = row.locale.language_code
        texts.setdefault(row.translation_key, {})[code] = row.text
        polls.setdefault(row.poll.locale.language_code, row.poll)
        if row.poll_id == canonical.pk:
            counted.append(row)
    voters = canonical.voters_count
    options = []
    for row in counted:
        known = texts[row.translation_key]
        options.append(
            Option(
                pk=row.pk,
                text=_read(known, row.locale.language_code),
                votes=row.votes_count,
                share=round(row.votes_count / voters, 4) if voters else 0.0,
                texts=known,
            )
        )
    own = canonical.locale.language_code
    question = _read({code: each.question for code, each in polls.items()}, own)
    canonical.shown_as = question
    return Results(
        poll=canonical,
        question=question,
        text=_read({code: each.text for code, each in polls.items()}, own),
        options=options,
        voters=voters,
    )


def _read(texts: dict[str, str], own: str) -> Words:
    """The text in the reader's language, else in the language it is counted in."""
    wanted = conf.content_language()
    if texts.get(wanted):
        return Words(texts[wanted], wanted)
    return Words(texts.get(own, ""), own)


def public_polls() -> QuerySet[Poll]:
    """The polls that anyone may read: published, where everything above is."""
    return Poll.objects.filter(
        Q(phase__isnull=True) | Q(phase__in=_keys(PhasePage)),
        published=True,
        collectivite__in=_keys(CollectivitePage),
    )


def _keys(model: Any) -> Any:
    return readable(model.objects.all()).order_by().values("pk")


def with_places(polls: QuerySet[Poll]) -> QuerySet[Poll]:
    """With the pages that the gate and a screen ask for."""
    return polls.select_related("locale", "collectivite__locale", "phase__locale")


def polls_of(phase: PhasePage) -> list[Poll]:
    """The published polls of a phase, each with ``shown_as``, the newest first.

    One query for all of them; none where people cannot answer a poll in the phase.
    """
    if Action.ANSWER_POLL not in phase.actions:
        return []
    rows = Poll.objects.filter(
        phase__translation_key=phase.translation_key
    ).select_related("locale")
    found = shown(rows)
    for poll in found:
        # Its dates are those of every language; nobody looks for it again.
        poll.phase = phase
    return found


def shown(rows: Iterable[Poll]) -> list[Poll]:
    """The published canonical polls among these rows, in the reader's words.

    ``rows`` hold every language of each.
    """
    groups: dict[Any, list[Poll]] = {}
    for row in rows:
        groups.setdefault(row.translation_key, []).append(row)
    found = []
    for group in groups.values():
        by_language = {row.locale.language_code: row for row in group}
        canonical = by_language.get(
            conf.fallback_language(), min(group, key=lambda row: row.pk)
        )
        canonical.__dict__["canonical"] = canonical
        if canonical.published:
            canonical.shown_as = _read(
                {code: row.question for code, row in by_language.items()},
                canonical.locale.language_code,
            )
            found.append(canonical)
    return sorted(found, key=lambda poll: (poll.created_at, poll.pk), reverse=True)


def is_open(poll: Poll, now: dt.datetime | None = None) -> bool:
    """Whether its own dates and those of its phase let people vote."""
    return all(period.state(now).is_open for period in periods(poll))


def is_closed(poll: Poll, now: dt.datetime | None = None) -> bool:
    """Whether nobody will vote any more."""
    return any(period.state(now) == State.CLOSED for period in periods(poll))


def periods(poll: Poll) -> list[Period]:
    """Its own dates and its phase's: one may vote within all of them."""
    return [poll.period, *([poll.phase.period] if poll.phase else [])]


def dates_in_words(poll: Poll) -> str:
    """Until when one can vote, from when, or that one no longer can."""
    if is_closed(poll):
        return _("Closed.")
    starts = [each.start for each in periods(poll) if each.state() == State.TO_COME]
    known = [start for start in starts if start]
    if known:
        return _("Opens on %(moment)s.") % {"moment": moment(max(known))}
    if not is_open(poll):
        return _("The dates are not published.")
    ends = [each.end for each in periods(poll) if each.end]
    if not ends:
        return _("Open.")
    return _("Open until %(moment)s.") % {"moment": moment(min(ends))}


def may_see_results(poll: Poll, voted: bool, now: dt.datetime | None = None) -> bool:
    """Whether somebody who has voted, or has not, may read the counts at ``now``."""
    if is_closed(poll, now):
        return True
    return voted and poll.results == ResultsShown.AFTER_VOTE


def has_voted(poll: Poll, participant: Participant) -> bool:
    """Whether this person has, and nothing of what; ``poll`` is canonical."""
    keys = voter_keys(poll, participant)
    return Vote.objects.filter(poll=poll, voter__in=keys).exists()


def public_poll(translation_key: Any) -> Poll | None:
    """The canonical poll of a translation group with ``shown_as``, if it is public."""
    rows = with_places(Poll.objects.filter(translation_key=translation_key))
    for poll in shown(rows):
        if public_polls().filter(pk=poll.pk).exists():
            return poll
    return None
