"""Links in messages that do something once the person says so.

A room registers what its link asks and does; all of them have the address
``confirm/<token>/``. Opening it changes nothing, for mail programs open links too: the
page has one button.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from wagtail_remacto.people import links
from wagtail_remacto.people.links import DeadLink
from wagtail_remacto.people.models import Participant


@dataclass(frozen=True, slots=True)
class Question:
    """What the page asks: a title, one or two sentences, the word on the button."""

    title: Any
    text: Any
    button: Any


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What one kind of link is for.

    ``ask`` and ``confirm`` take the subject that was signed, and raise ``DeadLink``
    where it is no more. ``confirm`` may be called twice; it gives the address to go on
    to and the participant who may act in this browser from now on: None where the link
    had done its work before, so that no message is a key for later. It may raise
    ``gate.Refused``. ``days`` is how long the link works, ``LINK_DAYS`` unless said.
    """

    purpose: str
    ask: Callable[[str], Question]
    confirm: Callable[[str], tuple[Participant | None, str]]
    days: int | None = None


_purposes: dict[str, Confirmation] = {}


def register(confirmation: Confirmation) -> Confirmation:
    _purposes[confirmation.purpose] = confirmation
    return confirmation


def path(purpose: str, subject: object) -> str:
    """The path of a link, in the language that is active."""
    return reverse("wagtail_remacto:confirm", args=[links.sign(purpose, subject)])


def read(token: str) -> tuple[Confirmation, str]:
    """What the token is for, and its subject; raises ``DeadLink``."""
    dead = DeadLink(links.INCOMPLETE)
    for confirmation in _purposes.values():
        try:
            subject = links.read(confirmation.purpose, token, confirmation.days)
        except links.OldLink as old:
            raise old from None
        except DeadLink as error:
            dead = error
        else:
            return confirmation, subject
    raise dead
