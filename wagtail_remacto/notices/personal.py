"""What this room keeps of people: messages that they want, and those sent to them."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wagtail_remacto.notices import merging, space  # noqa: F401
from wagtail_remacto.notices.models import DigestMail, NoticePreference, ReminderMail
from wagtail_remacto.people import registry, retention
from wagtail_remacto.people.models import Participant
from wagtail_remacto.people.registry import PersonalData, Row
from wagtail_remacto.people.retention import Rule

registry.register_trace(
    "wagtail_remacto.OfficerPreference.user",
    _("whether an officer wants reminders by e-mail"),
)
registry.register_trace(
    "wagtail_remacto.ReminderMail.user", _("on which days an officer was reminded")
)


@registry.register
class Notices(PersonalData):
    name = "notices"
    label = _("Which notices you want, and when messages were sent to you")
    kept = _("Nothing.")
    keys = (
        "wagtail_remacto.NoticePreference.participant",
        "wagtail_remacto.DigestMail.participant",
    )

    def export(self, participant: Participant) -> Iterable[Row]:
        for wanted in NoticePreference.objects.filter(participant=participant):
            yield {
                "own": wanted.own,
                "followed": wanted.followed,
                "rhythm": wanted.rhythm,
                "told_at": wanted.told_at,
            }
        for message in DigestMail.objects.filter(participant=participant):
            yield {"made_at": message.made_at, "sent_at": message.sent_at}

    def erase(self, participant: Participant) -> None:
        NoticePreference.objects.filter(participant=participant).delete()
        DigestMail.objects.filter(participant=participant).delete()


def _over(rows: models.QuerySet[Any], before: Any) -> models.QuerySet[Any]:
    return rows.filter(Q(sent_at__lt=before) | Q(dropped_at__lt=before))


retention.register(
    Rule(
        "digests",
        _("that digests were sent, and when"),
        lambda before: _over(DigestMail.objects.all(), before),
        lambda rows: rows.delete(),
    )
)
retention.register(
    Rule(
        "reminders",
        _("that officers were reminded, and when"),
        lambda before: _over(ReminderMail.objects.all(), before),
        lambda rows: rows.delete(),
    )
)
