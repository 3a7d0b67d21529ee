"""The refusals that a phase explains by its dates, and those of whoever takes part."""

import datetime as dt
from typing import Any

from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _
from wagtail.models import Page

from wagtail_remacto import conf
from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.cycles.calendar_words import moment, month_words, weekday_date
from wagtail_remacto.cycles.clock import day_of, zone
from wagtail_remacto.cycles.gate.verdicts import Kind, Reason, Verdict
from wagtail_remacto.cycles.kinds import Action, Precision
from wagtail_remacto.cycles.models import PhasePage


def called(row: Any) -> str:
    """What a page is called, in the reader’s language where it is published.

    One query or two, where it is of another language. A title that runs the other way
    is set off, for a sentence of text alone. A poll knows it itself.
    """
    title = str(row.title)
    if not isinstance(row, Page) or row.locale_id is None:
        return title
    wanted, language = conf.content_language(), row.locale.language_code
    if language != wanted:
        there = type(row).objects.filter(
            translation_key=row.translation_key,
            locale__language_code=wanted,
            live=True,
        )
        found = there.first()
        if found is not None:
            return str(found.title)
    here = "rtl" if get_language_bidi() else "ltr"
    return title if Words(title, language).dir == here else f"\u2068{title}\u2069"


def signed_out(label: Any) -> Verdict:
    return Verdict(
        Kind.YES_ONCE_SIGNED_IN,
        Reason.SIGNED_OUT,
        lambda: _("To %(action)s, sign in first.") % {"action": label},
        lambda: _("What you have written is kept while you sign in."),
    )


def not_admitted() -> Verdict:
    return Verdict(
        Kind.NO,
        Reason.NOT_ADMITTED,
        lambda: _("Your account cannot take part here."),
        lambda: _("Write to the collectivité if you think that it should."),
    )


def too_often(wait: dt.timedelta) -> Verdict:
    """No, for as long as ``wait``; for limits that are counted outside the gate."""
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    return Verdict(
        Kind.NO,
        Reason.TOO_OFTEN,
        lambda: _("That was very often in a short time."),
        lambda: (
            ngettext(
                "Try again in %(minutes)d minute; what you wrote is kept.",
                "Try again in %(minutes)d minutes; what you wrote is kept.",
                minutes,
            )
            % {"minutes": minutes}
        ),
    )


def unpublished(phase: Any) -> Verdict:
    return Verdict(
        Kind.NO,
        Reason.UNPUBLISHED,
        lambda: _("The phase “%(phase)s” is not published.") % {"phase": called(phase)},
        _come_back_for_dates,
    )


def not_part(phase: Any, action: Action) -> Verdict:
    return Verdict(
        Kind.NO,
        Reason.NOT_PART,
        lambda: (
            _("In the phase “%(phase)s” one cannot %(action)s.")
            % {"phase": called(phase), "action": action.label}
        ),
        lambda: _what_is_possible(phase),
    )


def not_yet(phase: Any) -> Verdict:
    return Verdict(
        Kind.NO,
        Reason.TO_COME,
        lambda: _opens(phase),
        lambda: _("Come back on that day, or put it in your calendar."),
    )


def undated(phase: Any) -> Verdict:
    return Verdict(
        Kind.NO, Reason.UNDATED, lambda: _undated(phase), _come_back_for_dates
    )


def closed(phase: Any, now: dt.datetime) -> Verdict:
    return Verdict(
        Kind.NO,
        Reason.CLOSED,
        lambda: _closed(phase, now),
        lambda: _("What it led to stays readable here."),
    )


def cycle_closed() -> Verdict:
    return Verdict(
        Kind.NO,
        Reason.CLOSED,
        lambda: _("This cycle is closed. What it left behind stays readable as it is."),
        lambda: _("Ask the collectivité if it should be reopened."),
    )


def _come_back_for_dates() -> str:
    return _("The dates will be shown here once the collectivité publishes them.")


def _what_is_possible(phase: Any) -> str:
    labels = [str(Action(code).label) for code in phase.actions if code in Action]
    if not labels:
        return _("Nothing is asked of you in this phase; read what it leads to.")
    return _("You can: %(actions)s.") % {"actions": ", ".join(labels)}


def _undated(phase: Any) -> str:
    if phase.date_text:
        return _("“%(phase)s” has no date yet; the collectivité says: %(words)s.") % {
            "phase": called(phase),
            "words": phase.date_text.rstrip("."),
        }
    return _("The collectivité has not published when “%(phase)s” opens.") % {
        "phase": called(phase)
    }


def _opens(phase: Any) -> str:
    if phase.precision == Precision.MONTH:
        return _("“%(phase)s” opens in %(month)s.") % {
            "phase": called(phase),
            "month": _month(phase.start),
        }
    return _("“%(phase)s” opens on %(when)s.") % {
        "phase": called(phase),
        "when": _start(phase),
    }


def _closed(phase: Any, now: dt.datetime) -> str:
    """When it closed, and which phase of the cycle opens next, if one is dated."""
    following = _following(phase, now)
    by_month = phase.precision == Precision.MONTH
    words = {
        "phase": called(phase),
        "when": _month(phase.end) if by_month else _end(phase),
    }
    if following is None:
        if by_month:
            return _("“%(phase)s” closed in %(when)s.") % words
        return _("“%(phase)s” closed on %(when)s.") % words
    words["next"] = called(following)
    if following.precision == Precision.MONTH:
        words["opening"] = _month(following.start)
        if by_month:
            return (
                _("“%(phase)s” closed in %(when)s; “%(next)s” opens in %(opening)s.")
                % words
            )
        return (
            _("“%(phase)s” closed on %(when)s; “%(next)s” opens in %(opening)s.")
            % words
        )
    words["opening"] = _start(following)
    if by_month:
        return (
            _("“%(phase)s” closed in %(when)s; “%(next)s” opens on %(opening)s.")
            % words
        )
    return _("“%(phase)s” closed on %(when)s; “%(next)s” opens on %(opening)s.") % words


def _following(phase: Any, now: dt.datetime) -> PhasePage | None:
    """The phase beside this one that lets citizens act and opens next; one query."""
    if not isinstance(phase, PhasePage):
        return None
    found: PhasePage | None = (
        PhasePage.objects.sibling_of(phase, inclusive=False)
        .live()
        .filter(start__gt=now)
        .exclude(actions="")
        .exclude(precision=Precision.TEXT)
        .select_related("locale")
        .order_by("start")
        .first()
    )
    return found


def _start(phase: PhasePage) -> str:
    """The day it opens, and the time if it is not the day's first moment."""
    opens: Any = phase.start
    local = opens.astimezone(zone())
    if phase.precision == Precision.DAY or (local.hour, local.minute) == (0, 0):
        return weekday_date(local.date())
    return moment(opens)


def _end(phase: PhasePage) -> str:
    closes: Any = phase.end
    if phase.precision == Precision.DAY:
        return weekday_date(day_of(closes))
    return moment(closes)


def _month(value: Any) -> str:
    return month_words(day_of(value))
