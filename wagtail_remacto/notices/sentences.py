"""What has happened in one sentence, in the language that is active; and its address.

Of an activity as :class:`notices.stories.Stories` loads it.
"""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wagtail_remacto.contributions.models import Outcome
from wagtail_remacto.cycles import calendar_words
from wagtail_remacto.cycles.clock import day_of
from wagtail_remacto.monitoring.models.completion import Completion, Voice
from wagtail_remacto.monitoring.models.evaluation import Moment
from wagtail_remacto.notices.kinds import Kind
from wagtail_remacto.notices.models import Activity
from wagtail_remacto.programmes.models import Outcome as VoteOutcome
from wagtail_remacto.programmes.models import RemarkVerdict


def sentence(
    activity: Activity, *, of_idea: bool = False, phase: Any = None, title: str = ""
) -> str:
    """``of_idea``: read below an idea that it concerns. ``phase``: its title and end.

    ``title`` is that of the update or the milestone, in whatever language it has.
    Every kind has a sentence; without the facts that one needs it is the kind's name.
    """
    said = _sentence(activity, of_idea, phase)
    if not title:
        return said
    # Isolated: it may run the other way.
    return pgettext("news", "%(sentence)s “%(title)s”") % {
        "sentence": said,
        "title": f"\u2068{title}\u2069",
    }


def _sentence(activity: Activity, of_idea: bool, phase: Any) -> str:
    kind = Kind(activity.kind)
    if kind in (Kind.PHASE_OPENED, Kind.PHASE_CLOSING):
        return _of_phase(kind, phase)
    try:
        return _SENTENCES[kind](activity.facts, of_idea)
    except (KeyError, ValueError):
        return str(kind.label).capitalize() + "."


def address(activity: Activity) -> str:
    """The path of the page about this very thing, or nothing."""
    found = _ADDRESSES.get(Kind(activity.kind))
    if found is None:
        return ""
    name, fact = found
    number = activity.facts.get(fact)
    if not number:
        return ""
    args = [number]
    if name == "project_update":
        args.insert(0, activity.project_id)
    return reverse(f"wagtail_remacto:{name}", args=args)


_ADDRESSES = {
    Kind.UPDATE: ("project_update", "update"),
    Kind.COMPLETED: ("project_update", "update"),
    Kind.POSTPONED: ("milestone", "milestone"),
    Kind.NOTE: ("milestone", "milestone"),
    Kind.REPLY: ("milestone", "milestone"),
    Kind.EVALUATED: ("evaluation", "evaluation"),
    Kind.VALIDATED: ("decision", "decision"),
}


def _of_phase(kind: Kind, phase: Any) -> str:
    if phase is None:
        return str(kind.label).capitalize() + "."
    if kind == Kind.PHASE_OPENED:
        return _("The phase “%(phase)s” is open.") % {"phase": phase.title}
    if phase.end is None:
        return _("The phase “%(phase)s” closes soon.") % {"phase": phase.title}
    return _("The phase “%(phase)s” closes on %(day)s.") % {
        "phase": phase.title,
        "day": calendar_words.weekday_date(day_of(phase.end)),
    }


def _outcome(facts: dict[str, Any], of_idea: bool) -> str:
    if not of_idea:
        return _("An idea was answered.")
    return _("Its answer: %(outcome)s.") % {"outcome": Outcome(facts["outcome"]).label}


def _remark_answer(facts: dict[str, Any], of_idea: bool) -> str:
    if not of_idea:
        return _("A remark was answered.")
    return _("The answer to this remark: %(answer)s.") % {
        "answer": RemarkVerdict(facts["verdict"]).label
    }


def _update(facts: dict[str, Any], _of_idea: bool) -> str:
    if facts.get("supersedes"):
        return _("The administration has corrected an update.")
    if facts.get("completion"):
        return _("The administration has published an update: %(completion)s.") % {
            "completion": Completion(facts["completion"]).label
        }
    return _("The administration has published an update.")


def _milestones(facts: dict[str, Any], _of_idea: bool) -> str:
    number = int(facts["number"])
    return ngettext(
        "%(number)s milestone was announced.",
        "%(number)s milestones were announced.",
        number,
    ) % {"number": number}


def _postponed(facts: dict[str, Any], _of_idea: bool) -> str:
    if facts.get("withdrawn"):
        return _("A milestone was withdrawn; it stays readable, with the reason.")
    return _("A milestone was postponed; the date that was announced stays readable.")


def _evaluated(facts: dict[str, Any], _of_idea: bool) -> str:
    return _("Evaluation (%(moment)s), published by %(voice)s.") % {
        "moment": Moment(facts["moment"]).label,
        "voice": Voice(facts["voice"]).label,
    }


def _voted(facts: dict[str, Any], _of_idea: bool) -> str:
    return _("The council has voted on the programme: %(outcome)s.") % {
        "outcome": VoteOutcome(facts["outcome"]).label
    }


def _carried(facts: dict[str, Any], of_idea: bool) -> str:
    if of_idea and "contribution" in facts:
        return _("This idea is carried over to the next cycle.")
    if "project" in facts:
        return _("This project is carried over to the next cycle.")
    return _("Something was carried over to the next cycle.")


def _translated(_facts: dict[str, Any], of_idea: bool) -> str:
    if of_idea:
        return pgettext("idea", "It has shaped this project.")
    return _("An idea has shaped this project.")


Said = Callable[[dict[str, Any], bool], str]


_SENTENCES: dict[Kind, Said] = {
    Kind.OUTCOME: _outcome,
    Kind.REMARK_ANSWER: _remark_answer,
    Kind.TRANSLATED: _translated,
    Kind.CONSULTED: lambda *_facts: _(
        "The draft programme is put to the public: read it and say what you think."
    ),
    Kind.VALIDATED: lambda *_facts: _("The committee has validated the programme."),
    Kind.VOTED: _voted,
    Kind.MILESTONES: _milestones,
    Kind.UPDATE: _update,
    Kind.POSTPONED: _postponed,
    Kind.COMPLETED: lambda *_facts: _(
        "The administration says that the project is completed."
    ),
    Kind.PARTNER: lambda *_facts: _(
        "An association has become a partner of the project."
    ),
    Kind.NOTE: lambda *_facts: _("Civil society has said how a milestone stands."),
    Kind.REPLY: lambda *_facts: _("The administration has replied to civil society."),
    Kind.EVALUATED: _evaluated,
    Kind.CYCLE_CLOSED: lambda *_facts: _("The cycle was closed."),
    Kind.CYCLE_OPENED: lambda *_facts: _("The next cycle was opened."),
    Kind.CARRIED: _carried,
}
