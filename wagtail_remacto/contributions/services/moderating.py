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
from wagtail_remacto.contributions.counters import comment_moved
from wagtail_remacto.contributions.errors import (
    ContributionError,
    NothingToAnswer,
    NotPossible,
    NotYours,
    ReasonNeeded,
)
from wagtail_remacto.contributions.models import (
    Comment,
    Contribution,
    ModerationAct,
    ModerationReason,
    Report,
    Standing,
    Verb,
)
from wagtail_remacto.contributions.services.telling import (
    ANSWERABLE,
    in_language,
    language_of,
    tell,
)
from wagtail_remacto.contributions.services.wordings import wording_moved
from wagtail_remacto.contributions.subjects import (
    Subject,
    collectivite_of,
    key_of,
    locked,
    name_of,
    page_of,
)
from wagtail_remacto.contributions.text import clean
from wagtail_remacto.cycles import gate
from wagtail_remacto.people.models import Participant

# From where each decision leads where. What its author withdrew stays withdrawn, and
# what waits for an address to be confirmed is not the moderators’ yet.
LEADS: dict[tuple[str, str], Standing] = {
    (Standing.HELD, Verb.RELEASE): Standing.PUBLIC,
    (Standing.HELD, Verb.HIDE): Standing.HIDDEN,
    (Standing.PUBLIC, Verb.HOLD): Standing.HELD,
    (Standing.PUBLIC, Verb.HIDE): Standing.HIDDEN,
    (Standing.PUBLIC, Verb.KEEP): Standing.PUBLIC,
    (Standing.HIDDEN, Verb.RESTORE): Standing.PUBLIC,
    (Standing.HIDDEN, Verb.UPHOLD): Standing.HIDDEN,
}


def verbs_for(
    standing: str, *, reported: bool = False, answered: bool = False
) -> list[Verb]:
    """What a moderator may decide about a text of this standing.

    ``reported``: it has open reports; ``answered``: its author has answered the last
    decision.
    """
    return [
        Verb(verb)
        for before, verb in LEADS
        if before == standing
        and (verb != Verb.KEEP or reported)
        and (verb != Verb.UPHOLD or answered)
    ]


