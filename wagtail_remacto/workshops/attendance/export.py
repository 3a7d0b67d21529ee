"""The list of a meeting as a spreadsheet, for the officer who prepares it."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from wagtail_remacto.cycles.clock import zone
from wagtail_remacto.spreadsheets import harmless


def local(value: dt.datetime | None) -> dt.datetime | None:
    """The hour that a clock in the room showed; a spreadsheet knows no time zones."""
    if value is None:
        return None
    return value.astimezone(zone()).replace(microsecond=0, tzinfo=None)


class ListExport(SpreadsheetExportMixin):  # type: ignore[misc]
    """Mixed into a view of registrations; ``?export=csv`` or ``?export=xlsx``."""

    list_export = [
        "name",
        "needs",
        "code",
        "get_state_display",
        "created_at",
        "checked_in_at",
    ]
    export_headings = {
        "get_state_display": _("State"),
        "checked_in_at": _("Checked in"),
    }
    custom_field_preprocess = {
        # In a workbook the kind of a cell says that it is text.
        **{name: {"csv": harmless} for name in ("name", "needs")},
        **{
            name: {"csv": local, "xlsx": local}
            for name in ("created_at", "checked_in_at")
        },
    }

    def stream_csv(self, queryset: Any) -> Iterator[Any]:
        # Without this mark Excel reads neither Arabic nor accents.
        yield "\ufeff"
        yield from super().stream_csv(queryset)
