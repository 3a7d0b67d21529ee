"""A discussion with its form, as every screen of one shows it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from wagtail_remacto.adapter import get_adapter
from wagtail_remacto.contributions.branches import governing_phase
from wagtail_remacto.contributions.comment_form import CommentForm
from wagtail_remacto.contributions.discussions import Thread
from wagtail_remacto.contributions.models import Comment, Contribution, Standing
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.people import kept
from wagtail_remacto.people.ways_in import by_link


def said(code: str) -> str:
    """What is told after something was sent; the address carries its code."""
    return {
        "public": _("Thank you: your comment stands below."),
        "held": _(
            "Thank you: a moderator reads your comment first. Until then only you "
            "see it."
        ),
        "withdrawn": _("Your comment is withdrawn; the replies to it stay."),
    }.get(code, "")


def comment_box(
    request: HttpRequest,
    reader: Any,
    thread: Thread,
    *,
    of: Contribution | Page,
    form: CommentForm | None = None,
    parent: Comment | None = None,
) -> dict[str, Any]:
    """The context of ``contributions/discussion.html``.

    The form is there for who may comment now: others are told why not, or are led to
    where one signs in, and their page carries no token that keeps it out of caches.
    """
    phase = governing_phase(of, timezone.now())
    verdict = gate.check(reader, Action.COMMENT, phase) if phase else None
    may = bool(verdict) and _is_discussed(of, parent)
    signs_in = verdict is not None and verdict.kind is gate.Kind.YES_ONCE_SIGNED_IN
    own = own_address(of, parent)
    if may and form is None:
        form = CommentForm(initial=kept.initial(request, own))
    return {
        "thread": thread,
        "own_address": own,
        "comment_address": comment_address(of),
        "sorted_address": sorted_address(of, thread, parent),
        "comment_verdict": verdict,
        "comment_form": form if may else None,
        "comment_parent": parent,
        "may_react": may,
        "sign_in": get_adapter().login_url(request.path) if signs_in else "",
        "by_link": by_link(own) if signs_in else "",
        "said": said(request.GET.get("said", "")),
    }


def _is_discussed(of: Contribution | Page, parent: Comment | None) -> bool:
    if parent is not None and parent.standing != Standing.PUBLIC:
        return False
    return not isinstance(of, Contribution) or of.is_public


def comment_address(of: Contribution | Page) -> str:
    """Where a comment is sent."""
    if isinstance(of, Contribution):
        return reverse(
            "wagtail_remacto:comment_contribution", args=[of.shown_reference]
        )
    return reverse("wagtail_remacto:comment_page", args=[of.pk])


def own_address(of: Any, parent: Comment | None = None) -> str:
    """Where the discussion is read, or the thread of one comment."""
    if parent is not None:
        return reverse("wagtail_remacto:comment", args=[parent.pk])
    if isinstance(of, Contribution):
        return of.get_absolute_url()
    return reverse("wagtail_remacto:page_discussion", args=[of.pk])


def sorted_address(
    of: Contribution | Page, thread: Thread, parent: Comment | None = None
) -> str:
    """What an order or a page of the list is appended to."""
    if parent is None and isinstance(of, Contribution) and thread.discussion:
        return reverse("wagtail_remacto:discussion", args=[thread.discussion.pk])
    return own_address(of, parent)
