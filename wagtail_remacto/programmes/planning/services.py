"""Makes the drafts of a planned cycle; nothing is public before it is published."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log

from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.calendar_words import month_words
from wagtail_remacto.cycles.kinds import ORDER, PhaseKind
from wagtail_remacto.cycles.models import CyclePage, CycleTemplate, PhasePage
from wagtail_remacto.fields import PartialDate
from wagtail_remacto.programmes.errors import ProgrammeError
from wagtail_remacto.programmes.models import (
    CouncilSession,
    ProgrammePage,
    SessionKind,
)
from wagtail_remacto.programmes.planning.drafts import (
    draft_cycle,
    draft_phase,
    draft_programme,
    pages_of,
)
from wagtail_remacto.programmes.planning.flags import kind_label
from wagtail_remacto.programmes.planning.schedule import Span
from wagtail_remacto.programmes.planning.surroundings import phases_of
from wagtail_remacto.programmes.services import record_session

PLANNED = "wagtail_remacto.plan"


class NotOfTheCollectivite(ProgrammeError):
    def __init__(self, title: str) -> None:
        super().__init__(
            _("“%(title)s” is not of this collectivité.") % {"title": title}
        )


class NothingToPlan(ProgrammeError):
    def __init__(self) -> None:
        super().__init__(
            _("No phase is left to make: choose at least one that is not there yet.")
        )


class EndsBeforeItBegins(ProgrammeError):
    def __init__(self, kind: str) -> None:
        super().__init__(
            _("“%(phase)s” would end before it begins.") % {"phase": kind_label(kind)}
        )


@dataclass(frozen=True, slots=True)
class Planned:
    """What there is now: the canonical pages; ``is_new`` unless it was made before."""

    cycle: CyclePage
    phases: list[PhasePage] = field(default_factory=list)
    programme: ProgrammePage | None = None
    session: CouncilSession | None = None
    is_new: bool = True


@transaction.atomic
def plan_cycle(
    *,
    collectivite: CollectivitePage,
    by: Any,
    spans: Sequence[Span],
    key: uuid.UUID,
    date: PartialDate | None = None,
    session: CouncilSession | None = None,
    session_kind: str = SessionKind.ORDINARY,
    cycle: CyclePage | None = None,
    template: CycleTemplate | None = None,
    now: dt.datetime | None = None,
) -> Planned:
    """Make the phases of ``spans`` as drafts, in every language of the branch.

    Without ``cycle``, a new one is made as well, with its own draft page in each
    language. With one, only the kinds of phases that it does not have are added, and
    no date of it changes. A programme page is made where the cycle has none: projects
    stand below it. The committee is not made here, because people are seated in it.

    ``session`` is the one that is aimed at; without it, the collectivité's session of
    ``date`` is found, or announced. ``key`` is that of the form: sent twice, it makes
    everything once. Raises ``Refused``, :class:`NotOfTheCollectivite`,
    :class:`NothingToPlan` and :class:`EndsBeforeItBegins`.
    """
    branch = _lock(collectivite)
    gate.require(by, gate.Deed.PLAN, branch, now)
    # The form's key becomes that of the pages: what is there is not made again.
    key = uuid.uuid5(branch.translation_key, str(key))
    before = CyclePage.objects.filter(translation_key=key).first()
    if cycle is None and before is not None:
        return _made_before(before.canonical)
    cycle = _own(cycle, branch) if cycle is not None else None
    wanted = _checked(spans, phases_of(cycle) if cycle else {})
    if session is not None and session.collectivite_id != branch.pk:
        raise NotOfTheCollectivite(str(session))
    session = session or _session(branch, date, session_kind)
    dates = {span.kind: span for span in wanted}
    if cycle is None:
        cycles = draft_cycle(branch, by, dates, date, key, template)
    else:
        cycles = pages_of(cycle)
    by_month = session is not None and len(session.sitting or "") < 10
    phases = [draft_phase(cycles, span, by, by_month) for span in wanted]
    programme = draft_programme(cycles, by, dates.get(PhaseKind.IMPLEMENTATION))
    canonical = next(iter(cycles.values()))
    log(
        instance=canonical,
        action=PLANNED,
        user=by,
        data={
            "phases": [span.kind for span in wanted],
            "session": session.pk if session else None,
        },
    )
    return Planned(canonical, phases, programme, session)


def _lock(collectivite: CollectivitePage) -> CollectivitePage:
    """Its canonical page; two people who plan at once do so one after the other."""
    found: CollectivitePage = (
        CollectivitePage.objects.select_for_update(of=("page_ptr", "self"), no_key=True)
        .select_related("locale")
        .get(pk=collectivite.canonical.pk)
    )
    return found


def _own(cycle: CyclePage, branch: CollectivitePage) -> CyclePage:
    canonical: CyclePage = cycle.canonical
    if not canonical.is_child_of(branch):
        raise NotOfTheCollectivite(canonical.title)
    return canonical


def _checked(spans: Sequence[Span], there: Mapping[str, PhasePage]) -> list[Span]:
    wanted = sorted(
        (span for span in spans if span.kind not in there),
        key=lambda span: ORDER[span.kind],
    )
    if not wanted:
        raise NothingToPlan
    for span in wanted:
        if span.end < span.start:
            raise EndsBeforeItBegins(span.kind)
    return wanted


def _made_before(cycle: CyclePage) -> Planned:
    return Planned(
        cycle,
        list(PhasePage.objects.child_of(cycle).order_by("path")),
        ProgrammePage.objects.child_of(cycle).first(),
        is_new=False,
    )


def _session(
    branch: CollectivitePage, date: PartialDate | None, kind: str
) -> CouncilSession | None:
    """The session of this day or month, found or announced."""
    if not date or date.precision == "year":
        return None
    month = date[:7]
    sitting = date if date.precision == "day" else ""
    sessions = CouncilSession.objects.filter(
        collectivite=branch, kind__in=[kind, ""]
    ).order_by("pk")
    found = (
        sessions.filter(sitting=sitting)
        if sitting
        else sessions.filter(month=month) | sessions.filter(sitting__startswith=month)
    ).first()
    if found is not None:
        return found
    language = branch.locale.language_code
    with override(language):
        label = _("%(kind)s, %(month)s") % {
            "kind": SessionKind(kind).label,
            "month": month_words(date.first, language),
        }
    return record_session(
        collectivite=branch,
        kind=kind,
        label=label,
        label_lang=language,
        month=month,
        sitting=sitting,
    )
