"""The second voice on a telephone: one screen for seats and partners."""

import uuid
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from wagtail_remacto import conf
from wagtail_remacto.contributions import draft_cookie
from wagtail_remacto.contributions.queries import page_or_404
from wagtail_remacto.cycles import gate, rates
from wagtail_remacto.cycles.gate import Deed, Kind, Refused, Verdict
from wagtail_remacto.monitoring.errors import MonitoringError
from wagtail_remacto.monitoring.evidence_form import captions
from wagtail_remacto.monitoring.forms import blame
from wagtail_remacto.monitoring.kept_files import KeptFiles
from wagtail_remacto.monitoring.membership import holder_of
from wagtail_remacto.monitoring.models import Milestone, MonitoringNote
from wagtail_remacto.monitoring.services import notes
from wagtail_remacto.monitoring.voice_forms import NOTE_WORDS, NoteForm
from wagtail_remacto.people import kept, session
from wagtail_remacto.people.refusals import refuse
from wagtail_remacto.programmes.models import ProjectPage


@method_decorator(never_cache, name="dispatch")
class Note(View):
    http_method_names = ["get", "head", "post"]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = Milestone.objects.filter(announced_at__isnull=False)
        found = rows.select_related("project__locale").filter(pk=kwargs["pk"]).first()
        if found is None:
            raise Http404("No announced milestone has this number.")
        self.milestone: Milestone = found
        self.page = page_or_404(ProjectPage, found.project_id)
        self.who: Any = session.whoever(request)

    @cached_property
    def verdict(self) -> Verdict:
        return gate.check(self.who, Deed.MONITOR, self.milestone.project)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.verdict:
            return self._refused(self.verdict)
        problem = notes.why_not(self.milestone)
        if problem:
            return self._refused(Verdict(Kind.NO, None, lambda: problem))
        return self._form(NoteForm(initial=self.typed, kept_files=self.kept_files))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.verdict:
            return self._refused(self.verdict)
        sender = session.sender(request)
        for _file in request.FILES:
            wait = rates.exceeded("upload", sender)
            if wait is not None:
                return self._refused(gate.too_often(wait))
        form = NoteForm(request.POST, request.FILES, kept_files=self.kept_files)
        if not form.is_valid():
            return self._form(form)
        said = form.cleaned_data
        try:
            made = notes.note(
                milestone=self.milestone,
                who=self.who,
                stance=said["stance"],
                completion=said["completion"],
                text=said["text"],
                language=said["language"],
                files=form.checked,
                key=draft_cookie.key_in_form(request),
            )
        except Refused as refused:
            return self._refused(refused.verdict)
        except (MonitoringError, ValidationError) as problem:
            blame(form, problem)
            return self._form(form)
        self.kept_files.forget()
        return redirect(address_of(made))

    @cached_property
    def typed(self) -> dict[str, str]:
        """What was typed before somebody had to sign in."""
        return kept.initial(self.request, self.request.path)

    @cached_property
    def key(self) -> uuid.UUID:
        """Of this form, however often it comes back."""
        known = draft_cookie.key_in_form(self.request)
        return known or next(
            iter(draft_cookie.read(self.typed.get("draft", ""))), uuid.uuid4()
        )

    @cached_property
    def kept_files(self) -> KeptFiles:
        return KeptFiles(self.key, self.who)

    def _form(self, form: NoteForm) -> HttpResponse:
        form.keep_files()
        holder = holder_of(self.who, self.milestone.project, timezone.now())
        before = None
        if holder is not None:
            before = MonitoringNote.objects.filter(
                milestone=self.milestone,
                seat=holder.seat,
                partner=holder.partner,
                superseded_at__isnull=True,
            ).first()
        return self._page(
            "note",
            422 if form.errors else 200,
            form=form,
            key=draft_cookie.sign([self.key]),
            holder=holder and (holder.seat or holder.partner),
            before=before,
            most=conf.get("CONTRIBUTION_MAX_LENGTH"),
            file_bytes=conf.get("ATTACHMENT_MAX_BYTES"),
            photograph_bytes=conf.get("PHOTOGRAPH_MAX_BYTES"),
        )

    def _refused(self, verdict: Verdict) -> HttpResponse:
        """Whoever may never speak here reads why, and how an association may."""
        if verdict.reason is gate.Reason.NOT_ADMITTED:
            return self._page(
                "note_closed",
                403,
                verdict=verdict,
                text=self.request.POST.get("text", ""),
                may_join=gate.check(self.who, Deed.JOIN, self.milestone.project),
            )
        return refuse(
            self.request,
            verdict,
            kept={_("What you have seen"): self.request.POST.get("text", "")},
            back=self.request.path,
            fields=[*NOTE_WORDS, *captions(self.request.POST)],
            files_are_lost=True,
        )

    def _page(self, name: str, status: int, **context: Any) -> HttpResponse:
        return TemplateResponse(
            self.request,
            f"wagtail_remacto/monitoring/{name}.html",
            {
                "remacto_base": conf.get("BASE_TEMPLATE"),
                "page": self.page,
                "milestone": self.milestone,
                **context,
            },
            status=status,
        )


def address_of(note: MonitoringNote) -> str:
    address = reverse("wagtail_remacto:milestone", args=[note.milestone_id])
    return f"{address}#note-{note.pk}"
