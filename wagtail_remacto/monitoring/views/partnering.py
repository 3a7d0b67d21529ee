"""An association offers to be a partner, and answers for its partnership."""

from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from wagtail_remacto import conf
from wagtail_remacto.collectivites.branch import collectivite_of
from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.contributions.queries import page_or_404
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Deed, Kind, Refused, Verdict
from wagtail_remacto.monitoring.errors import MonitoringError
from wagtail_remacto.monitoring.forms import blame
from wagtail_remacto.monitoring.models import Partner, PartnerState
from wagtail_remacto.monitoring.services import partners
from wagtail_remacto.monitoring.voice_forms import (
    OFFER_WORDS,
    AcceptForm,
    ClosingWordsForm,
    OfferForm,
)
from wagtail_remacto.people import kept, session
from wagtail_remacto.people.models import ConsentPurpose, Participant
from wagtail_remacto.people.notice import notice_for
from wagtail_remacto.people.refusals import refuse
from wagtail_remacto.people.services import record_consent
from wagtail_remacto.programmes.models import ProjectPage


class PartnersView(View):
    """``page`` is the project in the reader’s language."""

    http_method_names = ["get", "head", "post"]
    page: ProjectPage
    who: Any

    @cached_property
    def collectivite(self) -> CollectivitePage:
        found = collectivite_of(self.page)
        if found is None:
            raise Http404("The project is in no collectivité.")
        return found

    def shown(self, name: str, status: int = 200, **context: Any) -> HttpResponse:
        return TemplateResponse(
            self.request,
            f"wagtail_remacto/monitoring/{name}.html",
            {
                "remacto_base": conf.get("BASE_TEMPLATE"),
                "page": self.page,
                "known": self.who.is_authenticated,
                **context,
            },
            status=status,
        )

    def refused(self, verdict: Verdict, *fields: str) -> HttpResponse:
        posted = self.request.POST
        return refuse(
            self.request,
            verdict,
            kept={
                _("Name of the association"): posted.get("organisation", "")
                or posted.get("organisation_ar", ""),
                _("What it contributes"): posted.get("brings", ""),
                _("Why"): posted.get("words", ""),
            },
            back=self.request.path,
            fields=fields,
        )


@method_decorator(never_cache, name="dispatch")
class Offer(PartnersView):
    """What is written is kept while somebody signs in or confirms an address."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page = page_or_404(ProjectPage, kwargs["pk"])
        self.who = session.whoever(request)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        verdict = gate.check(self.who, Deed.JOIN, self.page.canonical)
        waits = verdict.kind is Kind.YES_ONCE_SIGNED_IN and request.method != "POST"
        if not verdict and not waits:
            return self.refused(verdict, *OFFER_WORDS)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if pk != self.page.canonical.pk:
            return redirect("wagtail_remacto:offer_partnership", self.page.canonical.pk)
        problem = partners.why_not(self.page.canonical)
        if problem:
            return self.refused(Verdict(Kind.NO, None, lambda: problem))
        return self._form(OfferForm(initial=kept.initial(request, request.path)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = OfferForm(request.POST)
        if not form.is_valid():
            return self._form(form)
        words = {name: form.cleaned_data[name] for name in OFFER_WORDS}
        try:
            made = self._send(words)
        except Refused as refused:
            return self.refused(refused.verdict, *OFFER_WORDS)
        except (MonitoringError, ValidationError) as problem:
            blame(form, problem)
            return self._form(form)
        return redirect("wagtail_remacto:partnership", made.pk)

    @transaction.atomic
    def _send(self, words: dict[str, Any]) -> Partner:
        """The offer, and that the person has agreed to what the form says."""
        person: Any = session.participant(self.request)
        made = partners.offer(project=self.page.canonical, participant=person, **words)
        record_consent(
            participant=person,
            purpose=ConsentPurpose.PARTNER,
            collectivite=self.collectivite,
        )
        return made

    def _form(self, form: OfferForm) -> HttpResponse:
        return self.shown(
            "offer",
            422 if form.errors else 200,
            form=form,
            notice=notice_for(self.collectivite, ConsentPurpose.PARTNER),
        )


@method_decorator(never_cache, name="dispatch")
class Partnership(PartnersView):
    """For whoever speaks for the association; nobody else finds it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.who = session.whoever(request)
        rows = Partner.objects.select_related("project__locale")
        partner = rows.filter(pk=kwargs["pk"]).first()
        if partner is None:
            raise Http404("No partnership has this number.")
        self.partner: Partner = partner
        self.page = page_or_404(ProjectPage, partner.project_id)
        if not self.who.is_authenticated:
            return self.refused(gate.signed_out(_("read your partnership")))
        mine = isinstance(self.who, Participant) and self.who.pk
        if not mine or mine != partner.participant_id:
            raise Http404("This partnership is somebody else’s.")
        self.accept_form = AcceptForm(initial={"brings": partner.brings})
        self.words_form = ClosingWordsForm(required=self._is_confirmed)
        return super().dispatch(request, *args, **kwargs)

    @property
    def _is_confirmed(self) -> bool:
        return self.partner.state == PartnerState.CONFIRMED

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._shown()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form: Any
        if request.POST.get("go") == "accept":
            form = self.accept_form = AcceptForm(request.POST)
        else:
            form = self.words_form = ClosingWordsForm(
                request.POST, required=self._is_confirmed
            )
        if form.is_valid():
            try:
                self._do(request.POST.get("go", ""), form.cleaned_data)
            except Refused as refused:
                return self.refused(refused.verdict)
            except (MonitoringError, ValidationError) as problem:
                blame(form, problem)
            else:
                return redirect(request.path)
        return self._shown(form)

    def _do(self, verb: str, words: dict[str, Any]) -> None:
        mine = {"partner": self.partner, "participant": self.who, **words}
        if verb == "accept":
            partners.accept(**mine)
        elif verb == "decline":
            partners.decline(**mine)
        elif verb == "end":
            partners.end(**mine)

    def _shown(self, form: Any = None) -> HttpResponse:
        return self.shown(
            "partnership",
            422 if form is not None else 200,
            partner=self.partner,
            form=form,
            accept_form=self.accept_form,
            words_form=self.words_form,
            progress=reverse(
                "wagtail_remacto:project_progress", args=[self.partner.project_id]
            ),
        )
