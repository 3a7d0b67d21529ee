"""A form that stood open too long: what was typed comes back, ready to be sent again.

A host names ``wagtail_remacto.people.csrf.csrf_failure`` in ``CSRF_FAILURE_VIEW``.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from wagtail_remacto import conf

# Words for what a person recognises; other long texts have a general name.
LABELS = {
    "title": _("Title"),
    "text": _("Text"),
    "answer": _("Answer"),
    "comment": _("Comment"),
    "name": _("Name"),
    "display_name": _("Name shown"),
    "place": _("Place"),
}
OTHER = _("What you have written")
# From this length on a person wants to see that it is still there.
LONG = 40
# Never sent back to a screen.
_SECRET = ("password", "csrfmiddlewaretoken")


@dataclass(frozen=True, slots=True)
class Kept:
    """One field as it was sent; ``label`` is empty where it is sent back unseen."""

    name: str
    value: str
    label: Any = ""


@never_cache
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 with every field of the form, and a form that sends them to the same path.

    Only what was sent from this very site may be sent again by a button: for a form on
    somebody else's site, the text is there to be read and copied.
    """
    fields = _fields(request) if request.method == "POST" else []
    response = TemplateResponse(
        request,
        "wagtail_remacto/people/csrf_failure.html",
        {
            "remacto_base": conf.get("BASE_TEMPLATE"),
            "fields": fields,
            "again": request.get_full_path() if _from_here(request) else "",
            "had_files": bool(request.FILES),
            "no_cookie": settings.CSRF_COOKIE_NAME not in request.COOKIES
            and not settings.CSRF_USE_SESSIONS,
        },
        status=403,
    )
    return response.render()


def _fields(request: HttpRequest) -> list[Kept]:
    fields = []
    for name, values in request.POST.lists():
        if any(secret in name.lower() for secret in _SECRET):
            continue
        for each in values:
            value = str(each)
            label = LABELS.get(name, "")
            if not label and (len(value) >= LONG or "\n" in value) and " " in value:
                label = OTHER
            fields.append(Kept(name, value, label if value.strip() else ""))
    return fields


def _from_here(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of this site."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    source = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(source).netloc == request.get_host()
