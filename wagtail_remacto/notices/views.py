"""My notices, what I want to be written about, and the link that stops messages."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from wagtail_remacto import conf
from wagtail_remacto.adapter import get_adapter
from wagtail_remacto.notices import audience, links, preferences, waiting
from wagtail_remacto.notices.audience import Window
from wagtail_remacto.notices.forms import PreferenceForm, ReminderForm
from wagtail_remacto.notices.stories import Stories
from wagtail_remacto.people import links as signed
from wagtail_remacto.people import session
from wagtail_remacto.people.forms import LinkForm
from wagtail_remacto.people.models import Participant

DONE = {
    "seen": lambda: _("Everything is marked as seen."),
    "kept": lambda: _("What you want to be written about is kept."),
    "reminders": lambda: _("What you want to be reminded of is kept."),
}


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context["remacto_base"] = conf.get("BASE_TEMPLATE")
    return TemplateResponse(
        request, f"wagtail_remacto/notices/{template}.html", context, status=status
    )


def _signed_out(request: HttpRequest, status: int = 200) -> HttpResponse:
    way = reverse("wagtail_remacto:my_notices")
    context = {
        "form": LinkForm(),
        "sign_in": get_adapter().login_url(way),
        "next": way,
        "left": "",
        "remacto_base": conf.get("BASE_TEMPLATE"),
    }
    return TemplateResponse(
        request, "wagtail_remacto/people/signed_out.html", context, status=status
    )


@never_cache
@require_safe
def my_notices(request: HttpRequest) -> HttpResponse:
    """The newest, or those before the one that the address names, by what they are on.

    As many queries for one as for twenty.
    """
    if not session.whoever(request).is_authenticated:
        return _signed_out(request)
    return _page(request, "my_notices", _wanted(request))


def _wanted(request: HttpRequest) -> dict[str, Any]:
    """The page as it is kept; an account that has not acted yet has no row."""
    who = session.whoever(request)
    participant = who if isinstance(who, Participant) else None
    form = PreferenceForm(instance=preferences.preference_of(participant))
    return _context(request, participant, form)


def _context(
    request: HttpRequest, participant: Participant | None, form: PreferenceForm
) -> dict[str, Any]:
    done = DONE.get(request.GET.get("done", ""))
    context: dict[str, Any] = {
        "form": form,
        "done": done() if done else "",
        "groups": [],
        "older": "",
        "is_later": False,
    }
    user = request.user
    if user.is_authenticated and waiting.is_reminded(user):
        reminders = preferences.reminders_of(user)
        context["reminders"] = ReminderForm(instance=reminders, prefix="reminders")
    if participant is not None:
        context |= _part(participant, request.GET.get("before", ""))
        context["seen_upto"] = form.instance.seen_upto
    return context


def _part(participant: Participant, before: str) -> dict[str, Any]:
    size = conf.get("LIST_SIZE")
    rows = audience.activities_of(participant)
    is_later = before.isdecimal() and len(before) < 19
    if is_later:
        rows = rows.filter(pk__lt=int(before))
    keys = list(rows.order_by("-pk").values_list("pk", flat=True)[: size + 1])
    more, keys = len(keys) > size, keys[:size]
    if not keys:
        return {"is_later": is_later}
    window = Window(participant.pk, keys[-1] - 1, keys[0])
    items = [
        item
        for item in audience.news([window], by_message=False).get(participant.pk, [])
        if item.activity in set(keys)
    ]
    return {
        "groups": sorted(Stories(items).groups(items), key=lambda group: -group.newest),
        "newest": keys[0],
        "older": f"?before={keys[-1]}" if more else "",
        "is_later": is_later,
    }


@never_cache
@require_POST
def notices_seen(request: HttpRequest) -> HttpResponse:
    """All up to the key that the page showed, not those that came while it was read."""
    participant = session.participant(request)
    if participant is None:
        return _signed_out(request, status=403)
    upto = request.POST.get("upto", "")
    if upto.isdecimal() and len(upto) < 19:
        preferences.see(participant=participant, upto=int(upto))
    return redirect(f"{reverse('wagtail_remacto:my_notices')}?done=seen")


@never_cache
@require_POST
def notice_preferences(request: HttpRequest) -> HttpResponse:
    participant = session.participant(request)
    if participant is None:
        return _signed_out(request, status=403)
    # An instance of its own: the form writes into it before the service does.
    form = PreferenceForm(request.POST)
    if not form.is_valid():
        context = _context(request, participant, form)
        return _page(request, "my_notices", context, status=422)
    preferences.change(participant=participant, **form.cleaned_data)
    return redirect(f"{reverse('wagtail_remacto:my_notices')}?done=kept")


@never_cache
@require_POST
def my_reminders(request: HttpRequest) -> HttpResponse:
    """Keep whether and how often somebody who leads a project is reminded."""
    user = request.user
    if not (user.is_authenticated and waiting.is_reminded(user)):
        return _signed_out(request, status=403)
    form = ReminderForm(request.POST, prefix="reminders")
    if not form.is_valid():
        context = _wanted(request) | {"reminders": form}
        return _page(request, "my_notices", context, status=422)
    preferences.remind(user=user, **form.cleaned_data)
    return redirect(f"{reverse('wagtail_remacto:my_notices')}?done=reminders")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_notices(request: HttpRequest, token: str) -> HttpResponse:
    """Stop messages without signing in: asked by GET, done by POST.

    The token is all it takes, for mail programs send the form themselves (RFC 8058);
    they stop everything.
    """
    try:
        subject = signed.read(links.PURPOSE, token, links.DAYS)
    except signed.DeadLink as dead:
        return _dead(request, str(dead))
    kind, _space, whose = subject.partition(" ")
    what = request.POST.get("what", "all")
    if kind == "officer":
        return _stop_officer(request, int(whose))
    person = _person(*whose.split(" "))
    if person is None:
        return _dead(request, _("This link leads to no one any more."))
    if request.method == "POST" and what in ("own", "followed", "all"):
        preferences.stop(participant=person, what=what)
        return _page(request, "unsubscribed", {"what": what, "officer": False})
    wanted = preferences.preference_of(person)
    return _page(request, "unsubscribe", {"wanted": wanted, "officer": False})


def _person(key: str, message: str = "") -> Participant | None:
    """Whose key it is, or to whom the message belongs since two became one person."""
    present = Participant.objects.filter(erased_at__isnull=True)
    found = present.filter(key=key).first()
    if found is None and message:
        found = present.filter(digests__key=message).first()
    return found


def _stop_officer(request: HttpRequest, user_id: int) -> HttpResponse:
    works_here = waiting.is_officer(user_id)
    context: dict[str, Any] = {"officer": True, "works_here": works_here}
    if request.method != "POST":
        return _page(request, "unsubscribe", context)
    if not preferences.stop_officer(user_id):
        return _dead(request, _("This link leads to no one any more."))
    context["account"] = links.account_path() if works_here else links.reminders_path()
    return _page(request, "unsubscribed", context)


def _dead(request: HttpRequest, sentence: str) -> HttpResponse:
    context = {"sentence": sentence, "remacto_base": conf.get("BASE_TEMPLATE")}
    return TemplateResponse(
        request, "wagtail_remacto/people/dead_link.html", context, status=410
    )