@transaction.atomic
def decide(
    *,
    subject: Subject,
    verb: str,
    by: Any,
    reason: ModerationReason | None = None,
    words: str = "",
    now: dt.datetime | None = None,
) -> ModerationAct:
    """A moderator’s decision about a text: recorded, logged, told to its author.

    The author reads the reason in their own language, then ``words``. Every decision
    but a hold settles the open reports. Raises ``gate.Refused``, ``NotPossible``,
    ``ReasonNeeded``.
    """
    now = now or timezone.now()
    gate.lock(subject.phase)
    subject = locked(subject)
    gate.require(by, gate.Deed.MODERATE, page_of(subject), now)
    verb = Verb(verb)
    after = _after(subject, verb)
    if verb == Verb.HIDE and reason is None:
        raise ReasonNeeded
    told = in_language(reason, language_of(subject)) if reason is not None else None
    before = subject.standing
    _move(subject, after, now)
    act = ModerationAct.objects.create(
        **key_of(subject),
        collectivite=collectivite_of(subject),
        verb=verb,
        before=before,
        after=after,
        reason=told,
        words="\n\n".join(
            part for part in (told and told.text, clean(words).strip()) if part
        ),
        by=by,
    )
    if verb != Verb.HOLD:
        Report.objects.filter(**key_of(subject), settled_at__isnull=True).update(
            settled_at=now
        )
    log(
        subject,
        f"wagtail_remacto.{verb}",
        user=by,
        title=name_of(subject),
        data={"reason": told.title if told else ""},
    )
    # Whose text was reported and is left alone never knew of it.
    if verb != Verb.KEEP or act.words:
        tell(subject, act, verb)
    return act


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of one row of several: a decision, or why there is none."""

    subject: Subject
    act: ModerationAct | None = None
    problem: str = ""


def decide_many(
    *,
    subjects: Iterable[Subject],
    verb: str,
    by: Any,
    reason: ModerationReason | None = None,
    words: str = "",
    now: dt.datetime | None = None,
) -> list[Decided]:
    """The same decision about each; one that fails leaves the others as they are."""
    done = []
    for subject in subjects:
        try:
            act = decide(
                subject=subject, verb=verb, by=by, reason=reason, words=words, now=now
            )
        except (gate.Refused, ContributionError) as problem:
            done.append(Decided(subject, problem=str(problem)))
        else:
            done.append(Decided(subject, act))
    return done


def may_answer(act: ModerationAct, author: Participant | None) -> bool:
    """Whether ``author`` may answer this decision, still."""
    subject: Any = act.contribution or act.comment
    return (
        author is not None
        and subject.author_id == author.pk
        and awaits_answer(act, subject)
        and last_act(subject) == act
    )


def awaits_answer(last: ModerationAct, subject: Subject) -> bool:
    """Whether the last decision about ``subject`` holds still and has no answer."""
    return (
        last.answered_at is None
        and last.verb in ANSWERABLE
        and subject.standing == last.after
    )


def last_act(subject: Subject) -> ModerationAct | None:
    return ModerationAct.objects.filter(**key_of(subject)).order_by("-pk").first()


@transaction.atomic
def answer(
    *,
    act: ModerationAct,
    author: Participant,
    text: str,
    now: dt.datetime | None = None,
) -> ModerationAct:
    """The author’s answer, once; it brings the text before the moderators again.

    Raises ``NotYours``, ``NothingToAnswer``, ``ValidationError``.
    """
    subject: Any = act.contribution or act.comment
    if subject.author_id != author.pk:
        raise NotYours
    text = clean(text).strip()
    most = conf.get("COMMENT_MAX_LENGTH")
    if not text:
        raise ValidationError({"text": _("Write your answer.")})
    if len(text) > most:
        raise ValidationError(
            {
                "text": _("The text has %(length)d characters; %(most)d fit.")
                % {"length": len(text), "most": most}
            }
        )
    gate.lock(subject.phase)
    subject = locked(subject)
    act = ModerationAct.objects.select_related("contribution", "comment").get(pk=act.pk)
    if not may_answer(act, author):
        raise NothingToAnswer
    act.answer = text
    act.answered_at = now or timezone.now()
    act.save(update_fields=["answer", "answered_at"])
    return act


def _after(subject: Subject, verb: Verb) -> Standing:
    """Where the decision leads; raises ``NotPossible`` with the sentence why not."""
    standing = Standing(subject.standing)
    if standing == Standing.WITHDRAWN:
        raise NotPossible(_("Its author has withdrawn it: it stays withdrawn."))
    if standing == Standing.UNCONFIRMED:
        raise NotPossible(_("Its author has not confirmed their address yet."))
    after = LEADS.get((standing, verb))
    if after is None:
        raise NotPossible(
            _("It is “%(standing)s” now: this decision does not apply to it.")
            % {"standing": standing.label}
        )
    if verb == Verb.KEEP and not _reported(subject):
        raise NotPossible(_("Nobody has reported it since the last decision."))
    if verb == Verb.UPHOLD:
        last = last_act(subject)
        if last is None or last.answered_at is None:
            raise NotPossible(_("Its author has not answered the last decision."))
    return after


def _reported(subject: Subject) -> bool:
    open_reports = Report.objects.filter(**key_of(subject), settled_at__isnull=True)
    return open_reports.exists()


def _move(subject: Subject, after: Standing, now: dt.datetime) -> None:
    before = subject.standing
    if before == after:
        return
    subject.standing = after
    fields = ["standing"]
    if isinstance(subject, Comment):
        comment_moved(subject, before, after)
    elif after == Standing.PUBLIC and subject.published_at is None:
        subject.published_at = now
        fields.append("published_at")
    subject.save(update_fields=fields)
    if isinstance(subject, Contribution):
        wording_moved(subject)
