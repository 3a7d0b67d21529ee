"""The page after sending: the reference, what happens next, another link by e-mail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wagtail_remacto import conf
from wagtail_remacto.contributions.models import Standing
from wagtail_remacto.contributions.queries import page_or_404
from wagtail_remacto.contributions.sending import ask_to_confirm, thanked
from wagtail_remacto.cycles.gate import Refused
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.people import session
from wagtail_remacto.people.links import DeadLink
from wagtail_remacto.people.refusals import refuse


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contribution_sent(request: HttpRequest, token: str) -> HttpResponse:
    """Thanks; by POST, the link to confirm is sent once more."""
    context = {"remacto_base": conf.get("BASE_TEMPLATE")}
    try:
        contribution = thanked(token)
    except DeadLink as dead:
        return TemplateResponse(
            request,
            "wagtail_remacto/people/dead_link.html",
            {**context, "sentence": str(dead)},
            status=410,
        )
    waits = contribution.standing == Standing.UNCONFIRMED
    if request.method == "POST":
        if waits:
            try:
                ask_to_confirm(
                    contribution,
                    absolute=request.build_absolute_uri,
                    sender=session.sender(request),
                )
            except Refused as refused:
                return refuse(request, refused.verdict, back=request.path)
        return redirect(f"{request.path}?again=1")
    return TemplateResponse(
        request,
        "wagtail_remacto/contributions/thanks.html",
        {
            **context,
            "contribution": contribution,
            "phase": _in_my_language(contribution.phase),
            "waits": waits,
            "is_held": contribution.standing == Standing.HELD,
            "is_public": contribution.is_public,
            "email": contribution.author.email if waits and contribution.author else "",
            "again": bool(request.GET.get("again")),
        },
    )


def _in_my_language(phase: PhasePage) -> PhasePage:
    if phase.locale.language_code == conf.content_language():
        return phase
    return page_or_404(PhasePage, phase.pk)
