"""The answer to a form that the gate refused: why, what can be done, and every word."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from wagtail_remacto import conf
from wagtail_remacto.adapter import get_adapter
from wagtail_remacto.cycles.gate import Kind, Verdict


def refuse(
    request: HttpRequest,
    verdict: Verdict,
    *,
    kept: Mapping[str, str] | None = None,
    back: str = "",
) -> HttpResponse:
    """403 with the verdict's sentence and what the person had written (``kept``).

    ``kept`` maps what a field is called to what was typed. ``back`` is where the
    person came from. Somebody who only has to sign in is shown the way there.
    """
    sign_in = ""
    if verdict.kind is Kind.YES_ONCE_SIGNED_IN:
        sign_in = get_adapter().login_url(back or request.get_full_path())
    return TemplateResponse(
        request,
        "wagtail_remacto/people/refused.html",
        {
            "remacto_base": conf.get("BASE_TEMPLATE"),
            "verdict": verdict,
            "kept": {name: text for name, text in (kept or {}).items() if text},
            "sign_in": sign_in,
            "back": back,
        },
        status=403,
    )
