"""The answer to a form that the gate refused: why, what can be done, and every word."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from wagtail_remacto import conf
from wagtail_remacto.adapter import get_adapter
from wagtail_remacto.cycles.gate import Kind, Reason, Verdict
from wagtail_remacto.people import kept as keeping
from wagtail_remacto.people.ways_in import by_link


def answers_at(request: HttpRequest, back: str) -> None:
    """Say where an answer to a form is at home: its own address takes no GET.

    Whoever changes the language there goes to ``request.remacto_address`` instead.
    """
    if back:
        request.remacto_address = urlsplit(back).path  # type: ignore[attr-defined]


def refuse(
    request: HttpRequest,
    verdict: Verdict,
    *,
    kept: Mapping[str, str] | None = None,
    back: str = "",
    fields: Iterable[str] = (),
    files_are_lost: bool = False,
    needs_account: bool = False,
) -> HttpResponse:
    """403 with the verdict's sentence and what the person had written (``kept``).

    ``kept`` maps what a field is called to what was typed. ``back`` is where the
    person came from. Somebody who only has to sign in is shown the way there;
    what they typed in ``fields`` then stands in the form at ``back`` again. So does
    what was sent too often. Where ``files_are_lost`` the files that were sent are
    named, to be chosen again. ``needs_account`` is for what no link by e-mail leads to.
    """
    sign_in = link = ""
    if verdict.kind is Kind.YES_ONCE_SIGNED_IN:
        address = back or request.get_full_path()
        sign_in = get_adapter().login_url(address)
        link = "" if needs_account else by_link(address)
    if sign_in or verdict.reason is Reason.TOO_OFTEN:
        keeping.keep(request, back, keeping.typed(request, fields))
    answers_at(request, back)
    return TemplateResponse(
        request,
        "wagtail_remacto/people/refused.html",
        {
            "remacto_base": conf.get("BASE_TEMPLATE"),
            "verdict": verdict,
            "kept": {name: text for name, text in (kept or {}).items() if text},
            "sign_in": sign_in,
            "by_link": link,
            "back": back,
            "lost_files": [
                file.name
                for name in (request.FILES if files_are_lost else ())
                for file in request.FILES.getlist(name)
            ],
        },
        status=403,
    )
