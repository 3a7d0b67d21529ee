"""Discussions on screens of their own; nothing here writes."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe
from wagtail.models import Page

from wagtail_remacto import conf
from wagtail_remacto.contributions import queries
from wagtail_remacto.contributions.branches import DISCUSSED_PAGES
from wagtail_remacto.contributions.comment_form import CommentForm
from wagtail_remacto.contributions.discussions import Thread
from wagtail_remacto.contributions.models import (
    Comment,
    Contribution,
    Discussion,
    Standing,
)
from wagtail_remacto.contributions.models.standing import TOMBSTONES
from wagtail_remacto.contributions.views.reading import readable_or_404, unlisted
from wagtail_remacto.contributions.views.threads import comment_box
from wagtail_remacto.people.session import whoever


@require_safe
def discussion(request: HttpRequest, pk: int) -> HttpResponse:
    """The discussion of a contribution in every order; a page's has its own address."""
    rows = Discussion.objects.select_related("contribution")
    found = get_object_or_404(rows, pk=pk)
    if found.contribution is None:
        return redirect("wagtail_remacto:page_discussion", pk=found.page_id)
    contribution, reader = readable_or_404(request, found.contribution.reference)
    return show(request, Thread(found, reader, request.GET), reader, contribution)


@require_safe
def page_discussion(request: HttpRequest, pk: int) -> HttpResponse:
    """The discussion of a phase, a workshop or a project."""
    page = discussed_page_or_404(pk)
    if page.canonical.pk != pk:
        return redirect("wagtail_remacto:page_discussion", pk=page.canonical.pk)
    reader = whoever(request)
    found = Discussion.objects.filter(page_id=pk).first()
    return show(request, Thread(found, reader, request.GET), reader, page)


@require_safe
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """One comment with all the replies to it, and the form of another."""
    found = comment_or_404(pk)
    reader = whoever(request)
    if found.parent_id:
        return redirect("wagtail_remacto:comment", pk=found.parent_id)
    waits = found.standing == Standing.HELD and not found.replies_count
    if waits and not queries.is_author(reader, found):
        raise Http404("This comment is not public.")
    of = subject_or_404(request, found)
    thread = Thread(found.discussion, reader, request.GET, below=found)
    thread.dress([found])
    return show(request, thread, reader, of, parent=found)


def comment_or_404(pk: int) -> Comment:
    rows = Comment.objects.select_related(
        "author", "parent", "discussion__contribution__phase__locale", "phase__locale"
    )
    return get_object_or_404(rows, pk=pk)


def subject_or_404(request: HttpRequest, comment: Comment) -> Contribution | Any:
    """What the comment is about, if the reader may see it."""
    of = comment.discussion
    if of.contribution is None:
        return discussed_page_or_404(of.page_id)
    return readable_or_404(request, of.contribution.reference)[0]


def discussed_page_or_404(pk: Any) -> Any:
    """The published page, in the reader's language, of a kind that is discussed."""
    page = queries.page_or_404(Page, pk).specific
    if page._meta.model_name not in DISCUSSED_PAGES:
        raise Http404("Pages of this kind are not discussed.")
    return page


def show(
    request: HttpRequest,
    thread: Thread,
    reader: Any,
    of: Contribution | Any,
    *,
    parent: Comment | None = None,
    form: CommentForm | None = None,
    sentence: str = "",
) -> HttpResponse:
    """A discussion, with what somebody has typed if it could not be taken."""
    thread.page  # noqa: B018
    is_contribution = isinstance(of, Contribution)
    canonical = of if is_contribution else of.canonical
    context = comment_box(
        request, reader, thread, of=canonical, form=form, parent=parent
    )
    context |= {
        "remacto_base": conf.get("BASE_TEMPLATE"),
        "contribution": of if is_contribution else None,
        "within": queries.in_readers_language(of.phase) if is_contribution else of,
        "has_title": not is_contribution or of.standing not in TOMBSTONES,
        "sentence": sentence,
    }
    response = TemplateResponse(
        request, "wagtail_remacto/contributions/discussion_alone.html", context
    )
    return unlisted(response, of) if is_contribution else response
