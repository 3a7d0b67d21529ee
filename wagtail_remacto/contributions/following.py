"""The button that follows a page or a contribution.

``…/following/`` shows it: a page of its own, or the fragment alone for htmx, so that
the page that links to it stays free of cookies. ``…/follow/`` is where it is sent.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page

from wagtail_remacto import conf
from wagtail_remacto.collectivites.addresses import in_readers_language
from wagtail_remacto.collectivites.pages import CivicPageMixin
from wagtail_remacto.collectivites.queries import readable
from wagtail_remacto.conf import content_language
from wagtail_remacto.contributions import references
from wagtail_remacto.contributions.errors import ContributionError
from wagtail_remacto.contributions.models import Contribution, Standing
from wagtail_remacto.contributions.services.following import (
    follow,
    is_followed,
    unfollow,
)
from wagtail_remacto.contributions.shown import shown_title
from wagtail_remacto.contributions.views.reading import readable_or_404
from wagtail_remacto.cycles import gate
from wagtail_remacto.people import session
from wagtail_remacto.people.models import Participant
from wagtail_remacto.people.refusals import refuse


def _contribution(ref: str) -> Contribution:
    """What somebody may follow or has followed: they may stop whatever became of it."""
    rows = Contribution.objects.select_related("phase__locale")
    found = rows.filter(reference=references.read(ref) or "").first()
    if found is None or found.standing == Standing.UNCONFIRMED:
        raise Http404("No contribution has this reference.")
    return found


def _civic_page(pk: int) -> Any:
    page = readable(Page.objects.filter(pk=pk)).select_related("locale").first()
    specific = page.specific if page is not None else None
    if not isinstance(specific, CivicPageMixin):
        raise Http404("No page that can be followed has this number.")
    return specific


@never_cache
@require_safe
def contribution_following(request: HttpRequest, ref: str) -> HttpResponse:
    return _show(request, readable_or_404(request, ref)[0])


@never_cache
@require_safe
def page_following(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, _civic_page(pk))


@never_cache
@require_POST
def follow_contribution(request: HttpRequest, ref: str) -> HttpResponse:
    return _change(request, _contribution(ref))


@never_cache
@require_POST
def follow_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _change(request, _civic_page(pk))


def _addresses(target: Any) -> tuple[str, str, str]:
    """Where the button is shown, where it is sent, and the thing's own address."""
    if isinstance(target, Contribution):
        kind, args = "contribution", [target.shown_reference]
        own = target.get_absolute_url()
    else:
        kind, args = "page", [target.pk]
        own = in_readers_language(
            target.url or "/", target.locale.language_code, content_language()
        )
    return (
        reverse(f"wagtail_remacto:{kind}_following", args=args),
        reverse(f"wagtail_remacto:follow_{kind}", args=args),
        own,
    )


def _show(
    request: HttpRequest, target: Any, *, followed: bool | None = None
) -> HttpResponse:
    who = session.whoever(request)
    if followed is None:
        followed = isinstance(who, Participant) and is_followed(who, target)
    shown, send, own = _addresses(target)
    within = target.phase if isinstance(target, Contribution) else target
    verdict = gate.check(who, gate.Deed.FOLLOW, within)
    alone = request.headers.get("HX-Request") == "true"
    name = "follow_button" if alone else "follow"
    return TemplateResponse(
        request,
        f"wagtail_remacto/people/{name}.html",
        {
            "remacto_base": conf.get("BASE_TEMPLATE"),
            "name": shown_title(target, who)
            if isinstance(target, Contribution)
            else target.title,
            "followed": followed,
            "send": send,
            "own": own,
            "verdict": verdict,
            "signed_out": verdict.kind is gate.Kind.YES_ONCE_SIGNED_IN,
            "shown": shown,
        },
    )


def _change(request: HttpRequest, target: Any) -> HttpResponse:
    """``follow=1`` follows, anything else stops; back to my space if it says so."""
    participant = session.participant(request)
    wanted = request.POST.get("follow") == "1"
    shown, _send, own = _addresses(target)
    try:
        if participant is None:
            within = target.phase if isinstance(target, Contribution) else target
            gate.require(session.whoever(request), gate.Deed.FOLLOW, within)
        elif wanted:
            follow(participant=participant, target=target)
        else:
            unfollow(participant=participant, target=target)
    except gate.Refused as refused:
        return refuse(request, refused.verdict, back=shown)
    except ContributionError as error:
        raise Http404(error.sentence) from None
    if request.headers.get("HX-Request") == "true":
        return _show(request, target, followed=wanted)
    if request.POST.get("back") == "space":
        done = "followed" if wanted else "unfollowed"
        return redirect(f"{reverse('wagtail_remacto:my_space')}?done={done}#follows")
    return redirect(own)
