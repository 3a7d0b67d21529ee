"""Which drafts a browser has: their keys, signed, in a cookie that outlives a session.

A form carries the key of its own draft too, signed in the same way: it counts where the
cookie was lost.
"""

import uuid

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from wagtail_remacto.contributions.models import Draft
from wagtail_remacto.people.session import register_cookie

NAME = "remacto_draft"
register_cookie(NAME)
FIELD = "draft"
_SALT = "wagtail_remacto.contributions.draft"
_SECONDS = 30 * 24 * 3600
# One for each phase; of more than this many, the oldest go.
_MOST = 6


def sign(keys: list[uuid.UUID]) -> str:
    return signing.Signer(salt=_SALT).sign(".".join(key.hex for key in keys))


def read(text: str) -> list[uuid.UUID]:
    """The keys, or none if the text is not ours."""
    try:
        keys = signing.Signer(salt=_SALT).unsign(text)
        return [uuid.UUID(hex=key) for key in keys.split(".") if key]
    except (signing.BadSignature, ValueError):
        return []


def keys_in_cookie(request: HttpRequest) -> list[uuid.UUID]:
    return read(request.COOKIES.get(NAME, ""))


def key_in_form(request: HttpRequest) -> uuid.UUID | None:
    """The key that the form was opened with."""
    keys = read(str(request.POST.get(FIELD, "")))
    return keys[0] if keys else None


def remember(request: HttpRequest, response: HttpResponse, draft: Draft) -> None:
    known = [key for key in keys_in_cookie(request) if key != draft.key]
    _write(response, [draft.key, *known][:_MOST])


def forget(request: HttpRequest, response: HttpResponse, key: uuid.UUID) -> None:
    known = keys_in_cookie(request)
    if key not in known:
        return
    left = [each for each in known if each != key]
    if left:
        _write(response, left)
    else:
        response.delete_cookie(NAME, path=settings.SESSION_COOKIE_PATH, samesite="Lax")


def _write(response: HttpResponse, keys: list[uuid.UUID]) -> None:
    response.set_cookie(
        NAME,
        sign(keys),
        max_age=_SECONDS,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
