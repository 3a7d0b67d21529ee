"""Supports and comments: thin views over the services; POST alone."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from wagtail_remacto import conf
from wagtail_remacto.contributions import services
from wagtail_remacto.contributions.branches import governing_phase
from wagtail_remacto.contributions.comment_form import CommentForm
from wagtail_remacto.contributions.discussions import Thread
from wagtail_remacto.contributions.errors import ContributionError
from wagtail_remacto.contributions.models import (
    Comment,
    Contribution,
    Standing,
)
from wagtail_remacto.contributions.queries import is_author
from wagtail_remacto.contributions.shown import shown_title
from wagtail_remacto.contributions.views.discussing import (
    comment_or_404,
    discussed_page_or_404,
    show,
    subject_or_404,
)
from wagtail_remacto.contributions.views.reading import (
    readable_or_404,
    support_context,
)
from wagtail_remacto.contributions.views.threads import own_address
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.people.refusals import answers_at, refuse
from wagtail_remacto.people.session import participant, sender, whoever

View = Callable[..., HttpResponse]


def _writing(view: View) -> View:
    """A view that only writes: no other method than POST, never without its token."""
    return require_POST(csrf_protect(never_cache(view)))


def is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _refused(
    request: HttpRequest, verdict: gate.Verdict, back: str, text: str = ""
) -> HttpResponse:
    """The page of the refusal; htmx, which shows no error, is told to show it whole."""
    if text:
        # There the words stand again once the person is known.
        back = f"{back}#remacto-comment-form"
    response = refuse(
        request,
        verdict,
        kept={str(_("Your comment")): text},
        back=back,
        fields=("text", "stance", "opened") if text else (),
    )
    if is_htmx(request):
        response.status_code = 200
        response["HX-Retarget"] = response["HX-Reselect"] = "div.remacto"
        response["HX-Reswap"] = "outerHTML show:top"
    return response


@_writing
def support(request: HttpRequest, ref: str) -> HttpResponse:
    """``undo=1`` takes the support back."""
    contribution, reader = readable_or_404(request, ref)
    back = contribution.get_absolute_url()
    person = participant(request)
    if person is None:
        verdict = gate.check(reader, Action.SUPPORT, contribution.phase)
        return _refused(request, verdict, back)
    sentence = ""
    wanted = {
        "contribution": contribution,
        "participant": person,
        "sender": sender(request),
    }
    try:
        if request.POST.get("undo"):
            services.undo_support(**wanted)
        else:
            services.support(**wanted)
    except gate.Refused as refused:
        return _refused(request, refused.verdict, back)
    except ContributionError as error:
        sentence = error.sentence
    if not is_htmx(request):
        if sentence:
            return said(request, sentence, back)
        return _supported(request, contribution, back)
    context = support_context(contribution, person)
    return render(
        request,
        "wagtail_remacto/contributions/support.html",
        {"contribution": contribution, "support": context, "sentence": sentence},
    )


def _supported(
    request: HttpRequest, contribution: Contribution, back: str
) -> HttpResponse:
    """Where no script runs, a page of a few words: to send it again changes nothing."""
    answers_at(request, back)
    return TemplateResponse(
        request,
        "wagtail_remacto/contributions/supported.html",
        {
            "remacto_base": conf.get("BASE_TEMPLATE"),
            "contribution": contribution,
            # Hidden since, it may still lose a support.
            "title": shown_title(contribution, participant(request)),
            "undone": bool(request.POST.get("undo")),
            "back": f"{back}#remacto-support",
        },
    )


@_writing
def comment_contribution(request: HttpRequest, ref: str) -> HttpResponse:
    contribution, _reader = readable_or_404(request, ref)
    return _comment(request, contribution)


@_writing
def comment_page(request: HttpRequest, pk: int) -> HttpResponse:
    """On a phase, a workshop or a project; ``pk`` may be a translation's."""
    return _comment(request, discussed_page_or_404(pk))


