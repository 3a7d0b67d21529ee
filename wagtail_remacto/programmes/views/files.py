"""The versions as files: the exact bytes that were hashed, and for paper."""

from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from wagtail_remacto import conf
from wagtail_remacto.cycles import rates
from wagtail_remacto.programmes import pdf, queries
from wagtail_remacto.programmes.edition import Edition
from wagtail_remacto.programmes.models import ProjectVersion
from wagtail_remacto.programmes.queries import Shelf

# What never changes may be kept for a day, and then asked about.
_KEPT = 24 * 3600
_PDF_KEPT = 600


@require_safe
def programme_version_content(
    request: HttpRequest, pk: int, number: int
) -> HttpResponse:
    """The canonical text of a version; its SHA-256 is the digest on every screen."""
    shelf = queries.shelf_or_404(pk)
    version = queries.version_or_404(shelf, number)
    name = f"programme-{shelf.programme.pk}-version-{number}.json"
    return _exactly(request, version.content, version.digest, name)


@require_safe
def project_version_content(
    request: HttpRequest, pk: int, number: int, project: int
) -> HttpResponse:
    """The canonical text of one project; ``project`` is the key of its page."""
    shelf = queries.shelf_or_404(pk)
    version = queries.version_or_404(shelf, number)
    found = get_object_or_404(ProjectVersion, version=version, project_id=project)
    name = f"project-{project}-version-{number}.json"
    return _exactly(request, found.content, found.digest, name)


def _exactly(
    request: HttpRequest, content: str, digest: str, name: str
) -> HttpResponse:
    """The text to the byte; HTTP's own name for it is the digest."""
    response = HttpResponse(content.encode(), content_type="application/json")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = quote_etag(digest)
    patch_cache_control(response, public=True, max_age=_KEPT)
    answer: HttpResponse = get_conditional_response(
        request, etag=response["ETag"], response=response
    )
    return answer


@require_safe
def programme_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The programme for paper: as it counts today, or ``?version=`` of the public ones.

    Where it cannot be laid out (the extra ``[pdf]`` is not installed, or there is too
    much of it), the reader is led to the same text with its print style.
    """
    shelf = queries.shelf_or_404(pk)
    edition = _asked_for(request, shelf)
    if not pdf.is_offered() or not pdf.fits(edition):
        return redirect(_on_screen(shelf, edition))
    language = conf.content_language()
    key = pdf.key_of(edition, language)
    known = get_conditional_response(request, etag=quote_etag(key))
    if known is not None:
        return known
    found = pdf.kept(key)
    if found is None:
        if rates.exceeded("print", rates.sender_of(request)):
            return _later(request, shelf, edition, status=429)
        try:
            found = pdf.made(key, edition, shelf, _root(shelf))
        except pdf.CannotLayOut:
            return redirect(_on_screen(shelf, edition))
    if found is None:
        return _later(request, shelf, edition, status=503)
    number = pdf.number_of(edition)
    name = "-".join(
        ["programme", str(shelf.programme.pk), *([f"v{number}"] if number else [])]
    )
    response = HttpResponse(found, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}-{language}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = quote_etag(key)
    patch_cache_control(response, public=True, max_age=_PDF_KEPT)
    return response


def _asked_for(request: HttpRequest, shelf: Shelf) -> Edition:
    number = request.GET.get("version", "")
    if not number:
        return queries.current_edition(shelf)
    if not (number.isdecimal() and len(number) < 6):
        raise Http404("This is not the number of a version.")
    return queries.edition_of(queries.version_or_404(shelf, int(number)))


def _on_screen(shelf: Shelf, edition: Edition) -> str:
    """Where the same text is read, with its style for paper."""
    if edition.version is not None:
        return reverse(
            "wagtail_remacto:programme_version",
            args=[shelf.programme.pk, edition.version.number],
        )
    return reverse("wagtail_remacto:programme_print", args=[shelf.programme.pk])


def _root(shelf: Shelf) -> str:
    """The site's own address, so that links on paper are whole."""
    address = urlsplit(shelf.within.get_full_url() or "")
    return f"{address.scheme}://{address.netloc}/" if address.netloc else ""


def _later(
    request: HttpRequest, shelf: Shelf, edition: Edition, status: int
) -> HttpResponse:
    """Another file is being made, or too many were asked for: the text is there."""
    return TemplateResponse(
        request,
        "wagtail_remacto/programmes/pdf_later.html",
        {
            "remacto_base": conf.get("BASE_TEMPLATE"),
            "shelf": shelf,
            "title": edition.title,
            "on_screen": _on_screen(shelf, edition),
        },
        status=status,
        headers={"Retry-After": "30", "Cache-Control": "no-store"},
    )
