from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wagtail_remacto.workshops.entry import slips as paper
from wagtail_remacto.workshops.entry.admin.screens import grid_address, page_to_enter
from wagtail_remacto.workshops.entry.readers import reader_for
from wagtail_remacto.workshops.entry.rights import phase_above, phases_for


@never_cache
@require_safe
def slips(request: HttpRequest, pk: int) -> HttpResponse:
    """To be printed; each time it is opened, the slips are new ones."""
    workshop = page_to_enter(request.user, "workshop", pk)
    wanted = request.GET.get("number", "")
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 6 else paper.USUAL
    phase = phase_above(workshop)
    if phase is None:
        phase = next(iter(phases_for(request.user, workshop)), None)
    return TemplateResponse(
        request,
        "wagtail_remacto/admin/slips.html",
        {
            "workshop": workshop,
            "sheets": paper.draw(workshop, number),
            "halves": paper.halves(workshop, phase),
            "reader": reader_for(phase.canonical) if phase is not None else None,
            "number": max(1, min(number, paper.MOST)),
            "most": paper.MOST,
            "back": grid_address(workshop),
            "lines": range(7),
        },
    )