def _comment(request: HttpRequest, of: Contribution | Any) -> HttpResponse:
    canonical = of if isinstance(of, Contribution) else of.canonical
    parent = _parent(request, canonical)
    back = own_address(canonical, parent)
    text = request.POST.get("text", "")
    person = participant(request)
    if person is None:
        return _refused(request, _verdict(request, canonical), back, text)
    discussion = services.discussion_of(canonical)
    form = CommentForm(request.POST)
    sentence = ""
    if form.is_valid():
        try:
            written = services.comment(
                discussion=discussion,
                author=person,
                text=form.cleaned_data["text"],
                stance=form.cleaned_data["stance"],
                parent=parent,
                suspicion=form.suspicion,
                sender=sender(request),
            )
        except gate.Refused as refused:
            return _refused(request, refused.verdict, back, text)
        except ValidationError as error:
            form.add_error(None, error)
        except ContributionError as error:
            sentence = error.sentence
        else:
            code = "held" if written.standing == Standing.HELD else "public"
            return redirect(f"{back}?said={code}#comment-{written.pk}")
    thread = Thread(discussion, person, below=parent)
    if parent is not None:
        thread.dress([parent])
    return show(
        request, thread, person, of, parent=parent, form=form, sentence=sentence
    )


def _verdict(request: HttpRequest, of: Contribution | Any) -> gate.Verdict:
    phase = governing_phase(of, timezone.now())
    if phase is None:
        raise Http404("Nothing is discussed here.")
    return gate.ask(whoever(request), Action.COMMENT, phase)


def _parent(request: HttpRequest, of: Contribution | Any) -> Comment | None:
    """The comment that is replied to; there are two levels."""
    key = request.POST.get("parent", "")
    if not key:
        return None
    if not key.isdecimal() or len(key) > 18:
        raise Http404("No comment has this number.")
    found = comment_or_404(int(key))
    discussion = found.discussion
    stands_on = (
        discussion.contribution_id
        if isinstance(of, Contribution)
        else discussion.page_id
    )
    if stands_on != of.pk:
        raise Http404("This comment stands in another discussion.")
    return found.parent or found


@_writing
def support_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """``undo=1`` takes the support back."""
    comment = comment_or_404(pk)
    subject_or_404(request, comment)
    back = _place(comment)
    person = participant(request)
    if person is None:
        verdict = gate.check(whoever(request), Action.COMMENT, comment.phase)
        return _refused(request, verdict, back)
    wanted = {"comment": comment, "participant": person, "sender": sender(request)}
    sentence = ""
    try:
        if request.POST.get("undo"):
            services.undo_comment_support(**wanted)
        else:
            services.support_comment(**wanted)
    except gate.Refused as refused:
        return _refused(request, refused.verdict, back)
    except ContributionError as error:
        sentence = error.sentence
    if not is_htmx(request):
        return said(request, sentence, back) if sentence else redirect(back)
    comment.refresh_from_db(fields=["supports_count"])
    Thread(comment.discussion, person).dress([comment])
    context = {"comment": comment, "may_react": not sentence, "sentence": sentence}
    return render(
        request, "wagtail_remacto/contributions/comment_support.html", context
    )


@_writing
def withdraw_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """By its author, whether or not the phase is still open."""
    comment = comment_or_404(pk)
    person = participant(request)
    if person is None or not is_author(person, comment):
        raise Http404("Only whoever wrote a comment may withdraw it.")
    services.withdraw_comment(comment=comment, author=person)
    address, _hash, anchor = _place(comment).partition("#")
    return redirect(f"{address}?said=withdrawn#{anchor}")


def _place(comment: Comment) -> str:
    """The screen of the comment's thread, at the comment."""
    return f"{own_address(comment, comment.parent or comment)}#comment-{comment.pk}"


def said(request: HttpRequest, sentence: str, back: str) -> HttpResponse:
    """A page of one sentence: why nothing was done. 409, for it was understood."""
    answers_at(request, back)
    return TemplateResponse(
        request,
        "wagtail_remacto/contributions/said.html",
        {
            "remacto_base": conf.get("BASE_TEMPLATE"),
            "sentence": sentence,
            "back": back,
        },
        status=409,
    )
