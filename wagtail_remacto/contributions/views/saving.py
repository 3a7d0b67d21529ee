"""What a step sends while somebody writes, and what throws a draft away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from wagtail_remacto.contributions import draft_cookie, drafts
from wagtail_remacto.contributions.drafts import AlreadySent
from wagtail_remacto.contributions.views.contributing import similar
from wagtail_remacto.contributions.views.desk import Desk
from wagtail_remacto.cycles.gate import Refused

# Which fields a step saves, by its name.
STEPS = {
    "words": {**drafts.WORDS, **drafts.OPENED},
    "details": drafts.DETAILS,
    "send": drafts.SENDER,
}
# When the draft was last changed; the script gives it back to know what is newer.
VERSION = "X-Remacto-Version"


@never_cache
@require_POST
def save_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what is typed so far; answers with the ideas that resemble it.

    403 once the phase has closed (it is kept all the same), 409 for what has been
    sent, 429 for too often.
    """
    desk = Desk(request, pk)
    step = request.POST.get("step", "")
    if not any(drafts.typed(request.POST, STEPS.get(step, {})).values()):
        return HttpResponse(status=204)
    try:
        draft = desk.keep(STEPS[step])
    except AlreadySent:
        return HttpResponse(status=409)
    except Refused as refused:
        return HttpResponse(str(refused), status=429, content_type="text/plain")
    if desk.is_closed:
        response = HttpResponse(
            f"{desk.verdict.sentence} {desk.verdict.remedy}",
            status=403,
            content_type="text/plain",
        )
    elif step == "words":
        response = render(
            request,
            "wagtail_remacto/contributions/contribute_similar.html",
            {"similar": similar(desk.phase, draft.data)},
        )
    else:
        response = HttpResponse(status=204)
    response[VERSION] = draft.updated_at.isoformat()
    draft_cookie.remember(request, response, draft)
    return response


@never_cache
@require_POST
def discard_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw away what is written, once and for all."""
    desk = Desk(request, pk)
    draft = desk.find()
    response = redirect(desk.phase_url)
    if draft is not None:
        drafts.discard(draft)
        draft_cookie.forget(request, response, draft.key)
    return response
