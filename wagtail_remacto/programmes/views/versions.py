"""The versions of a programme: their list, each as a whole, and what differs.

Nothing here writes or sets a cookie, and a frozen text never changes: a shared cache
may keep these pages.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from wagtail_remacto import conf
from wagtail_remacto.programmes import queries
from wagtail_remacto.programmes.differences import differences
from wagtail_remacto.programmes.edition import SECTION_FIELDS, Edition
from wagtail_remacto.programmes.models import ProgrammeVersion
from wagtail_remacto.programmes.queries import Shelf
from wagtail_remacto.programmes.standing import standing_of


@require_safe
def programme_versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Every public version, the newest first, with what was decided on each."""
    shelf = queries.shelf_or_404(pk)
    if pk != shelf.programme.pk:
        return moved("programme_versions", shelf.programme.pk)
    versions = queries.with_records(queries.public_versions(shelf.programme))
    if not versions and shelf.page is None:
        raise Http404("Nothing of this programme is public.")
    return _answer(
        request,
        "versions.html",
        shelf,
        versions=versions,
        newest_first=list(reversed(versions)),
        standing=standing_of(shelf.programme),
        title=_title(shelf, versions),
    )


@require_safe
def programme_version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The whole programme as it stood in this version."""
    shelf = queries.shelf_or_404(pk)
    if pk != shelf.programme.pk:
        return moved("programme_version", shelf.programme.pk, number)
    version = queries.version_or_404(shelf, number)
    return read_whole(request, shelf, queries.edition_of(version))


@require_safe
def programme_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole programme as it counts today: what the council adopted, or the pages.

    For paper, and for whoever would rather read it from end to end.
    """
    shelf = queries.shelf_or_404(pk)
    if pk != shelf.programme.pk:
        return moved("programme_print", shelf.programme.pk)
    return read_whole(request, shelf, queries.current_edition(shelf))


def read_whole(request: HttpRequest, shelf: Shelf, edition: Edition) -> HttpResponse:
    return _answer(
        request,
        "version.html",
        shelf,
        edition=edition,
        version=edition.version,
        sections=SECTION_FIELDS,
        title=edition.title,
    )


@require_safe
def version_differences(
    request: HttpRequest, pk: int, number: int, later: int
) -> HttpResponse:
    """What a later version says otherwise than an earlier one."""
    shelf = queries.shelf_or_404(pk)
    if pk != shelf.programme.pk:
        return moved("version_differences", shelf.programme.pk, number, later)
    if number > later:
        return moved("version_differences", pk, later, number)
    before = queries.version_or_404(shelf, number)
    after = queries.version_or_404(shelf, later)
    versions = list(queries.public_versions(shelf.programme).defer("content"))
    return _answer(
        request,
        "differences.html",
        shelf,
        before=before,
        after=after,
        differences=differences(before, after),
        versions=versions,
        title=_title(shelf, [after]),
    )


@require_safe
def compare_versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the form that chooses two versions leads: to an address of their own."""
    shelf = queries.shelf_or_404(pk)
    numbers = [request.GET.get(name, "") for name in ("from", "to")]
    if not all(each.isdecimal() and len(each) < 6 for each in numbers):
        return moved("programme_versions", shelf.programme.pk)
    before, after = sorted(map(int, numbers))
    for number in (before, after):
        queries.version_or_404(shelf, number)
    return moved("version_differences", shelf.programme.pk, before, after)


def moved(name: str, *arguments: Any) -> HttpResponse:
    return redirect(reverse(f"wagtail_remacto:{name}", args=arguments))


def _title(shelf: Shelf, versions: list[ProgrammeVersion]) -> Any:
    """The programme's name: its page's, or what its newest version calls it."""
    if shelf.page is not None or not versions:
        return queries.title_of(shelf.within)
    return queries.edition_of(versions[-1]).title


def _answer(
    request: HttpRequest, template: str, shelf: Shelf, **context: Any
) -> HttpResponse:
    return TemplateResponse(
        request,
        f"wagtail_remacto/programmes/{template}",
        {
            "remacto_base": conf.get("BASE_TEMPLATE"),
            "shelf": shelf,
            "programme": shelf.programme,
            "within": shelf.within,
            **context,
        },
    )
