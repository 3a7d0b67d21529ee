"""The administration’s voice on a telephone: one screen that loses nothing.

Whoever may publish an update comes here, with or without Wagtail’s own screens.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
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
from wagtail_remacto.cycles.clock import day_of
from wagtail_remacto.cycles.gate import Deed, Kind, Refused, Verdict
from wagtail_remacto.monitoring import queries
from wagtail_remacto.monitoring.errors import MonitoringError
from wagtail_remacto.monitoring.evidence_form import captions
from wagtail_remacto.monitoring.forms import PostponeForm, UpdateForm, blame
from wagtail_remacto.monitoring.kept_files import KeptFiles
from wagtail_remacto.monitoring.models import Milestone, Update
from wagtail_remacto.monitoring.services import milestones, updates
from wagtail_remacto.people import kept, session
from wagtail_remacto.people.refusals import refuse
from wagtail_remacto.programmes.models import ProjectPage

# What of a form that could not be taken stands in it again.
UPDATE_WORDS = ("title", "milestone", "completion", "text", "on", "language", "draft")
POSTPONEMENT_WORDS = ("due", "words", "language")


class OfficersForm(View):
    """A form about a project; whoever may not send it reads why, and keeps the words.

    ``prepare`` sets ``project``, the canonical page.
    """

    http_method_names = ["get", "head", "post"]
    deed: Deed
    template: str
    written: Any
    project: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.prepare()
        verdict = gate.check(request.user, self.deed, self.project)
        if not verdict:
            if not request.user.is_authenticated:
                # A session may end while somebody writes.
                verdict = gate.signed_out(self.deed.label)
            return self.refused(verdict)
        return super().dispatch(request, *args, **kwargs)

    def prepare(self) -> None:
        raise NotImplementedError

    @cached_property
    def page(self) -> ProjectPage:
        """In the reader’s language."""
        return page_or_404(ProjectPage, self.project.pk)

    def refused(self, verdict: Verdict) -> HttpResponse:
        posted = self.request.POST
        return refuse(
            self.request,
            verdict,
            kept={
                _("Title"): posted.get("title", ""),
                _("Text"): posted.get("text", "") or posted.get("words", ""),
            },
            back=self.request.get_full_path(),
            fields=[*self.written, *captions(posted)],
            files_are_lost=True,
        )

    def shown(self, form: Any, **context: Any) -> HttpResponse:
        return TemplateResponse(
            self.request,
            f"wagtail_remacto/monitoring/{self.template}.html",
            {
                "remacto_base": conf.get("BASE_TEMPLATE"),
                "page": self.page,
                "project": self.project,
                "form": form,
                **context,
            },
            status=422 if form.errors else 200,
        )


@method_decorator(never_cache, name="dispatch")
class PublishUpdate(OfficersForm):
    """``?milestone=`` chooses one, ``?supersedes=`` begins from an earlier update."""

    deed, template = Deed.UPDATE, "publish_update"

    @property
    def written(self) -> Sequence[str]:
        slots = range(1, conf.get("ATTACHMENTS_MAX") + 1)
        return [*UPDATE_WORDS, *(f"caption_{slot}" for slot in slots)]

    def prepare(self) -> None:
        self.project = page_or_404(ProjectPage, self.kwargs["pk"]).canonical

    @cached_property
    def before(self) -> Update | None:
        """What is superseded."""
        wanted = self.request.GET.get("supersedes", "")
        if not wanted:
            return None
        if not wanted.isdecimal() or len(wanted) > 18:
            raise Http404("No update has this number.")
        return get_object_or_404(Update, pk=int(wanted), project=self.project.pk)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if pk != self.project.pk:
            return redirect("wagtail_remacto:publish_update", self.project.pk)
        problem = updates.why_not(self.project)
        if problem:
            return self.refused(Verdict(Kind.NO, None, lambda: problem))
        if self.before is not None and self.before.superseded_at:
            return redirect(address_of(self.before))
        return self.shown(self.form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        key = draft_cookie.key_in_form(request)
        sent = updates.sent_before(self.project, key)
        if sent is not None:
            return redirect(address_of(sent))
        wait = self._too_many()
        if wait is not None:
            return super().refused(gate.too_often(wait))
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            return self.shown(form)
        said = form.cleaned_data
        try:
            made = updates.publish(
                project=self.project,
                by=request.user,
                title=said["title"],
                text=said["text"],
                on=said["on"],
                milestone=said.get("milestone"),
                completion=said.get("completion", ""),
                language=said["language"],
                files=form.checked,
                key=key,
                supersedes=self.before,
            )
        except Refused as refused:
            return self.refused(refused.verdict)
        except (MonitoringError, ValidationError) as problem:
            blame(form, problem)
            return self.shown(form)
        self.kept_files.forget()
        return redirect(address_of(made))

    def form(self, data: Any = None, files: Any = None) -> UpdateForm:
        today = day_of(timezone.now())
        initial: dict[str, Any] = {"on": today, "milestone": "", "completion": ""}
        initial["milestone"] = self.request.GET.get("milestone", "")
        if self.before is not None:
            initial |= {
                "title": self.before.title,
                "text": self.before.text,
                "on": self.before.on,
                "milestone": str(self.before.milestone_id or ""),
                "completion": self.before.completion,
                "language": self.before.language,
            }
        initial |= self.typed
        return UpdateForm(
            data,
            files,
            kept_files=self.kept_files,
            milestones=[
                each
                for each in queries.milestones_of(self.project)
                if not each.is_withdrawn
                or (self.before and self.before.milestone_id == each.pk)
            ],
            today=today,
            initial=initial,
        )

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
        return KeptFiles(self.key, session.whoever(self.request))

    def refused(self, verdict: Verdict) -> HttpResponse:
        """A session that has ended loses no photograph either."""
        has_files = draft_cookie.key_in_form(self.request) and self.request.FILES
        if has_files and self._too_many() is None:
            form = self.form(self.request.POST, self.request.FILES)
            form.is_valid()
            form.keep_files()
        return super().refused(verdict)

    def shown(self, form: Any, **context: Any) -> HttpResponse:
        form.keep_files()
        return super().shown(
            form,
            key=draft_cookie.sign([self.key]),
            before=self.before,
            most=conf.get("CONTRIBUTION_MAX_LENGTH"),
            file_bytes=conf.get("ATTACHMENT_MAX_BYTES"),
            photograph_bytes=conf.get("PHOTOGRAPH_MAX_BYTES"),
            may_postpone=bool(
                gate.check(self.request.user, Deed.SCHEDULE, self.project)
            ),
            **context,
        )

    def _too_many(self) -> dt.timedelta | None:
        """How long to wait before more files are taken; each counts."""
        sender = session.sender(self.request)
        waits = [rates.exceeded("upload", sender) for _file in self.request.FILES]
        return next((wait for wait in waits if wait is not None), None)


@method_decorator(never_cache, name="dispatch")
class PostponeMilestone(OfficersForm):
    """A new date and why; the old one stays readable."""

    deed, template, written = Deed.SCHEDULE, "postpone", POSTPONEMENT_WORDS

    def prepare(self) -> None:
        self.milestone: Milestone = get_object_or_404(
            Milestone, pk=self.kwargs["pk"], announced_at__isnull=False
        )
        self.project = page_or_404(ProjectPage, self.milestone.project_id).canonical

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        initial = kept.initial(request, request.path)
        return self.shown(PostponeForm(initial=initial))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = PostponeForm(request.POST)
        if form.is_valid():
            try:
                milestones.postpone(
                    milestone=self.milestone, by=request.user, **form.cleaned_data
                )
            except Refused as refused:
                return self.refused(refused.verdict)
            except (MonitoringError, ValidationError) as problem:
                blame(form, problem)
            else:
                return redirect(self.back)
        return self.shown(form)

    @property
    def back(self) -> str:
        return reverse("wagtail_remacto:project_progress", args=[self.project.pk])

    def shown(self, form: Any, **context: Any) -> HttpResponse:
        return super().shown(form, milestone=self.milestone, back=self.back, **context)


def address_of(update: Update) -> str:
    return reverse(
        "wagtail_remacto:project_update", args=[update.project_id, update.pk]
    )
