"""Answering remarks: which draft, which remarks, one by one or many at once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.collectivites.queries import attach_ancestors
from wagtail_remacto.cycles.gate import Refused
from wagtail_remacto.programmes.edition import SECTION_FIELDS, read_edition
from wagtail_remacto.programmes.errors import ProgrammeError
from wagtail_remacto.programmes.models import ProgrammeVersion, Remark, RemarkVerdict
from wagtail_remacto.programmes.remarks import queries
from wagtail_remacto.programmes.remarks.admin.access import (
    answerable,
    answers_somewhere,
)
from wagtail_remacto.programmes.remarks.admin.forms import AnswerForm
from wagtail_remacto.programmes.remarks.lists import RemarkList
from wagtail_remacto.programmes.services.remarks import answer, answer_many

ICON = "comment"
PER_PAGE = 20
LISTED = 50
# A form never lists more; who sends more did not send our form.
AT_ONCE = 100


class RemarksScreen(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """Nobody else enters; what each sees is a matter of the queryset."""

    header_icon = ICON
    page_title: Any = gettext_lazy("Remarks on draft programmes")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not answers_somewhere(request.user):
            raise PermissionDenied
        self.prepare()
        return super().dispatch(request, *args, **kwargs)

    def prepare(self) -> None:
        """Find what the screen is about; a foreign one is not there."""

    def between(self) -> list[dict[str, Any]]:
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        root = {"url": reverse("remacto_remarks"), "label": RemarksScreen.page_title}
        items = [*self.breadcrumbs_items, root, *self.between()]
        items[-1] = {**items[-1], "url": ""}
        return items

    def version_of(self, pk: int) -> ProgrammeVersion:
        found = answerable(self.request.user).filter(pk=pk).first()
        if found is None:
            raise Http404("No such draft, or not one whose remarks you answer.")
        return found


class IndexView(RemarksScreen):
    template_name = "wagtail_remacto/admin/remarks/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        versions: list[Any] = list(answerable(self.request.user)[:LISTED])
        tallies = queries.tallies(versions)
        attach_ancestors(
            [each.programme for each in versions], collectivite=CollectivitePage
        )
        now = timezone.now()
        for version in versions:
            version.tally = tallies.get(version.pk, queries.Tally())
            version.owed_since = queries.owed_since(version, now)
        context["versions"] = versions
        return context


class VersionView(RemarksScreen):
    """The remarks on one draft, with filters; what is ticked is answered at once."""

    template_name = "wagtail_remacto/admin/remarks/version.html"

    def prepare(self) -> None:
        self.version = self.version_of(self.kwargs["pk"])
        self.found = RemarkList(self.version, self.request.GET, size=PER_PAGE)
        self.form = AnswerForm()
        self.ticked: list[str] = []

    @property
    def page_subtitle(self) -> str:
        return name_of(self.version)

    def between(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": name_of(self.version)}]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A form that lacks something keeps its words."""
        self.ticked = request.POST.getlist("remark")[:AT_ONCE]
        self.form = AnswerForm(request.POST)
        if not self.ticked:
            self.form.add_error(None, _("Tick at least one remark."))
        if self.form.is_valid():
            self._answer(self.form.cleaned_data)
            return redirect(f"{request.path}{self.found.own_address}")
        return self.render_to_response(self.get_context_data(), status=422)

    def _answer(self, words: dict[str, Any]) -> None:
        keys = [int(key) for key in self.ticked if key.isdecimal() and len(key) < 19]
        # Those of another draft are not among them.
        remarks = list(
            Remark.objects.filter(version=self.version, pk__in=keys)
            .select_related("contribution")
            .order_by("pk")
        )
        done = answer_many(remarks=remarks, by=self.request.user, **words)
        number = sum(each.answer is not None for each in done)
        if number:
            messages.success(
                self.request,
                ngettext(
                    "%(verdict)s: %(number)d remark.",
                    "%(verdict)s: %(number)d remarks.",
                    number,
                )
                % {
                    "verdict": RemarkVerdict(words["verdict"]).label,
                    "number": number,
                },
            )
        for each in done:
            if each.problem:
                shown = each.remark.contribution.shown_reference
                messages.error(self.request, f"{shown}: {each.problem}")
        if len(remarks) < len(set(self.ticked)):
            messages.error(self.request, _("Some of the remarks are not there."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.found
        filters = [
            ("project", _("Project"), found.projects),
            ("kind", _("Kind of remark"), found.kinds),
            ("state", _("Answer"), found.states),
            ("origin", _("Origin"), found.origins),
        ]
        return {
            **super().get_context_data(**kwargs),
            "version": self.version,
            "list": found,
            "filters": filters,
            "rows": list(found.page),
            "form": self.form,
            "ticked": self.ticked,
            "owed_since": queries.owed_since(self.version, timezone.now()),
        }


class RemarkView(RemarksScreen):
    """One remark beside the frozen text, its answers and the form for another."""

    template_name = "wagtail_remacto/admin/remarks/remark.html"

    def prepare(self) -> None:
        rows = queries.with_place(queries.public_remarks(pk=self.kwargs["pk"]))
        found = rows.first()
        if found is None:
            raise Http404("No public remark has this number.")
        found.version = self.version_of(found.version_id)
        (self.remark,) = queries.dress([found])
        self.form = AnswerForm(
            self.request.POST if self.request.method == "POST" else None,
            kind=self.remark.kind,
        )

    @property
    def page_subtitle(self) -> str:
        return str(self.remark.contribution)

    def between(self) -> list[dict[str, Any]]:
        return [
            {"url": self.list_url, "label": name_of(self.remark.version)},
            {"url": "", "label": self.remark.contribution.shown_reference},
        ]

    @cached_property
    def list_url(self) -> str:
        return reverse("remacto_remarks_version", args=[self.remark.version_id])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.form.is_valid():
            try:
                answer(remark=self.remark, by=request.user, **self.form.cleaned_data)
            except Refused as refused:
                self.form.add_error(None, str(refused))
            except ProgrammeError as error:
                self.form.add_error(None, error.sentence)
            except ValidationError as wrong:
                for sentence in wrong.messages:
                    self.form.add_error(None, sentence)
            else:
                messages.success(request, _("The answer is recorded."))
                return redirect(self.list_url)
        return self.render_to_response(self.get_context_data(), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        remark, project = self.remark, None
        if remark.project is not None:
            project = read_edition(remark.version, [remark.project]).projects[0]
        return {
            **super().get_context_data(**kwargs),
            "remark": remark,
            "contribution": remark.contribution,
            "project": project,
            "sections": SECTION_FIELDS,
            "form": self.form,
            "list_url": self.list_url,
        }


def name_of(version: ProgrammeVersion) -> str:
    return _("%(programme)s, version %(number)d") % {
        "programme": version.programme.title,
        "number": version.number,
    }
