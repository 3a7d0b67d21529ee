"""What the council voted of the programme that holds the project."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.cycles.calendar_words import partial_date_words
from wagtail_remacto.cycles.clock import last_moment
from wagtail_remacto.journey.story.after.naming import VOTED, titles, version_links
from wagtail_remacto.journey.story.steps import Part, Said, State, Step, link
from wagtail_remacto.journey.story.trail import Way
from wagtail_remacto.programmes.models import Deliberation, Outcome


def voted_step(way: Way, now: dt.datetime) -> Step | None:
    about = [
        each
        for each in way.current
        # What a public source reports names no version: all projects are meant.
        if each.version_id is None or way.holds(each.version_id)
    ]
    if not about:
        return None
    last = about[-1]
    sitting: Any = last.session.sitting
    step = Step(
        VOTED,
        titles()[VOTED],
        when=partial_date_words(sitting) if sitting else "",
        parts=[_vote_part(way, last)],
        earlier=[_vote_part(way, each, over=True) for each in about[:-1]],
    )
    step.earlier += [
        _vote_part(way, each, over=True)
        for each in way.deliberations
        if each.superseded_at
        and (each.version_id is None or way.holds(each.version_id))
    ]
    if not last.outcome:
        over = bool(sitting) and last_moment(sitting.last) < now
        step.state = State.OWED if over else State.TO_COME
    elif last.outcome == Outcome.POSTPONED:
        step.state = State.TO_COME
        step.when = ""
    elif last.result_id and not way.holds(last.result_id):
        step.state = State.NOT_REACHED
        step.sentence = _("The version that the council adopted does not have it.")
    return step


def _vote_part(way: Way, deliberation: Deliberation, *, over: bool = False) -> Part:
    part = Part(
        str(_vote_sentence(deliberation)),
        when=partial_date_words(deliberation.session.sitting),
        over=over,
    )
    for field, label in (
        ("changes", pgettext("council", "Changes")),
        ("reasons", _("Reasons")),
    ):
        text = getattr(deliberation, field)
        if text:
            part.said.append(Said(label, Words(text, deliberation.language)))
    version = way.version(deliberation.version_id)
    result = way.version(deliberation.result_id)
    for each in (version, result):
        if each is not None:
            part.links += version_links(each)
    if version is not None and result is not None:
        part.links += link(
            _("What the council changed"),
            "version_differences",
            version.programme_id,
            version.number,
            result.number,
        )
    return part


def _vote_sentence(deliberation: Deliberation) -> str:
    if deliberation.superseded_at:
        return _("Recorded as “%(outcome)s”; corrected since.") % {
            "outcome": deliberation.get_outcome_display() or _("on the agenda")
        }
    sentences = {
        Outcome.ADOPTED: _("The council adopted the programme."),
        Outcome.ADOPTED_WITH_CHANGES: _("The council adopted the programme, changed."),
        Outcome.POSTPONED: _("The council postponed it to a later session."),
        Outcome.REJECTED: _(
            "The council rejected the programme; it goes back to the committee."
        ),
    }
    if deliberation.outcome in sentences:
        return sentences[Outcome(deliberation.outcome)]
    return _("It is on the agenda of the council.")
