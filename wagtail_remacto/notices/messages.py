"""The words of a digest, in its reader’s language."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import override

from wagtail_remacto import conf
from wagtail_remacto.notices import audience, links
from wagtail_remacto.notices.audience import Item, Window
from wagtail_remacto.notices.models import DigestMail, NoticePreference
from wagtail_remacto.notices.stories import Stories
from wagtail_remacto.people import mail
from wagtail_remacto.people.services import address_of


def digest(rows: Sequence[DigestMail]) -> dict[int, EmailMessage]:
    """The messages by the key of their rows; ten queries for any number of them.

    Nothing for those who have left or want none any more, and where all that there was
    to tell is not public any more.
    """
    rows = [row for row in rows if row.participant.is_authenticated]
    wanted = {
        each.participant_id: each
        for each in NoticePreference.objects.filter(
            participant__in=[row.participant_id for row in rows]
        )
    }
    found: dict[int, list[Item]] = {}
    left = list(rows)
    while left:
        # Somebody may be owed two: those are looked up one after the other.
        now = list({row.participant_id: row for row in reversed(left)}.values())
        left = [row for row in left if row not in now]
        news = audience.news(_window(row, wanted) for row in now)
        found |= {
            row.pk: news[row.participant_id]
            for row in now
            if row.participant_id in news
        }
    stories = Stories(item for items in found.values() for item in items)
    messages = {}
    for row in rows:
        message = _compose(row, found.get(row.pk, []), stories)
        if message is not None:
            messages[row.pk] = message
    return messages


def _window(row: DigestMail, wanted: dict[int, NoticePreference]) -> Window:
    preference = wanted.get(row.participant_id)
    if preference is None:
        return Window(row.participant_id, row.after, row.upto)
    return Window(
        row.participant_id, row.after, row.upto, preference.own, preference.followed
    )


def _compose(
    row: DigestMail, items: list[Item], stories: Stories
) -> EmailMessage | None:
    participant = row.participant
    to = address_of(participant)
    if not to or not items:
        return None
    language = participant.language or conf.fallback_language()
    with override(language):
        groups = stories.groups(items)
        if not groups:
            return None
        root = stories.root_of(items)
        stop = root + links.unsubscribe_path(links.of_digest(row))
        space = root + reverse("wagtail_remacto:my_notices")
    first = groups[0]
    subject, body = mail.compose(
        template="digest",
        context={
            "groups": groups,
            "first": first,
            "others": len(groups) - 1,
            "name": participant.display_name,
            "space": space,
            "stop": stop,
        },
        language=language,
    )
    return EmailMessage(
        subject,
        body + "\n",
        settings.DEFAULT_FROM_EMAIL,
        [to],
        headers=links.headers(row.key, stop),
    )
