"""What waits, in sentences: for the panel of an officer’s home and for reminders."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail_remacto.contributions.queue import Why
from wagtail_remacto.cycles.calendar_words import partial_date_words, weekday_date
from wagtail_remacto.cycles.clock import day_of
from wagtail_remacto.journey.todo import Todo
from wagtail_remacto.monitoring.models import Milestone
from wagtail_remacto.workshops.models import WorkshopPage


def report_words(meeting: WorkshopPage) -> str:
    """When the meeting was, and since when or until when its report is due."""
    held, due = partial_date_words(meeting.date), meeting.report_due
    if due is None:
        return held
    words = {"held": held, "due": weekday_date(due)}
    if due < day_of(timezone.now()):
        return _("%(held)s; its report was due on %(due)s") % words
    return _("%(held)s; its report is due on %(due)s") % words


def text_lines(texts: dict[str, int]) -> list[tuple[str, str]]:
    """A sentence for each kind of text that waits, and where the queue shows it."""
    sentences = {
        Why.HELD: lambda n: ngettext(
            "%(n)d text waits for a moderator", "%(n)d texts wait for a moderator", n
        ),
        Why.REPORTED: lambda n: ngettext(
            "%(n)d text is reported", "%(n)d texts are reported", n
        ),
        Why.ANSWERED: lambda n: ngettext(
            "%(n)d author has answered a decision",
            "%(n)d authors have answered a decision",
            n,
        ),
    }
    address = reverse("remacto_moderation")
    return [
        (words(texts[why]) % {"n": texts[why]}, f"{address}?why={why.value}")
        for why, words in sentences.items()
        if texts.get(why)
    ]


def idea_lines(todo: Todo) -> list[tuple[Any, str, str]]:
    """Cycles with a sentence for what waits, and where the desk shows it."""
    waiting = [
        *(
            (
                cycle,
                "mine",
                ngettext(
                    "%(n)d idea waits for your review",
                    "%(n)d ideas wait for your review",
                    n,
                )
                % {"n": n},
            )
            for cycle, n in todo.reviews
        ),
        *(
            (
                cycle,
                "open",
                ngettext("%(n)d answer is owed", "%(n)d answers are owed", n)
                % {"n": n},
            )
            for cycle, n in todo.answers
        ),
    ]
    ideas = [
        (
            cycle,
            sentence,
            f"{reverse('remacto_desk_queue', args=[cycle.pk])}?state={state}",
        )
        for cycle, state, sentence in waiting
    ]
    remarks = [
        (
            cycle,
            ngettext(
                "%(n)d answer to a remark is owed",
                "%(n)d answers to remarks are owed",
                n,
            )
            % {"n": n},
            reverse("remacto_remarks"),
        )
        for cycle, n in todo.remarks
    ]
    return ideas + remarks


def followed_lines(todo: Todo) -> list[tuple[Any, str]]:
    """A project and a sentence for each thing that waits of it."""
    late, near = _("overdue (%(due)s): %(title)s"), _("due soon (%(due)s): %(title)s")
    return [
        *((each.project, _milestone(late, each)) for each in todo.overdue),
        *((each.project, _milestone(near, each)) for each in todo.due),
        *(
            (
                each,
                _("no news since %(day)s") % {"day": weekday_date(each.silent_since)},
            )
            for each in todo.quiet
        ),
        *(
            (
                project,
                ngettext(
                    "%(n)d note of civil society waits for a reply",
                    "%(n)d notes of civil society wait for a reply",
                    n,
                )
                % {"n": n},
            )
            for project, n in todo.notes
        ),
    ]


def _milestone(sentence: str, milestone: Milestone) -> str:
    due = partial_date_words(milestone.due)
    return sentence % {"due": due, "title": milestone.words("title")}
