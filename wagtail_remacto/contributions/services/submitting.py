"""What a citizen sends, and the proof that their address is theirs."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from wagtail_remacto.contributions.branches import place_of
from wagtail_remacto.contributions.models import (
    AuthorKind,
    Contribution,
    DraftFile,
    Nature,
    Origin,
    Standing,
)
from wagtail_remacto.contributions.services.composing import (
    attach,
    axis_of,
    fitting,
    free_reference,
    give_words,
    judge,
    locked,
)
from wagtail_remacto.contributions.services.standing import held, record_hold
from wagtail_remacto.contributions.services.wordings import keep_wording, wording_moved
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.cycles.models import Axis, PhasePage
from wagtail_remacto.cycles.rates import Sender
from wagtail_remacto.people.models import Participant, ParticipantKind
from wagtail_remacto.people.names import clean_display_name
from wagtail_remacto.people.services import describe

# What the phase has to ask for.
ACTION_OF = {Nature.IDEA: Action.CONTRIBUTE, Nature.REMARK: Action.REMARK}


def action_of(nature: str) -> Action:
    return ACTION_OF[Nature(nature)]


@transaction.atomic
def submit(
    *,
    phase: PhasePage,
    author: Participant,
    title: str,
    text: str,
    nature: str = Nature.IDEA,
    confirmed: bool = True,
    language: str = "",
    axis: Axis | None = None,
    themes: Iterable[str] = (),
    association: str = "",
    display_name: str = "",
    place: str = "",
    latitude: Any = None,
    longitude: Any = None,
    files: Sequence[DraftFile] = (),
    submission_key: uuid.UUID | None = None,
    suspicion: Sequence[str] = (),
    now: dt.datetime | None = None,
    sender: Sender | None = None,
) -> Contribution:
    """What a citizen proposes, kept and, unless something speaks against it, public.

    ``confirmed`` is False while nothing proves that the author's address is theirs:
    then it waits for :func:`confirm`, and so does the ``display_name`` that was given
    with it. The same ``submission_key`` gives the same contribution, however often a
    form is sent. A remark is sent by ``programmes.services.remarks``, which says what
    it is about. Raises ``gate.Refused`` and ``ValidationError`` (by field).
    """
    phase = gate.lock(phase)
    if submission_key is not None:
        sent = Contribution.objects.filter(submission_key=submission_key).first()
        if sent is not None:
            return sent
    now = now or timezone.now()
    gate.require(
        author,
        action_of(nature),
        phase,
        now,
        sender=sender,
        unconfirmed=not confirmed,
    )
    where = place_of(phase)
    contribution = Contribution(
        reference=free_reference(),
        nature=nature,
        phase=phase,
        cycle=where.cycle,
        collectivite=where.collectivite,
        axis=axis_of(axis, where.cycle),
        place=fitting("place", place),
        latitude=latitude,
        longitude=longitude,
        origin=Origin.ONLINE,
        author=author,
        author_kind=_author_kind(author, association),
        author_name=fitting("author_name", association),
        submission_key=submission_key,
    )
    give_words(contribution, title, text, language)
    if not confirmed and not association:
        # Nobody sees it there, and it becomes the person's name with the confirmation.
        contribution.author_name = clean_display_name(display_name)
    # Until the address is confirmed, what the form found is kept for the moderator.
    grounds = list(suspicion)
    if confirmed:
        grounds = judge(contribution, phase, author, suspicion, now)
    contribution.save()
    if themes:
        contribution.themes.add(*themes)
    attach(contribution, files)
    keep_wording(contribution, author)
    if grounds:
        record_hold(contribution, Standing.UNCONFIRMED, grounds)
    return contribution


@transaction.atomic
def confirm(
    contribution: Contribution, *, now: dt.datetime | None = None
) -> Contribution:
    """That the author's address is theirs; a second time changes nothing.

    The gate was asked when the text was sent: it counts even if the phase has closed
    before the message was read.
    """
    gate.lock(contribution.phase)
    contribution = locked(contribution)
    if contribution.standing != Standing.UNCONFIRMED:
        return contribution
    author: Any = contribution.author
    if contribution.author_kind != AuthorKind.ASSOCIATION and contribution.author_name:
        describe(
            participant=author,
            display_name=contribution.author_name,
            language=author.language,
        )
        contribution.author_name = ""
    notes = list(contribution.moderation.all())
    noted = [ground for act in notes for ground in act.grounds]
    grounds = judge(
        contribution, contribution.phase, author, noted, now or timezone.now()
    )
    contribution.save(update_fields=["standing", "published_at", "author_name"])
    wording_moved(contribution)
    if grounds and notes:
        held(contribution, notes[-1], grounds)
    elif grounds:
        record_hold(contribution, Standing.UNCONFIRMED, grounds)
    return contribution


def _author_kind(author: Participant, association: str) -> str:
    if association:
        return AuthorKind.ASSOCIATION
    if author.kind == ParticipantKind.EMAIL:
        return AuthorKind.EMAIL
    return AuthorKind.ACCOUNT
