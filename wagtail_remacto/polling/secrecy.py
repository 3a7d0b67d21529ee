"""The key under which a vote is kept, from which nobody finds a person."""

from django.conf import settings
from django.utils.crypto import salted_hmac

from wagtail_remacto.people.models import Participant
from wagtail_remacto.polling.models import Poll

_SALT = "wagtail_remacto.polling.voter"


def voter_keys(poll: Poll, participant: Participant) -> list[str]:
    """The key of this person in this poll; then those of former secrets of the site.

    A keyed hash: without ``SECRET_KEY`` it cannot be computed from anything, and the
    votes of one person in two polls have nothing in common. ``poll`` is canonical.
    """
    value = f"{poll.pk}:{participant.key}"
    return [
        salted_hmac(_SALT, value, secret=secret, algorithm="sha256").hexdigest()
        for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    ]
