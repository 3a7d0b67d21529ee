"""The remarks on a version, and what changed thanks to them; free of cookies."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wagtail_remacto import conf
from wagtail_remacto.contributions.queries import in_readers_language, page_or_404
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.programmes import queries
from wagtail_remacto.programmes.models import ProgrammeVersion, Purpose
from wagtail_remacto.programmes.queries import Shelf
from wagtail_remacto.programmes.remarks.changes import changes_of
from wagtail_remacto.programmes.remarks.lists import RemarkList
from wagtail_remacto.programmes.remarks.queries import owed_since
from wagtail_remacto.programmes.services.remarks import read_in


@require_safe
def version_remarks(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Every public remark on a version that was made for consultation."""
    shelf = queries.shelf_or_404(pk)
    if pk != shelf.programme.pk:
        return _moved(request, "version_remarks", shelf.programme.pk, number)
    version = queries.version_or_404(shelf, number)
    if version.purpose != Purpose.CONSULTATION:
        raise Http404("This version was not made to be remarked on.")
    found = RemarkList(version, request.GET)
    # Read before the template: a wrong key is said above what is shown instead.
    found.page  # noqa: B018
    phase = version.phase
    response = _answer(
        request,
        "list.html",
        shelf,
        version,
        list=found,
        phase=in_readers_language(phase) if phase else None,
        may_remark=bool(phase and Action.REMARK in phase.actions and phase.is_open()),
        owed_since=owed_since(version, timezone.now()),
    )
    # For htmx: without the fields that the form sends empty.
    response["HX-Push-Url"] = f"{request.path}{found.own_address}"
    return response


@require_safe
def programme_changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed thanks to the remarks on the draft that was consulted on."""
    shelf = queries.shelf_or_404(pk)
    if pk != shelf.programme.pk:
        return _moved(request, "programme_changes", shelf.programme.pk)
    changes = changes_of(shelf)
    if changes is None:
        raise Http404("No draft of this programme was read by the public.")
    return _answer(request, "changes.html", shelf, changes.before, changes=changes)


@require_safe
def phase_remarks(request: HttpRequest, pk: int) -> HttpResponse:
    """From a second consultation to the remarks on the version that is read in it."""
    phase = page_or_404(PhasePage, pk)
    version = read_in(phase.canonical)
    if version is None:
        raise Http404("No draft is read in this phase.")
    return _moved(request, "version_remarks", version.programme_id, version.number)


def _moved(request: HttpRequest, name: str, *arguments: Any) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    address = reverse(f"wagtail_remacto:{name}", args=arguments)
    return redirect(f"{address}?{query}" if query else address)


def _answer(
    request: HttpRequest,
    template: str,
    shelf: Shelf,
    version: ProgrammeVersion,
    **context: Any,
) -> HttpResponse:
    return TemplateResponse(
        request,
        f"wagtail_remacto/programmes/remarks/{template}",
        {
            "remacto_base": conf.get("BASE_TEMPLATE"),
            "shelf": shelf,
            "within": shelf.within,
            "version": version,
            **context,
        },
    )
