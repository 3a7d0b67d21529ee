"""The list of contributions and each of them; nothing here writes."""

from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from wagtail_remacto import conf
from wagtail_remacto.contributions import (
    attachments,
    export,
    queries,
    references,
    services,
)
from wagtail_remacto.contributions.discussions import Thread
from wagtail_remacto.contributions.lists import ContributionList
from wagtail_remacto.contributions.models import (
    Attachment,
    Contribution,
    Support,
)
from wagtail_remacto.contributions.shown import shown_wordings
from wagtail_remacto.contributions.text import render
from wagtail_remacto.contributions.views.threads import comment_box
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.cycles.models import CyclePage, PhasePage
from wagtail_remacto.people.models import Participant
from wagtail_remacto.people.session import whoever


@require_safe
def contributions(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything given in a phase. Free of cookies: a shared cache may keep it."""
    phase = queries.page_or_404(PhasePage, pk)
    canonical = phase.canonical
    if pk != canonical.pk:
        return _moved(request, "contributions", canonical.pk)
    found = _of_phase(request, canonical)
    return _list(
        request,
        phase,
        found,
        lead=phase.words("question"),
        csv=reverse("wagtail_remacto:contributions_csv", args=[canonical.pk]),
        # Whether it is open depends on the moment alone; who may, the form says.
        may_contribute=Action.CONTRIBUTE in phase.actions and phase.is_open(),
        phase_pk=canonical.pk,
    )


@require_safe
def cycle_contributions(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything given in all the phases of a cycle."""
    cycle = queries.page_or_404(CyclePage, pk)
    canonical = cycle.canonical
    if pk != canonical.pk:
        return _moved(request, "cycle_contributions", canonical.pk)
    rows = queries.ideas(cycle_id=canonical.pk)
    found = ContributionList(rows, canonical.path, request.GET)
    return _list(request, cycle, found)


@require_safe
def contributions_csv(request: HttpRequest, pk: int) -> Any:
    """What the list of the same parameters shows, as a table."""
    phase = queries.page_or_404(PhasePage, pk)
    found = _of_phase(request, phase.canonical)
    response = StreamingHttpResponse(
        export.lines(found), content_type="text/csv; charset=utf-8"
    )
    name = f"contributions-{phase.canonical.pk}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _of_phase(request: HttpRequest, phase: PhasePage) -> ContributionList:
    rows = queries.ideas(phase_id=phase.pk)
    return ContributionList(rows, phase.path[: -phase.steplen], request.GET)


def _moved(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    address = reverse(f"wagtail_remacto:{name}", args=[pk])
    return redirect(f"{address}?{query}" if query else address)


def _list(
    request: HttpRequest, within: Any, found: ContributionList, **context: Any
) -> HttpResponse:
    # Read before the template: a wrong key is said above what is shown instead.
    found.page  # noqa: B018
    response = TemplateResponse(
        request,
        "wagtail_remacto/contributions/list.html",
        {
            "remacto_base": conf.get("BASE_TEMPLATE"),
            "within": within,
            "list": found,
            **context,
        },
    )
    # For htmx: without the fields that the form sends empty.
    response["HX-Push-Url"] = f"{request.path}{found.own_address}"
    return response


def contribution_or_404(ref: str) -> Contribution:
    """The contribution by its reference, however it is spelled."""
    reference = references.read(ref)
    if reference is None:
        raise Http404("This is not a reference.")
    rows = Contribution.objects.select_related("phase__locale", "author", "discussion")
    return get_object_or_404(rows, reference=reference)


def readable_or_404(request: HttpRequest, ref: str) -> tuple[Contribution, Any]:
    """The contribution and who reads it; 404 for what waits or was taken back before
    anybody could read it, except for its author and its moderators."""
    contribution = contribution_or_404(ref)
    reader = whoever(request)
    if not contribution.has_public_page and not queries.may_read(reader, contribution):
        raise Http404("This contribution is not public.")
    return contribution, reader


@require_safe
def contribution(request: HttpRequest, ref: str) -> HttpResponse:
    found, reader = readable_or_404(request, ref)
    if ref != found.shown_reference:
        return redirect(found, permanent=False)
    queries.dress([found])
    has_text = queries.may_read(reader, found)
    context = {
        "remacto_base": conf.get("BASE_TEMPLATE"),
        "contribution": found,
        "phase": queries.in_readers_language(found.phase),
        "has_text": has_text,
        "tombstone": queries.tombstones([found]).get(found.pk),
        "is_author": queries.is_author(reader, found),
    }
    if has_text:
        context |= _text(found, reader)
    thread = Thread(getattr(found, "discussion", None), reader)
    context |= comment_box(request, reader, thread, of=found)
    context["support"] = support_context(found, reader)
    response = TemplateResponse(
        request, "wagtail_remacto/contributions/detail.html", context
    )
    return unlisted(response, found)


def unlisted(response: HttpResponse, found: Contribution) -> HttpResponse:
    """Search engines keep no copy of what is not public."""
    if not found.is_public:
        response["X-Robots-Tag"] = "noindex"
    return response


def _text(found: Contribution, reader: Any) -> dict[str, Any]:
    return {
        "themes": found.themes.all().order_by("name"),
        "attachments": found.attachments.all(),
        "similar": queries.similar(
            found.title, cycle_id=found.cycle_id, other_than=found.pk
        )
        if found.is_idea
        else [],
        "may_edit": queries.is_author(reader, found)
        and not services.may_edit(found, reader),
    }


def support_context(contribution: Contribution, reader: Any) -> dict[str, Any]:
    """What the button of the support shows to this reader; one query at most."""
    verdict = gate.check(reader, Action.SUPPORT, contribution.phase)
    given = (
        isinstance(reader, Participant)
        and Support.objects.filter(
            contribution=contribution, participant=reader
        ).exists()
    )
    return {
        "verdict": verdict,
        "given": given,
        "is_own": queries.is_author(reader, contribution),
        "signs_in": verdict.kind is gate.Kind.YES_ONCE_SIGNED_IN,
    }


@require_safe
def contribution_history(request: HttpRequest, ref: str) -> HttpResponse:
    """Every wording that the reader may read, the latest first."""
    found, reader = readable_or_404(request, ref)
    if not queries.may_read(reader, found):
        return redirect(found)
    wordings: list[Any] = list(shown_wordings(found, reader).order_by("-number"))
    for wording in wordings:
        wording.html = render(wording.text)
    response = TemplateResponse(
        request,
        "wagtail_remacto/contributions/history.html",
        {
            "remacto_base": conf.get("BASE_TEMPLATE"),
            "contribution": found,
            "phase": queries.in_readers_language(found.phase),
            "wordings": wordings,
        },
    )
    return unlisted(response, found)


@require_safe
def attachment(request: HttpRequest, pk: int, small: bool = False) -> Any:
    """A file, for whoever may read what it was given with."""
    rows = Attachment.objects.select_related("contribution__phase__locale")
    found = get_object_or_404(rows, pk=pk)
    if not found.contribution.is_public and not queries.may_read(
        whoever(request), found.contribution
    ):
        raise Http404("This file is not public.")
    response = attachments.file_response(request, found, small)
    response["Cache-Control"] = (
        attachments.KEPT if found.contribution.is_public else "private, no-store"
    )
    return response
