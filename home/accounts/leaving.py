"""Signing out of an account leaves nothing for the next person on the same phone."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from wagtail_remacto.people.session import forget_cookies


@receiver(user_logged_out)
def note_who_leaves(request: HttpRequest | None, user: Any, **further: Any) -> None:
    # Nobody leaves where only the way in is broken off.
    if request is not None and user is not None:
        request._portal_left = True  # type: ignore[attr-defined]


class LeavingMiddleware:
    """Every way out: allauth’s, the administration’s, the package’s own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "_portal_left", False):
            forget_cookies(response)
        return response
