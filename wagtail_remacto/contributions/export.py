"""The list as a table for a spreadsheet: what is public, and nothing else."""

import csv
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from wagtail_remacto.contributions.lists import ContributionList
from wagtail_remacto.contributions.models import Contribution
from wagtail_remacto.spreadsheets import harmless

_CHUNK = 500


class _Line:
    """What the writer writes is the line itself."""

    def write(self, text: str) -> str:
        return text


def lines(found: ContributionList) -> Iterator[str]:
    """The filtered list, line by line, the heading first; in the reader's language.

    Begins with the mark by which Excel knows UTF-8.
    """
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(
        [
            _("reference"),
            _("date"),
            _("origin"),
            _("axis"),
            _("language"),
            _("title"),
            _("text"),
            _("supports"),
            _("comments"),
            _("outcome"),
        ]
    )
    axes = found.axes_by_row
    for row in found.filtered.order_by("created_at", "pk").iterator(_CHUNK):
        yield writer.writerow(_cells(row, str(axes.get(row.axis_id or 0, ""))))


def _cells(row: Contribution, axis: str) -> list[Any]:
    return [
        row.shown_reference,
        row.created_at.date().isoformat(),
        harmless(row.get_origin_display()),
        harmless(axis),
        row.language,
        harmless(row.title),
        harmless(row.text),
        row.supports_count,
        row.comments_count,
        harmless(row.get_outcome_display() or _("answer awaited")),
    ]
