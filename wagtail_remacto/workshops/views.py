"""Registering for a workshop, and the page of a registration."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from wagtail_remacto import conf
from wagtail_remacto.adapter import get_adapter
from wagtail_remacto.collectivites.branch import collectivite_of
from wagtail_remacto.collectivites.queries import published, readable
from wagtail_remacto.cycles import rates
from wagtail_remacto.cycles.gate import Refused
from wagtail_remacto.cycles.rates import Sender
from wagtail_remacto.people import kept, links, session
from wagtail_remacto.people.models import ConsentPurpose, Participant
from wagtail_remacto.people.notice import notice_for
from wagtail_remacto.people.refusals import refuse
from wagtail_remacto.workshops import registrations
from wagtail_remacto.workshops.forms import RegisterForm
from wagtail_remacto.workshops.models import RegistrationState, WorkshopPage
from wagtail_remacto.workshops.registrations.linked import found_or_dead
from wagtail_remacto.workshops.registrations.messages import (
    LINK,
    LINK_DAYS,
    path_to,
)
from wagtail_remacto.workshops.registrations.queries import place_in_queue
from wagtail_remacto.workshops.registrations.rules import has_begun

_KEPT = ("name", "needs")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, pk: int) -> HttpResponse:
    workshop = _workshop_or_404(pk)
    who = session.whoever(request)
    known = bool(who.is_authenticated)
    initial = {"name": who.display_name if isinstance(who, Participant) else ""}
    if known:
        initial |= kept.initial(request, request.path)
    form = RegisterForm(
        request.POST if request.method == "POST" else None, known=known, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        answer = _register(request, workshop, form)
        if answer is not None:
            return answer
    if form.is_bound and not known:
        # For whoever goes from here to sign in.
        kept.keep(request, request.path, kept.typed(request, _KEPT))
    collectivite = collectivite_of(workshop)
    seats = registrations.availability(workshop, even_closed=False)
    return _show(
        request,
        "register",
        workshop,
        form=form,
        seats=seats,
        sign_in="" if known else get_adapter().login_url(request.path),
        notice=collectivite and notice_for(collectivite, ConsentPurpose.REGISTER),
        status=422 if form.errors else 200,
    )


def _register(
    request: HttpRequest, workshop: WorkshopPage, form: RegisterForm
) -> HttpResponse | None:
    """The answer to a valid form; None if it is shown again with an error."""
    back = reverse("wagtail_remacto:register", args=[workshop.canonical.pk])
    sender = session.sender(request)
    words: dict[str, Any] = {
        "workshop": workshop.canonical,
        "name": form.cleaned_data["name"],
        "needs": form.cleaned_data["needs"],
        "sender": sender,
    }
    try:
        if form.known:
            person: Any = session.participant(request)
            registration = registrations.register(participant=person, **words)
            return redirect(path_to(registration))
        email = form.cleaned_data["email"]
        # Neither one sender to many addresses nor many senders to one address.
        counted = Sender(f"mail:{email.strip().lower()}", sender.address)
        if rates.exceeded("mail", counted) is not None:
            form.add_error(
                "email",
                _("Several messages went to this address lately. Try again later."),
            )
            return None
        registrations.register_by_email(email=email, **words)
    except Refused as refused:
        return refuse(request, refused.verdict, kept=form.kept, back=back, fields=_KEPT)
    return redirect("wagtail_remacto:register_sent", pk=workshop.canonical.pk)


@never_cache
@require_safe
def register_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for an address that is registered already and for one that is not."""
    return _show(
        request, "register_sent", _workshop_or_404(pk), days=conf.get("LINK_DAYS")
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: HttpRequest, token: str) -> HttpResponse:
    """What one registered for, with the code; the button gives the place back."""
    try:
        found = found_or_dead(links.read(LINK, token, days=LINK_DAYS))
    except links.DeadLink as dead:
        if str(dead) == str(links.INCOMPLETE):
            raise Http404(str(dead)) from None
        return TemplateResponse(
            request,
            "wagtail_remacto/people/dead_link.html",
            {"remacto_base": conf.get("BASE_TEMPLATE"), "sentence": str(dead)},
            status=410,
        )
    if request.method == "POST":
        try:
            registrations.cancel(registration=found)
        except Refused as refused:
            return refuse(request, refused.verdict, back=request.path)
        return redirect(request.path)
    workshop = found.workshop
    page = published(WorkshopPage).filter(translation_key=workshop.translation_key)
    return _show(
        request,
        "registration",
        page.first() or workshop,
        registration=found,
        queue=place_in_queue(found),
        states=RegistrationState,
        is_ahead=not has_begun(workshop, timezone.now()),
        is_public=workshop.live,
    )


def _workshop_or_404(pk: int) -> WorkshopPage:
    """The published page in the reader's language; ``pk`` may be a translation's."""
    key = readable(WorkshopPage.objects.filter(pk=pk)).values("translation_key")
    page = published(WorkshopPage).filter(translation_key__in=key).first()
    if page is None:
        raise Http404("No published workshop has this number.")
    return page


def _show(
    request: HttpRequest,
    template: str,
    workshop: WorkshopPage,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    response = TemplateResponse(
        request,
        f"wagtail_remacto/workshops/{template}.html",
        {"remacto_base": conf.get("BASE_TEMPLATE"), "workshop": workshop, **context},
        status=status,
    )
    # Addresses that are somebody’s own, or that nobody should find.
    response["X-Robots-Tag"] = "noindex"
    return response
