"""Who acts in a request: an account, or an address confirmed in this session."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from wagtail_remacto.cycles.rates import Sender, sender_of
from wagtail_remacto.people.models import Participant
from wagtail_remacto.people.services import ensure_participant, participant_of

_KEY = "wagtail_remacto_participant"
# A borrowed phone forgets after this many seconds.
_SECONDS = 7 * 24 * 3600


def remember(request: HttpRequest, participant: Participant) -> None:
    """Let whoever opened the link sent to the address act in this session."""
    request.session.cycle_key()
    request.session[_KEY] = str(participant.key)
    if not request.user.is_authenticated:
        request.session.set_expiry(_SECONDS)


def forget(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)


# Cookies of the rooms above that the next person on this phone should not find.
_cookies: set[str] = set()
# Read by remacto.js on the next page that has it, which then forgets its copies.
_FORGET = "remacto_forget"
_FORGET_SECONDS = 30 * 24 * 3600


def register_cookie(name: str) -> None:
    """Let a room above name a cookie that signing out takes away."""
    _cookies.add(name)


def forget_cookies(response: HttpResponse) -> None:
    """Leave nothing of whoever leaves to the next person who uses the browser."""
    for name in sorted(_cookies):
        response.delete_cookie(name, path=settings.SESSION_COOKIE_PATH, samesite="Lax")
    response.set_cookie(
        _FORGET,
        "1",
        max_age=_FORGET_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def whoever(request: HttpRequest) -> Any:
    """The participant who acts, the account that has not acted yet, or nobody.

    For screens: it makes nothing. At most two queries, once a request.
    """
    found = getattr(request, "_remacto_whoever", None)
    if found is None:
        found = _look(request)
        request._remacto_whoever = found  # type: ignore[attr-defined]
    return found


def participant(request: HttpRequest) -> Participant | None:
    """The participant for a service to write with; made for an account's first deed."""
    found = whoever(request)
    if isinstance(found, Participant):
        return found
    if not found.is_authenticated:
        return None
    made = ensure_participant(found)
    request._remacto_whoever = made  # type: ignore[attr-defined]
    return made


def sender(request: HttpRequest) -> Sender:
    """Who counts for the limits of the gate."""
    found = whoever(request)
    account = f"p{found.pk}" if isinstance(found, Participant) else ""
    return sender_of(request, account)


def _look(request: HttpRequest) -> Any:
    if request.user.is_authenticated:
        return participant_of(request.user) or request.user
    key = request.session.get(_KEY)
    if key:
        found = Participant.objects.filter(
            key=key, erased_at__isnull=True, confirmed_at__isnull=False
        ).first()
        # An address that has an account since acts by signing in.
        if found is not None and found.user_id is None:
            return found
    return AnonymousUser()
