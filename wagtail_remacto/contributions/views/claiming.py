"""The short link of a paper slip, and the form that makes an idea one’s own."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from wagtail_remacto import conf
from wagtail_remacto.adapter import get_adapter
from wagtail_remacto.contributions import claiming, references
from wagtail_remacto.contributions.errors import AlreadyClaimed, WrongCode
from wagtail_remacto.contributions.models import Contribution, Origin
from wagtail_remacto.contributions.queries import is_author
from wagtail_remacto.contributions.views.reading import readable_or_404
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Kind, Refused
from wagtail_remacto.people import kept, session
from wagtail_remacto.people.models import ConsentPurpose
from wagtail_remacto.people.notice import notice_for
from wagtail_remacto.people.refusals import refuse

_KEPT = ("code",)


class ClaimForm(forms.Form):
    """The code of the slip; the address only of somebody who is not signed in."""

    code = forms.CharField(
        label=_("Code of your slip"),
        max_length=20,
        help_text=_("Six signs, beside the reference on the part that you kept."),
        error_messages={"required": _("Give the code that stands on the slip.")},
        widget=forms.TextInput(
            attrs={
                "dir": "ltr",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("We send a link to it; the idea is yours once you have opened it."),
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "email"}),
    )
    consent = forms.BooleanField(
        label=_("I have read this and agree"),
        error_messages={"required": _("Without your agreement it cannot be claimed.")},
    )

    def __init__(self, *args: Any, known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:
            del self.fields["email"]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        return email

    @property
    def kept(self) -> dict[str, str]:
        """What was typed, by what each field is called."""
        return {
            str(self.fields[name].label): str(self[name].data or "")
            for name in ("code", "email")
            if name in self.fields
        }


@require_safe
def slip(request: HttpRequest, ref: str) -> HttpResponse:
    """Where the picture on a slip leads: to the idea once it is entered.

    Slips are stored nowhere, so that any well-formed reference has a page.
    """
    reference = references.read(ref)
    if reference is None:
        raise Http404("This is not a reference.")
    found = Contribution.objects.filter(reference=reference).first()
    if found is not None:
        return redirect(found, permanent=False)
    response = _page(request, "slip", reference=references.shown(reference))
    response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, ref: str) -> HttpResponse:
    found = _paper_or_404(request, ref)
    who = session.whoever(request)
    verdict = gate.check(who, gate.Deed.CLAIM, found.phase)
    known = bool(who.is_authenticated)
    form = ClaimForm(
        request.POST if request.method == "POST" else None,
        known=known,
        initial=kept.initial(request, request.path) if known else None,
    )
    back = found.get_absolute_url()
    if is_author(who, found):
        return redirect(back)
    if verdict.kind is Kind.NO:
        words = form.kept if form.is_bound else None
        return refuse(request, verdict, kept=words, back=back)
    if form.is_valid():
        try:
            return _claim(request, found, form)
        except Refused as refused:
            return refuse(
                request,
                refused.verdict,
                kept=form.kept,
                back=request.path,
                fields=_KEPT,
            )
        except WrongCode as error:
            form.add_error("code", error.sentence)
        except AlreadyClaimed as error:
            form.add_error(None, error.sentence)
    if form.is_bound and not known:
        # For whoever goes from here to sign in.
        kept.keep(request, request.path, kept.typed(request, _KEPT))
    return _page(
        request,
        "claim",
        status=422 if form.is_bound else 200,
        contribution=found,
        form=form,
        notice=notice_for(found.collectivite, ConsentPurpose.CLAIM),
        sign_in="" if known else get_adapter().login_url(request.path),
        is_claimed=found.author_id is not None,
    )


def _claim(request: HttpRequest, found: Contribution, form: ClaimForm) -> HttpResponse:
    code, sender = form.cleaned_data["code"], session.sender(request)
    participant = session.participant(request)
    if participant is not None:
        claiming.claim(
            contribution=found, participant=participant, code=code, sender=sender
        )
        return redirect(found)
    claiming.claim_by_email(
        contribution=found,
        email=form.cleaned_data["email"],
        code=code,
        absolute=request.build_absolute_uri,
        sender=sender,
    )
    return redirect("wagtail_remacto:claim_sent", ref=found.shown_reference)


@never_cache
@require_safe
def claim_sent(request: HttpRequest, ref: str) -> HttpResponse:
    return _page(
        request,
        "claim_sent",
        contribution=_paper_or_404(request, ref),
        days=conf.get("LINK_DAYS"),
    )


def _paper_or_404(request: HttpRequest, ref: str) -> Contribution:
    found, _reader = readable_or_404(request, ref)
    if found.origin == Origin.ONLINE:
        raise Http404("This idea was not given on paper.")
    return found


def _page(
    request: HttpRequest, name: str, status: int = 200, **context: Any
) -> HttpResponse:
    context["remacto_base"] = conf.get("BASE_TEMPLATE")
    return TemplateResponse(
        request,
        f"wagtail_remacto/contributions/{name}.html",
        context,
        status=status,
    )
