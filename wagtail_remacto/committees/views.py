"""What everyone reads of a committee's decisions; nothing here writes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from wagtail_remacto import conf
from wagtail_remacto.collectivites.queries import published
from wagtail_remacto.committees.models import CommitteePage, Decision
from wagtail_remacto.committees.shown import sheet_of
from wagtail_remacto.contributions.queries import page_or_404
from wagtail_remacto.workshops.models import WorkshopPage


@require_safe
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """A signed decision, superseded or not. Drafts are not there for anybody."""
    rows = (
        Decision.objects.filter(signed_at__isnull=False)
        .select_related(
            "version",
            "meeting",
            "minutes_document",
            "supersedes",
            "superseded_by",
        )
        .defer("version__content")
    )
    found = get_object_or_404(rows, pk=pk)
    return TemplateResponse(
        request,
        "wagtail_remacto/committees/decision.html",
        {
            "remacto_base": conf.get("BASE_TEMPLATE"),
            "decision": found,
            "committee": page_or_404(CommitteePage, found.committee_id),
            "meeting": _published(found.meeting),
            "sheet": sheet_of(found),
        },
    )


def _published(meeting: Any) -> WorkshopPage | None:
    """The page of the meeting in the reader's language, where anyone may read it."""
    if meeting is None:
        return None
    rows = published(WorkshopPage).filter(translation_key=meeting.translation_key)
    return rows.first()
