"""What is kept of officers here, and how long the rows of a spreadsheet are."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wagtail_remacto.people import registry, retention
from wagtail_remacto.workshops.models import IdeaImport

registry.register_trace(
    "wagtail_remacto.EntryRow.entered_by",
    _("which officer typed an idea given on paper"),
)
registry.register_trace(
    "wagtail_remacto.IdeaImport.by", _("which officer imported a spreadsheet of ideas")
)


def _empty(imports: QuerySet[Any]) -> None:
    """The numbers stay; what is in the spreadsheet goes."""
    for each in imports:
        each.rows = []
        each.report = {"counts": each.report.get("counts", {})}
        each.save(update_fields=["rows", "report"])


retention.register(
    retention.Rule(
        kind="imports",
        label=_("Rows of imported spreadsheets"),
        due=lambda moment: IdeaImport.objects.filter(created_at__lt=moment).exclude(
            rows=[]
        ),
        apply=_empty,
    )
)
