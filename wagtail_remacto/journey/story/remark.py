"""The journey of a remark: given, answered, the version it has changed, the vote."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _

from wagtail_remacto.contributions.models import Contribution, Standing
from wagtail_remacto.cycles.clock import State as Clock
from wagtail_remacto.journey.story import after
from wagtail_remacto.journey.story.missing import out_of_reach
from wagtail_remacto.journey.story.steps import (
    Part,
    Said,
    State,
    Step,
    Story,
    day_words,
    end_words,
    finished,
)
from wagtail_remacto.journey.story.trail import shown_pages, ways_of
from wagtail_remacto.programmes.models import ProjectPage, Remark, RemarkAnswer

GIVEN, ANSWERED = "given", "answered"


def story_of_remark(contribution: Contribution, now: dt.datetime) -> Story:
    """At most ten queries."""
    remark = (
        Remark.objects.filter(contribution=contribution)
        .select_related("version__programme", "project__project")
        .defer("version__content", "project__content")
        .first()
    )
    if remark is None:
        return finished(Story(contribution, [_given(contribution, None, {})]), now)
    programme_path = remark.version.programme.path
    projects = [remark.project.project] if remark.project else []
    ways, _calendar = ways_of(projects, programme_paths=[programme_path])
    way = next(each for each in ways if each.programme_path == programme_path)
    steps = [
        _given(contribution, remark, shown_pages(projects)),
        _answered(contribution, remark, now),
    ]
    due = steps[1].is_done
    following = after.steps_after([way], now=now, is_due=due, whole=True)
    if steps[1].state == State.NOT_REACHED:
        following = [out_of_reach(each.key, each.title) for each in following]
    else:
        following[0].links += after.changes_links(way)
    return finished(Story(contribution, [*steps, *following], [way]), now)


def _given(
    contribution: Contribution,
    remark: Remark | None,
    shown: Mapping[int, ProjectPage],
) -> Step:
    step = Step(
        GIVEN,
        _("Remark on a draft project"),
        when=day_words(contribution.created_at),
        sentence=contribution.collected_by,
    )
    if remark is None:
        return step
    step.title = _("Remark (%(kind)s)") % {"kind": remark.get_kind_display()}
    part = Part(
        _("On version %(number)d") % {"number": remark.version.number},
        links=after.version_links(remark.version),
    )
    if remark.project is not None:
        part.page = shown.get(remark.project.project_id)
        part.sentence = _("On version %(number)d, %(section)s") % {
            "number": remark.version.number,
            "section": remark.get_section_display(),
        }
    step.parts = [part]
    return step


def _answered(contribution: Contribution, remark: Remark, now: dt.datetime) -> Step:
    title = _("The answer to it")
    answers: list[RemarkAnswer] = []
    if contribution.answered_at:
        answers = list(remark.answers.order_by("number"))
    if answers:
        last = answers[-1]
        return Step(
            ANSWERED,
            title,
            when=day_words(last.at),
            sentence=_verdict(last),
            said=_said(last, contribution),
            earlier=[
                Part(
                    _verdict(each),
                    when=day_words(each.at),
                    said=_said(each, contribution),
                    over=True,
                )
                for each in answers[:-1]
            ],
        )
    if contribution.standing in (Standing.HIDDEN, Standing.WITHDRAWN):
        return out_of_reach(
            ANSWERED, title, _("It is not public any more: no answer is awaited.")
        )
    phase = contribution.phase
    if contribution.is_public and phase.end is not None:
        if phase.period.state(now) == Clock.CLOSED:
            when = end_words(phase.end, phase.precision)
            return Step(ANSWERED, title, State.OWED, when=when)
        if phase.period.state(now) != Clock.UNDATED:
            sentence = _("The committee answers it after %(date)s.") % {
                "date": end_words(phase.end, phase.precision)
            }
            return Step(ANSWERED, title, State.TO_COME, sentence=sentence)
    sentence = _("Every remark gets an answer and its reason.")
    return Step(ANSWERED, title, State.TO_COME, sentence=sentence)


def _verdict(answer: RemarkAnswer) -> str:
    words = str(answer.get_verdict_display())
    return f"{words[:1].upper()}{words[1:]}"


def _said(answer: RemarkAnswer, contribution: Contribution) -> list[Said]:
    """What was answered; it may repeat the remark, so only while that is public."""
    said: list[Said] = []
    if not contribution.is_public:
        return said
    if answer.change:
        said.append(Said(_("What was changed"), answer.change_words))
    if answer.words:
        said.append(Said(_("Reason"), answer.reason))
    return said
