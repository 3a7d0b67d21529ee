"""Addresses in messages that work without signing in, for as long as they are kept."""

from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.urls import reverse

from wagtail_remacto.people import links

PURPOSE = "notices"
# A message is found again after years; stopping it has to work then as well.
DAYS = 36_500


def unsubscribe_path(subject: str) -> str:
    """In the language that is active.

    ``subject`` is ``person <key>``, that with a digest’s key behind, or
    ``officer <number>``.
    """
    return reverse(
        "wagtail_remacto:unsubscribe_notices", args=[links.sign(PURPOSE, subject)]
    )


def account_path() -> str:
    """Where an officer chooses how often reminders come, once signed in."""
    return f"{reverse('wagtailadmin_account')}#tab-notifications"


def reminders_path() -> str:
    """Where whoever leads a project chooses the same, without the administration."""
    return f"{reverse('wagtail_remacto:my_notices')}#reminders"


def of_person(participant: Any) -> str:
    return f"person {participant.key}"


def of_digest(row: Any) -> str:
    """The person, and the message: it is kept when two turn out to be one person."""
    return f"{of_person(row.participant)} {row.key}"


def of_officer(user: Any) -> str:
    return f"officer {user.pk}"


def headers(key: Any, stop: str) -> dict[str, str]:
    """Of a message with this key that ``stop`` (a whole address) puts an end to."""
    _name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    domain = sender.rpartition("@")[2] or "localhost"
    return {
        "Message-ID": f"<{key}@{domain}>",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        # Programs that answer while somebody is away leave this alone.
        "Auto-Submitted": "auto-generated",
    }
