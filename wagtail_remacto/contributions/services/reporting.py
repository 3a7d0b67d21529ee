import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from wagtail_remacto.adapter import get_adapter
from wagtail_remacto.contributions.counters import comment_moved
from wagtail_remacto.contributions.errors import NotShown, OwnText
from wagtail_remacto.contributions.models import (
    REPORTS,
    Comment,
    Contribution,
    Report,
    ReportReason,
    Standing,
)
from wagtail_remacto.contributions.services.standing import record_hold
from wagtail_remacto.contributions.services.wordings import wording_moved
from wagtail_remacto.contributions.subjects import Subject, key_of, locked
from wagtail_remacto.contributions.text import clean
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.rates import Sender
from wagtail_remacto.people.models import Participant


@transaction.atomic
def report(
    *,
    subject: Subject,
    participant: Participant,
    reason: str,
    text: str = "",
    suspicion: Sequence[str] = (),
    now: dt.datetime | None = None,
    sender: Sender | None = None,
) -> Report:
    """That somebody finds something wrong with a public text.

    While a report of theirs is open, another changes nothing. Once enough people have
    one open, the text waits for a moderator by itself; a form that looks like a
    machine’s is kept and shown to the moderators, but moves nothing.
    Raises ``gate.Refused``, ``NotShown``, ``OwnText``.
    """
    now = now or timezone.now()
    phase = gate.lock(subject.phase)
    gate.require(participant, gate.Deed.REPORT, phase, now, sender=sender)
    subject = locked(subject)
    if subject.author_id == participant.pk:
        raise OwnText
    open_reports = Report.objects.filter(**key_of(subject), settled_at__isnull=True)
    known = open_reports.filter(participant=participant).first()
    if known is not None:
        return known
    if subject.standing != Standing.PUBLIC:
        raise NotShown
    given = Report.objects.create(
        **key_of(subject),
        participant=participant,
        reason=ReportReason(reason),
        text=clean(text).strip()[:500],
        suspicion=list(suspicion),
    )
    type(subject)._default_manager.filter(pk=subject.pk).update(
        reports_count=F("reports_count") + 1
    )
    people = open_reports.filter(suspicion=[]).values("participant").distinct().count()
    if not suspicion and 0 < get_adapter().reports_to_hold(phase) <= people:
        _hold(subject)
    return given


def _hold(subject: Contribution | Comment) -> None:
    before = subject.standing
    subject.standing = Standing.HELD
    subject.save(update_fields=["standing"])
    if isinstance(subject, Comment):
        comment_moved(subject, before, subject.standing)
    else:
        wording_moved(subject)
    record_hold(subject, before, [REPORTS])
