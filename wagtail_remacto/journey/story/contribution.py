"""The journey of an idea: from what was given to the council's vote."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Page

from wagtail_remacto.committees.models import AnalysisClosing, LeadText, OutcomeRecord
from wagtail_remacto.contributions.models import (
    Contribution,
    Nature,
    Origin,
    Outcome,
    Standing,
)
from wagtail_remacto.cycles.clock import State as Clock
from wagtail_remacto.cycles.kinds import PhaseKind
from wagtail_remacto.journey.story import after
from wagtail_remacto.journey.story.missing import closed_since, not_yet, out_of_reach
from wagtail_remacto.journey.story.reasons import why
from wagtail_remacto.journey.story.remark import story_of_remark
from wagtail_remacto.journey.story.steps import (
    Link,
    Part,
    Said,
    State,
    Step,
    Story,
    day_words,
    end_words,
    finished,
    link,
)
from wagtail_remacto.journey.story.trail import Calendar, Way, shown_pages, ways_of
from wagtail_remacto.programmes.models import Lineage, ProjectPage

GIVEN, ANALYSED, TRANSLATED = "given", "analysed", "translated"
# Its way ends with one of these, unless it has shaped a project all the same.
ENDS = (Outcome.SET_ASIDE, Outcome.OUTSIDE, Outcome.DONE)
# A merged idea that was merged again, and again.
HOPS = 12


@dataclass(slots=True)
class _Found:
    """What the records say of an idea and of those that it was merged into."""

    chain: list[Contribution]
    outcomes: dict[int, list[OutcomeRecord]] = field(default_factory=dict)
    lineage: list[Lineage] = field(default_factory=list)
    merged: list[Contribution] = field(default_factory=list)
    wording: LeadText | None = None

    @property
    def leading(self) -> Contribution:
        return self.chain[-1]


def story_of(contribution: Contribution, now: dt.datetime | None = None) -> Story:
    """The journey of an idea or of a remark.

    The number of queries depends only on how often it was merged: fourteen at most,
    and one for each time. One that has no answer yet costs two, or four once it is
    owed.
    """
    now = now or timezone.now()
    if contribution.nature == Nature.REMARK:
        return story_of_remark(contribution, now)
    found = _read(contribution)
    cycle_path = contribution.phase.path[: -Page.steplen]
    # Ended ones are only named: what became of those projects is not this idea's way.
    shown = shown_pages(each.project for each in found.lineage)
    projects = [each.project for each in found.lineage if each.ended_at is None]
    ways, calendar = ways_of(projects, cycle_paths=[cycle_path])
    steps = [_given(contribution)]
    for each in found.chain:
        steps.append(_analysed(each, found, calendar, now))
    answered = steps[-1]
    translated = _translated(found, shown, calendar, now)
    steps.append(translated)
    steps += _after(found, ways, calendar, translated, now)
    if answered.state == State.NOT_REACHED and not ways:
        steps = [steps[0], answered]
    return finished(Story(contribution, steps, ways), now)


def _read(contribution: Contribution) -> _Found:
    chain = [contribution]
    seen = {contribution.pk}
    while (key := chain[-1].merged_into_id) and key not in seen and len(seen) < HOPS:
        chain.append(Contribution.objects.select_related("phase", "author").get(pk=key))
        seen.add(key)
    found = _Found(chain)
    if any(each.answered_at or each.outcome for each in chain):
        for record in OutcomeRecord.objects.filter(
            contribution__in=[each.pk for each in chain]
        ).select_related("merged_into"):
            found.outcomes.setdefault(record.contribution_id, []).append(record)
        found.merged = list(
            Contribution.objects.filter(merged_into=found.leading)
            .exclude(pk=contribution.pk)
            .order_by("created_at", "pk")
        )
        if found.merged or len(chain) > 1:
            found.wording = (
                LeadText.objects.filter(contribution=found.leading)
                .order_by("number")
                .last()
            )
    found.lineage = list(
        Lineage.objects.filter(contribution__in=[each.pk for each in chain])
        .select_related("project", "contribution")
        .order_by("at", "pk")
    )
    return found


def _given(contribution: Contribution) -> Step:
    if contribution.origin == Origin.ONLINE:
        title = _("Given online")
    else:
        title = _("Given on paper (%(origin)s)") % {
            "origin": contribution.get_origin_display()
        }
    step = Step(
        GIVEN,
        title,
        when=day_words(contribution.created_at),
        sentence=contribution.collected_by,
    )
    if contribution.edited_at and contribution.is_public:
        step.links = link(
            _("Reworded by its author on %(when)s")
            % {"when": day_words(contribution.edited_at)},
            "contribution_history",
            contribution.shown_reference,
        )
    return step


def _analysed(
    contribution: Contribution, found: _Found, calendar: Calendar, now: dt.datetime
) -> Step:
    is_own = contribution is found.chain[0]
    title = pgettext("journey", "Analysed by the committee")
    if not is_own:
        title = _("What became of %(reference)s") % {
            "reference": contribution.shown_reference
        }
    records = found.outcomes.get(contribution.pk, [])
    if not contribution.outcome:
        step = _not_analysed(contribution, title, calendar, now)
    else:
        step = Step(
            ANALYSED,
            title,
            sentence=_("Answer: %(outcome)s.")
            % {"outcome": contribution.get_outcome_display()},
        )
        if records:
            step.when = day_words(records[-1].at)
            step.said = reasons_of(records[-1], is_public=contribution.is_public)
        step.earlier = [
            _superseded(each, is_public=contribution.is_public) for each in records[:-1]
        ]
    following = found.chain[found.chain.index(contribution) + 1 :]
    if following:
        step.parts.append(Part(_("Its way goes on with:"), contribution=following[0]))
    if contribution is found.leading:
        _speaks_for(step, found)
    return step


def _speaks_for(step: Step, found: _Found) -> None:
    if found.wording is not None:
        step.said.append(
            Said(_("The committee’s common wording"), found.wording.title_words)
        )
    step.parts += [
        Part(_("It speaks for this one as well:"), contribution=each)
        for each in found.merged
    ]


def reasons_of(record: OutcomeRecord, *, is_public: bool) -> list[Said]:
    """Why: the library's sentence, and what was written for this one.

    The latter may repeat the idea, so that it is shown only while that is public.
    """
    said = []
    if record.reason_words:
        said.append(Said(_("Reason"), record.reason_words))
    if record.own_words and is_public:
        said.append(Said(_("In the committee’s words"), record.own_words))
    return said


def _superseded(record: OutcomeRecord, *, is_public: bool) -> Part:
    return Part(
        _("Answer: %(outcome)s.") % {"outcome": record.get_outcome_display()},
        contribution=record.merged_into,
        when=day_words(record.at),
        said=reasons_of(record, is_public=is_public),
        over=True,
    )


def _not_analysed(
    contribution: Contribution, title: str, calendar: Calendar, now: dt.datetime
) -> Step:
    if contribution.standing in (Standing.HIDDEN, Standing.WITHDRAWN):
        return out_of_reach(
            ANALYSED, title, _("It is not public any more: no answer is awaited.")
        )
    if contribution.standing != Standing.PUBLIC:
        return Step(
            ANALYSED,
            title,
            State.TO_COME,
            sentence=_("The committee reads it once it is public."),
        )
    phase = contribution.phase
    period = phase.period
    state = period.state(now)
    if state == Clock.CLOSED and phase.end is not None:
        step = Step(
            ANALYSED, title, State.OWED, when=end_words(phase.end, phase.precision)
        )
        _closed_all_the_same(step, calendar)
        return step
    sentence = _("Every idea gets an answer and its reason, once the phase has closed.")
    if phase.end is not None and state != Clock.UNDATED:
        sentence = _("The committee reads it after %(date)s.") % {
            "date": end_words(phase.end, phase.precision)
        }
    return Step(ANALYSED, title, State.TO_COME, sentence=sentence)


def _closed_all_the_same(step: Step, calendar: Calendar) -> None:
    """The committee went on without answering everything: it says why (rule 2)."""
    closing = (
        AnalysisClosing.objects.filter(
            phase__in=[each.pk for each in calendar.phases], reopened_at=None
        )
        .order_by("at")
        .last()
    )
    if closing is None or not closing.is_override:
        return
    step.parts.append(
        Part(
            _("The analysis was closed on %(when)s all the same.")
            % {"when": day_words(closing.at)},
            said=[Said(_("Reason"), closing.override)],
        )
    )


def _translated(
    found: _Found,
    shown: Mapping[int, ProjectPage],
    calendar: Calendar,
    now: dt.datetime,
) -> Step:
    title = _("The project it has shaped")
    rows = [each for each in found.lineage if each.ended_at is None]
    over = [lineage_part(each, shown) for each in found.lineage if each.ended_at]
    if rows:
        step = Step(TRANSLATED, title, when=day_words(rows[0].at))
        step.parts = [lineage_part(each, shown) for each in rows]
        step.earlier = over
        return step
    outcome = found.leading.outcome
    if outcome in ENDS:
        step = out_of_reach(TRANSLATED, title, _("Its way ends with this answer."))
    else:
        phases = [p for p in calendar.phases if p.kind == PhaseKind.ANALYSIS]
        step = not_yet(
            TRANSLATED,
            title,
            phases=phases,
            now=now,
            is_due=bool(outcome) and closed_since(phases, now) is not None,
            passed=False,
        )
        if step.state == State.TO_COME:
            step.sentence = _("What is taken up becomes part of a project.")
    step.earlier = over
    return step


def lineage_part(row: Lineage, shown: Mapping[int, ProjectPage]) -> Part:
    """A project that the idea has shaped: how and why."""
    page = shown.get(row.project_id)
    sentence = row.get_kind_display()
    if page is None:
        sentence = _("%(how)s, in a project that is not published yet") % {
            "how": sentence
        }
    links: list[Link] = []
    if page is not None:
        links = link(_("The project’s journey"), "project_journey", row.project_id)
    return Part(
        sentence[:1].upper() + sentence[1:],
        page=page,
        when=day_words(row.ended_at or row.at),
        said=why(row),
        links=links,
        over=bool(row.ended_at),
    )


def _after(
    found: _Found,
    ways: Sequence[Way],
    calendar: Calendar,
    translated: Step,
    now: dt.datetime,
) -> list[Step]:
    if ways:
        return after.steps_after(ways, now=now, is_due=True)
    if translated.state == State.NOT_REACHED:
        return [out_of_reach(key, title) for key, title in after.titles().items()]
    path = found.leading.phase.path[: -Page.steplen]
    return after.nothing_after(lambda kind: calendar.of(path, kind), now)
