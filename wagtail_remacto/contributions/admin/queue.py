"""The queue in the admin: one list of what waits, and decisions one by one or many."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin

from wagtail_remacto.contributions import queue, services
from wagtail_remacto.contributions.admin.forms import DEEDS, DecisionForm, QueueFilters
from wagtail_remacto.contributions.errors import ContributionError
from wagtail_remacto.contributions.models import Contribution
from wagtail_remacto.contributions.subjects import KINDS
from wagtail_remacto.cycles.gate import Refused

PAGE_SIZE = 20
# A form never lists more; who sends more did not send our form.
AT_ONCE = 100
# The menu counts no further.
COUNTED = 99


class ModeratorsOnly:
    """Nobody else enters; what each sees is a matter of the queryset."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not queue.may_moderate(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class QueuePaginator(WagtailPaginator):  # type: ignore[misc]
    """Two kinds of rows: Wagtail would count them all as the first."""

    verbose_name = gettext_lazy("text")
    verbose_name_plural = gettext_lazy("texts")


class QueueView(ModeratorsOnly, BaseListingView):  # type: ignore[misc]
    page_title = gettext_lazy("Moderation")
    header_icon = "comment"
    template_name = "wagtail_remacto/admin/moderation.html"
    results_template_name = "wagtail_remacto/admin/moderation_results.html"
    index_url_name = "remacto_moderation"
    index_results_url_name = "remacto_moderation_results"
    filterset_class = QueueFilters
    paginate_by = PAGE_SIZE
    paginator_class = QueuePaginator
    columns: list[Any] = []
    verbose_name_plural = gettext_lazy("texts that wait")

    def get_filterset_kwargs(self) -> dict[str, Any]:
        # It only reads the address; see ``QueueFilters``.
        return {
            **super().get_filterset_kwargs(),
            "queryset": Contribution.objects.none(),
        }

    def get_base_queryset(self) -> Any:
        filters = self.filters
        chosen = filters.form.cleaned_data if filters.is_valid() else {}
        return queue.waiting(
            self.request.user, **{name: chosen.get(name) for name in filters.filters}
        )

    def filter_queryset(self, queryset: Any) -> Any:
        return queryset

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context["items"] = queue.read(context["object_list"])
        context["form"] = self.form
        context["ticked"] = self.ticked
        context["here"] = self.here
        return context

    @property
    def here(self) -> str:
        """The address of this very list, with its filters."""
        address = self.request.GET.copy()
        address.pop("_w_filter_fragment", None)
        return f"{self.index_url}?{address.urlencode()}"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.form = DecisionForm()
        self.ticked: list[str] = []
        found: HttpResponse = super().get(request, *args, **kwargs)
        return found

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Decide about what is ticked; a form that lacks something keeps its words."""
        self.ticked = request.POST.getlist("text")[:AT_ONCE]
        self.form = DecisionForm(request.POST)
        if not self.ticked:
            self.form.add_error(None, _("Tick at least one text."))
        if self.form.is_valid():
            self._decide(self.form.cleaned_data)
            return redirect(self.here)
        response: HttpResponse = super().get(request, *args, **kwargs)
        response.status_code = 422
        return response

    def _decide(self, decision: dict[str, Any]) -> None:
        request = self.request
        subjects = _own(request.user, self.ticked)
        done = services.decide_many(subjects=subjects, by=request.user, **decision)
        number = sum(each.act is not None for each in done)
        if number:
            messages.success(
                request,
                ngettext(
                    "%(deed)s: %(number)d text.", "%(deed)s: %(number)d texts.", number
                )
                % {"deed": DEEDS[decision["verb"]], "number": number},
            )
        for each in done:
            if each.problem:
                messages.error(request, f"“{each.subject}”: {each.problem}")
        if len(subjects) < len(set(self.ticked)):
            messages.error(
                request,
                _("Some of the texts are not there, or not of your collectivités."),
            )


def _own(user: Any, keys: list[str]) -> list[Any]:
    """The texts that the keys name, without those of other collectivités."""
    wanted: dict[str, set[int]] = {kind: set() for kind in KINDS}
    for key in keys:
        kind, _dash, pk = key.partition("-")
        if kind in wanted and pk.isascii() and pk.isdecimal() and len(pk) < 19:
            wanted[kind].add(int(pk))
    return [
        subject
        for kind, pks in wanted.items()
        if pks
        for subject in queue.of_own_branches(user, kind)
        .filter(pk__in=pks)
        .select_related("phase__locale")
        .order_by("pk")
    ]


class ItemView(  # type: ignore[misc]
    ModeratorsOnly, WagtailAdminTemplateMixin, TemplateView
):
    """One text with its wordings, reports and decisions, and the form to decide."""

    template_name = "wagtail_remacto/admin/moderation_item.html"
    header_icon = "comment"
    page_title = gettext_lazy("Moderation")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not queue.may_moderate(request.user):
            return
        item = queue.find(request.user, kwargs["kind"], kwargs["pk"])
        if item is None:
            raise Http404("No such text, or not of your collectivités.")
        self.item = item
        self.form = DecisionForm(
            request.POST if request.method == "POST" else None, verbs=item.verbs
        )

    def get_page_subtitle(self) -> str:
        return self.item.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("remacto_moderation"), "label": _("Moderation")},
            {"url": "", "label": self.item.title},
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.form.is_valid():
            try:
                services.decide(
                    subject=self.item.subject,
                    by=request.user,
                    **self.form.cleaned_data,
                )
            except (Refused, ContributionError) as problem:
                self.form.add_error(None, str(problem))
            else:
                deed = DEEDS[self.form.cleaned_data["verb"]]
                messages.success(request, f"{deed}: “{self.item.title}”")
                return redirect("remacto_moderation")
        return self.render_to_response(self.get_context_data(), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            **story(self.item),
            "form": self.form,
        }


def story(item: queue.Item) -> dict[str, Any]:
    """What the page of one text shows: the wordings only contributions have."""
    subject = item.subject
    is_idea = isinstance(subject, Contribution)
    return {
        "item": item,
        "revisions": list(subject.revisions.all()) if is_idea else [],
        "attachments": list(subject.attachments.all()) if is_idea else [],
    }


class QueueMenuItem(MenuItem):  # type: ignore[misc]
    """“Moderation (3)”, for those who moderate."""

    def is_shown(self, request: HttpRequest) -> bool:
        return queue.may_moderate(request.user)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        number = queue.waiting(request.user)[: COUNTED + 1].count()
        words = f"{COUNTED}+" if number > COUNTED else str(number)
        return LinkMenuItem(
            self.name,
            f"{self.label} ({words})" if number else str(self.label),
            self.url,
            icon_name=self.icon_name,
        )


def queue_menu_item() -> MenuItem:
    return QueueMenuItem(
        gettext_lazy("Moderation"),
        reverse("remacto_moderation"),
        name="moderation",
        icon_name="comment",
        order=251,
    )


def queue_urls() -> list[URLPattern]:
    return [
        path("moderation/", QueueView.as_view(), name="remacto_moderation"),
        path(
            "moderation/results/",
            QueueView.as_view(results_only=True),
            name="remacto_moderation_results",
        ),
        path(
            "moderation/<str:kind>/<int:pk>/",
            ItemView.as_view(),
            name="remacto_moderation_item",
        ),
    ]
