"""Errors that the site may not be well enough to dress: they lean on nothing."""

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils import translation

logger = logging.getLogger(__name__)

PLAIN = """<!doctype html>
<html lang="fr"><meta charset="utf-8"><title>500</title>
<p>Une erreur s’est produite. Réessayez dans quelques minutes.</p>
<p lang="ar" dir="rtl">وقع خطأ. حاولوا مرة أخرى بعد دقائق.</p>
</html>
"""


def language_of(request: HttpRequest) -> str:
    """The language that the address begins with, else the site's own."""
    return (
        translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    )


def _static_page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """A page without database or context processors; plain if even it fails."""
    text: str
    try:
        with translation.override(language_of(request)):
            text = loader.render_to_string(template, {"path": request.path})
    except Exception:
        logger.exception("The error page %s cannot be shown", template)
        text = PLAIN
    return HttpResponse(text, status=status)


def server_error(request: HttpRequest) -> HttpResponse:
    return _static_page(request, "500.html", 500)


def bad_request(
    request: HttpRequest, exception: Exception | None = None
) -> HttpResponse:
    return _static_page(request, "400.html", 400)
