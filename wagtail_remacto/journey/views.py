"""The journeys of ideas and projects, and what became of them in figures."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from wagtail_remacto import conf
from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.committees import ledger
from wagtail_remacto.contributions import queries
from wagtail_remacto.contributions.views.reading import readable_or_404, unlisted
from wagtail_remacto.journey import answers, board, flow_picture
from wagtail_remacto.journey.flow import flow_of
from wagtail_remacto.journey.story import story_of, story_of_project
from wagtail_remacto.monitoring import rollup
from wagtail_remacto.programmes.models import ProgrammePage, ProjectPage


@require_safe
def contribution_journey(request: HttpRequest, ref: str) -> HttpResponse:
    """From what was given to the council's vote; without the words of what is hidden,
    whoever reads: those are on the page of the contribution."""
    found, _reader = readable_or_404(request, ref)
    if ref != found.shown_reference:
        return redirect("wagtail_remacto:contribution_journey", found.shown_reference)
    response = TemplateResponse(
        request,
        "wagtail_remacto/journey/contribution.html",
        {
            "remacto_base": conf.get("BASE_TEMPLATE"),
            "contribution": found,
            "phase": queries.in_readers_language(found.phase),
            "tombstone": queries.tombstones([found]).get(found.pk),
            "story": story_of(found),
        },
    )
    return unlisted(response, found)


@require_safe
def project_journey(request: HttpRequest, pk: int) -> HttpResponse:
    """Backwards to the ideas that it came from, forwards to the council's vote."""
    page = queries.page_or_404(ProjectPage, pk)
    canonical = page.canonical
    if pk != canonical.pk:
        return redirect("wagtail_remacto:project_journey", canonical.pk)
    return TemplateResponse(
        request,
        "wagtail_remacto/journey/project.html",
        {
            "remacto_base": conf.get("BASE_TEMPLATE"),
            "page": page,
            "story": story_of_project(canonical),
        },
    )


@require_safe
def programme_flow(request: HttpRequest, pk: int) -> HttpResponse:
    """From where ideas came to what they became, as a picture and as tables."""
    page = queries.page_or_404(ProgrammePage, pk)
    canonical = page.canonical
    if pk != canonical.pk:
        return redirect("wagtail_remacto:programme_flow", canonical.pk)
    flow = flow_of(canonical)
    return TemplateResponse(
        request,
        "wagtail_remacto/journey/flow.html",
        {
            "remacto_base": conf.get("BASE_TEMPLATE"),
            "page": page,
            "flow": flow,
            "picture": flow_picture.draw(flow),
        },
    )


@require_safe
def answer_ledger(request: HttpRequest) -> HttpResponse:
    """Every collectivité: what it has received and what of it is answered."""
    return TemplateResponse(
        request,
        "wagtail_remacto/journey/answers.html",
        {
            "remacto_base": conf.get("BASE_TEMPLATE"),
            "answers": answers.Answers(request.GET),
        },
    )


@require_safe
def answer_ledger_csv(request: HttpRequest) -> StreamingHttpResponse:
    """What the ledger of the same parameters shows, as a table."""
    response = StreamingHttpResponse(
        answers.csv_lines(answers.Answers(request.GET)),
        content_type="text/csv; charset=utf-8",
    )
    response["Content-Disposition"] = 'attachment; filename="answers.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def collectivite_answers(request: HttpRequest, pk: int) -> HttpResponse:
    """The ledger of one collectivité, cycle by cycle, and what it owes for longest."""
    page = queries.page_or_404(CollectivitePage, pk)
    canonical = page.canonical
    if pk != canonical.pk:
        return redirect("wagtail_remacto:collectivite_answers", canonical.pk)
    return TemplateResponse(
        request,
        "wagtail_remacto/journey/collectivite_answers.html",
        {
            "remacto_base": conf.get("BASE_TEMPLATE"),
            "page": page,
            "ledger": ledger.of_collectivite(canonical),
            "cycles": answers.of_cycles(canonical),
            "oldest": answers.oldest_owed(canonical),
            "overrides": list(answers.overrides(collectivite=canonical.pk)),
        },
    )


@require_safe
def network_board(request: HttpRequest) -> HttpResponse:
    """Every member: its stage, what it owes, how far it is in both voices."""
    return TemplateResponse(
        request,
        "wagtail_remacto/journey/board.html",
        {
            "remacto_base": conf.get("BASE_TEMPLATE"),
            "board": board.Board(request.GET),
            "rule": rollup.RULE,
        },
    )


@require_safe
def network_csv(request: HttpRequest) -> StreamingHttpResponse:
    """What the board of the same parameters shows, as a table."""
    response = StreamingHttpResponse(
        board.csv_lines(board.Board(request.GET)),
        content_type="text/csv; charset=utf-8",
    )
    response["Content-Disposition"] = 'attachment; filename="network.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def network_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as an Excel workbook."""
    response = HttpResponse(
        board.workbook(board.Board(request.GET)),
        content_type=(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        ),
    )
    response["Content-Disposition"] = 'attachment; filename="network.xlsx"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
