"""The admin's language is the one its user chose, from the first word to the last."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import translation

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class AdminLanguageMiddleware:
    """Speaks the user's language to them outside of Wagtail's views too.

    Wagtail changes to it for the time of a view. What a decorator says when the view
    refused, such as “you do not have permission”, would be in the browser's language.
    """

    def __init__(self, get_response: "Callable[[HttpRequest], HttpResponse]") -> None:
        self.get_response = get_response

    def __call__(self, request: "HttpRequest") -> "HttpResponse":
        language = ""
        if request.path.startswith(reverse("wagtailadmin_home")):
            profile = getattr(request.user, "wagtail_userprofile", None)
            language = profile.preferred_language if profile else ""
        if not language:
            return self.get_response(request)
        with translation.override(language):
            return self.get_response(request)
