"""What still happens to an announced milestone: it is postponed, or given up."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from wagtail_remacto import conf
from wagtail_remacto.contributions.text import clean, guess_language
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.clock import day_of
from wagtail_remacto.cycles.gate import Deed
from wagtail_remacto.fields import PartialDate
from wagtail_remacto.monitoring import rollup
from wagtail_remacto.monitoring.errors import (
    CompletedAlready,
    NotAhead,
    NotAnnounced,
    NotLater,
    Withdrawn,
    WordsMissing,
)
from wagtail_remacto.monitoring.models import Completion, Milestone, Postponement
from wagtail_remacto.monitoring.services import finishing
from wagtail_remacto.monitoring.services.locking import (
    lock,
    require_running,
)
from wagtail_remacto.monitoring.services.milestones.drafting import said_of
from wagtail_remacto.people.happened import Event, tell


@transaction.atomic
def postpone(
    *,
    milestone: Milestone,
    by: Any,
    due: str,
    words: str,
    language: str = "",
    now: dt.datetime | None = None,
) -> Postponement:
    """Another date, later than the one it has, and why; the old one stays readable.

    The date lies ahead. Sent twice by the same officer is once: the second call returns
    what the first has made. Raises ``gate.Refused``, ``NotAdopted``, ``CycleClosed``,
    ``NotAnnounced``, ``Withdrawn``, ``CompletedAlready``, ``NotLater``, ``NotAhead``,
    ``WordsMissing`` and ``ValidationError`` for what is no date.
    """
    now = now or timezone.now()
    ground = lock(milestone.project)
    gate.require(by, Deed.SCHEDULE, ground.project, now)
    require_running(ground)
    milestone = _announced(milestone)
    if milestone.completion == Completion.COMPLETED:
        raise CompletedAlready
    words = _reason(words)
    before, after = milestone.due, _date(due)
    sent = _sent_before(milestone, by, after, words)
    if sent is not None:
        return sent
    if after.last <= milestone.due_last:
        raise NotLater
    if after.last <= day_of(now):
        raise NotAhead
    made = Postponement.objects.create(
        milestone=milestone,
        before=before,
        after=after,
        words=words,
        language=language or guess_language(words, conf.content_language()),
        by=by,
        at=now,
    )
    milestone.due = after
    milestone.save(update_fields=["due", "due_last"])
    rollup.recount_project(ground.project)
    tell(
        Event(
            kind="postponed",
            key=f"postponed:{made.pk}",
            at=now,
            page=ground.project,
            project=ground.project,
            facts={
                "milestone": milestone.pk,
                "before": str(before),
                "after": str(after),
            },
        )
    )
    log(
        ground.project,
        "wagtail_remacto.postpone",
        user=by,
        data={**said_of(milestone), "before": str(before), "after": str(after)},
    )
    return made


@transaction.atomic
def withdraw(
    *,
    milestone: Milestone,
    by: Any,
    words: str,
    language: str = "",
    now: dt.datetime | None = None,
) -> Milestone:
    """Give an announced milestone up, and say why; it stays readable, and counts not.

    Twice is once. Raises ``gate.Refused``, ``NotAdopted``, ``CycleClosed``,
    ``NotAnnounced`` and ``WordsMissing``.
    """
    now = now or timezone.now()
    ground = lock(milestone.project)
    gate.require(by, Deed.SCHEDULE, ground.project, now)
    require_running(ground)
    try:
        milestone = _announced(milestone)
    except Withdrawn:
        return Milestone.objects.get(pk=milestone.pk)
    milestone.withdrawn_at = now
    milestone.withdrawn_by = by
    milestone.withdrawn_words = _reason(words)
    milestone.withdrawn_language = language or guess_language(
        milestone.withdrawn_words, conf.content_language()
    )
    milestone.save(
        update_fields=[
            "withdrawn_at",
            "withdrawn_by",
            "withdrawn_words",
            "withdrawn_language",
        ]
    )
    is_done_now = finishing.recount(ground.project)
    tell(
        Event(
            # Told as what moves a date is: nobody need wait for that day any more.
            kind="postponed",
            key=f"withdrawn:{milestone.pk}",
            at=now,
            page=ground.project,
            project=ground.project,
            facts={"milestone": milestone.pk, "withdrawn": True},
        )
    )
    if is_done_now:
        # All that is left of it was done before.
        finishing.tell_completed(ground.project, f"withdrawn:{milestone.pk}", now)
    log(
        ground.project,
        "wagtail_remacto.withdraw_milestone",
        user=by,
        data=said_of(milestone),
    )
    return milestone


def _reason(words: str) -> str:
    """The words as they are kept; raises ``WordsMissing`` where there are none."""
    found = clean(words).strip()
    if not found:
        raise WordsMissing
    return found


def _sent_before(
    milestone: Milestone, by: Any, after: PartialDate, words: str
) -> Postponement | None:
    """The last postponement, if it says the same: the form was sent twice."""
    last = milestone.postponements.order_by("at", "pk").last()
    if last is None or milestone.due != after:
        return None
    is_same = (last.by_id, last.after, last.words) == (by.pk, after, words)
    return last if is_same else None


def _announced(milestone: Milestone) -> Milestone:
    found = Milestone.objects.get(pk=milestone.pk)
    if found.announced_at is None:
        raise NotAnnounced
    if found.is_withdrawn:
        raise Withdrawn
    return found


def _date(due: Any) -> PartialDate:
    if not due:
        raise ValidationError({"due": _("Say until when.")})
    try:
        found: PartialDate = Postponement._meta.get_field("after").to_python(due)
    except ValidationError as wrong:
        raise ValidationError({"due": wrong.messages}) from None
    return found
