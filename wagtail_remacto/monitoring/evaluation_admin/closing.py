"""Close a cycle, or take its closing back; each with words that everyone reads."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail_remacto.collectivites.branch import canonical_only
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Deed
from wagtail_remacto.cycles.models import CyclePage
from wagtail_remacto.monitoring.evaluation_admin.listing import EvaluationScreen
from wagtail_remacto.monitoring.evaluation_admin.writing import PROBLEMS
from wagtail_remacto.monitoring.forms import LanguageField, blame
from wagtail_remacto.monitoring.services import closing


class WhyForm(forms.Form):
    """``owed``: voices whose evaluation is missing; ``reopens``: it is closed."""

    words = forms.CharField(
        strip=False, widget=forms.Textarea(attrs={"dir": "auto", "rows": 4})
    )
    language = LanguageField()

    def __init__(self, *args: Any, owed: Any, reopens: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if reopens:
            self.fields["words"].label = _("Why it is opened again")
            del self.fields["language"]
        elif owed:
            self.fields["words"].label = _("Why it is closed all the same")
            self.fields["words"].help_text = _("Everyone reads it beside the cycle.")
        else:
            del self.fields["words"], self.fields["language"]


class CloseView(EvaluationScreen):
    page_title = gettext_lazy("Close a cycle")
    template_name = "wagtail_remacto/admin/evaluations/close.html"

    @cached_property
    def cycle(self) -> CyclePage:
        found: CyclePage | None = (
            canonical_only(CyclePage.objects.filter(pk=self.kwargs["pk"]))
            .select_related("locale")
            .first()
        )
        if found is None or not gate.check(self.request.user, Deed.CLOSE, found):
            raise Http404("No such cycle, or not one of yours.")
        return found

    def get_page_subtitle(self) -> str:
        return str(self.cycle.title)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        current, owed = closing.current(self.cycle), closing.missing(self.cycle)
        return {
            "form": WhyForm(owed=owed, reopens=current is not None),
            **super().get_context_data(**kwargs),
            "cycle": self.cycle,
            "closing": current,
            "owed": owed,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        current, owed = closing.current(self.cycle), closing.missing(self.cycle)
        # Two people may have this screen open; each does what their screen said.
        if ("reopen" in request.POST) != (current is not None):
            messages.error(request, _("Somebody else was faster. Look again."))
            return redirect(request.path)
        form = WhyForm(request.POST, owed=owed, reopens=current is not None)
        if form.is_valid():
            words = form.cleaned_data.get("words", "")
            try:
                if current is not None:
                    closing.reopen(closing=current, by=request.user, words=words)
                    done = _("The cycle is open again.")
                else:
                    closing.close(
                        cycle=self.cycle,
                        by=request.user,
                        override=words,
                        language=form.cleaned_data.get("language", ""),
                    )
                    done = _("The cycle is closed.")
            except PROBLEMS as problem:
                blame(form, problem)
            else:
                messages.success(request, done)
                return redirect("remacto_evaluations")
        return self.render_to_response(self.get_context_data(form=form), status=422)
