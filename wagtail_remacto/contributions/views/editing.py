"""What authors do with their own: another wording, or taking it back."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wagtail_remacto import conf
from wagtail_remacto.contributions import drafts, offered, references, services
from wagtail_remacto.contributions.errors import (
    ContributionError,
    GivenInTheRoom,
    NotYours,
)
from wagtail_remacto.contributions.forms import EditForm
from wagtail_remacto.contributions.models import Contribution, Origin, Standing
from wagtail_remacto.contributions.queries import is_author
from wagtail_remacto.contributions.text import guess_language
from wagtail_remacto.contributions.views.desk import words_kept
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Kind, Reason, Refused, Verdict
from wagtail_remacto.people import kept, session
from wagtail_remacto.people.models import Participant
from wagtail_remacto.people.refusals import refuse


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_contribution(request: HttpRequest, ref: str) -> HttpResponse:
    """The form with the present wording; by POST, the new one."""
    contribution = _find(request, ref)
    why_not = _not_theirs(request, contribution)
    if why_not is not None:
        return _refused(request, contribution, why_not)
    author: Any = contribution.author
    form = EditForm(
        request.POST if request.method == "POST" else None,
        initial={
            "title": contribution.title,
            "text": contribution.text,
            "axis": str(contribution.axis_id or ""),
            **kept.initial(request, request.path),
        },
        axes=offered.axes_of(contribution.phase) if contribution.is_idea else [],
        is_idea=contribution.is_idea,
    )
    why_not = _too_late(contribution, author)
    if why_not is not None:
        return _refused(request, contribution, why_not)
    if form.is_valid():
        try:
            services.edit(
                contribution=contribution,
                editor=author,
                title=form.cleaned_data["title"],
                text=form.cleaned_data["text"],
                language=_language(contribution, form.cleaned_data),
                axis=form.cleaned_data.get("axis"),
                sender=session.sender(request),
            )
        except Refused as refused:
            return _refused(request, contribution, refused.verdict)
        except ContributionError as error:
            return _refused(request, contribution, _no(error.sentence))
        except ValidationError as wrong:
            for sentence in wrong.messages:
                form.add_error(None, sentence)
        else:
            return redirect(contribution.get_absolute_url())
    return _page(request, "edit", contribution, form=form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_contribution(request: HttpRequest, ref: str) -> HttpResponse:
    """Asked for by GET, done by POST."""
    contribution = _find(request, ref)
    why_not = _not_theirs(request, contribution)
    if why_not is not None:
        return _refused(request, contribution, why_not)
    if contribution.standing == Standing.HIDDEN:
        return _refused(request, contribution, _no(_("A moderator has hidden this.")))
    if contribution.standing == Standing.WITHDRAWN:
        return redirect(contribution.get_absolute_url())
    if contribution.origin != Origin.ONLINE:
        return _refused(request, contribution, _no(str(GivenInTheRoom())))
    if request.method == "POST":
        author: Any = contribution.author
        services.withdraw(contribution=contribution, author=author)
        return redirect(contribution.get_absolute_url())
    return _page(request, "withdraw", contribution)


def _find(request: HttpRequest, ref: str) -> Contribution:
    """What is not public is not found by anybody but its author."""
    contribution = (
        Contribution.objects.filter(reference=references.read(ref) or "")
        .select_related("phase__locale", "author__user")
        .first()
    )
    if contribution is None or not (
        contribution.is_public or is_author(session.whoever(request), contribution)
    ):
        raise Http404("No contribution that you may see has this reference.")
    return contribution


def _not_theirs(request: HttpRequest, contribution: Contribution) -> Verdict | None:
    who = session.whoever(request)
    if is_author(who, contribution):
        return None
    if who.is_authenticated:
        return Verdict(Kind.NO, Reason.NOT_YOURS, lambda: str(NotYours()))
    return Verdict(
        Kind.YES_ONCE_SIGNED_IN,
        Reason.SIGNED_OUT,
        lambda: str(NotYours()),
        lambda: _("If it is yours, sign in, or ask for a link in “My space”."),
    )


def _language(contribution: Contribution, words: dict[str, Any]) -> str:
    """What the author said of it, unless it is written in other letters now."""
    now, before = (
        guess_language(f"{title} {text}", "")
        for title, text in (
            (words["title"], words["text"]),
            (contribution.title, contribution.text),
        )
    )
    return contribution.language if now == before else ""


def _too_late(contribution: Contribution, author: Participant) -> Verdict | None:
    sentence = services.may_edit(contribution, author)
    if sentence:
        return _no(sentence)
    verdict = gate.ask(
        author, services.action_of(contribution.nature), contribution.phase
    )
    return None if verdict else verdict


def _no(sentence: str) -> Verdict:
    return Verdict(Kind.NO, None, lambda: sentence)


def _refused(
    request: HttpRequest, contribution: Contribution, verdict: Verdict
) -> HttpResponse:
    typed = drafts.typed(request.POST, drafts.WORDS)
    back = contribution.get_absolute_url()
    if verdict.kind is Kind.YES_ONCE_SIGNED_IN or verdict.reason is Reason.TOO_OFTEN:
        back = request.path
    return refuse(
        request,
        verdict,
        kept=words_kept(typed),
        back=back,
        fields=(*drafts.WORDS, "axis"),
    )


def _page(
    request: HttpRequest, name: str, contribution: Contribution, **context: Any
) -> HttpResponse:
    return TemplateResponse(
        request,
        f"wagtail_remacto/contributions/{name}.html",
        {
            "remacto_base": conf.get("BASE_TEMPLATE"),
            "contribution": contribution,
            "most": conf.get("CONTRIBUTION_MAX_LENGTH"),
            **context,
        },
    )
