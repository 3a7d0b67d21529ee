"""The page after sending: the reference, what happens next, another link by e-mail."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wagtail_remacto import conf
from wagtail_remacto.adapter import get_adapter
from wagtail_remacto.contributions.models import Standing
from wagtail_remacto.contributions.queries import page_or_404
from wagtail_remacto.contributions.sending import ask_to_confirm, thanked
from wagtail_remacto.cycles.gate import Refused
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.people import session
from wagtail_remacto.people.links import DeadLink
from wagtail_remacto.people.refusals import refuse
from wagtail_remacto.people.services import address_of


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
    author: Any = contribution.author
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
            "email": address_of(author) if waits else "",
            "sign_in": _sign_in(request) if author.user_id and not waits else "",
            "site": request.get_host(),
            "again": bool(request.GET.get("again")),
        },
    )


def _sign_in(request: HttpRequest) -> str:
    """Where the link of a message cannot lead: into an account."""
    if request.user.is_authenticated:
        return ""
    return get_adapter().login_url(reverse("wagtail_remacto:my_space"))


def _in_my_language(phase: PhasePage) -> PhasePage:
    if phase.locale.language_code == conf.content_language():
        return phase
    return page_or_404(PhasePage, phase.pk)
