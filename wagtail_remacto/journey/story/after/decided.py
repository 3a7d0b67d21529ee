"""What the committee decided of the programme that holds the project."""

from django.utils.translation import gettext as _

from wagtail_remacto.committees.models import Decision, DecisionKind, Result
from wagtail_remacto.cycles.calendar_words import weekday_date
from wagtail_remacto.journey.story.after.naming import (
    DECIDED,
    decision_link,
    titles,
    version_links,
)
from wagtail_remacto.journey.story.missing import out_of_reach
from wagtail_remacto.journey.story.steps import Part, Said, State, Step
from wagtail_remacto.journey.story.trail import Way


def decided_step(way: Way) -> Step | None:
    decisions = way.decided(DecisionKind.VALIDATE)
    about = [each for each in decisions if way.holds(each.version_id)]
    title = titles()[DECIDED]
    last = decisions[-1] if decisions else None
    if last is not None and last.result == Result.APPROVED and last not in about:
        left_out = out_of_reach(
            DECIDED,
            title,
            _("The version that the committee validated does not have this project."),
        )
        left_out.parts = [_decision_part(way, last)]
        return left_out
    if not about:
        return None
    step = Step(DECIDED, title, parts=[_decision_part(way, about[-1])])
    step.earlier = [_decision_part(way, each, over=True) for each in about[:-1]]
    if about[-1].result == Result.APPROVED:
        step.when = weekday_date(about[-1].held_on)
    else:
        # It comes back as another version.
        step.state = State.TO_COME
    return step


def _decision_part(way: Way, decision: Decision, *, over: bool = False) -> Part:
    version = way.version(decision.version_id)
    number = version.number if version else 0
    if decision.result == Result.APPROVED:
        sentence = _("The committee validated version %(number)d.")
    else:
        sentence = _("The committee did not validate version %(number)d.")
    part = Part(
        sentence % {"number": number}, when=weekday_date(decision.held_on), over=over
    )
    if decision.reasons:
        part.said.append(Said(_("Reasons"), decision.said("reasons")))
    part.links += decision_link(decision)
    if version is not None:
        part.links += version_links(version)
    return part
