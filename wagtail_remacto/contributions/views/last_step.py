"""The last step: the idea as it will be shown, who sends it, and the sending."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wagtail_remacto.adapter import get_adapter
from wagtail_remacto.contributions import draft_cookie, drafts, offered
from wagtail_remacto.contributions.drafts import AlreadySent
from wagtail_remacto.contributions.forms import DetailsForm, SendForm
from wagtail_remacto.contributions.models import Draft
from wagtail_remacto.contributions.sending import (
    Person,
    send,
    thanks_path,
    whose_notice,
)
from wagtail_remacto.contributions.text import render
from wagtail_remacto.contributions.views.contributing import (
    MISSING,
    Step,
    draft_data,
    language_of,
    words_of,
)
from wagtail_remacto.cycles.gate import Refused
from wagtail_remacto.people import session
from wagtail_remacto.people.models import ConsentPurpose, Participant
from wagtail_remacto.people.notice import notice_for


class Send(Step):
    number, name, before = 3, "send", "contribute_details"
    fields = drafts.SENDER

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        draft = self.desk.find()
        if draft is None:
            sent = self.desk.sent()
            if sent is not None:
                return redirect(thanks_path(sent))
        ready = draft is not None and request.POST.get("go") == "send"
        if not ready or draft is None:
            return super().post(request, pk)
        return self.send(draft)

    def answer(self, draft: Draft) -> HttpResponse:
        go = self.request.POST.get("go")
        if go == "sign_in":
            return redirect(get_adapter().login_url(self.desk.url("contribute_send")))
        if go == "send":
            return self.send(draft)
        return redirect(self.desk.url(self.before))

    def send(self, draft: Draft) -> HttpResponse:
        request, desk = self.request, self.desk
        if desk.is_closed:
            return desk.refuse(desk.verdict, draft)
        words, details = words_of(draft), self._details(draft)
        if not words.is_valid():
            return redirect(f"{desk.url('contribute')}?{MISSING}=1")
        if not details.is_valid():
            return redirect(f"{desk.url('contribute_details')}?{MISSING}=1")
        form = self.form(draft, request.POST)
        if not form.is_valid():
            return self._again(draft, form)
        try:
            contribution = send(
                draft=draft,
                phase=desk.phase,
                person=Person(
                    display_name=form.cleaned_data["display_name"],
                    participant=session.participant(request),
                    email=form.cleaned_data.get("email", ""),
                ),
                words=sendable(words.cleaned_data, details.cleaned_data),
                shown=desk.shown,
                absolute=request.build_absolute_uri,
                suspicion=form.suspicion,
                sender=session.sender(request),
            )
        except Refused as refused:
            return desk.refuse(refused.verdict, draft)
        except ValidationError as wrong:
            for sentence in wrong.messages:
                form.add_error(None, sentence)
            return self._again(draft, form)
        response = redirect(thanks_path(contribution))
        draft_cookie.forget(request, response, draft.key)
        return response

    def _again(self, draft: Draft, form: Any) -> HttpResponse:
        """The page with its errors; who sends it is kept with the draft."""
        try:
            draft = self.desk.keep(self.fields)
        except AlreadySent as sent:
            return redirect(thanks_path(sent.contribution))
        except Refused:
            # Saved too often: the page itself still carries it.
            pass
        response = self.page(draft, form)
        draft_cookie.remember(self.request, response, draft)
        return response

    def _details(self, draft: Draft) -> DetailsForm:
        """What step 2 says, checked anew; asks for no more than was chosen."""
        data = draft_data(draft)
        return DetailsForm(
            data,
            axes=offered.axes_of(self.desk.phase) if data.get("axis") else [],
            themes=offered.themes(data["themes"]) if data.get("themes") else [],
        )

    def form(self, draft: Draft | None, data: Any = None) -> Any:
        initial = draft_data(draft) if draft else {}
        who = self.desk.who
        if isinstance(who, Participant):
            initial.setdefault("display_name", who.display_name)
        elif who.is_authenticated:
            initial.setdefault("display_name", get_adapter().display_name(who))
        return SendForm(data, initial=initial, known=who.is_authenticated)

    def more(self, draft: Any) -> dict[str, Any]:
        desk, details = self.desk, self._details(draft)
        details.is_valid()
        found = details.cleaned_data
        axis = next(
            (
                each.title
                for each in offered.axes_of(desk.phase)
                if each.row == found.get("axis")
            ),
            None,
        )
        return {
            "title": draft.data.get("title", ""),
            "html": render(str(draft.data.get("text", ""))),
            "language": draft.data.get("language") or language_of(draft.data),
            "details": found,
            "axis": axis,
            "files": list(draft.files.all()),
            "notice": notice_for(whose_notice(desk.shown), ConsentPurpose.CONTRIBUTE),
            "known": desk.who.is_authenticated,
            "moderated": get_adapter().moderation(desk.phase),
        }


def sendable(words: Mapping[str, Any], details: Mapping[str, Any]) -> dict[str, Any]:
    """What the forms have checked, by the names of ``services.submit``."""
    return {
        "title": words["title"],
        "text": words["text"],
        "axis": details.get("axis"),
        "themes": details.get("themes") or [],
        **{
            name: details.get(name) or ""
            for name in ("language", "association", "place")
        },
        **{name: details.get(name) for name in ("latitude", "longitude")},
    }
