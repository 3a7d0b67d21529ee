"""What differs between two versions of a programme, as people read it.

``texts`` compares words, ``fields`` the fields of a project, ``programme`` projects
with one another; ``differences`` reads two versions and compares them.
"""

from collections.abc import Mapping

from wagtail_remacto import conf
from wagtail_remacto.programmes.canonical import Content, read
from wagtail_remacto.programmes.differences.fields import (
    Change,
    IndicatorChange,
    SourceChange,
)
from wagtail_remacto.programmes.differences.programme import (
    Differences,
    ProjectDifference,
    Status,
    compare,
)
from wagtail_remacto.programmes.differences.texts import Segment, segments
from wagtail_remacto.programmes.models import ProgrammeVersion, ProjectVersion

__all__ = [
    "Change",
    "Differences",
    "IndicatorChange",
    "ProjectDifference",
    "Segment",
    "SourceChange",
    "Status",
    "compare",
    "differences",
    "segments",
]


def differences(
    before: ProgrammeVersion, after: ProgrammeVersion, language: str | None = None
) -> Differences:
    """What ``after`` says otherwise than ``before``, in the reader's language.

    One query for the projects of both, however many there are.
    """
    contents: Mapping[int, dict[int, Content]] = {before.pk: {}, after.pk: {}}
    rows = ProjectVersion.objects.filter(version__in=list(contents))
    for row in rows.order_by("version_id", "position"):
        contents[row.version_id][row.project_id] = read(row)
    return compare(
        read(before),
        contents[before.pk],
        read(after),
        contents[after.pk],
        language or conf.content_language(),
    )
