"""What the author may still do with what they have sent: word it anew, take it back."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wagtail_remacto.adapter import get_adapter
from wagtail_remacto.contributions.errors import (
    GivenInTheRoom,
    NotShown,
    NotYours,
    TooLateToEdit,
)
from wagtail_remacto.contributions.models import Contribution, Origin, Standing
from wagtail_remacto.contributions.services.composing import (
    axis_of,
    give_words,
    judge,
    locked,
)
from wagtail_remacto.contributions.services.standing import record_hold
from wagtail_remacto.contributions.services.submitting import action_of
from wagtail_remacto.contributions.services.wordings import keep_wording
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.models import Axis
from wagtail_remacto.cycles.rates import Sender
from wagtail_remacto.people.models import Participant


def may_edit(
    contribution: Contribution, editor: Any, now: dt.datetime | None = None
) -> str:
    """Why ``editor`` may not change the wording any more; empty if they may."""
    now = now or timezone.now()
    if contribution.author_id is None or editor.pk != contribution.author_id:
        return str(NotYours())
    if contribution.origin != Origin.ONLINE:
        return str(GivenInTheRoom())
    if contribution.standing not in (Standing.PUBLIC, Standing.HELD):
        return str(NotShown())
    if contribution.has_reactions:
        return _("People have reacted to it: it stays as they have read it.")
    if now > contribution.editable_until(get_adapter().edit_window(contribution)):
        return _("The time to edit it is over; you may still withdraw it.")
    return ""


@transaction.atomic
def edit(
    *,
    contribution: Contribution,
    editor: Participant,
    title: str,
    text: str,
    language: str = "",
    axis: Axis | None = None,
    suspicion: Sequence[str] = (),
    now: dt.datetime | None = None,
    sender: Sender | None = None,
) -> Contribution:
    """Another wording by its author; the earlier ones stay in the record.

    Raises ``gate.Refused``, ``NotYours``, ``GivenInTheRoom``, ``TooLateToEdit``,
    ``ValidationError``.
    """
    now = now or timezone.now()
    phase = gate.lock(contribution.phase)
    contribution = locked(contribution)
    if editor.pk != contribution.author_id:
        raise NotYours
    if contribution.origin != Origin.ONLINE:
        raise GivenInTheRoom
    gate.require(editor, action_of(contribution.nature), phase, now, sender=sender)
    why_not = may_edit(contribution, editor, now)
    if why_not:
        raise TooLateToEdit(why_not)
    before = contribution.standing
    contribution.axis = axis_of(axis, contribution.cycle)
    give_words(contribution, title, text, language)
    contribution.edited_at = now
    grounds: list[str] = []
    if before == Standing.PUBLIC:
        grounds = judge(contribution, phase, editor, suspicion, now)
    contribution.save()
    keep_wording(contribution, editor)
    if grounds:
        record_hold(contribution, before, grounds)
    return contribution


@transaction.atomic
def withdraw(
    *,
    contribution: Contribution,
    author: Participant,
    now: dt.datetime | None = None,
) -> Contribution:
    """Taken back by its author, whenever they want; a tombstone stays in its place.

    None of what nobody could ever read. What was hidden stays hidden. Raises
    ``NotYours``.
    """
    gate.lock(contribution.phase)
    contribution = locked(contribution)
    if contribution.author_id is None or author.pk != contribution.author_id:
        raise NotYours
    if contribution.origin != Origin.ONLINE:
        raise GivenInTheRoom
    if contribution.standing in (Standing.WITHDRAWN, Standing.HIDDEN):
        return contribution
    contribution.standing = Standing.WITHDRAWN
    contribution.withdrawn_at = now or timezone.now()
    contribution.save(update_fields=["standing", "withdrawn_at"])
    return contribution
