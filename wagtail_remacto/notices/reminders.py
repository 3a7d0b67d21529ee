"""Officers and projects’ leads are reminded by e-mail of what waits for them.

Never of nothing, and once a day at most.

What waits is looked up once for all of them, as is who acts for what. Made and
delivered as digests are: both may stop anywhere and run again.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from wagtail_remacto import conf
from wagtail_remacto.cycles.clock import day_of
from wagtail_remacto.notices import delivery, links, waiting
from wagtail_remacto.notices.models import OfficerPreference, ReminderMail, Rhythm
from wagtail_remacto.notices.rhythms import DAYS
from wagtail_remacto.notices.waiting import Reach, Waits
from wagtail_remacto.people import mail

# So many officers are held in memory at a time.
CHUNK = 200
# So much is written out in one message; the rest is counted.
LINES = 10
COLLECTIVITES = 20


@dataclass(slots=True)
class Place:
    """What waits in one collectivité: sentences with the addresses of their screens."""

    title: str
    lines: list[tuple[str, str]] = field(default_factory=list)
    more: int = 0


def make(now: dt.datetime | None = None) -> int:
    """Owe a message to every officer for whom something waits; how many were made."""
    now = now or timezone.now()
    everything = waiting.everything(now)
    if not everything:
        return 0
    made = 0
    for users in _officers():
        made += _make(users, everything, now)
    return made


def _officers() -> Iterator[list[Any]]:
    groups = waiting.officers_rights().values("group")
    theirs = Q(groups__in=groups) | Q(pk__in=waiting.leads().values("user"))
    users = (
        get_user_model()
        ._default_manager.filter(theirs, is_active=True)
        .exclude(Q(email="") | Q(remacto_reminders__by_mail=False))
        .distinct()
        .order_by("pk")
    )
    last = 0
    while chunk := list(users.filter(pk__gt=last)[:CHUNK]):
        yield chunk
        last = chunk[-1].pk


@transaction.atomic
def _make(users: Sequence[Any], everything: Sequence[Waits], now: dt.datetime) -> int:
    today = day_of(now)
    wanted = dict(
        OfficerPreference.objects.filter(user__in=users).values_list("user", "rhythm")
    )
    reminded = dict(
        ReminderMail.objects.filter(user__in=users)
        .order_by()
        .values_list("user")
        # One that was dropped told nothing; but there is one row a day.
        .annotate(last=Max("day", filter=Q(dropped_at__isnull=True) | Q(day=today)))
    )
    reaches = waiting.reach_of(users)
    rows = []
    for user in users:
        days = DAYS[Rhythm(wanted.get(user.pk, Rhythm.WEEKLY))]
        last = reminded.get(user.pk)
        if last is not None and last > today - dt.timedelta(days=days):
            continue
        reach = reaches.get(user.pk, Reach())
        if any(reach.covers(each) for each in everything):
            rows.append(ReminderMail(user_id=user.pk, day=today, made_at=now))
    # What was owed and never sent says today what waits today: one message is enough.
    ReminderMail.objects.filter(
        user__in=[row.user_id for row in rows],
        day__lt=today,
        sent_at__isnull=True,
        dropped_at__isnull=True,
    ).update(dropped_at=now)
    # Another worker may have made some of them in the meantime.
    ReminderMail.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def deliver(now: dt.datetime | None = None) -> int:
    """Send what is owed; how many were sent. It says what waits when it is sent."""
    moment = now or timezone.now()
    everything: list[Waits] | None = None

    def compose(rows: Sequence[Any]) -> dict[int, EmailMessage]:
        nonlocal everything
        if everything is None:
            everything = waiting.everything(moment)
        return _messages(rows, everything)

    rows = ReminderMail.objects.select_related(
        "user__wagtail_userprofile", "user__remacto_participant"
    )
    return delivery.deliver(rows, compose, now)


def _messages(
    rows: Sequence[ReminderMail], everything: Sequence[Waits]
) -> dict[int, EmailMessage]:
    users = [row.user for row in rows if row.user.is_active and row.user.email]
    unwanted = set(
        OfficerPreference.objects.filter(user__in=users, by_mail=False).values_list(
            "user", flat=True
        )
    )
    reaches = waiting.reach_of(users)
    messages = {}
    for row in rows:
        reach = reaches.get(row.user_id)
        if reach is None or row.user_id in unwanted:
            continue
        if any(reach.covers(each) for each in everything):
            messages[row.pk] = _compose(row, everything, reach)
    return messages


def _compose(
    row: ReminderMail, everything: Sequence[Waits], reach: Reach
) -> EmailMessage:
    language = _language_of(row.user)
    root = getattr(settings, "WAGTAILADMIN_BASE_URL", "")
    with override(language):
        # A lead’s screens have an address in each language.
        own = [
            (each, root + reach.path_to(each))
            for each in everything
            if reach.covers(each)
        ]
        places = places_of(own)
        stop = root + links.unsubscribe_path(links.of_officer(row.user))
        account = links.account_path() if reach.paths else links.reminders_path()
    subject, body = mail.compose(
        template="reminder",
        context={
            "waiting": places[:COLLECTIVITES],
            "others": max(0, len(places) - COLLECTIVITES),
            "number": len(own),
            "home": root + reverse("wagtailadmin_home") if reach.paths else "",
            "account": root + account,
            "stop": stop,
        },
        language=language,
    )
    return EmailMessage(
        subject,
        body + "\n",
        settings.DEFAULT_FROM_EMAIL,
        [row.user.email],
        headers=links.headers(row.key, stop),
    )


def _language_of(user: Any) -> str:
    """What they chose in the administration, else as somebody who takes part."""
    profile = getattr(user, "wagtail_userprofile", None)
    participant = getattr(user, "remacto_participant", None)
    return (
        (profile and profile.preferred_language)
        or (participant and participant.language)
        or conf.fallback_language()
    )


def places_of(own: Iterable[tuple[Waits, str]]) -> list[Place]:
    """By collectivité, in the language that is active; those with most come first.

    With each thing comes the address of its screen.
    """
    found: dict[Any, Place] = {}
    for each, address in own:
        collectivite = each.page.collectivite
        key, title = (
            (collectivite.pk, waiting.title_of(collectivite))
            if collectivite
            else (None, "")
        )
        place = found.setdefault(key, Place(title))
        if len(place.lines) < LINES:
            place.lines.append((each.say(), address))
        else:
            place.more += 1
    return sorted(
        found.values(),
        key=lambda place: (-len(place.lines) - place.more, place.title),
    )
