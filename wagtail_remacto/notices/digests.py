"""Digests: made for a chunk of people at a time, and delivered one by one.

Both may stop anywhere and run again. What is made moves ``told_upto`` in the same
transaction, so that each activity is in exactly one digest of a person; what is sent
is marked in the transaction that sent it. Only a machine that dies between the mail
server's answer and the commit sends a message again, with the same ``Message-ID``.
"""

import datetime as dt
from collections.abc import Iterator

from django.db import connection, transaction
from django.db.models import Max, Min, Q
from django.utils import timezone

from wagtail_remacto.notices import audience, delivery, rhythms
from wagtail_remacto.notices.audience import Window
from wagtail_remacto.notices.messages import digest
from wagtail_remacto.notices.models import Activity, DigestMail, NoticePreference

# So many people are held in memory at a time.
CHUNK = 200
# Where people write at once, an activity may be committed after one with a higher key:
# nothing is told up to a key before everything below it has surely been committed.
SETTLED = dt.timedelta(minutes=2)


def make(now: dt.datetime | None = None) -> int:
    """Owe a digest to everybody for whom there is news and whose time it is.

    How many were made. As many queries for a chunk whoever is in it.
    """
    now = now or timezone.now()
    upto = _settled(now)
    made = 0
    for people in _due(now, upto):
        made += _make(people, upto, now)
    return made


def _settled(now: dt.datetime) -> int:
    rows = Activity.objects.all()
    # Databases without locks of rows let one write at a time.
    if connection.features.has_select_for_update:
        # Only a row that is old itself says so of all keys below its own: the one
        # below a fresh row may be of somebody who has not committed yet.
        fresh = rows.filter(at__gt=now - SETTLED).aggregate(first=Min("pk"))["first"]
        rows = rows.filter(at__lte=now - SETTLED)
        if fresh:
            rows = rows.filter(pk__lt=fresh)
    newest: int = rows.aggregate(newest=Max("pk"))["newest"] or 0
    return newest


def _due(now: dt.datetime, upto: int) -> Iterator[list[int]]:
    """Keys of people who may have to be told, a chunk at a time."""
    waiting = Q(notice_preference__isnull=True) | (
        Q(notice_preference__told_upto__lt=upto)
        & rhythms.due(now, "notice_preference__")
    )
    people = (
        audience.reached().filter(waiting).order_by("pk").values_list("pk", flat=True)
    )
    last = 0
    while upto and (chunk := list(people.filter(pk__gt=last)[:CHUNK])):
        yield chunk
        last = chunk[-1]


@transaction.atomic
def _make(people: list[int], upto: int, now: dt.datetime) -> int:
    NoticePreference.objects.bulk_create(
        [NoticePreference(participant_id=person) for person in people],
        ignore_conflicts=True,
    )
    preferences = [
        row
        for row in NoticePreference.objects.select_for_update()
        .filter(participant__in=people, told_upto__lt=upto)
        .order_by("pk")
        # Somebody else may have made theirs in the meantime.
        if rhythms.is_due(row, now)
    ]
    found = audience.news(
        Window(row.participant_id, row.told_upto, upto, row.own, row.followed)
        for row in preferences
    )
    told = [row for row in preferences if row.participant_id in found]
    DigestMail.objects.bulk_create(
        [
            DigestMail(
                participant_id=row.participant_id,
                after=row.told_upto,
                upto=upto,
                made_at=now,
            )
            for row in told
        ]
    )
    rows = NoticePreference.objects.filter(pk__in=[row.pk for row in preferences])
    rows.update(told_upto=upto)
    rows.filter(pk__in=[row.pk for row in told]).update(told_at=now)
    return len(told)


def deliver(now: dt.datetime | None = None) -> int:
    """Send what is owed; how many were sent. A failing address stops nobody else."""
    return delivery.deliver(
        DigestMail.objects.select_related("participant__user"), digest, now
    )
