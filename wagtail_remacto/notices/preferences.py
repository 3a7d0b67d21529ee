"""What somebody wants to be written about, and up to where they have looked."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Max, Subquery
from django.db.models.functions import Coalesce

from wagtail_remacto.notices import audience
from wagtail_remacto.notices.models import (
    Activity,
    NoticePreference,
    OfficerPreference,
    Rhythm,
)
from wagtail_remacto.people.models import Participant


def preference_of(participant: Participant | None) -> NoticePreference:
    """The person's own, or the defaults, which are not kept yet."""
    found = None
    if participant is not None:
        found = NoticePreference.objects.filter(participant=participant).first()
    return found or NoticePreference()


@transaction.atomic
def change(
    *, participant: Participant, own: bool, followed: bool, rhythm: str = ""
) -> NoticePreference:
    """Keep what the person wants from now on; an empty ``rhythm`` stays as it is.

    What happened while everything was off is not told afterwards.
    """
    row, _made = NoticePreference.objects.get_or_create(participant=participant)
    row = NoticePreference.objects.select_for_update().get(pk=row.pk)
    if not row.own and not row.followed and (own or followed):
        row.told_upto = max(row.told_upto, _newest())
    row.own, row.followed = own, followed
    row.rhythm = Rhythm(rhythm or row.rhythm)
    row.save(update_fields=["own", "followed", "rhythm", "told_upto"])
    return row


def stop(*, participant: Participant, what: str) -> None:
    """Write no more about one class (``own``, ``followed``), or about anything."""
    classes = ("own", "followed") if what == "all" else (what,)
    row, _made = NoticePreference.objects.get_or_create(participant=participant)
    NoticePreference.objects.filter(pk=row.pk).update(
        **{each: False for each in classes if each in ("own", "followed")}
    )


def stop_officer(user_id: int) -> bool:
    """Send this account no more reminders; whether there is such an account."""
    if not get_user_model()._default_manager.filter(pk=user_id).exists():
        return False
    OfficerPreference.objects.update_or_create(
        user_id=user_id, defaults={"by_mail": False}
    )
    return True


def reminders_of(user: Any) -> OfficerPreference:
    """The officer’s own, or the defaults, which are not kept yet."""
    found = OfficerPreference.objects.filter(user=user).first()
    return found or OfficerPreference(user=user)


def remind(*, user: Any, by_mail: bool, rhythm: str) -> OfficerPreference:
    """Keep whether the officer gets reminders from now on, and how often."""
    row, _made = OfficerPreference.objects.update_or_create(
        user=user, defaults={"by_mail": by_mail, "rhythm": Rhythm(rhythm)}
    )
    return row


def see(*, participant: Participant, upto: int) -> None:
    """Keep that the person has seen the activities up to this key on the site."""
    row, _made = NoticePreference.objects.get_or_create(participant=participant)
    seen = min(upto, _newest())
    NoticePreference.objects.filter(pk=row.pk, seen_upto__lt=seen).update(
        seen_upto=seen
    )


def unseen(participant: Participant) -> int:
    """How many the person has not seen yet; one query."""
    seen = NoticePreference.objects.filter(participant=participant).values("seen_upto")
    rows = audience.activities_of(participant)
    return rows.filter(pk__gt=Coalesce(Subquery(seen[:1]), 0)).count()


def _newest() -> int:
    return Activity.objects.aggregate(newest=Max("pk"))["newest"] or 0
