"""What every view of contributing works with: the phase, who writes, their draft."""

import uuid
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from wagtail_remacto.collectivites.addresses import in_readers_language
from wagtail_remacto.contributions import draft_cookie, drafts
from wagtail_remacto.contributions.forms import DetailsForm, WordsForm
from wagtail_remacto.contributions.models import Contribution, Draft
from wagtail_remacto.contributions.queries import page_or_404
from wagtail_remacto.cycles import gate, rates
from wagtail_remacto.cycles.gate import Kind, Refused
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.people import session
from wagtail_remacto.people.refusals import refuse


class Desk:
    """One request of the flow; a phase that nobody may read is not found."""

    def __init__(self, request: HttpRequest, pk: int) -> None:
        self.request = request
        self.shown = page_or_404(PhasePage, pk)
        self.phase: PhasePage = self.shown.canonical
        self.who: Any = session.whoever(request)

    @cached_property
    def verdict(self) -> gate.Verdict:
        # What is being sent, the service asks itself whether the cycle was closed.
        sends = self.request.POST.get("go") == "send"
        return gate.ask(self.who, Action.CONTRIBUTE, self.phase, even_closed=sends)

    @property
    def is_closed(self) -> bool:
        return self.verdict.kind is Kind.NO

    @cached_property
    def form_key(self) -> uuid.UUID | None:
        return draft_cookie.key_in_form(self.request)

    def find(self) -> Draft | None:
        """The draft that the form is about; without a form, the one begun here."""
        if self.form_key is not None:
            return drafts.find(self.phase, [self.form_key], self.who, others=False)
        keys = draft_cookie.keys_in_cookie(self.request)
        return drafts.find(self.phase, keys, self.who)

    def sent(self) -> Contribution | None:
        """What the form has become, if it was sent before."""
        if self.form_key is None:
            return None
        return Contribution.objects.filter(submission_key=self.form_key).first()

    def keep(self, names: Mapping[str, int]) -> Draft:
        """Put these fields of the form into the draft.

        Raises ``AlreadySent``, and ``Refused`` for one who saves too often.
        """
        wait = rates.exceeded("draft", session.sender(self.request))
        if wait is not None:
            raise Refused(gate.too_often(wait))
        values = drafts.typed(self.request.POST, names)
        everything = drafts.typed(self.request.POST, drafts.FIELDS)
        if self.form_key is not None:
            draft = self._keep(self.form_key, values, everything)
            if draft is not None:
                return draft
        # The form of somebody else's draft gives one of one's own.
        return self._keep(uuid.uuid4(), values, everything)

    def _keep(self, key: uuid.UUID, values: Any, everything: Any) -> Any:
        return drafts.keep(
            key=key,
            phase=self.phase,
            values=values,
            if_new=everything,
            who=self.who,
        )

    def refuse(self, verdict: gate.Verdict, draft: Draft | None = None) -> HttpResponse:
        typed = drafts.typed(self.request.POST, drafts.WORDS)
        response = refuse(
            self.request,
            verdict,
            kept=words_kept(draft.data if draft else typed),
            back=self.phase_url,
        )
        if draft is not None:
            draft_cookie.remember(self.request, response, draft)
        return response

    @property
    def phase_url(self) -> str:
        return in_readers_language(
            self.shown.get_url(self.request) or "/",
            self.shown.locale.language_code,
            get_language(),
        )

    def url(self, step: str) -> str:
        return reverse(f"wagtail_remacto:{step}", args=[self.phase.pk])


def words_kept(data: Mapping[str, Any]) -> dict[str, str]:
    """What was written, by what its field is called."""
    fields = {**WordsForm.base_fields, "place": DetailsForm.base_fields["place"]}
    return {
        str(field.label): str(data[name])
        for name, field in fields.items()
        if data.get(name)
    }
