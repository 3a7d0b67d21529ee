"""What a journey is made of: steps, and what each of them says."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.cycles.calendar_words import moment, month_words, weekday_date
from wagtail_remacto.cycles.clock import day_of, zone
from wagtail_remacto.cycles.kinds import Precision


class State(models.TextChoices):
    """How a step is shown; never by its colour alone."""

    DONE = "done", _("done")
    OWED = "owed", _("owed")
    TO_COME = "to_come", _("to come")
    NOT_REACHED = "not_reached", _("not reached")
    # It has passed, and nobody has published what came of it.
    UNKNOWN = "unknown", _("not published by the collectivité")


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody's words, in their language, and what they are."""

    label: str
    words: Words


@dataclass(slots=True)
class Part:
    """One thing that a step says: a project, a version, a vote.

    ``page`` is one to link to, in the reader's language; ``contribution`` one whose
    title is shown only while it is public, ``credited`` with its author, origin and
    supports. ``over``: it held once, and is kept.
    """

    sentence: str = ""
    page: Any = None
    contribution: Any = None
    credited: bool = False
    when: str = ""
    said: list[Said] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    over: bool = False


@dataclass(slots=True)
class Step:
    """One step of a journey; ``when`` is the day it happened, or since when it is owed.

    ``earlier`` is what held before and has been superseded or ended.
    """

    key: str
    title: str
    state: State = State.DONE
    when: str = ""
    sentence: str = ""
    said: list[Said] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    earlier: list[Part] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        return self.state == State.DONE

    @property
    def is_owed(self) -> bool:
        return self.state == State.OWED


@dataclass(slots=True)
class Story:
    """A journey: what it is of (an idea, a remark or a project) and its steps.

    What the steps found is kept, for rooms that add theirs.
    """

    subject: Any
    steps: list[Step]
    ways: list[Any] = field(default_factory=list)

    @property
    def walked(self) -> list[Step]:
        """The steps, without those at the end that were not reached."""
        found = list(self.steps)
        while found and found[-1].state == State.NOT_REACHED:
            found.pop()
        return found

    @property
    def not_reached(self) -> list[Step]:
        return self.steps[len(self.walked) :]

    @property
    def owed(self) -> list[Step]:
        return [step for step in self.steps if step.is_owed]

    def step(self, key: str) -> Step:
        """The last step with this key; the way of a merged idea has two answers."""
        return next(step for step in reversed(self.steps) if step.key == key)


Teller = Callable[[Story, dt.datetime], Iterable[Step]]
# Rooms above add what comes after the vote: milestones, evaluations.
_tellers: list[Teller] = []


def adds_steps(teller: Teller) -> Teller:
    """Let a room add steps at the end of every journey; a decorator.

    ``teller`` is given the story so far and the moment; it may ask the database a
    number of times that does not depend on how many rows there are.
    """
    if teller not in _tellers:
        _tellers.append(teller)
    return teller


def forget(teller: Teller) -> None:
    """Take back :func:`adds_steps`, for a host that replaces a step and for tests."""
    _tellers.remove(teller)


def finished(story: Story, now: dt.datetime) -> Story:
    """The story with the steps that other rooms add."""
    for teller in _tellers:
        story.steps.extend(teller(story, now))
    return story


def address(name: str, *given: Any) -> str:
    """An address of the package; empty on a host that has not its URLconf."""
    try:
        return reverse(f"wagtail_remacto:{name}", args=given)
    except NoReverseMatch:
        return ""


def link(text: str, name: str, *given: Any) -> list[Link]:
    """A link to an address of the package, or none where there is no such address."""
    url = address(name, *given)
    return [Link(text, url)] if url else []


def end_words(at: dt.datetime, precision: str = Precision.EXACT) -> str:
    """The end of a phase, as precisely as it is known."""
    local = at.astimezone(zone())
    if precision == Precision.MONTH:
        return month_words(local.date())
    if precision != Precision.EXACT or (local.hour, local.minute) == (23, 59):
        return weekday_date(local.date())
    return moment(at)


def day_words(value: dt.datetime | dt.date) -> str:
    """The day of a moment, in the cycles' time zone."""
    if isinstance(value, dt.datetime):
        value = day_of(value)
    return weekday_date(value)
