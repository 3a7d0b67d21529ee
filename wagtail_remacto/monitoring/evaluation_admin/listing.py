"""The adopted programmes of one’s own branches: who has evaluated them, what is open.

What civil society drafts is not here: the administration reads it once it is signed.
"""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from wagtail_remacto.collectivites.branch import canonical_only, with_branch_title
from wagtail_remacto.collectivites.permissions import changeable
from wagtail_remacto.cycles.gate import OFFICERS_RIGHTS, Deed
from wagtail_remacto.cycles.models import CyclePage
from wagtail_remacto.monitoring.models import (
    CycleClosing,
    Evaluation,
    Moment,
    Voice,
)
from wagtail_remacto.programmes.adoptions import adoptions
from wagtail_remacto.programmes.models import ProgrammePage

ICON = "pick"
PER_PAGE = 20


def enters(user: Any) -> bool:
    """Whether the menu shows the screens; no query of its own."""
    return may(user, Deed.EVALUATE) or may(user, Deed.CLOSE)


def may(user: Any, deed: Deed) -> bool:
    return bool(user.is_active and user.has_perm(OFFICERS_RIGHTS[deed]))


def own_programmes(user: Any) -> "QuerySet[ProgrammePage]":
    """The adopted canonical programmes of the person’s own branches."""
    pages = changeable(user).order_by().values("pk")
    votes = adoptions()
    return canonical_only(
        ProgrammePage.objects.filter(pk__in=pages).filter(
            pk__in=votes.values("programme")
        )
    )


def visible() -> "QuerySet[Evaluation]":
    """What the administration may read: not the other side’s drafts."""
    return Evaluation.objects.filter(
        ~Q(voice=Voice.CIVIL_SOCIETY) | Q(signed_at__isnull=False),
        superseded_at__isnull=True,
    )


@dataclass(slots=True)
class AtMoment:
    """What there is of one moment; ``draft`` is the administration’s."""

    moment: Moment
    ours: Evaluation | None = None
    draft: Evaluation | None = None
    theirs: Evaluation | None = None
    independent: list[Evaluation] = field(default_factory=list)


@dataclass(slots=True)
class Row:
    programme: ProgrammePage
    cycle: CyclePage | None
    closing: CycleClosing | None
    moments: list[AtMoment]


class EvaluationScreen(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """Nobody else enters; a programme of another collectivité is not there."""

    header_icon = ICON
    page_title: Any = gettext_lazy("Evaluations")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not enters(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [
            {
                "url": reverse("remacto_evaluations"),
                "label": EvaluationScreen.page_title,
            }
        ]
        if self.page_title != EvaluationScreen.page_title:
            items.append({"url": "", "label": self.page_title})
        else:
            items[0]["url"] = ""
        return [*self.breadcrumbs_items, *items]


class IndexView(EvaluationScreen):
    template_name = "wagtail_remacto/admin/evaluations/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        rows: Any = with_branch_title(own_programmes(user)).select_related("locale")
        page = Paginator(rows.order_by("branch_title", "path"), PER_PAGE).get_page(
            self.request.GET.get("p")
        )
        return {
            **super().get_context_data(**kwargs),
            "page": page,
            "rows": _rows(list(page.object_list)),
            "may_evaluate": may(user, Deed.EVALUATE),
            "may_close": may(user, Deed.CLOSE),
        }


def _rows(programmes: list[ProgrammePage]) -> list[Row]:
    """Three queries, however many programmes there are."""
    above = {each.path[: -each.steplen] for each in programmes}
    cycles = {each.path: each for each in CyclePage.objects.filter(path__in=above)}
    closings = {
        each.cycle_id: each
        for each in CycleClosing.objects.filter(
            cycle__path__in=above, reopened_at__isnull=True
        )
    }
    found: dict[int, dict[str, AtMoment]] = {
        each.pk: {moment: AtMoment(moment) for moment in Moment} for each in programmes
    }
    for row in visible().filter(programme__in=list(found)).order_by("pk"):
        at = found[row.programme_id][row.moment]
        if row.voice == Voice.INDEPENDENT:
            at.independent.append(row)
        elif row.voice == Voice.CIVIL_SOCIETY:
            at.theirs = row
        elif row.signed_at is None:
            at.draft = row
        else:
            at.ours = row
    rows = []
    for programme in programmes:
        cycle = cycles.get(programme.path[: -programme.steplen])
        closing = closings.get(cycle.pk) if cycle else None
        rows.append(Row(programme, cycle, closing, list(found[programme.pk].values())))
    return rows
