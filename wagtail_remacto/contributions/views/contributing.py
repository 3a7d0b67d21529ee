"""Contributing in three steps; each is a page that works without scripts.

What is typed is in the draft before anything is judged, so that a failed validation, a
refusal, a lost connection or a session that has ended leaves it where it was.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from wagtail_remacto import conf
from wagtail_remacto.contributions import draft_cookie, drafts, offered
from wagtail_remacto.contributions.drafts import AlreadySent
from wagtail_remacto.contributions.forms import DetailsForm, SendForm, WordsForm
from wagtail_remacto.contributions.models import Contribution, Draft
from wagtail_remacto.contributions.sending import thanks_path
from wagtail_remacto.contributions.text import guess_language
from wagtail_remacto.contributions.views.desk import Desk, words_kept
from wagtail_remacto.cycles import gate, rates
from wagtail_remacto.cycles.gate import Refused
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.people import session

# In the address of a step: show what is missing, though nothing was sent to it.
MISSING = "missing"


@method_decorator(never_cache, name="dispatch")
class Step(View):
    """One page of the flow; a subclass says what it asks."""

    http_method_names = ["get", "head", "post"]
    number: int
    name: str
    fields: Mapping[str, int]
    before: str = ""
    after: str = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.desk = Desk(request, kwargs["pk"])

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        draft = self.desk.find()
        if self.desk.is_closed:
            return self._closed(draft)
        if self.number > 1 and (draft is None or not words_of(draft).is_valid()):
            return redirect(
                f"{self.desk.url('contribute')}?{MISSING}={int(bool(draft))}"
            )
        if draft is not None and request.GET.get(MISSING) == "1":
            return self.page(draft, self.form(draft, draft_data(draft)))
        return self.page(draft, self.form(draft))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            draft = self.desk.keep(self.fields)
        except AlreadySent as sent:
            return redirect(thanks_path(sent.contribution))
        except Refused as refused:
            return self.desk.refuse(refused.verdict)
        if self.desk.is_closed:
            return self.desk.refuse(self.desk.verdict, draft)
        response = self.answer(draft)
        draft_cookie.remember(request, response, draft)
        return response

    def answer(self, draft: Draft) -> HttpResponse:
        if self.request.POST.get("go") == "back" and self.before:
            return redirect(self.desk.url(self.before))
        form = self.form(draft, self.request.POST)
        if not form.is_valid():
            return self.page(draft, form)
        return redirect(self.desk.url(self.after))

    def form(self, draft: Draft | None, data: Any = None) -> Any:
        raise NotImplementedError

    def more(self, draft: Draft | None) -> dict[str, Any]:
        """What the page shows besides the form."""
        return {}

    def page(self, draft: Draft | None, form: Any) -> HttpResponse:
        desk, data = self.desk, draft.data if draft else {}
        carried = [
            (name, value)
            for name, values in data.items()
            if name in drafts.FIELDS and name not in self.fields
            for value in (values if isinstance(values, list) else [values])
            if value
        ]
        context = {
            "remacto_base": conf.get("BASE_TEMPLATE"),
            "phase": desk.shown,
            "phase_url": desk.phase_url,
            "number": self.number,
            "step": self.name,
            "form": form,
            "draft": draft,
            "draft_key": draft_cookie.sign([draft.key if draft else uuid.uuid4()]),
            "version": draft.updated_at.isoformat() if draft else "",
            "carried": carried,
            "save_url": desk.url("contribute_draft"),
            "discard_url": desk.url("contribute_discard"),
            "before_url": desk.url(self.before) if self.before else "",
            **self.more(draft),
        }
        template = f"wagtail_remacto/contributions/contribute_{self.name}.html"
        return TemplateResponse(self.request, template, context)

    def _closed(self, draft: Draft | None) -> HttpResponse:
        context = {
            "remacto_base": conf.get("BASE_TEMPLATE"),
            "phase": self.desk.shown,
            "phase_url": self.desk.phase_url,
            "verdict": self.desk.verdict,
            "kept": words_kept(draft.data) if draft else {},
        }
        template = "wagtail_remacto/contributions/contribute_closed.html"
        return TemplateResponse(self.request, template, context)


def draft_data(draft: Draft) -> dict[str, Any]:
    return dict(draft.data)


def words_of(draft: Draft) -> WordsForm:
    return WordsForm(data=draft_data(draft))


def similar(phase: PhasePage, data: Mapping[str, Any]) -> list[Contribution]:
    return offered.similar_to(
        phase, str(data.get("title", "")), str(data.get("text", ""))
    )


class Words(Step):
    number, name, after = 1, "words", "contribute_details"
    fields = {**drafts.WORDS, **drafts.OPENED}

    def form(self, draft: Draft | None, data: Any = None) -> Any:
        return WordsForm(data, initial=draft_data(draft) if draft else None)

    def more(self, draft: Draft | None) -> dict[str, Any]:
        data = draft.data if draft else {}
        return {
            "most": conf.get("CONTRIBUTION_MAX_LENGTH"),
            "opened": data.get("opened") or SendForm(known=True)["opened"].value(),
            "similar": similar(self.desk.phase, data),
        }


class Details(Step):
    number, name = 2, "details"
    before, after = "contribute", "contribute_send"
    fields = drafts.DETAILS

    def form(self, draft: Draft | None, data: Any = None) -> Any:
        initial = draft_data(draft) if draft else {}
        if not initial.get("language"):
            initial["language"] = language_of(initial)
        return DetailsForm(
            data,
            initial=initial,
            axes=offered.axes_of(self.desk.phase),
            themes=offered.themes(initial.get("themes") or ()),
        )

    def answer(self, draft: Draft) -> HttpResponse:
        posted = self.request.POST
        uploads = self.request.FILES.getlist("attachments")
        wait = self._too_many(uploads)
        if wait is not None:
            return self.desk.refuse(gate.too_often(wait), draft)
        refused = drafts.attach(draft, uploads)
        removed = posted.get("remove", "")
        if removed:
            drafts.detach(draft, removed)
        stays = removed or posted.get("go") == "attach"
        if not stays and not refused:
            return super().answer(draft)
        form = self.form(draft, posted)
        if stays and not refused:
            # Nothing is judged yet: back to the page, at the files.
            return redirect(f"{self.desk.url('contribute_details')}#remacto-files")
        for sentence in refused:
            form.add_error("attachments", sentence)
        return self.page(draft, form)

    def _too_many(self, uploads: Sequence[Any]) -> dt.timedelta | None:
        """How long to wait before more files are taken; each counts."""
        sender = session.sender(self.request)
        waits = [rates.exceeded("upload", sender) for _upload in uploads]
        return next((wait for wait in waits if wait is not None), None)

    def more(self, draft: Draft | None) -> dict[str, Any]:
        data = draft.data if draft else {}
        return {
            "files": list(draft.files.all()) if draft else [],
            "files_most": conf.get("ATTACHMENTS_MAX"),
            "file_bytes": conf.get("ATTACHMENT_MAX_BYTES"),
            "photograph_bytes": conf.get("PHOTOGRAPH_MAX_BYTES"),
            "similar": similar(self.desk.phase, data),
        }


def language_of(data: Mapping[str, Any]) -> str:
    words = f"{data.get('title', '')} {data.get('text', '')}"
    return guess_language(words, conf.content_language())
