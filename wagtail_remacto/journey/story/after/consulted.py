"""The second consultation: the versions put to the public, and what was remarked."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail_remacto.committees.models import DecisionKind, Result
from wagtail_remacto.cycles.calendar_words import period_words
from wagtail_remacto.cycles.clock import State as Clock
from wagtail_remacto.journey.story.after.naming import (
    CONSULTED,
    decision_link,
    titles,
    version_links,
)
from wagtail_remacto.journey.story.steps import (
    Link,
    Part,
    State,
    Step,
    day_words,
    end_words,
    link,
)
from wagtail_remacto.journey.story.trail import Remarked, Way
from wagtail_remacto.programmes.models import ProgrammeVersion, Purpose


def consulted_step(way: Way, now: dt.datetime) -> Step | None:
    versions = way.consultations
    if not versions:
        return None
    step = Step(CONSULTED, titles()[CONSULTED], when=day_words(versions[-1].at))
    for version in versions:
        remarks = way.remarks_on(version)
        part = Part(_put_to_the_public(way, version), links=version_links(version))
        if way.projects:
            part.sentence = f"{part.sentence} {_remarks_words(remarks)}"
        _also_decided(part, way, version)
        step.parts.append(part)
        phase = way.calendar.by_key(version.phase_id)
        if phase is None or phase.period.state(now) != Clock.CLOSED:
            continue
        if remarks.received > remarks.answered and phase.end is not None:
            step.state = State.OWED
            step.when = end_words(phase.end, phase.precision)
    return step


def _put_to_the_public(way: Way, version: ProgrammeVersion) -> str:
    phase = way.calendar.by_key(version.phase_id)
    when = period_words(phase.start, phase.end, phase.precision) if phase else ""
    if when:
        return _("Version %(number)d was put to the public: %(when)s.") % {
            "number": version.number,
            "when": when,
        }
    return _("Version %(number)d was put to the public.") % {"number": version.number}


def _remarks_words(remarks: Remarked) -> str:
    if not remarks.received:
        return _("Nobody has remarked on it.")
    return ngettext(
        "%(count)d remark, %(answered)d answered.",
        "%(count)d remarks, %(answered)d answered.",
        remarks.received,
    ) % {"count": remarks.received, "answered": remarks.answered}


def _also_decided(part: Part, way: Way, version: ProgrammeVersion) -> None:
    for decision in way.decided(DecisionKind.CONSULT):
        if decision.version_id == version.pk:
            part.links += decision_link(decision)


def changes_links(way: Way) -> list[Link]:
    """From what was consulted to what the committee validated, where both are known."""
    consulted = [v for v in way.versions if v.purpose == Purpose.CONSULTATION]
    validated = [
        way.version(each.version_id)
        for each in way.decided(DecisionKind.VALIDATE)
        if each.result == Result.APPROVED
    ]
    if not consulted or not validated or validated[-1] is None:
        return []
    return link(
        _("What changed thanks to you"), "programme_changes", consulted[-1].programme_id
    )
