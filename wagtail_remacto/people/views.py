"""My space, and the links in messages."""

from typing import Any

from django.contrib.auth import logout
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from wagtail_remacto import conf
from wagtail_remacto.adapter import get_adapter
from wagtail_remacto.cycles import rates
from wagtail_remacto.cycles.gate import Refused
from wagtail_remacto.cycles.rates import Sender
from wagtail_remacto.people import (
    confirmations,
    erasure,
    export,
    mail,
    registry,
    ways_in,
)
from wagtail_remacto.people import session as sessions
from wagtail_remacto.people.forms import EraseForm, LinkForm, ProfileForm
from wagtail_remacto.people.links import DeadLink
from wagtail_remacto.people.models import Participant
from wagtail_remacto.people.personal import PURPOSE, whose_and_where
from wagtail_remacto.people.refusals import refuse
from wagtail_remacto.people.services import (
    address_of,
    describe,
    same_person,
    whose_address,
)
from wagtail_remacto.people.space import fill

# What the page says has been done, by the parameter `done`.
DONE = {
    "profile": lambda: _("Your name and language are changed."),
    "followed": lambda: _("You follow it now."),
    "unfollowed": lambda: _("You no longer follow it."),
}


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context["remacto_base"] = conf.get("BASE_TEMPLATE")
    return TemplateResponse(
        request, f"wagtail_remacto/people/{template}.html", context, status=status
    )


def _signed_out(
    request: HttpRequest,
    form: LinkForm | None = None,
    *,
    status: int = 200,
    left: str = "",
) -> HttpResponse:
    way = _way(request)
    space = reverse("wagtail_remacto:my_space")
    return _page(
        request,
        "signed_out",
        {
            "form": form or LinkForm(),
            "sign_in": get_adapter().login_url(way or space),
            "next": way,
            "left": left,
        },
        status=status,
    )


def _way(request: HttpRequest) -> str:
    """Where the person was going before they were asked who they are."""
    given = request.POST if request.method == "POST" else request.GET
    return ways_in.safe(request, given.get("next", ""))


@never_cache
@require_safe
def my_space(request: HttpRequest) -> HttpResponse:
    who = sessions.whoever(request)
    if not who.is_authenticated:
        return _signed_out(request, left=request.GET.get("left", ""))
    participant = who if isinstance(who, Participant) else None
    return _show(request, participant, _profile(request, participant))


def _profile(request: HttpRequest, participant: Participant | None) -> ProfileForm:
    name = participant.display_name if participant else ""
    if participant is None:
        name = get_adapter().display_name(request.user)
    language = participant.language if participant else ""
    return ProfileForm(initial={"display_name": name, "language": language})


def _show(
    request: HttpRequest,
    participant: Participant | None,
    profile: ProfileForm,
    status: int = 200,
) -> HttpResponse:
    done = DONE.get(request.GET.get("done", ""))
    account = request.user if request.user.is_authenticated else None
    return _page(
        request,
        "my_space",
        {
            "participant": participant,
            "address": address_of(participant) if participant else "",
            "has_account": account is not None,
            "sections": fill(participant, request.GET, account),
            "profile": profile,
            "done": done() if done else "",
        },
        status=status,
    )


@never_cache
@require_POST
def my_profile(request: HttpRequest) -> HttpResponse:
    participant = sessions.participant(request)
    if participant is None:
        return _signed_out(request, status=403)
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return _show(request, participant, form, status=422)
    describe(participant=participant, **form.cleaned_data)
    return redirect(f"{reverse('wagtail_remacto:my_space')}?done=profile")


@never_cache
@require_POST
def my_link(request: HttpRequest) -> HttpResponse:
    """Send the link into my space; the answer never tells who has taken part."""
    form = LinkForm(request.POST)
    if not form.is_valid():
        return _signed_out(request, form, status=422)
    email = form.cleaned_data["email"].strip().lower()
    # Neither one sender to many addresses nor many senders to one address.
    counted = Sender(f"mail:{email}", sessions.sender(request).address)
    if rates.exceeded("mail", counted) is not None:
        form.add_error(
            None,
            _("Several messages were asked for in a short time. Ask again later."),
        )
        return _signed_out(request, form, status=429)
    _send_link(request, email)
    return _page(request, "link_sent", {"address": email, "days": 1})


def _send_link(request: HttpRequest, email: str) -> None:
    """Everybody gets a message; what it says depends on who they are."""
    participant, has_account = whose_address(email)
    way, link = _way(request), ""
    if participant is not None:
        link = confirmations.path(PURPOSE, whose_and_where(participant, way))
    mail.send(
        to=email,
        template="my_space",
        context={
            "link": request.build_absolute_uri(link) if link else "",
            "sign_in": request.build_absolute_uri(
                get_adapter().login_url(way or reverse("wagtail_remacto:my_space"))
            )
            if has_account
            else "",
            "site": request.get_host(),
        },
        language=get_language() or "",
    )


@never_cache
@require_safe
def my_export(request: HttpRequest) -> Any:
    who = sessions.whoever(request)
    if not who.is_authenticated:
        return _signed_out(request, status=403)
    people = same_person(who) if isinstance(who, Participant) else []
    return FileResponse(
        export.archive(people), as_attachment=True, filename=_("my-data") + ".zip"
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_erase(request: HttpRequest) -> HttpResponse:
    """Asked for by GET, done by POST."""
    who = sessions.whoever(request)
    if not who.is_authenticated:
        return _signed_out(request, status=403)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {
            "form": form,
            "held": list(registry.held()),
            "has_account": request.user.is_authenticated,
        }
        return _page(request, "erase", context, status=422 if form.is_bound else 200)
    participant = who if isinstance(who, Participant) else None
    user = request.user if request.user.is_authenticated else None
    gone = erasure.leave(participant=participant, user=user)
    logout(request)
    address = reverse("wagtail_remacto:my_space")
    response = redirect(f"{address}?left={'all' if gone else 'account-stays'}")
    sessions.forget_cookies(response)
    return response


@never_cache
@require_POST
def my_sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    response = redirect("wagtail_remacto:my_space")
    sessions.forget_cookies(response)
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """What a link in a message asks; done only once its button is pressed."""
    try:
        confirmation, subject = confirmations.read(token)
        if request.method != "POST":
            return _page(request, "confirm", {"question": confirmation.ask(subject)})
        participant, address = confirmation.confirm(subject)
    except DeadLink as dead:
        return _page(request, "dead_link", {"sentence": str(dead)}, status=410)
    except Refused as refused:
        return refuse(request, refused.verdict)
    # A link proves an address; into an account one signs in.
    if participant is not None and participant.user_id is None:
        sessions.remember(request, participant)
    return redirect(address)
