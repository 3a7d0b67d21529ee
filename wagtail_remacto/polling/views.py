"""A poll on its own address: the ballot, the vote, the result."""

import csv
import datetime as dt
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from wagtail_remacto import conf
from wagtail_remacto.adapter import get_adapter
from wagtail_remacto.collectivites.permissions import may_change
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Kind, Reason, Refused, Verdict
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.people import kept
from wagtail_remacto.people.models import ConsentPurpose, Participant
from wagtail_remacto.people.notice import notice_for
from wagtail_remacto.people.refusals import refuse
from wagtail_remacto.people.session import participant, sender, whoever
from wagtail_remacto.people.ways_in import by_link
from wagtail_remacto.polling import queries, services
from wagtail_remacto.polling.errors import BallotError, NotAChoice
from wagtail_remacto.polling.models import Poll, ResultsShown
from wagtail_remacto.spreadsheets import harmless

PAGE = "wagtail_remacto/polling/poll.html"
# The ballot and the result alone, for htmx.
PART = "wagtail_remacto/polling/part.html"
_KEPT = ("choices",)


@never_cache
@require_safe
@vary_on_headers("HX-Request")
def poll(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    if found.canonical.pk != pk:
        return redirect("wagtail_remacto:poll", found.canonical.pk)
    return _show(request, found, done="done" in request.GET)


@never_cache
@csrf_protect
@require_POST
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(request, pk).canonical
    chosen = _chosen(request)
    # The words of a refusal are the reader's.
    sheet = queries.results(found)
    person = participant(request)
    try:
        if person is None:
            gate.require(AnonymousUser(), Action.ANSWER_POLL, found)
            raise Http404
        services.vote(
            poll=found,
            participant=person,
            choices=chosen,
            sender=sender(request),
        )
    except Refused as refused:
        if _is_htmx(request):
            data = kept.typed(request, _KEPT)
            kept.keep(request, _address(found), data)
            return _show(request, found, refused=refused.verdict, chosen=chosen)
        texts = [str(each.text) for each in sheet.options if each.pk in chosen]
        return refuse(
            request,
            refused.verdict,
            kept={str(sheet.question): "\n".join(texts)},
            back=_address(found),
            fields=_KEPT,
        )
    except NotAChoice as error:
        raise Http404 from error
    except BallotError as error:
        return _show(request, found, error=error.sentence, chosen=chosen)
    if _is_htmx(request):
        return _show(request, Poll.objects.get(pk=found.pk), done=True)
    return redirect(f"{_address(found)}?done")


@never_cache
@require_safe
def results_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """The counts, for a spreadsheet; only for whoever sees them on the screen."""
    found = _find(request, pk).canonical
    if not queries.may_see_results(found, _voted(request, found)):
        return refuse(request, _hidden(found), back=_address(found))
    sheet = queries.results(found)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="poll-{found.pk}.csv"'
    # Spreadsheets take the file for UTF-8 by this mark alone.
    response.write("\N{ZERO WIDTH NO-BREAK SPACE}")
    rows = csv.writer(response)
    languages = sheet.languages
    rows.writerow([*(f"choice_{code}" for code in languages), "votes", "share"])
    for option in sheet.options:
        texts = [harmless(option.texts.get(code, "")) for code in languages]
        rows.writerow([*texts, option.votes, f"{option.share:.4f}"])
    return response


def _find(request: HttpRequest, pk: int) -> Poll:
    """A poll that anyone may read, or an officer's own that is not published yet."""
    found = queries.with_places(queries.public_polls()).filter(pk=pk).first()
    if found is None and request.user.is_authenticated:
        found = queries.with_places(Poll.objects.filter(pk=pk)).first()
        if found is not None and not may_change(request.user, found.collectivite):
            found = None
    if found is None:
        raise Http404
    return found


def _chosen(request: HttpRequest) -> set[int]:
    try:
        return {int(value) for value in request.POST.getlist("choices")}
    except ValueError as error:
        raise Http404 from error


def _voted(request: HttpRequest, poll: Poll) -> bool:
    person = whoever(request)
    return isinstance(person, Participant) and queries.has_voted(poll, person)


def _is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _address(poll: Poll) -> str:
    return reverse("wagtail_remacto:poll", args=[poll.pk])


def _hidden(poll: Poll) -> Verdict:
    """Why the counts cannot be read yet."""
    after_vote = poll.results == ResultsShown.AFTER_VOTE
    return Verdict(
        Kind.NO,
        Reason.NOT_ADMITTED,
        lambda: (
            _("The result is shown to whoever has voted.")
            if after_vote
            else _("The result is shown once the poll is closed.")
        ),
        lambda: (
            _("Vote first, or come back once the poll is closed.")
            if after_vote
            else _("Come back then; everybody will see it.")
        ),
    )


def _show(
    request: HttpRequest,
    poll: Poll,
    *,
    done: bool = False,
    error: str = "",
    chosen: set[int] | None = None,
    refused: Verdict | None = None,
    now: dt.datetime | None = None,
) -> HttpResponse:
    """The ballot, if one may vote; the result, if one may see it; and why not."""
    now = now or timezone.now()
    sheet = queries.results(poll)
    voted = _voted(request, poll)
    verdict = refused or gate.ask(whoever(request), Action.ANSWER_POLL, poll, now)
    address = _address(poll)
    sign_in = link = ""
    if verdict.kind is Kind.YES_ONCE_SIGNED_IN:
        sign_in, link = get_adapter().login_url(address), by_link(address)
    elif verdict and chosen is None:
        before = kept.take(request, address).get("choices", [])
        chosen = {int(value) for value in before}
    context: dict[str, Any] = {
        "remacto_base": conf.get("BASE_TEMPLATE"),
        "poll": poll,
        "sheet": sheet,
        "verdict": verdict,
        "sign_in": sign_in,
        "by_link": link,
        "can_vote": bool(verdict),
        "voted": voted,
        "done": done and voted,
        "error": error,
        "chosen": chosen or set(),
        "is_closed": queries.is_closed(poll, now),
        "shows_results": queries.may_see_results(poll, voted, now),
        "notice": notice_for(poll.collectivite, ConsentPurpose.CONTRIBUTE),
        "is_part": _is_htmx(request),
    }
    return TemplateResponse(request, PART if context["is_part"] else PAGE, context)
