"""What templates ask about the remarks on a draft programme."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from wagtail_remacto.contributions.models import Contribution
from wagtail_remacto.cycles.kinds import Action, PhaseKind
from wagtail_remacto.programmes.models import (
    ProgrammeVersion,
    Purpose,
    Remark,
    Section,
)
from wagtail_remacto.programmes.remarks import queries
from wagtail_remacto.programmes.remarks.queries import Beside, Tally
from wagtail_remacto.programmes.services.remarks import read_in

register = template.Library()

# A phase shows so many; the list has them all.
NEWEST = 5


@dataclass(slots=True)
class Tools:
    """What stands beside a section of a version: its remarks, and the form for one."""

    remarks: Beside
    section: str = ""
    list_url: str = ""
    form_url: str = ""
    # Of the whole version, beside its title; elsewhere nothing.
    total: int = 0
    all_url: str = ""
    changes_url: str = ""

    @property
    def section_label(self) -> str:
        return str(Section(self.section).label) if self.section else ""


@register.simple_tag
def remark_tools(
    version: ProgrammeVersion | None, project: Any = None, section: str = ""
) -> Tools | None:
    """For a version made for consultation; None for any other.

    ``project`` is the project as an edition reads it. Three queries for the whole
    screen, whatever the number of sections and remarks.
    """
    # An undefined variable of a template is an empty text.
    if not version or version.purpose != Purpose.CONSULTATION or not version.phase_id:
        return None
    known = _of_screen(version)
    row = getattr(project, "row", project)
    page_id = row.project_id if row is not None else None
    section = str(section or "")
    query = {"project": page_id or "", "section": section}
    chosen = urlencode({name: value for name, value in query.items() if value})
    arguments = [version.programme_id, version.number]
    try:
        form_url = reverse("wagtail_remacto:remark", args=arguments)
        list_url = reverse("wagtail_remacto:version_remarks", args=arguments)
    except NoReverseMatch:
        return None
    mark = f"?{chosen}" if chosen else ""
    tools = Tools(
        known["beside"].get((page_id, section)) or Beside(),
        section,
        f"{list_url}{mark or '?project=programme'}",
        f"{form_url}{mark}" if known["is_open"] else "",
    )
    if page_id is None:
        tools.total = sum(each.count for each in known["beside"].values())
        tools.all_url = list_url
        tools.changes_url = reverse(
            "wagtail_remacto:programme_changes", args=[version.programme_id]
        )
    return tools


def _of_screen(version: ProgrammeVersion) -> dict[str, Any]:
    """Read once for all of the sections; a version is an object of one request."""
    holder: Any = version
    known: dict[str, Any] | None = getattr(holder, "_remacto_remarks", None)
    if known is None:
        phase: Any = version.phase
        is_open = Action.REMARK in phase.actions and phase.live and phase.is_open()
        if is_open:
            latest = read_in(phase, version.programme_id)
            is_open = latest is not None and latest.pk == version.pk
        known = {"beside": queries.beside(version), "is_open": is_open}
        holder._remacto_remarks = known
    return known


@dataclass(slots=True)
class Consulted:
    """What a second consultation asks about, and what it has gathered."""

    version: ProgrammeVersion
    tally: Tally
    newest: list[Remark] = field(default_factory=list)
    is_open: bool = False

    @property
    def read_url(self) -> str:
        return self._url("programme_version")

    @property
    def list_url(self) -> str:
        return self._url("version_remarks")

    @property
    def form_url(self) -> str:
        return self._url("remark") if self.is_open else ""

    @property
    def changes_url(self) -> str:
        return reverse(
            "wagtail_remacto:programme_changes", args=[self.version.programme_id]
        )

    def _url(self, name: str) -> str:
        arguments = [self.version.programme_id, self.version.number]
        return reverse(f"wagtail_remacto:{name}", args=arguments)


@register.simple_tag
def consultation_of(phase: Any) -> Consulted | None:
    """Four queries at most for a second consultation, none for any other phase."""
    if not phase.pk or phase.kind != PhaseKind.SECOND_CONSULTATION:
        return None
    version = read_in(phase.canonical)
    if version is None:
        return None
    try:
        reverse("wagtail_remacto:programme_changes", args=[version.programme_id])
    except NoReverseMatch:
        # A host without the package's addresses has nowhere to lead to.
        return None
    tally = queries.tally(Remark.objects.filter(version=version))
    newest: list[Remark] = []
    if tally.received:
        rows = queries.with_place(queries.public_remarks(version=version))
        newest = queries.dress(rows.order_by("-pk")[:NEWEST])
    return Consulted(
        version,
        tally,
        newest,
        is_open=Action.REMARK in phase.actions and phase.is_open(),
    )


@register.simple_tag
def remark_of(contribution: Contribution) -> Remark | None:
    """What a contribution is about if it is a remark, with every answer; two queries.

    None for an idea, without any query.
    """
    if contribution.is_idea:
        return None
    rows = Remark.objects.filter(contribution=contribution)
    rows = queries.with_place(rows).select_related("version__phase")
    found = rows.prefetch_related(queries.answered()).first()
    if found is None:
        return None
    (shown,) = queries.dress([found])
    remark: Any = shown
    remark.owed_since = queries.owed_since(remark.version, timezone.now())
    return shown


@register.simple_tag
def dress_remarks(contributions: Iterable[Contribution]) -> str:
    """Give each contribution ``as_remark``: the remark it is, or None; two queries."""
    rows: list[Any] = list(contributions)
    keys = [row.pk for row in rows if not row.is_idea]
    found: dict[int, Remark] = {}
    if keys:
        remarks = queries.with_place(Remark.objects.filter(contribution__in=keys))
        remarks = remarks.prefetch_related(queries.answered())
        found = {each.contribution_id: each for each in queries.dress(remarks)}
    for row in rows:
        row.as_remark = found.get(row.pk)
    return ""


@register.filter
def version_address(about: queries.About) -> str:
    """Where the text that a remark is about can be read, word for word."""
    address = reverse(
        "wagtail_remacto:programme_version", args=[about.programme_id, about.number]
    )
    return f"{address}#{about.anchor}" if about.anchor else address
