"""The form of a remark: one page that works without scripts and loses nothing."""

import uuid
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from wagtail_remacto import conf
from wagtail_remacto.adapter import get_adapter
from wagtail_remacto.contributions import draft_cookie
from wagtail_remacto.contributions.queries import in_readers_language
from wagtail_remacto.contributions.sending import Person, thanks_path, whose_notice
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Kind, Refused, Verdict
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.people import kept, session
from wagtail_remacto.people.models import ConsentPurpose, Participant
from wagtail_remacto.people.notice import notice_for
from wagtail_remacto.people.refusals import refuse
from wagtail_remacto.programmes import queries
from wagtail_remacto.programmes.edition import SECTION_FIELDS, ReadProject, read_edition
from wagtail_remacto.programmes.errors import ProgrammeError
from wagtail_remacto.programmes.models import (
    ProgrammeVersion,
    ProjectVersion,
    Remark,
    Section,
)
from wagtail_remacto.programmes.remarks.errors import OlderVersion
from wagtail_remacto.programmes.remarks.forms import WRITTEN, RemarkForm
from wagtail_remacto.programmes.remarks.sending import send
from wagtail_remacto.programmes.services.remarks import phase_of, read_in


@method_decorator(never_cache, name="dispatch")
class Write(View):
    """``?project=`` is the number of a project’s page, ``section=`` a part of it."""

    http_method_names = ["get", "head", "post"]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.shelf = queries.shelf_or_404(kwargs["pk"])
        self.version: ProgrammeVersion = queries.version_or_404(
            self.shelf, kwargs["number"]
        )
        try:
            self.phase = phase_of(self.version)
        except ProgrammeError as error:
            raise Http404(error.sentence) from None
        self.who: Any = session.whoever(request)

    @cached_property
    def project(self) -> ProjectVersion | None:
        wanted = self.request.GET.get("project", "")
        if not wanted:
            return None
        if not wanted.isdecimal() or len(wanted) > 18:
            raise Http404("No project has this number.")
        found = ProjectVersion.objects.filter(
            version=self.version, project_id=int(wanted)
        ).first()
        if found is None:
            raise Http404("This project is not in this version.")
        return found

    @cached_property
    def section(self) -> str:
        wanted = self.request.GET.get("section", "")
        return wanted if self.project is not None and wanted in Section else ""

    @cached_property
    def shown(self) -> PhasePage:
        return in_readers_language(self.phase)

    @property
    def address(self) -> str:
        return self.request.get_full_path()

    @property
    def back(self) -> str:
        """The reading view, at the text that the remark is about."""
        address = reverse(
            "wagtail_remacto:programme_version",
            args=[self.shelf.programme.pk, self.version.number],
        )
        if self.project is None:
            return address
        anchor = self.project.section_anchor
        return (
            f"{address}#{anchor}-{self.section}"
            if self.section
            else (f"{address}#{anchor}")
        )

    @cached_property
    def verdict(self) -> Verdict:
        """The gate’s, or no where a later version is the one that is read."""
        latest = read_in(self.phase, self.version.programme_id)
        if latest is not None and latest.pk != self.version.pk:
            sentence = OlderVersion(latest.number).sentence
            return Verdict(Kind.NO, None, lambda: sentence)
        return gate.ask(self.who, Action.REMARK, self.phase)

    def get(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        if pk != self.shelf.programme.pk:
            query = request.META.get("QUERY_STRING", "")
            address = reverse(
                "wagtail_remacto:remark", args=[self.shelf.programme.pk, number]
            )
            return redirect(f"{address}?{query}" if query else address)
        if self.verdict.kind is Kind.NO:
            return self._page("closed.html", verdict=self.verdict)
        return self._form(self._blank())

    def post(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        key = draft_cookie.key_in_form(request)
        sent = _sent(key)
        if sent is not None:
            return redirect(thanks_path(sent.contribution))
        if self.verdict.kind is Kind.NO:
            return self._refused(self.verdict)
        if request.POST.get("go") == "sign_in" and not self.who.is_authenticated:
            kept.keep(request, self.address, kept.typed(request, WRITTEN))
            return redirect(get_adapter().login_url(self.address))
        form = self._blank(request.POST)
        if not form.is_valid():
            return self._form(form)
        try:
            made = self._send(form, key or uuid.uuid4())
        except Refused as refused:
            return self._refused(refused.verdict)
        except ProgrammeError as error:
            sentence = error.sentence
            return self._refused(Verdict(Kind.NO, None, lambda: sentence))
        except ValidationError as wrong:
            for sentence in wrong.messages:
                form.add_error(None, sentence)
            return self._form(form)
        return redirect(thanks_path(made.contribution))

    def _send(self, form: RemarkForm, key: uuid.UUID) -> Remark:
        found = form.cleaned_data
        return send(
            version=self.version,
            key=key,
            person=Person(
                display_name=found["display_name"],
                participant=session.participant(self.request),
                email=found.get("email", ""),
            ),
            words={
                "kind": found["kind"],
                "text": found["text"],
                "title": found["title"],
                "association": found["association"],
                "project": self.project,
                "section": found.get("section", ""),
            },
            collectivite=whose_notice(self.shown),
            absolute=self.request.build_absolute_uri,
            suspicion=form.suspicion,
            sender=session.sender(self.request),
        )

    def _blank(self, data: Any = None) -> RemarkForm:
        initial: dict[str, Any] = {"section": self.section}
        if isinstance(self.who, Participant):
            initial["display_name"] = self.who.display_name
        elif self.who.is_authenticated:
            initial["display_name"] = get_adapter().display_name(self.who)
        return RemarkForm(
            data,
            initial={**initial, **kept.initial(self.request, self.address)},
            known=self.who.is_authenticated,
            has_project=self.project is not None,
        )

    def _form(self, form: RemarkForm) -> HttpResponse:
        key = draft_cookie.key_in_form(self.request) or uuid.uuid4()
        return self._page(
            "write.html",
            form=form,
            key=draft_cookie.sign([key]),
            read=self._read(),
            sections=SECTION_FIELDS,
            section=self.section,
            section_label=Section(self.section).label if self.section else "",
            known=self.who.is_authenticated,
            notice=notice_for(whose_notice(self.shown), ConsentPurpose.CONTRIBUTE),
            moderated=get_adapter().moderation(self.phase),
            most=conf.get("CONTRIBUTION_MAX_LENGTH"),
        )

    def _read(self) -> ReadProject | None:
        """The frozen project, as the reader reads it."""
        if self.project is None:
            return None
        return read_edition(self.version, [self.project]).projects[0]

    def _refused(self, verdict: Verdict) -> HttpResponse:
        posted = self.request.POST
        return refuse(
            self.request,
            verdict,
            kept={
                _("Your remark in one line"): posted.get("title", ""),
                _("Your remark"): posted.get("text", ""),
            },
            back=self.address,
            fields=WRITTEN,
        )

    def _page(self, name: str, **context: Any) -> HttpResponse:
        return TemplateResponse(
            self.request,
            f"wagtail_remacto/programmes/remarks/{name}",
            {
                "remacto_base": conf.get("BASE_TEMPLATE"),
                "shelf": self.shelf,
                "within": self.shelf.within,
                "version": self.version,
                "phase": self.shown,
                "back": self.back,
                **context,
            },
        )


def _sent(key: uuid.UUID | None) -> Remark | None:
    """What the form has become, if it was sent before."""
    if key is None:
        return None
    rows = Remark.objects.filter(contribution__submission_key=key)
    return rows.select_related("contribution").first()
